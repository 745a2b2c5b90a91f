"""A PDF page's stored text and drawn lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from pdfplumber.page import Page as PlumberPage

from knowledge_base.ingest.reading.legacy_fonts import converted, is_legacy
from knowledge_base.ingest.reading.pages.parts import Box, Page, Rule, Word
from knowledge_base.ingest.reading.spelling import tidy

_BOLD = re.compile(r"bold|black|heavy|,b\b|-b\b", re.IGNORECASE)
_UNMAPPED = re.compile("\\(cid:\\d+\\)|[\ufffd\ue000-\uf8ff]")
_SHORTEST_RULE = 3.0
_TELLING_ANNOTATIONS = {"FreeText", "Stamp", "Ink", "Text"}


def page_of(page: PlumberPage, number: int) -> tuple[Page, set[str]]:
    """Take words and lines from ``page``; also name the legacy fonts whose text was converted."""
    fonts: set[str] = set()
    found = page.dedupe_chars(tolerance=0.5).extract_words(
        x_tolerance_ratio=0.15, y_tolerance=2, keep_blank_chars=False, return_chars=True
    )
    words = [word for raw in found if (word := _word(raw, fonts)) is not None]
    return Page(number, float(page.width), float(page.height), words, list(_rules(page.edges))), fonts


def is_garbled(words: Sequence[Word]) -> bool:
    """Whether a good part of the text has no meaning outside its own font."""
    letters = sum(len(word.text) for word in words)
    unmapped = sum(len(match) for word in words for match in _UNMAPPED.findall(word.text))
    return letters > 0 and unmapped > 0.05 * letters


def notes_on(page: PlumberPage) -> int:
    """How many notes, stamps, drawings and filled fields lie on the page, whose text is not part of it."""
    return sum(_subtype(one) in _TELLING_ANNOTATIONS for one in page.annots)


def _subtype(annotation: dict[str, Any]) -> str:
    return str(getattr(annotation["data"].get("Subtype"), "name", ""))


def turn_needed(page: PlumberPage) -> int:
    """By how many degrees clockwise the page has to be turned for its text to run from left to right."""
    turns = {0: 0, 90: 0, 180: 0, 270: 0}
    for char in page.chars:
        a, b, *_ = char["matrix"]
        running = (0 if a > 0 else 180) if abs(a) >= abs(b) else (90 if b > 0 else 270)
        turns[running] += 1
    return max(turns, key=lambda turn: turns[turn])


def _word(raw: dict[str, Any], fonts: set[str]) -> Word | None:
    chars = raw["chars"]
    text = str(raw["text"])
    legacy = next((char["fontname"] for char in chars if is_legacy(char["fontname"])), None)
    if legacy is not None:
        text = converted(text, legacy)
        fonts.add(legacy.rpartition("+")[2])
    text = tidy(text)
    if not text:
        return None
    bold = 2 * sum(bool(_BOLD.search(char["fontname"])) for char in chars) > len(chars)
    box = Box(float(raw["x0"]), float(raw["top"]), float(raw["x1"]), float(raw["bottom"]))
    return Word(text, box, bold=bold)


def _rules(edges: Iterable[dict[str, Any]]) -> Iterable[Rule]:
    for edge in edges:
        horizontal = edge["orientation"] == "h"
        start, end = (edge["x0"], edge["x1"]) if horizontal else (edge["top"], edge["bottom"])
        if end - start >= _SHORTEST_RULE:
            yield Rule(horizontal, float(edge["top"] if horizontal else edge["x0"]), float(start), float(end))
