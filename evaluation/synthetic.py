"""Passages in any number to measure search with: the same ones in every run, and never served to anyone."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from knowledge_base.store.passages import Passage, PassageKind

PASSAGES_PER_DOCUMENT = 70
_PARTS_PER_PASSAGE = (3, 6)
_SHORTEST_PART = 3
_SHORTEST_PARAGRAPH = 40
_PART = re.compile(r"[;:,.]\s|\n")


def recombined(real: Sequence[Passage], count: int) -> Iterator[Passage]:
    """``count`` passages whose parts of sentences, headings and kinds are those of ``real``, drawn anew.

    Like a plan's, each has two views: the text, and the text under its heading.
    """
    parts = sorted({part for one in real for part in _parts(one.text)})
    headings = sorted({one.heading for one in real})
    kinds = [one.kind for one in real]
    draw = random.Random(count)  # noqa: S311 - the same passages in every run, no secret
    for at in range(count):
        text = "; ".join(draw.choices(parts, k=draw.randint(*_PARTS_PER_PASSAGE))) + "."
        yield _passage(at, text, draw.choice(headings), draw.choice(kinds))


def from_articles(path: Path, count: int) -> Iterator[Passage]:
    """Up to ``count`` paragraphs of a gzipped file of articles (lines of JSON: ``title``, ``de_muc``, ``text``)."""
    paragraphs = (paragraph for article in _articles(path) for paragraph in _paragraphs(article))
    for at, (heading, text) in enumerate(itertools.islice(paragraphs, count)):
        yield _passage(at, text, heading, PassageKind.CLAUSE)


def _passage(at: int, text: str, heading: str, kind: PassageKind) -> Passage:
    document = f"van-ban-{at // PASSAGES_PER_DOCUMENT:05}"
    item = f"muc-{at % PASSAGES_PER_DOCUMENT + 1}"
    return Passage(
        id=f"{document}:{item}",
        document_id=document,
        agency=None,
        kind=kind,
        item=item,
        clause=None,
        locator=item,
        heading=heading,
        text=text,
        views=(text, f"{heading} {text}"),
    )


def _parts(text: str) -> Iterable[str]:
    return (part.strip() for part in _PART.split(text) if len(part.split()) >= _SHORTEST_PART)


def _articles(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _paragraphs(article: dict[str, str]) -> Iterator[tuple[str, str]]:
    heading = f"{article['de_muc']} › {article['title']}"
    for line in article["text"].splitlines():
        if len(line) >= _SHORTEST_PARAGRAPH:
            yield heading, line.strip()
