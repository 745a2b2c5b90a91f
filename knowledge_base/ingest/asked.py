"""How people ask for the places of a plan: wordings that help the search, are never shown and prove nothing.

``asked/<document_id>.yml`` names a plan's targets, tasks, duties, report deadlines or clauses and the questions that
each of them answers, in other words than the plan's own. A guide's sections carry theirs themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from knowledge_base.ingest.errors import SourceError
from knowledge_base.ingest.records import Clause, Duty, PlanRecord, Record, Slug, Target, Task, Text
from knowledge_base.ingest.yaml_source import load_records

FOLDER = "asked"

Wordings = Mapping[str, tuple[str, ...]]
"""The wordings of one plan, by the id of what they ask for."""


class Asked(Record):
    """The questions that one target, task, duty, report deadline or clause answers."""

    item: Slug
    asked: Annotated[list[Text], Field(min_length=1)]


def load_asked(folder: Path, plans: Collection[PlanRecord]) -> dict[str, Wordings]:
    """The wordings of each plan in ``folder``, by ``document_id``; a plan without a file has none.

    Raises ``SourceError`` for a file of no plan, and for an item or a wording that is unknown or stands twice.
    """
    known = {plan.document_id: plan for plan in plans}
    found: dict[str, Wordings] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.stem not in known:
            raise SourceError(path, 1, f"there is no plan {path.stem!r}")
        found[path.stem] = _wordings(path, known[path.stem])
    return found


def still_asked(wordings: Wordings, before: PlanRecord, now: PlanRecord) -> Wordings:
    """Those wordings whose item says in ``now`` what it said in ``before``."""
    said, says = _contents(before), _contents(now)
    return {item: asked for item, asked in wordings.items() if said.get(item) == says.get(item)}


def _wordings(path: Path, plan: PlanRecord) -> Wordings:
    items = _contents(plan)
    found: dict[str, tuple[str, ...]] = {}
    for one in load_records(path, Asked):
        if one.item not in items or one.item in found:
            problem = "stands twice" if one.item in found else f"is nothing in the plan {plan.document_id}"
            raise SourceError(path, 1, f"item {one.item!r} {problem}")
        if len(set(one.asked)) != len(one.asked):
            raise SourceError(path, 1, f"item {one.item!r}: a wording stands twice")
        found[one.item] = tuple(one.asked)
    return found


def _contents(plan: PlanRecord) -> dict[str, str]:
    items: list[Clause | Target | Task | Duty] = [*plan.clauses, *plan.targets, *plan.tasks, *plan.duties]
    contents = {one.id: one.content for one in items}
    reports = {one.id: f"{one.reporter} {one.recipient} {one.subject}" for one in plan.report_deadlines}
    return contents | reports
