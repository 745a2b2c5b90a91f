"""Entities of a text as it was typed: names of the lookup tables, years and task numbers."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence

from bot.names import Found, NameTable
from bot.numbering import numbers
from bot.syllables import Syllable, syllables

Entity = Dict[str, Any]

_AGENCY = "agency"
# A person, a street or a maker of china may bear an agency's name ("anh Đức Phú", "đường Trương Quang Trọng"); typed
# without diacritics most of these words are others as well ("co" is "có").
_PERSONS = ("anh", "chị", "chú", "bác", "ông", "bà", "cô", "cậu", "tên", "sĩ", "si")
_BEARERS = frozenset([*_PERSONS, "đường", "hẻm", "ngõ", "duong", "hem", "gốm", "sứ", "chén", "gom", "shop"])
_SEVERAL = frozenset(["mấy", "các", "những", "bên", "may", "cac", "nhung", "ben"])


def entities_in(text: str, tables: Mapping[str, NameTable]) -> List[Entity]:
    """Every name of ``tables`` and every number in ``text``, in its order, with places as typed."""
    parts = syllables(text)
    found = [
        _entity(table, one.value, one.first, one.last)
        for table, names in tables.items()
        for one in names.search(parts)
        if table != _AGENCY or not _is_borne(one, text, parts)
    ]
    found += [_entity(one.entity, one.value, one.start, one.end) for one in numbers(text)]
    return sorted(found, key=lambda one: (one["start"], one["end"]))


def _is_borne(name: Found, text: str, parts: Sequence[Syllable]) -> bool:
    """Whether the word before the name says that somebody or something else bears it."""
    before = [text[one.start : one.end].lower() for one in parts if one.end <= name.first][-2:]
    return bool(before) and before[-1] in _BEARERS and before[0] not in _SEVERAL


def _entity(entity: str, value: str, start: int, end: int) -> Entity:
    return {"entity": entity, "value": value, "start": start, "end": end}
