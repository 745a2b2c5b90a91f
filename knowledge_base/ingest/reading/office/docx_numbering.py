"""Automatic numbering of Word: what stands before a paragraph without being part of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

from knowledge_base.ingest.reading.office.docx_styles import Styles
from knowledge_base.ingest.reading.office.numbering import bullet, shown

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True)
class _Level:
    way: str
    text: str
    start: int
    legal: bool
    restart: int | None


class Numbering:
    """Counts the paragraphs of a document in their order (ISO/IEC 29500-1, 17.9)."""

    def __init__(self, numbering: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, _Element] = {}
        self._numbers: dict[str, _Element] = {}
        if numbering is not None:
            self._abstract = {
                str(one.get(qn("w:abstractNumId"))): one for one in numbering.iterfind(qn("w:abstractNum"))
            }
            self._numbers = {str(one.get(qn("w:numId"))): one for one in numbering.iterfind(qn("w:num"))}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def before(self, paragraph: _Element) -> str:
        """Count ``paragraph`` and give what stands before it, "" for none."""
        place = self._place(paragraph)
        if place is None:
            return ""
        number, depth = place
        abstract_id = self._abstract_of(number)
        levels = self._levels(number, abstract_id)
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract_id, [None] * _LEVELS)
        override = self._start_override(number, depth)
        if override is not None and (number, depth) not in self._started:
            self._started.add((number, depth))
            counts[depth] = override
        else:
            before = counts[depth]
            counts[depth] = level.start if before is None else before + 1
        for deeper in range(depth + 1, _LEVELS):
            following = levels.get(deeper)
            if following is None or following.restart is None or following.restart > depth:
                counts[deeper] = None
        if level.way == "bullet":
            return bullet(level.text)
        return self._filled(level, levels, counts).strip()

    def _filled(self, level: _Level, levels: dict[int, _Level], counts: list[int | None]) -> str:
        def number(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            other = levels.get(index, level)
            value = counts[index] if counts[index] is not None else other.start
            return shown(value or 0, "decimal" if level.legal else other.way)

        return _PLACE.sub(number, level.text)

    def _place(self, paragraph: _Element) -> tuple[str, int] | None:
        found = self._styles.paragraph_property(paragraph, "w:numPr")
        if found is None:
            return None
        number, depth = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
        if number is None:
            return None
        number_id = number.get(qn("w:val"))
        if number_id not in self._numbers:
            return None
        if depth is not None:
            return number_id, min(int(depth.get(qn("w:val"), "0")), _LEVELS - 1)
        return number_id, self._linked_depth(paragraph, number_id)

    def _linked_depth(self, paragraph: _Element, number: str) -> int:
        """The level that names the paragraph's style as its own."""
        abstract = self._abstract.get(self._abstract_of(number))
        style = self._styles.style_of(paragraph)
        for level in abstract.iterfind(qn("w:lvl")) if abstract is not None else ():
            linked = level.find(qn("w:pStyle"))
            if linked is not None and linked.get(qn("w:val")) == style:
                return int(level.get(qn("w:ilvl"), "0"))
        return 0

    def _abstract_of(self, number: str) -> str:
        found = self._numbers[number].find(qn("w:abstractNumId"))
        abstract_id = str(found.get(qn("w:val"))) if found is not None else ""
        abstract = self._abstract.get(abstract_id)
        link = abstract.find(qn("w:numStyleLink")) if abstract is not None else None
        if link is not None:
            for other_id, other in self._abstract.items():
                style = other.find(qn("w:styleLink"))
                if style is not None and style.get(qn("w:val")) == link.get(qn("w:val")):
                    return other_id
        return abstract_id

    def _levels(self, number: str, abstract_id: str) -> dict[int, _Level]:
        abstract = self._abstract.get(abstract_id)
        found = {} if abstract is None else {_depth(one): _level(one) for one in abstract.iterfind(qn("w:lvl"))}
        for override in self._numbers[number].iterfind(qn("w:lvlOverride")):
            own = override.find(qn("w:lvl"))
            if own is not None:
                found[_depth(override)] = _level(own)
        return found

    def _start_override(self, number: str, depth: int) -> int | None:
        for override in self._numbers[number].iterfind(qn("w:lvlOverride")):
            start = override.find(qn("w:startOverride"))
            if _depth(override) == depth and start is not None:
                return int(start.get(qn("w:val"), "1"))
        return None


def _depth(element: _Element) -> int:
    return int(element.get(qn("w:ilvl"), "0"))


def _level(element: _Element) -> _Level:
    def value(name: str, default: str) -> str:
        found = element.find(qn(name))
        return default if found is None else found.get(qn("w:val"), default)

    restart = element.find(qn("w:lvlRestart"))
    legal = element.find(qn("w:isLgl"))
    return _Level(
        way=value("w:numFmt", "decimal"),
        text=value("w:lvlText", ""),
        start=int(value("w:start", "1")),
        legal=legal is not None and legal.get(qn("w:val"), "1") not in {"0", "false"},
        restart=None if restart is None else int(restart.get(qn("w:val"), "0")),
    )
