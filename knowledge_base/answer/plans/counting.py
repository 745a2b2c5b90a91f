"""Counting: answered from the records, not by likeness."""

from __future__ import annotations

from knowledge_base.answer.citing import cite_clause, cite_plan
from knowledge_base.answer.cues import says
from knowledge_base.answer.plans.listing import answer_due, item, of_something_else, targets_of_years
from knowledge_base.answer.plans.speaking import answer, target_line
from knowledge_base.answer.plans.units import UnitWork, find_unit, numbers_of
from knowledge_base.answer.texts import say
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import Duty, PlanRecord, Task
from knowledge_base.search.query import Bag

ABOUT = 0.5
MOST_LISTED = 8


def answer_count(turn: Turn, plan: PlanRecord) -> bool:
    """Count tasks (of a unit or a year, when one is named) or targets (of a topic, when one is named)."""
    if says(turn.said, "asks_targets"):
        return _count_targets(turn, plan)
    rows = [task for task in plan.tasks if task.in_appendix]
    if says(turn.said, "counts_places"):
        return False
    unit = find_unit(turn, plan)
    if unit is not None and rows:
        _count_unit(turn, plan, unit)
        return True
    if answer_due(turn, plan):
        return True
    if of_something_else(turn):
        return False
    key, counted = ("counted_all", rows) if rows else ("counted_body", plan.tasks)
    body = [say(key, plan=plan.short_title, count=len(counted))]
    place = "Phụ lục" if rows else "Nhiệm vụ, giải pháp"
    answer(turn, plan, body, [cite_plan(plan, place)], [f"{plan.document_id}:tasks"], whole=True)
    return True


def _count_targets(turn: Turn, plan: PlanRecord) -> bool:
    targets = targets_of_years(turn, plan)
    clauses = {clause.id: " ".join(clause.heading_path) for clause in plan.clauses}
    about = [one for one in targets if turn.query.coverage(Bag.of(one.content, clauses[one.clause])) >= ABOUT]
    if not about and turn.topics:
        return False
    named = 0 < len(about) < len(targets)
    chosen = about if named else targets
    years = f" đến năm {', '.join(map(str, turn.years))}" if turn.years else ""
    key = "counted_targets_about" if named else "counted_targets"
    body = [say(key, plan=plan.short_title, count=len(chosen), years=years)]
    if len(chosen) <= MOST_LISTED or says(turn.said, "asks_all"):
        body += [f"• {target_line(one)}" for one in chosen]
    used = [f"{plan.document_id}:{one.id}" for one in chosen]
    answer(turn, plan, body, [cite_clause(plan, one.clause) for one in chosen], used, whole=True)
    return True


def _count_unit(turn: Turn, plan: PlanRecord, work: UnitWork) -> None:
    helps = says(turn.said, "asks_coordination")
    lines: list[str] = []
    if not helps or work.leads:
        key = "counted_lead" if work.leads else "counted_lead_none"
        numbers = numbers_of(work.leads)
        lines.append(say(key, unit=work.unit, count=len(work.leads), plan=plan.short_title, numbers=numbers))
    if work.coordinates:
        count, numbers = len(work.coordinates), numbers_of(work.coordinates)
        line = say("counted_coordinating", unit=work.unit, count=count, numbers=numbers)
        lines = [line, *lines] if helps else [*lines, line]
    asked = work.coordinates if helps else work.leads
    if len(asked) <= MOST_LISTED:
        lines += map(item, asked)
    one_way = helps or says(turn.said, "asks_lead")
    duties = [] if one_way and asked else work.duties
    if duties:
        lines = lines if one_way or work.leads or work.coordinates else []
        lines.append(say("counted_duties", unit=work.unit, count=len(duties)))
        lines += [f"• {one.content}" for one in duties]
    _answer_parts(turn, plan, lines, [*work.leads, *work.coordinates, *duties])


def _answer_parts(turn: Turn, plan: PlanRecord, body: list[str], parts: list[Task | Duty]) -> None:
    used = [f"{plan.document_id}:{part.id}" for part in parts]
    answer(turn, plan, body, [cite_clause(plan, part.clause) for part in parts], used, whole=True)
