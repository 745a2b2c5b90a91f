"""Documents that plans refer to: number, date, issuer and title, from the records' legal bases."""

from __future__ import annotations

import re

from knowledge_base.answer.citing import cite_clause
from knowledge_base.answer.cues import says
from knowledge_base.answer.evidence import document_numbers
from knowledge_base.answer.plans.about import basis_line
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.texts import say
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import LegalBasis, PlanRecord
from vietnamese import fold

# "Nghị quyết (số) 13": a kind and a number, no year and no count of years, in folded text.
_SPOKEN = re.compile(
    r"\b(chuong trinh hanh dong|chuong trinh|nghi quyet|quyet dinh|ke hoach|chi thi|to trinh)(?: so)? "
    r"(?!20[0-9]{2}\b)(\d{1,4})(?![\w%])(?! (?:nam|thang|ngay|nhiem vu|muc tieu|chi tieu|xa|huyen))"
)
_CUES = ("date", "issuer", "title", "asks_subject", "asks_meaning", "signatory")

Named = tuple[PlanRecord, LegalBasis]


def answer_document(turn: Turn) -> bool:
    """Answer what a document is that is given by its number, where no plan in question is known to name it.

    ``False`` when that is not asked, no plan names it, or several documents bear the number. Where no plan is in
    question and one alone names it, that one is.
    """
    if turn.act is not Act.ASK_PLAN_INFO or not any(says(turn.said, cue) for cue in _CUES):
        return False
    named = _named(turn)
    if len({basis.number for _, basis in named}) != 1 or len({basis.date for _, basis in named}) != 1:
        return False
    in_scope = [one for one in named if one[0] in turn.scope]
    if in_scope and turn.explicit:
        return False
    named = in_scope or named
    if len(named) == 1 and not turn.explicit:
        turn.scope = [named[0][0]]
        return False
    best = max((basis for _, basis in named), key=lambda one: one.issuer is not None)
    where = "; ".join(dict.fromkeys(turn.agency_of(plan).name for plan, _ in named))
    text = say("document", document=basis_line(best), plans=where)
    citations = [cite_clause(plan, basis.clause) for plan, basis in named]
    used = [f"{plan.document_id}:{basis.clause}" for plan, basis in named]
    turn.end(Outcome.ANSWERED, text, citations=citations, used=used)
    return True


def _named(turn: Turn) -> list[Named]:
    """The plans that refer to the document in question, each with what it says of it; none for a plan's own number."""
    plans = [plan for plan in turn.store.plans.values() if plan.in_force]
    codes = [fold(code) for code in document_numbers(turn.question.text)]
    spoken = _SPOKEN.findall(turn.said.folded)
    if any(_leads(plan.number, number) for plan in plans for _, number in spoken) or not (codes or spoken):
        return []
    return [
        (plan, basis)
        for plan in plans
        for basis in plan.carries_out
        if fold(basis.number) in codes
        or any(_leads(basis.number, number) and fold(basis.title).startswith(kind) for kind, number in spoken)
    ]


def _leads(code: str, number: str) -> bool:
    """Whether a document's number begins with that figure ("13-NQ/TU": "13")."""
    return re.match(rf"{number}(?!\d)", code) is not None
