"""Published telephone numbers and addresses that a question itself gives: they are known, and nobody's secret."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from knowledge_base.answer.cues import says
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import Contact
from knowledge_base.store.passages import Passage, PassageKind
from vietnamese import fold

# A section that tells of the number, or that calls something a fraud; the number alone, unless it is asked what it is.
TELLS_OF_IT = 1.0
ACCUSES = BARE = 3.0
# Digits of a number that people space in more than one way.
LONG = 6
_INSIDE_NUMBER = re.compile(r"(?<=\d)[ .](?=\d)")
_RUN = re.compile(r"[\w./:-]*\w")


def published_in(turn: Turn) -> list[Contact]:
    """The published numbers and addresses that stand in the question, however they are spaced."""

    def found() -> list[Contact]:
        typed = _runs(turn.question.text)
        return [contact for contact in turn.store.contacts.values() if _runs(contact.value) <= typed]

    return turn.once("published", found)


def as_published(text: str, contacts: Iterable[Contact]) -> str:
    """The text with published telephone numbers written as they are published ("19000368": "1900.0368")."""
    for contact in contacts:
        digits = re.sub(r"[ .]", "", contact.value)
        if digits.isdigit() and len(digits) >= LONG:
            text = re.sub(rf"(?<![\d.]){'[ .]?'.join(digits)}(?!\d)", contact.value, text)
    return text


def lead_of(turn: Turn, passage: Passage) -> float:
    """What a passage has ahead of others (below 0: behind them) where the question gives a published number."""
    given = published_in(turn)
    if not given:
        return 0.0
    if passage.kind is PassageKind.CONTACT:
        known = passage.item in {contact.key for contact in given}
        return -BARE if known and not asks_what_it_is(turn) else 0.0
    if _accuses(passage.text) and not says(turn.said, "suspects"):
        return -ACCUSES
    return TELLS_OF_IT if any(contact.value in passage.text for contact in given) else 0.0


def asks_what_it_is(turn: Turn) -> bool:
    """Whether it is asked whose a number is, what for, or whether to call it."""
    return any(says(turn.said, cue) for cue in ("asks_meaning", "asks_number", "asks_whose_number"))


@lru_cache(maxsize=1024)
def _accuses(text: str) -> bool:
    """Whether a text opens by calling something a fraud."""
    return says(fold(text.partition("\n")[0]), "accuses")


def _runs(text: str) -> set[str]:
    return set(_RUN.findall(_INSIDE_NUMBER.sub("", text.lower())))
