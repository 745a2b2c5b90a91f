"""Targets: what a plan wants reached by when. Never told as reached, never borrowed from another plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge_base.answer.citing import cite, cite_clause
from knowledge_base.answer.cues import says
from knowledge_base.answer.evidence import Evidence, gather
from knowledge_base.answer.plans.completing import beside
from knowledge_base.answer.plans.speaking import answer, hedge, lines_of, not_in, target_line
from knowledge_base.answer.texts import say
from knowledge_base.answer.trust import enough
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import PlanRecord, Target
from knowledge_base.store.passages import PassageKind
from vietnamese import fold

NEAR = 0.9
ENOUGH_TARGET = 0.45
# Where it is asked when: what is wanted by another year differs in few words.
OF_ANOTHER_YEAR = 0.8
MOST = 4
AS_STRONG = 0.8
# Of the same target for another year the record often says less.
ALIKE = 0.6
SURE = 0.6
OTHERWISE_CLEAR = 0.7
# A share or a sum of something; years, dates and documents' numbers are no such figure.
_FIGURE = re.compile(r"\d ?%|(?<![\d/.])\d{1,3}(?:[.,]\d+)? (?!tháng|năm)[^\W\d]")


def find_targets(turn: Turn, plan: PlanRecord) -> list[tuple[Target, Evidence]]:
    """The targets of ``plan`` that the question is about, best first; empty when it has none."""
    by_id = {target.id: target for target in plan.targets}
    if says(turn.said, "asks_number_of"):
        return []
    if len(turn.years) == 1 and says(turn.said, "asks_until_all"):
        turn = replace(turn, years=())  # beside what one year sets it is asked when all is reached
    found = gather(turn, documents=[plan.document_id], kinds=[PassageKind.TARGET])
    if not found or not enough(turn, found[0]) or found[0].coverage < ENOUGH_TARGET:
        return []
    if len(turn.years) > 1:
        found = _each_year(turn, found)
    else:
        best = max(one.coverage for one in found)
        any_year = not turn.years and says(turn.said, "asks_when")
        near = OF_ANOTHER_YEAR if any_year else NEAR
        found = [one for one in found if one.coverage >= near * best and one.strength >= AS_STRONG * found[0].strength]
    return [(by_id[one.passage.item], one) for one in found[:MOST]]


def _each_year(turn: Turn, found: list[Evidence]) -> list[Evidence]:
    """Several years named: what comes first for each, where it is of the same matter as what comes first of all."""
    firsts = [next((one for one in found if one.passage.year == year), None) for year in turn.years]
    return [one for one in found if one in firsts and one.coverage >= ALIKE * found[0].coverage]


def best_target_coverage(turn: Turn, plan: PlanRecord) -> float:
    """How well the best target of ``plan`` fits the question; 0 when none does."""
    found = find_targets(turn, plan)
    return found[0][1].coverage if found else 0.0


def answer_targets(turn: Turn, plan: PlanRecord) -> bool:
    """Answer from the targets of one plan; ``False`` when it has none that fits."""
    found = find_targets(turn, plan)
    if not found:
        return False
    chosen = sorted((target for target, _ in found), key=lambda one: one.year or 0)
    body = [target_line(one) for one in chosen]
    evidence = [one for _, one in found]
    more = beside(turn, gather(turn, documents=[plan.document_id]), evidence)
    body = [
        *hedge(turn, found[0][1]),
        *not_all(turn, found[0][0]),
        *_of_both_years(chosen),
        *body,
        *(line for one in more for line in lines_of(turn, one)),
        say("aim_note"),
    ]
    citations = [cite_clause(plan, one.clause) for one in chosen] + [cite(turn.store, one.passage) for one in more]
    answer(turn, plan, body, citations, [one.passage.id for one in [*evidence, *more]])
    return True


def _of_both_years(chosen: Sequence[Target]) -> list[str]:
    """The line that says so, where two years have the same target."""
    if len(chosen) != 2 or fold(chosen[0].content) != fold(chosen[1].content) or chosen[0].year == chosen[1].year:
        return []
    return [say("both_years", first=chosen[0].year, second=chosen[1].year)]


def not_all(turn: Turn, target: Target) -> list[str]:
    """The line that says so, where everything was asked for and the target is less."""
    less = target.unit == "%" and target.value is not None and target.value < 100
    return [say("not_all")] if less and says(turn.said, "asks_everything") else []


def say_no_target(turn: Turn, plan: PlanRecord) -> bool:
    """A figure was asked for and the plan sets none: say so rather than answer from what merely mentions the topic."""
    if turn.inherited:
        not_in(turn, [plan])
        return True
    if turn.question.confidence < SURE:
        return False
    others = gather(turn, documents=[plan.document_id])
    clear = bool(others) and others[0].coverage >= OTHERWISE_CLEAR
    if clear and (_FIGURE.search(others[0].passage.text) or not says(turn.said, "asks_figure")):
        return False
    not_in(turn, [plan])
    return True
