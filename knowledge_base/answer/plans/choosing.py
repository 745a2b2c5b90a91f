"""An agency with several plans in force: the one that a question names or speaks of, else the newest."""

from __future__ import annotations

import datetime

from knowledge_base.answer.evidence import Evidence, plan_evidence
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.texts import say
from knowledge_base.answer.trust import enough
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.search.query import Bag

NAMED = 0.3
# How much better a title or a passage has to fit before it tells two plans apart.
APART = 0.15


def choose_of_one_agency(turn: Turn) -> list[PlanRecord]:
    """Leave one plan in scope where all in scope are one agency's.

    Returns the plans passed over without a word of the question speaking against them: an answer names them.
    """
    plans = turn.scope
    if len(plans) < 2 or len({plan.agency for plan in plans}) > 1:
        return []
    chosen = _by_title(turn, plans) or _by_evidence(turn, plans)
    turn.scope = [chosen or max(plans, key=_newness)]
    return [] if chosen else [plan for plan in plans if plan is not turn.scope[0]]


def name_others(turn: Turn, others: list[PlanRecord]) -> None:
    """Add to an answer which other plans there are."""
    if others and turn.reply is not None and turn.reply.outcome is Outcome.ANSWERED:
        names = "; ".join(plan.short_title for plan in others)
        text = f"{turn.reply.text}\n\n{say('other_plans', plans=names)}"
        turn.reply = turn.reply.model_copy(update={"text": text})


def _by_title(turn: Turn, plans: list[PlanRecord]) -> PlanRecord | None:
    """The plan whose title alone holds words of the question."""
    share = [turn.query.coverage(Bag.of(plan.title, plan.short_title)) for plan in plans]
    return _clearly_best(plans, share, NAMED)


def _by_evidence(turn: Turn, plans: list[PlanRecord]) -> PlanRecord | None:
    """The plan that alone speaks to the question."""
    best: dict[str, Evidence] = {}
    for one in plan_evidence(turn):
        best.setdefault(one.passage.document_id, one)
    found = [best.get(plan.document_id) for plan in plans]
    return _clearly_best(plans, [one.coverage if one and enough(turn, one) else 0.0 for one in found], 0.0)


def _clearly_best(plans: list[PlanRecord], share: list[float], least: float) -> PlanRecord | None:
    first, second = sorted(share, reverse=True)[:2]
    return plans[share.index(first)] if first > least and first - second >= APART else None


def _newness(plan: PlanRecord) -> tuple[int, int, str]:
    """Plans in force first, later periods first, later dates first."""
    dated = plan.date.isoformat() if isinstance(plan.date, datetime.date) else ""
    return int(plan.in_force), plan.period_start, dated
