"""Listing: what a plan holds of one kind, from the record and not by likeness: targets, tasks, groups, units, plans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge_base.answer.citing import cite, cite_clause, cite_plan
from knowledge_base.answer.cues import says
from knowledge_base.answer.evidence import Evidence, gather
from knowledge_base.answer.plans.speaking import answer, part_of, target_line
from knowledge_base.answer.plans.units import answer_unit, find_unit
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.texts import say, sentence
from knowledge_base.answer.trust import enough
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import PlanRecord, Target, Task

NEAR = 0.75
MOST_ON_TOPIC = 6
LONGEST = 140
# A question of so many telling words asks for more than who is given work.
FULL = 4
SAID_THERE = 0.65
# A question of so many telling words is about something else than the plan's tasks.
OF_SOMETHING = 2
_GROUP = re.compile(r"\bnhom (?:nhiem vu )?(?:so |thu )?(?P<number>\d)\b")
_LISTED = frozenset({Act.ASK_LIST, Act.ASK_COUNT, Act.ASK_UNIT_DUTIES, Act.ASK_TASK, Act.ASK_COMPARISON, Act.SEARCH})


def answer_structure(turn: Turn, plan: PlanRecord) -> bool:
    """List the groups of tasks, the units, or the tasks of one year, where the question asks for just these."""
    if turn.act not in _LISTED:
        return False
    if (group := _GROUP.search(turn.said.folded)) is not None and says(turn.said, "asks_of_a_group"):
        rows = [task for task in plan.tasks if task.in_appendix and _is_in_group(task, group["number"])]
        return bool(rows) and _list_tasks(turn, plan, rows)
    if says(turn.said, "asks_groups"):
        return _list_groups(turn, plan)
    if says(turn.said, "asks_of_tasks") and not turn.named and answer_recurring(turn, plan):
        return True
    if says(turn.said, "asks_units") and find_unit(turn, plan) is None and not _a_passage_says_it(turn, plan):
        return _list_units(turn, plan)
    return says(turn.said, "asks_due") and turn.act is not Act.ASK_COUNT and answer_due(turn, plan)


def _is_in_group(task: Task, number: str) -> bool:
    return task.number is not None and task.number.partition(".")[0] == number


def answer_recurring(turn: Turn, plan: PlanRecord) -> bool:
    """Count and list the tasks of the appendix that come back every year, where there are such."""
    rows = [task for task in plan.tasks if task.in_appendix and task.period is not None and task.period.every_year]
    if not rows:
        return False
    body = [say("counted_recurring", plan=plan.short_title, count=len(rows)), *map(item, rows)]
    used = [f"{plan.document_id}:{task.id}" for task in rows]
    answer(turn, plan, body, [cite_clause(plan, task.clause) for task in rows], used, whole=True)
    return True


def answer_done_by(turn: Turn, plan: PlanRecord) -> bool:
    """List the tasks of one year where it is asked which these are, not when one of them is carried out."""
    return says(turn.said, "asks_which_tasks") and answer_due(turn, plan)


def answer_list(turn: Turn, plan: PlanRecord) -> bool:
    """List targets (of a year, when one is named) or tasks (on a topic, when one is named), a line each."""
    if says(turn.said, "asks_targets"):
        targets = targets_of_years(turn, plan)
        about = _on_topic(turn, plan, targets)
        body = [f"• {target_line(one)}" for one in about]
        used = [f"{plan.document_id}:{one.id}" for one in about]
        answer(turn, plan, body, [cite_clause(plan, one.clause) for one in about], used, whole=True)
        return bool(about)
    if (says(turn.said, "asks_tasks") or says(turn.said, "asks_duties")) and answer_unit(turn, plan):
        return True
    found = gather(turn, documents=[plan.document_id], limit=40, keep=40)
    if not turn.query.empty and found and enough(turn, found[0]):
        _list_found(turn, plan, found)
        return True
    if of_something_else(turn):
        return False
    rows = [task for task in plan.tasks if task.in_appendix] or plan.tasks
    return _list_tasks(turn, plan, rows)


def of_something_else(turn: Turn) -> bool:
    """Whether so much is named besides the plan that not all its tasks are asked for ("các sản phẩm OCOP")."""
    named = len(turn.query.units) >= OF_SOMETHING or says(turn.said, "counts_things")
    return named and not says(turn.said, "asks_tasks")


def _a_passage_says_it(turn: Turn, plan: PlanRecord) -> bool:
    """Whether the branches or offices asked for stand in one passage, and are not those that the plan gives work to."""
    found = gather(turn, documents=[plan.document_id])
    return len(turn.query.units) >= FULL and bool(found) and found[0].coverage >= SAID_THERE


def answer_plans(turn: Turn) -> bool:
    """List the plans that are known, when that is what was asked."""
    if not says(turn.said, "asks_plans"):
        return False
    plans = turn.scope or list(turn.store.plans.values())
    lines = [say("list_plans"), *(f"• {plan.title}" for plan in plans)]
    citations = [cite_plan(plan, "Đầu văn bản") for plan in plans]
    turn.end(Outcome.ANSWERED, "\n".join(lines), citations=citations, used=["plans"])
    return True


def due_in(turn: Turn, plan: PlanRecord) -> list[Task]:
    """The appendix tasks that begin and end within one of the years named."""
    rows = [task for task in plan.tasks if task.in_appendix and task.period]
    return [task for task in rows if any(_within(task, year) for year in turn.years)]


def targets_of_years(turn: Turn, plan: PlanRecord) -> list[Target]:
    """The targets of the years named; all when none is."""
    return [one for one in plan.targets if not turn.years or one.year in turn.years]


def item(task: Task) -> str:
    """A task as one line of a list, shortened."""
    content = task.content if len(task.content) <= LONGEST else f"{task.content[: LONGEST - 3].rsplit(' ', 1)[0]}…"
    return f"• {task.number}: {content}" if task.number else f"• {content}"


def _within(task: Task, year: int) -> bool:
    return task.period is not None and task.period.start == year == task.period.end


def _on_topic(turn: Turn, plan: PlanRecord, targets: list[Target]) -> list[Target]:
    """The targets that the named topic is about; all when it names none that some speak of."""
    if not turn.named:
        return targets
    spoken = {one.passage.item for one in gather(turn, documents=[plan.document_id], limit=40, keep=40)}
    return [one for one in targets if one.id in spoken] or targets


def _list_found(turn: Turn, plan: PlanRecord, found: Sequence[Evidence]) -> None:
    best = max(one.coverage for one in found)
    near = [one for one in found if one.coverage >= NEAR * best][:MOST_ON_TOPIC]
    once = list({one.passage.text: one for one in near}.values())
    parts = [(one, part_of(turn, one)[1]) for one in once]
    body = [f"• {target_line(part) if isinstance(part, Target) else sentence(one.passage.text)}" for one, part in parts]
    if any(isinstance(part, Target) for _, part in parts):
        body.append(say("aim_note"))
    answer(
        turn, plan, body, [cite(turn.store, one.passage) for one in once], [one.passage.id for one in once], whole=True
    )


def _list_groups(turn: Turn, plan: PlanRecord) -> bool:
    rows = [task for task in plan.tasks if task.group]
    named = [task for task in rows if task.in_appendix] or rows
    groups: dict[str, list[Task]] = {}
    for task in named:
        groups.setdefault(task.group or "", []).append(task)
    if not groups:
        return False
    body = [say("list_groups", count=len(groups)), *(f"• {name} ({len(those)})" for name, those in groups.items())]
    firsts = [those[0] for those in groups.values()]
    answer(
        turn, plan, body, [cite_clause(plan, one.clause) for one in firsts], [f"{plan.document_id}:groups"], whole=True
    )
    return True


def _list_units(turn: Turn, plan: PlanRecord) -> bool:
    first = {duty.unit: duty.clause for duty in reversed(plan.duties)}
    units = list(dict.fromkeys(duty.unit for duty in plan.duties))
    if not units:
        return False
    body = [say("list_units", count=len(units)), *(f"• {unit}" for unit in units)]
    answer(
        turn, plan, body, [cite_clause(plan, first[unit]) for unit in units], [f"{plan.document_id}:units"], whole=True
    )
    return True


def answer_due(turn: Turn, plan: PlanRecord) -> bool:
    """Count and list the tasks that begin and end within the years named, where there are such."""
    due = due_in(turn, plan)
    if not due:
        return False
    years = ", ".join(str(year) for year in turn.years if any(_within(task, year) for task in due))
    body = [say("counted_year", plan=plan.short_title, count=len(due), years=years), *map(item, due)]
    used = [f"{plan.document_id}:{task.id}" for task in due]
    answer(turn, plan, body, [cite_clause(plan, task.clause) for task in due], used, whole=True)
    return True


def _list_tasks(turn: Turn, plan: PlanRecord, tasks: Sequence[Task]) -> bool:
    citations = [cite_clause(plan, task.clause) for task in tasks]
    answer(turn, plan, [*map(item, tasks)], citations, [f"{plan.document_id}:tasks"], whole=True)
    return bool(tasks)
