"""An office that a plan gives no work of its own: it is said so, with what the plan gives to every office."""

from __future__ import annotations

from knowledge_base.answer.citing import cite_clause
from knowledge_base.answer.cues import says
from knowledge_base.answer.plans.offices import Office, meant, offices_in
from knowledge_base.answer.plans.speaking import duty_line
from knowledge_base.answer.plans.units import COMMON, WORK, units_of
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.texts import say, where_to_ask
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import Duty, PlanRecord, Target, Task
from vietnamese import fold


def answer_without_work(turn: Turn, plan: PlanRecord) -> bool:
    """Say that ``plan`` gives nothing to the office whose work is asked for, when no part of it speaks of that office.

    Where more is asked than what the office has to do, its name is one word among others: nothing is said.
    """
    offices = [one for one in offices_in(turn.question.text, turn.names) if one.sure]
    if not offices or meant(offices, units_of(plan)) is not None or not _asks_for_work_alone(turn, offices):
        return False
    if any(office.may_be(spoken_of) for office in offices for spoken_of in _spoken_of(plan)):
        return False
    duties = [duty for duty in plan.duties if says(fold(duty.unit), "every_office")]
    lines = [say("no_work_for_unit", plan=plan.short_title)]
    if duties:
        lines += [say("work_of_everyone"), *(f"• {duty_line(duty)}" for duty in duties)]
    turn.end(
        Outcome.NOT_IN_DOCUMENTS,
        "\n".join([*lines, "", where_to_ask(turn.agency_of(plan))]),
        citations=[cite_clause(plan, duty.clause) for duty in duties],
        used=[f"{plan.document_id}:{duty.id}" for duty in duties],
    )
    return True


def _asks_for_work_alone(turn: Turn, offices: list[Office]) -> bool:
    if turn.act is not Act.ASK_UNIT_DUTIES and not says(turn.said, "asks_unit_work"):
        return False
    own = {one for office in offices for field in (*office.fields, (office.level,)) for one in field}
    return all(frozenset(unit.folded) <= own | COMMON | WORK for unit in turn.query.units)


def _spoken_of(plan: PlanRecord) -> list[Office]:
    """The offices that the parts of ``plan`` speak of."""
    parts: tuple[Target | Task | Duty, ...] = (*plan.targets, *plan.tasks, *plan.duties)
    return [one for part in parts for one in offices_in(part.content, ()) if one.sure]
