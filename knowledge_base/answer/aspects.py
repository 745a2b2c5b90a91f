"""What a few words after a plan's answer ask of the same matter: who, when, on what ground, and where that stands."""

from __future__ import annotations

import re

from knowledge_base.answer.citing import cite
from knowledge_base.answer.cues import Heard, heard, says
from knowledge_base.answer.question import PLAN_ACTS, Act, Memory, Question
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.texts import say
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import PlanRecord, Task
from knowledge_base.store.database import Store

# Of so many passages told before the places are told.
MOST_PLACES = 8


def aspect_of(turn: Turn) -> Act | None:
    """The act of a message that asks but for one side of what a plan was asked before; ``None`` for any other."""
    before = turn.question.memory
    if before is None or before.act not in PLAN_ACTS or turn.explicit or turn.question.passage is not None:
        return None
    if says(turn.said, "asks_only_who"):
        return Act.ASK_RESPONSIBLE
    if says(turn.said, "asks_only_on_what_ground") or says(turn.said, "asks_only_the_post"):
        return Act.ASK_PLAN_INFO
    if says(turn.said, "asks_only_when"):
        if before.act is Act.ASK_DEADLINE:
            return Act.ASK_DEADLINE
        return Act.ASK_PERIOD if _has_a_period(turn, before) else None
    return None


def _has_a_period(turn: Turn, before: Memory) -> bool:
    """Whether what was told has a year or a period of its own; else it is reports that are due."""
    for plan, item in _items(turn, before):
        if any(item == target.id for target in plan.targets):
            return True
        if any(item == task.id and task.period is not None for task in plan.tasks):
            return True
    return False


def _items(turn: Turn, before: Memory) -> list[tuple[PlanRecord, str]]:
    """The plans and ids of what the turn before told from plans."""
    told = [one.partition(":") for one in before.passages]
    return [(turn.store.plans[plan], item) for plan, _, item in told if plan in turn.store.plans]


def say_in_full(question: Question, store: Store) -> Question:
    """The question with what it points at in the turn before: what was counted, a group, a task by its number."""
    before = question.memory
    if before is None or question.task_numbers or before.act not in PLAN_ACTS:
        return question
    said = heard(question.text)
    if before.act is Act.ASK_COUNT and says(said, "asks_only_to_list"):
        years = question.years or before.years
        return question.model_copy(update={"text": f"liệt kê {before.text}", "act": Act.ASK_LIST, "years": years})
    if says(said, "asks_of_a_group"):
        return question.model_copy(update={"act": Act.ASK_LIST})
    if not question.agencies and says(said, "asks_of_the_department"):
        found = _department_of(before.agencies[0] if before.agencies else question.agency, store)
        return question.model_copy(update={"agencies": found, "act": Act.FOLLOW_UP}) if found else question
    return _with_its_task(question, said, before, store)


def _department_of(slug: str | None, store: Store) -> tuple[str, ...]:
    """The department with a plan in the province that an agency belongs to."""
    above: set[str] = set()
    while slug is not None and slug in store.agencies and slug not in above:
        above.add(slug)
        slug = store.agencies[slug].parent
    found = [one for one in store.agencies.values() if one.kind == "department" and one.plans and one.parent in above]
    return tuple(one.slug for one in found[:1])


def _with_its_task(question: Question, said: Heard, before: Memory, store: Store) -> Question:
    """The question with the number of the task that was told by its number, or of the one next to it."""
    plan, task = _task_told(before, store)
    if plan is None or task is None:
        return question
    rows = [one for one in plan.tasks if one.in_appendix]
    at = rows.index(task)
    if says(said, "asks_next_task") and at + 1 < len(rows):
        return _about(question, rows[at + 1], Act.ASK_TASK)
    if says(said, "asks_task_before") and at > 0:
        return _about(question, rows[at - 1], Act.ASK_TASK)
    goes_on = any(says(said, cue) for cue in ("asks_only_who", "asks_only_when", "points_at_a_task"))
    named = task.number is not None and re.search(rf"(?<![\d.]){re.escape(task.number)}(?![\d.])", before.text)
    if goes_on and named:
        act = question.act if question.act in PLAN_ACTS else Act.ASK_TASK
        return _about(question, task, act)
    return question


def _about(question: Question, task: Task, act: Act) -> Question:
    """The question as one about a task by its number."""
    text = f"nhiệm vụ {task.number}: {question.text}"
    return question.model_copy(update={"task_numbers": (task.number,), "act": act, "text": text})


def _task_told(before: Memory, store: Store) -> tuple[PlanRecord, Task] | tuple[None, None]:
    """The first task of an appendix that the turn before told."""
    for one in before.passages:
        document, _, item = one.partition(":")
        if (plan := store.plans.get(document)) is not None:
            for task in plan.tasks:
                if task.in_appendix and task.number is not None and task.id == item:
                    return plan, task
    return None, None


def tell_where_it_stands(turn: Turn) -> None:
    """The sections and clauses that the answer before was made of, where that is asked and nothing else."""
    before = turn.question.memory
    if before is None or not before.passages or not says(turn.said, "asks_only_where_it_stands"):
        return
    found = []
    for one in before.passages[:MOST_PLACES]:
        try:
            found.append(turn.store.by_id(one))
        except KeyError:
            continue
    if not found:
        return
    citations = [cite(turn.store, passage) for passage in found]
    lines = dict.fromkeys(say("stands_at", title=one.title, place=one.locator) for one in citations)
    text = "\n".join([say("it_stands"), *lines])
    turn.end(Outcome.ANSWERED, text, citations=citations, used=list(before.passages))
    turn.act = before.act
    turn.query = turn.searcher.query(before.text)
