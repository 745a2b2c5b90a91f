"""Answers from guides and the glossary: the section that speaks to the question, whole and with its caution."""

from __future__ import annotations

from knowledge_base.answer.citing import cite
from knowledge_base.answer.evidence import Evidence, gather
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import ButtonOffer, Outcome
from knowledge_base.answer.turn import Turn
from knowledge_base.store.passages import Passage, PassageKind

KINDS = (PassageKind.GUIDE, PassageKind.TERM)
RELATED = 3


def find_sections(turn: Turn) -> list[Evidence]:
    """Guide sections and terms for the question, best first; a definition prefers the glossary."""
    found = gather(turn, kinds=KINDS, limit=40, keep=8, by_topic=False)
    if turn.act is not Act.ASK_DEFINITION:
        return sorted(found, key=lambda one: one.strength - 0.12 * (one.passage.kind is PassageKind.TERM), reverse=True)
    return found


def answer_section(turn: Turn, found: list[Evidence]) -> None:
    """End the turn with the best section; its neighbours are offered as buttons."""
    best = found[0]
    others = [one.passage for one in found[1:] if one.passage.kind is PassageKind.GUIDE]
    show(turn, best.passage, others[:RELATED])


def show(turn: Turn, passage: Passage, others: list[Passage]) -> None:
    """End the turn with one passage."""
    text = passage.text
    if passage.kind is PassageKind.TERM:
        text = f"{passage.locator}: {text}"
    buttons = [ButtonOffer(title=one.locator, payload=payload_of(one)) for one in others]
    turn.end(Outcome.ANSWERED, text, citations=[cite(turn.store, passage)], buttons=buttons, used=[passage.id])


def payload_of(passage: Passage) -> str:
    """The payload of a button that asks for one passage."""
    return f'/{Act.ASK_HOW_TO}{{"passage": "{passage.id}"}}'
