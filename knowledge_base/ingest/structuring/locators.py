"""Locators and ids: how the records name a place of a document.

``III.1`` · ``II.1.đ`` · ``V.1, gạch đầu dòng 2`` · ``V.3, đoạn 1`` · ``Phụ lục, mục 4.1`` · ``Phần mở đầu`` …
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge_base.ingest.structuring.marking import Kind, Marker
from vietnamese import fold

HEAD = "Đầu văn bản"
PREAMBLE = "Phần mở đầu"
CLOSING = "Phần kết"
RECIPIENTS = "Nơi nhận"
SIGNATURE = "Chữ ký"
FIXED_IDS = {HEAD: "dau-van-ban", PREAMBLE: "mo-dau", CLOSING: "ket", RECIPIENTS: "noi-nhan", SIGNATURE: "chu-ky"}
DASH = "gạch đầu dòng"
PLUS = "dấu cộng"
PARAGRAPH = "đoạn"
ROW = "dòng"
ENTRY = "mục"
APPENDICES = ("Phụ lục", "Biểu")
_SHORT = {DASH: "g", PLUS: "c", PARAGRAPH: "doan-", ROW: "dong-"}
_NAMED = re.compile(rf"({DASH}|{PLUS}|{PARAGRAPH}|{ROW}|{ENTRY})\s+(\S+)")
_MARKER = re.compile(r"^(?:[IVX]+|\d+(?:\.\d+)*|[A-HĐ]|Điều \d+)\.\s+|^[a-zđ]\)\s+")
_ID = re.compile(r"[^a-z0-9]+")


def locator_of(markers: Sequence[Marker]) -> str:
    """The locator of the place these markers lead to, outermost first."""
    dotted: list[str] = []
    named: list[str] = []
    for marker in markers:
        if marker.kind is Kind.DASH:
            named.append(f"{DASH} {marker.value}")
        elif marker.kind is Kind.PLUS:
            named.append(f"{PLUS} {marker.value}")
        elif marker.kind is Kind.DECIMAL:
            dotted = [*_without_numbers(dotted, marker), marker.label]
        else:
            dotted.append(marker.label)
    return ", ".join([part for part in [".".join(dotted)] if part] + named)


def paragraph_locator(base: str, place: int) -> str:
    """The locator of the ``place``-th (from 1) of several paragraphs at ``base``."""
    return f"{base}, {PARAGRAPH} {place}" if base else f"{PARAGRAPH.capitalize()} {place}"


def appendix_locator(label: str, number: str | None, row: int | None = None) -> str:
    """The locator of an appendix row by its number, or of the ``row``-th row under that number."""
    parts = [label] + ([f"{ENTRY} {number}"] if number else []) + ([f"{ROW} {row}"] if row else [])
    return ", ".join(parts)


def id_of(locator: str) -> str:
    """The id records give a locator: ``II.1.đ`` is ``ii-1-dd``, ``Phụ lục, mục 4.1`` is ``pl-4-1``.

    >>> id_of("V.1, gạch đầu dòng 2")
    'v-1-g2'
    """
    if locator in FIXED_IDS:
        return FIXED_IDS[locator]
    in_appendix = locator.startswith(APPENDICES)
    entry = "" if in_appendix else "m"
    text = _NAMED.sub(lambda found: (entry if found[1] == ENTRY else _SHORT[found[1]]) + found[2], locator)
    text = re.sub(r"(?<![^\W\d_])[đĐ](?![^\W\d_])", "dd", text)
    text = re.sub(r"^Phụ lục\b", "pl", text)
    return _ID.sub("-", fold(text)).strip("-") or "doan"


def unnumbered(heading: str) -> str:
    """A heading without its marker: "Hạ tầng số" of "1. Hạ tầng số"."""
    return _MARKER.sub("", heading).strip()


def heading_locator(path: Sequence[str]) -> str:
    """The locator of the place whose heading ends ``path``, empty where a heading on the way bears no number.

    >>> heading_locator(("III. Nhiệm vụ", "2. Hạ tầng số", "a) Mạng di động"))
    'III.2.a'
    """
    labels = [found[0].strip(" .)") if (found := _MARKER.match(one)) else "" for one in path]
    if not all(labels):
        return ""
    below = [*labels[1:], ""]
    return ".".join(one for one, other in zip(labels, below, strict=True) if not other.startswith(f"{one}."))


def unused(locator: str, taken: set[str]) -> str:
    """The locator, numbered where its id is taken already ("III.1 (2)"); the id is taken from now on."""
    made, count = locator, 1
    while id_of(made) in taken:
        count += 1
        made = f"{locator} ({count})"
    taken.add(id_of(made))
    return made


def _without_numbers(dotted: list[str], marker: Marker) -> list[str]:
    """``1.2`` under ``III.1`` is ``III.1.2``, not ``III.1.1.2``."""
    above = marker.label.split(".")[:-1]
    while dotted and (dotted[-1] == ".".join(above) or dotted[-1] in above or "." in dotted[-1]):
        dotted = dotted[:-1]
    return dotted
