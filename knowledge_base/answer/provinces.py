"""What is told of one province only: a section whose title names it is not for those who live in another."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import Agency
from knowledge_base.store.passages import Passage
from vietnamese import fold

PROVINCE = "province"
_LEVEL = re.compile(r"^(?:tinh|thanh pho) ")


def of_another_province(turn: Turn, passage: Passage) -> bool:
    """Whether a section's title names provinces, and not the one that the question or the visitor's page is of."""
    own = _province_of(turn)
    if own is None:
        return False
    provinces = [one for one in turn.store.agencies.values() if one.kind == PROVINCE]
    named = [one.slug for one in provinces if _is_named(passage.locator, _names(one))]
    return bool(named) and own not in named


def _province_of(turn: Turn) -> str | None:
    """The province of the agency that is spoken for, itself if it is one."""
    agency = turn.spoken_for
    while agency is not None and agency.kind != PROVINCE:
        agency = turn.store.agencies.get(agency.parent or "")
    return agency.slug if agency is not None else None


def _names(province: Agency) -> tuple[str, ...]:
    """A province's name and those of the ones it was made of, folded, without their level."""
    full = [province.name, *(part for former in province.former for part in former.name.split(" và "))]
    return tuple(dict.fromkeys(_LEVEL.sub("", fold(name)) for name in full))


@lru_cache(maxsize=4096)
def _is_named(title: str, names: tuple[str, ...]) -> bool:
    folded = fold(title)
    return any(re.search(rf"\b{re.escape(name)}\b", folded) for name in names)
