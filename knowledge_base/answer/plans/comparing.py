"""Several plans at once: each says its own, side by side; a plan that is silent is said to be silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge_base.answer.citing import cite, cite_clause
from knowledge_base.answer.cues import says
from knowledge_base.answer.evidence import document_numbers, gather, names_code
from knowledge_base.answer.plans import about, deadlines
from knowledge_base.answer.plans.speaking import duty_line, names_unit, part_of, successor_name, target_line
from knowledge_base.answer.plans.targets import find_targets
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Citation, Outcome
from knowledge_base.answer.texts import period_text, say, sentence
from knowledge_base.answer.trust import enough
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import Clause, ClauseKind, Duty, PlanRecord, Task
from vietnamese import fold

Said = tuple[str, list[Citation], list[str]]


# What each plan says of a matter is set side by side only where it surely speaks of it.
COMPARABLE = 0.48


def answer_comparison(turn: Turn) -> bool:
    """Answer for every plan in scope in one line each; ``False`` when none of them says anything."""
    said = {plan.document_id: _say(turn, plan) for plan in turn.scope}
    if not any(said.values()):
        return False
    which = asks_which_plans(turn)
    plans = [plan for plan in turn.scope if said[plan.document_id]] if which else turn.scope
    lines = [_heading(turn, plans, said)]
    citations: list[Citation] = []
    used: list[str] = []
    for plan in plans:
        found = said[plan.document_id]
        alone = [one.agency for one in plans].count(plan.agency) == 1
        name = turn.agency_of(plan).name if alone else plan.short_title
        lines.append(say("compared_line", plan=name, content=found[0] if found else say("compared_missing")))
        if found:
            citations += found[1]
            used += found[2]
    if turn.act in {Act.ASK_TARGET, Act.ASK_COMPARISON} and not _deadline(turn) and not _funding(turn):
        lines.append(say("aim_note"))
    lines += [
        say("compared_replaced", old=plan.short_title, plan=successor_name(turn, plan))
        for plan in plans
        if said[plan.document_id] and plan.replaced_by is not None
    ]
    turn.end(Outcome.ANSWERED, "\n".join(lines), citations=citations, used=used)
    return True


def _heading(turn: Turn, plans: Sequence[PlanRecord], said: Mapping[str, Said | None]) -> str:
    """How the comparison opens; where it is asked whether they are alike, with what all of them have in common."""
    if asks_which_plans(turn):
        return say("compared_which", count=len(plans))
    if not says(turn.said, "asks_alike") or not all(said[plan.document_id] for plan in plans):
        return say("compared")
    periods = [_periods(plan, said[plan.document_id]) for plan in plans]
    common = set.intersection(*periods)
    if len(common) == 1 and all(len(one) == 1 for one in periods):
        return say("compared_alike_in_time", count=len(plans), period=common.pop())
    return say("compared_alike", count=len(plans))


def _periods(plan: PlanRecord, said: Said | None) -> set[str]:
    """When the tasks are due that a plan's line tells of."""
    used = said[2] if said else []
    told = [task for task in plan.tasks if f"{plan.document_id}:{task.id}" in used]
    return {period for task in told if (period := period_text(task.period))}


def asks_which_plans(turn: Turn) -> bool:
    """Whether it is asked which plans (or places) say something."""
    return says(turn.said, "asks_which_plans")


def answer_naming(turn: Turn) -> bool:
    """Answer which plans name a document that is given by its number, whoever issued it, each by its clause.

    ``False`` when that is not asked for, or no plan names it.
    """
    numbers = [fold(one) for one in document_numbers(turn.question.text)]
    if not numbers or not asks_which_plans(turn):
        return False
    plans = [plan for plan in turn.store.plans.values() if plan.in_force]
    named = [(plan, clause) for plan in plans for clause in _naming(plan, numbers)[:1]]
    if not named:
        return False
    lines = [say("compared_which", count=len(named))]
    for plan, clause in named:
        name = turn.agency_of(plan).name
        lines.append(say("compared_line", plan=name, content=sentence(clause.content)))
    citations = [cite_clause(plan, clause.id) for plan, clause in named]
    used = [f"{plan.document_id}:{clause.id}" for plan, clause in named]
    turn.end(Outcome.ANSWERED, "\n".join(lines), citations=citations, used=used)
    return True


def _naming(plan: PlanRecord, numbers: list[str]) -> list[Clause]:
    """The clauses that name all the documents; those by which the plan carries one out go first."""
    carried = {one.clause for one in plan.carries_out if fold(one.number) in numbers}
    naming = [one for one in plan.clauses if all(number in fold(one.content) for number in numbers)]
    return sorted(naming, key=lambda one: one.id not in carried)


def _say(turn: Turn, plan: PlanRecord) -> Said | None:
    if _deadline(turn):
        due = deadlines.choose(turn, plan)
        text = "; ".join(dict.fromkeys(deadlines.deadline_line(one).rstrip(".") for one in due))
        return (
            (f"{text}.", [cite_clause(plan, one.clause) for one in due], _ids(plan, [d.id for d in due]))
            if due
            else None
        )
    if _funding(turn):
        clauses = [clause for clause in plan.clauses if clause.kind is ClauseKind.FUNDING]
        text = " ".join(clause.content for clause in clauses)
        return (
            (text, [cite_clause(plan, one.id) for one in clauses], _ids(plan, [c.id for c in clauses]))
            if clauses
            else None
        )
    if turn.act is Act.ASK_PLAN_INFO and not names_code(turn) and (told := about.told_in_short(turn, plan)) is not None:
        return told
    if targets := find_targets(turn, plan):
        chosen = sorted((target for target, _ in targets), key=lambda one: one.year or 0)
        text = " ".join(target_line(one) for one in chosen)
        return text, [cite_clause(plan, one.clause) for one in chosen], _ids(plan, [one.id for one in chosen])
    if turn.act is Act.ASK_TARGET:
        return None
    found = gather(turn, documents=[plan.document_id])
    if turn.act is Act.ASK_RESPONSIBLE or says(turn.said, "asks_lead"):
        found = [one for one in found if names_unit(part_of(turn, one)[1])]
    if not found or found[0].coverage < COMPARABLE or not enough(turn, found[0]):
        return None
    part = part_of(turn, found[0])[1]
    text = duty_line(part) if isinstance(part, Duty) else found[0].passage.text
    if isinstance(part, Task):
        units = say("lead", units="; ".join(part.lead_units)) if part.lead_units else ""
        when = period_text(part.period)
        text = " ".join(one for one in (text, units, say("period", period=when) if when else "") if one)
    return text, [cite(turn.store, found[0].passage)], [found[0].passage.id]


def _deadline(turn: Turn) -> bool:
    """Whether deadlines are to be set side by side: not where targets are asked for, to be put into a report."""
    return turn.act is Act.ASK_DEADLINE or (says(turn.said, "asks_deadline") and not says(turn.said, "asks_targets"))


def _funding(turn: Turn) -> bool:
    return turn.act is Act.ASK_FUNDING or says(turn.said, "asks_funding")


def _ids(plan: PlanRecord, items: list[str]) -> list[str]:
    return [f"{plan.document_id}:{item}" for item in items]
