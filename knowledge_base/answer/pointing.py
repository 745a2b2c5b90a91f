"""What a question only points at: the unit that the turn before was about."""

from __future__ import annotations

from knowledge_base.answer.cues import heard, instead, says
from knowledge_base.answer.plans.offices import meant, offices_in
from knowledge_base.answer.plans.units import units_of
from knowledge_base.answer.question import PLAN_ACTS, Act, Memory, Question
from knowledge_base.store.database import Store


def name_its_unit(question: Question, store: Store) -> Question:
    """The question with the unit's name where it points at one of the turn before ("bộ phận đó báo cáo lên đâu")."""
    if question.memory is None or not says(heard(question.text), "pointing_at_unit"):
        return question
    unit = _unit_before(question.memory, store)
    if unit is None:
        return question
    act = question.act
    if act is Act.FOLLOW_UP:
        act = question.likeliest_of(PLAN_ACTS) or act
    return question.model_copy(update={"text": instead(question.text, "pointing_at_unit", unit), "act": act})


def _unit_before(before: Memory, store: Store) -> str | None:
    """The unit that the turn before asked about, or the only one that it told of."""
    told = dict.fromkeys(one.partition(":")[0] for one in before.passages)
    for plan in (store.plans[one] for one in told if one in store.plans):
        agency = store.agencies[plan.agency]
        names = [agency.name, *agency.aliases]
        if (unit := meant(offices_in(before.text, names), units_of(plan))) is not None:
            return unit
        items = {one.removeprefix(f"{plan.document_id}:") for one in before.passages}
        units = {duty.unit for duty in plan.duties if duty.id in items}
        units |= {unit for task in plan.tasks if task.id in items for unit in task.lead_units}
        if len(units) == 1:
            return units.pop()
    return None
