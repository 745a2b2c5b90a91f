"""Answers from plans: the ones in scope, tried one way after the other until one speaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knowledge_base.answer.cues import says
from knowledge_base.answer.evidence import CERTAIN, Evidence, gather, names_code, plan_evidence
from knowledge_base.answer.plans import (
    about,
    comparing,
    counting,
    deadlines,
    documents,
    funding,
    listing,
    targets,
    tasks,
    units,
    unnamed,
)
from knowledge_base.answer.plans.choosing import choose_of_one_agency, name_others
from knowledge_base.answer.question import PLAN_ACTS, Act
from knowledge_base.answer.reply import ButtonOffer, Outcome
from knowledge_base.answer.texts import say
from knowledge_base.answer.trust import enough
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.store.passages import PassageKind

Answerer = Callable[[Turn, PlanRecord], bool]

MOST_CHOICES = 5
AS_CLEAR = 0.85
# The weight of words below which nothing is asked but what every plan says.
HARDLY_A_WORD = 4.0

_ANSWERERS: dict[Act, tuple[Answerer, ...]] = {
    Act.ASK_TARGET: (targets.answer_targets, targets.say_no_target, tasks.answer_tasks),
    Act.ASK_TASK: (tasks.answer_tasks, units.answer_unit),
    Act.ASK_RESPONSIBLE: (tasks.answer_responsible, units.answer_unit, tasks.answer_tasks),
    Act.ASK_UNIT_DUTIES: (units.answer_unit, unnamed.answer_without_work, tasks.answer_tasks),
    Act.ASK_PERIOD: (listing.answer_done_by, tasks.answer_period, about.answer_about, tasks.answer_tasks),
    Act.ASK_FUNDING: (funding.answer_funding, tasks.answer_tasks),
    Act.ASK_PLAN_INFO: (about.answer_about, tasks.answer_tasks),
    Act.ASK_COUNT: (counting.answer_count, tasks.answer_tasks),
    Act.ASK_LIST: (listing.answer_list,),
    Act.ASK_COMPARISON: (targets.answer_targets, tasks.answer_tasks),
}

# What every plan says something of: none of them is meant rather than another, unless a topic is named.
_OF_EVERY_PLAN = frozenset({Act.ASK_FUNDING, Act.ASK_DEADLINE, Act.ASK_PLAN_INFO})

# A unit's whole list of duties, a count or list of everything is no answer to a question that was not understood.
_OF_THE_WHOLE = frozenset({units.answer_unit, counting.answer_count, listing.answer_list})


def answer_from_plans(turn: Turn) -> None:
    """Targets, tasks, units, deadlines, counts: from the plans in scope."""
    if turn.act not in PLAN_ACTS or not turn.scope:
        return
    if turn.act is Act.ASK_LIST and turn.query.empty and listing.answer_plans(turn):
        return
    if comparing.answer_naming(turn) or documents.answer_document(turn):
        return
    others = choose_of_one_agency(turn)
    if len(turn.scope) > 1 and (turn.explicit or turn.act is Act.ASK_COMPARISON or comparing.asks_which_plans(turn)):
        comparing.answer_comparison(turn)
        return
    if len(turn.scope) > 1:
        _narrow(turn)
    if turn.reply is None and len(turn.scope) == 1:
        _try_all(turn, turn.scope[0])
    name_others(turn, others)


def _try_all(turn: Turn, plan: PlanRecord) -> None:
    if listing.answer_structure(turn, plan):
        return
    if says(turn.said, "signatory") and about.answer_about(turn, plan):
        return
    if about.answer_overall_goal(turn, plan):
        return
    for answerer in _answerers(turn, plan):
        if answerer(turn, plan):
            return


def _answerers(turn: Turn, plan: PlanRecord) -> tuple[Answerer, ...]:
    if turn.act is Act.ASK_DEADLINE:
        if says(turn.said, "reports_trouble") and not says(turn.said, "asks_day"):
            return (tasks.answer_tasks, deadlines.answer_deadlines)
        if deadlines.about_reporting(turn) or says(turn.said, "asks_report_to") or _a_report_says_it(turn, plan):
            return (deadlines.answer_deadlines, tasks.answer_tasks)
        return (listing.answer_done_by, tasks.answer_period, deadlines.answer_deadlines, tasks.answer_tasks)
    if turn.act is Act.ASK_COUNT and says(turn.said, "asks_task_number"):
        return (tasks.answer_tasks, counting.answer_count)
    if turn.act is Act.ASK_UNIT_DUTIES and says(turn.said, "asks_who"):
        return _ANSWERERS[Act.ASK_RESPONSIBLE]  # a unit that is named is the one it is done for
    if turn.act is Act.ASK_TASK and says(turn.said, "asks_unit_work"):
        return (units.answer_unit, unnamed.answer_without_work, tasks.answer_tasks)
    if turn.question.act is Act.SEARCH and turn.act is not Act.ASK_UNIT_DUTIES:
        return tuple(one for one in _ANSWERERS[turn.act] if one not in _OF_THE_WHOLE) or (tasks.answer_tasks,)
    return _ANSWERERS[turn.act]


def _a_report_says_it(turn: Turn, plan: PlanRecord) -> bool:
    """Whether what speaks to the question most is a report that is due, and it says all that is asked."""
    found = gather(turn, documents=[plan.document_id])[:1]
    return any(one.passage.kind is PassageKind.DEADLINE and one.coverage >= CERTAIN for one in found)


def _narrow(turn: Turn) -> None:
    """Several plans, none named: the one that alone speaks to the question, or a question back."""
    best: dict[str, Evidence] = {}
    for one in plan_evidence(turn):
        best.setdefault(one.passage.document_id, one)
    speaking_plans = [plan for plan in turn.scope if plan.document_id in best and enough(turn, best[plan.document_id])]
    ranked = sorted(speaking_plans, key=lambda plan: best[plan.document_id].strength, reverse=True)
    of_every_plan = turn.act in _OF_EVERY_PLAN and not names_code(turn) and not turn.topics_beside(turn.scope)
    if not ranked and of_every_plan and turn.query.weight < HARDLY_A_WORD:
        _ask_which(turn, turn.scope)
        return
    if not ranked:
        turn.scope = turn.scope if turn.question.agency is None else turn.scope[:1]
        return
    clear = [p for p in ranked if best[p.document_id].coverage >= AS_CLEAR * best[ranked[0].document_id].coverage]
    if of_every_plan:
        clear = turn.scope
    if len(clear) == 1:
        turn.scope = clear
        return
    _ask_which(turn, clear)


def _ask_which(turn: Turn, plans: Sequence[PlanRecord]) -> None:
    """End the turn with the question whose plan is meant."""
    buttons = [
        ButtonOffer.of(turn.store.agencies[agency].name, Act.FOLLOW_UP, agency=agency)
        for agency in dict.fromkeys(plan.agency for plan in plans)
    ][:MOST_CHOICES]
    turn.end(Outcome.CLARIFICATION, say("which_agency"), buttons=buttons)
