"""Whose name it is: agencies of which there is no document, names that several share, levels that stand for a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge_base.ingest.agencies import EITHER, ELSEWHERE
from knowledge_base.ingest.records import Agency
from knowledge_base.search.terms import is_marked
from knowledge_base.store.database import Store
from vietnamese import CAPITALS, fold, normalize

# A level and a name in capitals that no table knows ("xã Đức Phổng Bình"); what may stand there instead of a name.
_LEVEL = r"(?:[Xx]ã|[Pp]hường|[Hh]uyện|[Tt]hị xã|[Tt]hành phố|[Tt]hị trấn|[Qq]uận|[Tt]ỉnh|[Đđ]ặc khu)"
_CAPITALISED = rf"[{CAPITALS}](?:(?![{CAPITALS}])[^\W\d_]|')+"
_NAMED = re.compile(rf"(?<!\w)(?P<level>{_LEVEL}) (?P<name>{_CAPITALISED}(?: {_CAPITALISED})+)")
_NO_NAMES = frozenset(
    {"phong", "ban", "so", "trung", "van", "bo", "cong", "doan", "hoi", "uy", "dang", "dai", "ke", "tai"}
)
# A bare level word names an agency when those with plans that are of it can be counted.
_DEPARTMENT = re.compile(
    r"(?<!cơ )(?<!trụ )(?<!trú )(?<!\w)sở(?! (?:hữu|thích|dĩ|tại|trường|cầu|đoản|khanh|giáo|y tế|nội|tài|xây))(?!\w)"
)
_WARD = re.compile(r"(?<!địa )(?<!\w)phường(?!\w)")
_BARE_WARD = re.compile(
    r"(?<!dia )(?<!da )(?<!doi )(?<!song )(?<!\w)phuong (?=(?:co|minh|dat|bao|lam|ta|em|toi|giao|dinh|se|da)\b)"
)
_DISTRICT = re.compile(
    r"(?<!\w)(?:bên|ben|trên|tren|của|cua|ở) (?:huyện|huyen)(?! (?:khác|khac|nào|nao|đoàn|ủy|uy))(?!\w)"
    r"|(?<!\w)(?:huyện|huyen) (?:mình|minh|nhà|nha|tôi|tui|toi|ta|em|có|co|đặt|dat|giao|định)(?!\w)"
)


@dataclass(frozen=True)
class Whose:
    """What names in a message come to: agencies named, those between which the name leaves open, unknown ones."""

    agencies: tuple[str, ...] = ()
    open_between: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def whose(named: Sequence[str], words: Sequence[str], text: str, store: Store) -> Whose:
    """What the NLU's ``named`` (slugs, ``a+b`` for either, ``elsewhere``) and their ``words`` in ``text`` come to.

    An agency with plans that is named outweighs places around it: "Đức Phú, huyện Mộ Đức" is Đức Phú.
    """
    sure = tuple(one for one in named if EITHER not in one and one != ELSEWHERE)
    shared = [one.split(EITHER) for one in named if EITHER in one]
    either = tuple(slug for slugs in shared if not set(slugs) & set(sure) for slug in slugs)
    if any(store.agencies[one].plans for one in sure if one in store.agencies):
        return Whose(sure)
    if either:
        return Whose(sure, open_between=tuple(dict.fromkeys(either)))
    known = {fold(name) for one in sure if one in store.agencies for name in _called(store.agencies[one])}
    others = tuple(one for one in words if fold(one) not in known)
    unknown = others if ELSEWHERE in named else tuple(_unheard_of(text, words))
    return Whose(sure, unknown=unknown)


def of_level(text: str, store: Store) -> list[Agency]:
    """The agencies with plans that a bare level word speaks of ("bên Sở", "phường mình", "của huyện")."""
    said = normalize(text).lower()
    kinds = {
        "department": _DEPARTMENT.search(said),
        "commune": _WARD.search(said) or (not is_marked(text) and _BARE_WARD.search(said)),
        "former_district": _DISTRICT.search(said),
    }
    kind = next((kind for kind, found in kinds.items() if found), None)
    return [one for one in store.agencies.values() if one.kind == kind and one.plans]


def _called(agency: Agency) -> Iterable[str]:
    return (agency.name, *agency.aliases, *agency.successors)


def _unheard_of(text: str, words: Iterable[str]) -> list[str]:
    """Names behind a level that are none of ``words``; in a text in capitals nothing tells a name."""
    known = {fold(one) for one in words}
    found = [
        f"{one['level'].lower()} {one['name']}"
        for one in _NAMED.finditer(normalize(text))
        if fold(one["name"].split()[0]) not in _NO_NAMES
    ]
    return [one for one in found if not any(fold(one).endswith(name) or name.endswith(fold(one)) for name in known)]
