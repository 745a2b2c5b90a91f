"""Answers from guides and the glossary: the section that speaks to the question, whole and with its caution."""

from __future__ import annotations

from collections.abc import Collection

from knowledge_base.answer.citing import cite
from knowledge_base.answer.cues import says
from knowledge_base.answer.evidence import Evidence, gather
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import ButtonOffer, Outcome
from knowledge_base.answer.turn import Turn
from knowledge_base.store.passages import GLOSSARY_DOCUMENT, Passage, PassageKind
from vietnamese import fold

KINDS = (PassageKind.GUIDE, PassageKind.TERM, PassageKind.CONTACT)
RELATED = 3
TERM_HANDICAP = 0.12
DEFINED_HANDICAP = 0.04
SILENT_HANDICAP = 0.06


def find_contacts(turn: Turn) -> list[Evidence]:
    """Published telephone numbers and addresses for the question, best first."""
    return gather(turn, kinds=[PassageKind.CONTACT], by_topic=False)


def find_sections(turn: Turn, documents: Collection[str] | None = None) -> list[Evidence]:
    """Guide sections and terms (of ``documents``) for the question, best first; a definition prefers the glossary."""
    found = gather(turn, documents=documents, kinds=KINDS, limit=24, keep=8, by_topic=False)
    return sorted(found, key=lambda one: one.strength - _handicap(turn, one.passage), reverse=True)


def _handicap(turn: Turn, passage: Passage) -> float:
    """A section that knows something comes before one that does not; a term first where a meaning is asked."""
    term = DEFINED_HANDICAP if turn.act is Act.ASK_DEFINITION else TERM_HANDICAP
    return (term if passage.kind is PassageKind.TERM else 0.0) + (SILENT_HANDICAP if passage.silent else 0.0)


def speaks_of_money(passage: Passage) -> bool:
    """Whether a section is about a sum, a fee or a limit."""
    return any(says(fold(view), "money") for view in (passage.locator, *passage.views[:-1]))


def answer_terms(turn: Turn) -> bool:
    """Several terms to be told apart: the glossary's definition of each."""
    entries = [entry for entry in turn.store.terms.values() if entry.term in turn.named]
    if len(entries) < 2:
        return False
    passages = [turn.store.by_id(f"{GLOSSARY_DOCUMENT}:{entry.id}") for entry in entries]
    text = "\n".join(f"• {passage.locator}: {passage.text}" for passage in passages)
    turn.end(
        Outcome.ANSWERED,
        text,
        citations=[cite(turn.store, passage) for passage in passages],
        used=[passage.id for passage in passages],
    )
    return True


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
    outcome = Outcome.NOT_IN_DOCUMENTS if passage.silent else Outcome.ANSWERED
    turn.end(outcome, text, citations=[cite(turn.store, passage)], buttons=buttons, used=[passage.id])


def payload_of(passage: Passage) -> str:
    """The payload of a button that asks for one passage."""
    return f'/{Act.ASK_HOW_TO}{{"passage": "{passage.id}"}}'
