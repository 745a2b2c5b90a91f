"""What a plan is paid from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge_base.answer.citing import cite_clause
from knowledge_base.answer.cues import says
from knowledge_base.answer.evidence import Evidence, gather, own_coverage
from knowledge_base.answer.plans.speaking import answer
from knowledge_base.answer.texts import say, sentence
from knowledge_base.answer.trust import enough
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import ClauseKind, PlanRecord
from knowledge_base.search.query import Bag
from knowledge_base.search.terms import syllables
from knowledge_base.store.passages import PassageKind
from vietnamese import fold

SAID = 0.7
BY_FAR = 0.25
_FUNDING_KINDS = (PassageKind.FUNDING,)
_WORK_KINDS = (PassageKind.TASK, PassageKind.DUTY)
# Cues of those who may pay, in questions and in plans alike.
_SOURCES = ("paid_by_firms", "paid_by_people", "paid_by_donors", "paid_by_loans")


def answer_funding(turn: Turn, plan: PlanRecord) -> bool:
    """Answer where the money comes from, and whether from whom the question names."""
    clauses = [clause for clause in plan.clauses if clause.kind is ClauseKind.FUNDING]
    if not clauses:
        return False
    found = gather(turn, documents=[plan.document_id], kinds=_FUNDING_KINDS)
    if _work_says_it(turn, plan, found):
        return False
    scored = [(turn.query.coverage(Bag.of(clause.content)), clause) for clause in clauses]
    best = max(score for score, _ in scored)
    chosen = [clause for score, clause in scored if score >= 0.75 * best] if found else clauses
    body = [*_of_sources(turn, plan), *(sentence(clause.content) for clause in chosen)]
    answer(
        turn,
        plan,
        body,
        [cite_clause(plan, clause.id) for clause in chosen],
        [f"{plan.document_id}:{clause.id}" for clause in chosen],
    )
    return True


def _of_sources(turn: Turn, plan: PlanRecord) -> list[str]:
    """Whether the sources that a question names ("có góp của doanh nghiệp không") are stated, a line each."""
    if not says(turn.said, "asks_whether"):
        return []
    told = fold("\n".join(_on_money(plan)))
    named = [source for source in _SOURCES if says(turn.said, source)]
    lines = [say("source_stated" if says(told, source) else f"no_source.{source}") for source in named]
    return list(dict.fromkeys(lines))


def _on_money(plan: PlanRecord) -> Iterator[str]:
    """What a plan says of its money: its funding, and all that speaks of what the work is paid from."""
    contents = [one.content for one in plan.clauses]
    contents += [one.content for one in plan.tasks]
    contents += [one.content for one in plan.duties]
    return (content for content in contents if says(fold(content), "of_funding"))


def _work_says_it(turn: Turn, plan: PlanRecord, funding: Sequence[Evidence]) -> bool:
    """Whether it is not asked what the plan is paid from: a task or a duty says it all, the funding far less."""
    best = next(iter(gather(turn, documents=[plan.document_id], kinds=_WORK_KINDS)), None)
    said = max((one.coverage for one in funding), default=0.0)
    if best is None or best.coverage < max(SAID, said + BY_FAR) or not enough(turn, best):
        return False
    # What the plan is all about tells neither apart.
    beside = turn.query.without(syllables(plan.title))
    return own_coverage(beside, best.hit) >= max((own_coverage(beside, one.hit) for one in funding), default=0.0)


def asks_amount(turn: Turn) -> bool:
    """Whether a sum of money is asked for."""
    return says(turn.said, "asks_amount")
