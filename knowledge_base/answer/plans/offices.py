"""Offices: the unit that a question names by the beginning of its name, a part of it, or its abbreviation.

The name of an office is a kind ("Phòng") and fields ("Văn hóa", "Thông tin"), perhaps a level ("huyện"). A question
names it with some of its fields and none other: "phòng văn hóa" is Phòng Văn hóa và Thông tin, "phòng nội vụ" is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge_base.packaged import load_packaged
from knowledge_base.search.terms import Phrase, read, syllables
from vietnamese import fold, fold_keeping_length, normalize

_LEVELS = frozenset({"xa", "phuong", "huyen", "tinh", "so", "vung"})
_BETWEEN = frozenset({"va"})
_BRACKETS = re.compile(r"\([^)]*\)")
_WORDS_APART = r"[\s&.,–-]*(?:v[aà] )?"


@dataclass(frozen=True)
class Office:
    """What a name says: its fields in order, its level or none, and whether it surely is an office's."""

    fields: tuple[Phrase, ...]
    level: str = ""
    sure: bool = True

    def may_be(self, unit: Office) -> bool:
        """Whether ``unit``, a full name, may be meant by this."""
        agree = not (self.level and unit.level) or self.level == unit.level
        return bool(self.fields) and agree and set(self.fields) <= set(unit.fields)


@lru_cache(maxsize=64)
def written_out(text: str) -> str:
    """``text`` with the abbreviations and other names of offices written out.

    >>> written_out("phòng KT&HT làm gì")
    'phòng kinh tế hạ tầng làm gì'
    """
    text = normalize(text)
    for pattern, full in _replacements():
        found = list(pattern.finditer(fold_keeping_length(text)))
        for one in reversed(found):
            text = text[: one.start()] + full + text[one.end() :]
    return text


def offices_in(text: str, names: Iterable[str]) -> list[Office]:
    """The offices that ``text`` names; the agencies' ``names`` are none of its words."""
    said = tuple(one.folded for one in read(written_out(text), names, frames=False))
    return list(_offices(said))


@lru_cache(maxsize=1024)
def of_unit(unit: str) -> Office:
    """What a unit's full name says; its name in brackets is one more."""
    full = written_out(unit)
    found = list(_fields(syllables(full), 0, anywhere=True))
    own = syllables(_BRACKETS.sub(" ", full))
    behind = max((end for _, _, end in _fields(own, 0, anywhere=True)), default=0)
    level = next((one for one in own[behind:] if one in _LEVELS), "")
    begins = any(own[: len(kind)] == kind for kind in (*_listed("kinds"), *_listed("alone")))
    return Office(tuple(field for _, field, _ in found), level, begins)


def meant(offices: Sequence[Office], units: Iterable[str]) -> str | None:
    """The unit that one of ``offices`` is: an office by its name, with few fields left unsaid, the first said first."""
    scored = [
        (full.sure, len(office.fields) / len(full.fields), office.fields[0] == full.fields[0], -len(unit), unit)
        for unit in units
        for full in [of_unit(unit)]
        for office in offices
        if full.fields and office.may_be(full)
    ]
    return max(scored)[-1] if scored else None


def _offices(said: Phrase) -> Iterator[Office]:
    at = 0
    while at < len(said):
        kind = next((one for one in _listed("kinds") if said[at : at + len(one)] == one), ())
        found = list(_fields(said, at + len(kind), anywhere=False))
        if not found:
            at += 1
            continue
        end = found[-1][2]
        after = said[end] if end < len(said) else ""
        level = after if after in _LEVELS else ""
        fields = tuple(field for _, field, _ in found)
        sure = bool(kind) or fields[0] in _listed("alone") or (bool(level) and fields[0] in _listed("of_a_level"))
        if sure or len(fields) > 1:
            yield Office(fields, level, sure)
        at = end


def _fields(said: Phrase, at: int, *, anywhere: bool) -> Iterator[tuple[int, Phrase, int]]:
    """Fields that follow one another from ``at``: where each begins, itself, where it ends."""
    while at < len(said):
        field = next((one for one in _listed("fields") if said[at : at + len(one)] == one), None)
        if field is not None:
            yield at, field, at + len(field)
            at += len(field)
        elif anywhere or said[at] in _BETWEEN:
            at += 1
        else:
            return


@lru_cache(maxsize=8)
def _listed(name: str) -> tuple[Phrase, ...]:
    """A list of ``units.yml``, the longest first."""
    words: dict[str, list[str]] = load_packaged("knowledge_base.answer.plans", "units.yml")
    return tuple(sorted(map(syllables, words[name]), key=len, reverse=True))


@lru_cache(maxsize=1)
def _replacements() -> tuple[tuple[re.Pattern[str], str], ...]:
    words: dict[str, dict[str, str]] = load_packaged("knowledge_base.answer.plans", "units.yml")
    short = [(_WORDS_APART.join(map(re.escape, one.split())), full) for one, full in words["short"].items()]
    also = [(re.escape(fold(one)), full) for one, full in words["also"].items()]
    return tuple((re.compile(rf"(?<!\w){one}(?!\w)"), full) for one, full in [*short, *also])
