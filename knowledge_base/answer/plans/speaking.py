"""What every answer from a plan shares: how it opens, how a task reads, how it closes, how it says 'not stated'."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_base.answer.citing import cite
from knowledge_base.answer.evidence import Evidence
from knowledge_base.answer.plans.completing import as_near
from knowledge_base.answer.question import PLAN_ACTS, Act
from knowledge_base.answer.reply import Citation, Outcome
from knowledge_base.answer.texts import period_text, say, sentence, where_to_ask
from knowledge_base.answer.trust import says_plainly
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import Duty, PlanRecord, Target, Task

FORMER = ("former_district", "former_commune")


def opening(plan: PlanRecord) -> str:
    """The line "Theo Kế hoạch …:"."""
    return say("according_to", plan=plan.short_title)


def closing(turn: Turn, plan: PlanRecord) -> str:
    """Whom to ask today, when the issuer no longer is what it was."""
    agency = turn.agency_of(plan)
    return say("issued_before", where=where_to_ask(agency)) if agency.kind in FORMER else ""


def replaced(turn: Turn, plan: PlanRecord) -> str:
    """The sentence that a plan was replaced, naming the plan that replaces it; empty for a plan in force."""
    if plan.in_force and plan.replaced_by is None:
        return ""
    if plan.replaced_by is None:
        return say("no_longer_in_force")
    return say("replaced_plan", plan=successor_name(turn, plan))


def successor_name(turn: Turn, plan: PlanRecord) -> str:
    """The plan that replaces ``plan``, by its short title where it is known."""
    successor = turn.store.plans.get(plan.replaced_by or "")
    return successor.short_title if successor else str(plan.replaced_by)


def answer(
    turn: Turn,
    plan: PlanRecord,
    body: Sequence[str],
    citations: list[Citation],
    used: list[str],
    *,
    whole: bool = False,
) -> None:
    """End the turn with an answer from one plan.

    Unless it is the ``whole`` of what was asked for (a list, a count, what a number names), the passage is told along
    with it that is as near to the question.
    """
    near = None if whole else as_near(turn, plan, {one.locator for one in citations})
    if near is not None:
        lines = lines_of(turn, near)
        if isinstance(part_of(turn, near)[1], Target) and say("aim_note") not in body:
            lines.append(say("aim_note"))
        body = [*body, "", say("as_near"), *lines]
        citations = [*citations, cite(turn.store, near.passage)]
        used = [*used, near.passage.id]
    said = "\n".join([opening(plan), *body])
    text = "\n\n".join(part for part in (said, replaced(turn, plan), closing(turn, plan)) if part)
    turn.end(Outcome.ANSWERED, text, citations=citations, used=used)


def hedge(turn: Turn, best: Evidence) -> list[str]:
    """The line that goes first where the plan hardly says what is asked, and what is told is only the nearest."""
    return [] if says_plainly(turn, best) else [say("only_nearest")]


def not_in(turn: Turn, plans: Sequence[PlanRecord]) -> None:
    """End the turn: the plans that were searched do not say."""
    own = turn.own_agency
    if turn.unknown and PLAN_ACTS & {turn.act, turn.question.act}:
        there = "; ".join(dict.fromkeys(turn.agency_of(plan).name for plan in turn.store.plans.values()))
        names = ", ".join(turn.unknown)
        turn.end(Outcome.NOT_IN_DOCUMENTS, say("no_plan_of", names=names, plans=there, where=where_to_ask(own)))
    elif len(plans) == 1:
        where = where_to_ask(turn.agency_of(plans[0]))
        turn.end(Outcome.NOT_IN_DOCUMENTS, say("not_in_plan", plan=plans[0].short_title, where=where))
    elif turn.explicit and plans:
        names = ", ".join(turn.agency_of(plan).name for plan in plans)
        turn.end(Outcome.NOT_IN_DOCUMENTS, say("not_in_plans", plans=names, where=where_to_ask(own)))
    else:
        turn.end(Outcome.NOT_IN_DOCUMENTS, say("not_in_documents", where=where_to_ask(own)))


def target_line(target: Target) -> str:
    """The line "Đến năm 2025: …"."""
    content = sentence(target.content)
    return f"Đến năm {target.year}: {content}" if target.year else content


def task_lines(task: Task, *, units: bool = True) -> list[str]:
    """A task with its units and period, a line each."""
    content = sentence(task.content)
    first = say("task_line", number=task.number, content=content) if task.number else content
    lines = [first]
    if units and task.lead_units:
        lines.append(say("lead", units="; ".join(task.lead_units)))
    if units and task.coordinating_units:
        lines.append(say("coordinating", units="; ".join(task.coordinating_units)))
    if period := period_text(task.period):
        lines.append(say("period", period=period))
    return lines


def duty_line(duty: Duty) -> str:
    """The line "Phòng …: …"."""
    return say("duty_line", unit=duty.unit, content=sentence(duty.content))


def part_of(turn: Turn, found: Evidence) -> tuple[PlanRecord, Target | Task | Duty | None]:
    """The plan of a passage and the record's part it was cut from."""
    plan = turn.store.plans[found.passage.document_id]
    parts: list[Target | Task | Duty] = [*plan.targets, *plan.tasks, *plan.duties]
    return plan, next((part for part in parts if part.id == found.passage.item), None)


def names_unit(part: Target | Task | Duty | None) -> bool:
    """Whether a part tells who does it."""
    return isinstance(part, Duty) or (isinstance(part, Task) and bool(part.lead_units))


def lines_of(turn: Turn, found: Evidence) -> list[str]:
    """The lines that say what a passage says, as its part of the record reads."""
    _, part = part_of(turn, found)
    if isinstance(part, Task):
        lines = task_lines(part)
        if turn.act is Act.ASK_RESPONSIBLE and not part.lead_units:
            lines.append(say("no_lead_stated"))
        return lines
    if isinstance(part, Duty):
        return [duty_line(part)]
    if isinstance(part, Target):
        return [target_line(part)]
    return [sentence(found.passage.text)]
