"""Counting and listing: answered from the records, not by likeness."""

from __future__ import annotations

from knowledge_base.answer.citing import cite_clause, cite_plan
from knowledge_base.answer.cues import says
from knowledge_base.answer.plans.speaking import answer, target_line
from knowledge_base.answer.plans.units import UnitWork, find_unit
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.texts import say
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import PlanRecord, Target, Task


def answer_count(turn: Turn, plan: PlanRecord) -> bool:
    """Count tasks (of a unit, when one is named) or targets."""
    if says(turn.said, "asks_targets"):
        targets = _of_years(turn, plan)
        years = f" đến năm {', '.join(map(str, turn.years))}" if turn.years else ""
        body = [say("counted_targets", plan=plan.short_title, count=len(targets), years=years)]
        answer(
            turn,
            plan,
            body,
            [cite_clause(plan, one.clause) for one in targets],
            [f"{plan.document_id}:targets"],
        )
        return True
    rows = [task for task in plan.tasks if task.in_appendix]
    unit = find_unit(turn, plan)
    if unit is not None and rows:
        _count_unit(turn, plan, unit)
        return True
    key, counted = ("counted_all", rows) if rows else ("counted_body", plan.tasks)
    body = [say(key, plan=plan.short_title, count=len(counted))]
    answer(
        turn,
        plan,
        body,
        [cite_plan(plan, "Phụ lục" if rows else "Nhiệm vụ, giải pháp")],
        [f"{plan.document_id}:tasks"],
    )
    return True


def answer_list(turn: Turn, plan: PlanRecord) -> bool:
    """List targets (of a year, when one is named) or tasks, a line each."""
    if says(turn.said, "asks_targets"):
        targets = _of_years(turn, plan)
        body = [f"• {target_line(one)}" for one in targets]
        used = [f"{plan.document_id}:{one.id}" for one in targets]
        answer(turn, plan, body, [cite_clause(plan, one.clause) for one in targets], used)
        return bool(targets)
    rows = [task for task in plan.tasks if task.in_appendix] or plan.tasks
    body = [f"• {_short(task)}" for task in rows]
    answer(turn, plan, body, [cite_clause(plan, task.clause) for task in rows], [f"{plan.document_id}:tasks"])
    return bool(rows)


def answer_plans(turn: Turn) -> bool:
    """List the plans that are known, when that is what was asked."""
    if not says(turn.said, "asks_plans"):
        return False
    plans = turn.scope or list(turn.store.plans.values())
    lines = [say("list_plans"), *(f"• {plan.title}" for plan in plans)]
    citations = [cite_plan(plan, "Đầu văn bản") for plan in plans]
    turn.end(Outcome.ANSWERED, "\n".join(lines), citations=citations, used=["plans"])
    return True


def _count_unit(turn: Turn, plan: PlanRecord, work: UnitWork) -> None:
    helps = says(turn.said, "asks_coordination")
    body: list[str] = []
    if not helps or work.leads:
        key = "counted_lead" if work.leads else "counted_lead_none"
        body.append(
            say(
                key,
                unit=work.unit,
                count=len(work.leads),
                plan=plan.short_title,
                numbers=_numbers(work.leads),
            )
        )
    if work.coordinates:
        count, numbers = len(work.coordinates), _numbers(work.coordinates)
        line = say("counted_coordinating", unit=work.unit, count=count, numbers=numbers)
        body = [line, *body] if helps else [*body, line]
    tasks = [*work.leads, *work.coordinates]
    answer(
        turn,
        plan,
        body,
        [cite_clause(plan, task.clause) for task in tasks],
        [f"{plan.document_id}:{t.id}" for t in tasks],
    )


def _of_years(turn: Turn, plan: PlanRecord) -> list[Target]:
    return [one for one in plan.targets if not turn.years or one.year in turn.years]


def _short(task: Task) -> str:
    content = task.content if len(task.content) <= 140 else f"{task.content[:137].rsplit(' ', 1)[0]}…"
    return f"{task.number}: {content}" if task.number else content


def _numbers(tasks: list[Task]) -> str:
    return ", ".join(task.number or "(không số)" for task in tasks)
