"""What operators published, joined to the files of the library.

A published record takes the place of the committed one with the same ``document_id``; a new document joins its agency's
plans; a plan that a published one replaces stays, marked as replaced.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge_base.ingest.asked import still_asked
from knowledge_base.ingest.errors import KnowledgeError
from knowledge_base.ingest.library import Library
from knowledge_base.ingest.originals import Original
from knowledge_base.ingest.records import Agency, PlanRecord


class JoinError(KnowledgeError):
    """What was published does not fit the files: its agency is no longer there."""


@dataclass(frozen=True)
class PublishedPlan:
    """A published version. ``keeps_committed``: only the wording is new, the committed record stays in force.

    ``before`` is the record published before this one; ``replaces`` the document that this one takes the place of.
    """

    record: PlanRecord
    original: Original | None = None
    before: PlanRecord | None = None
    replaces: str | None = None
    keeps_committed: bool = False


@dataclass(frozen=True)
class Published:
    """Everything that is published now. ``fingerprint`` changes with any of it and is empty for nothing."""

    plans: tuple[PublishedPlan, ...] = ()
    fingerprint: str = ""


def nothing_published() -> Published:
    """What an assistant without a database of its own has published."""
    return Published()


def join(library: Library, published: Published) -> Library:
    """The library with what is published. Raises ``JoinError`` when the agency of a published plan is unknown."""
    committed = {plan.document_id: plan for plan in library.plans}
    plans = dict(committed)
    before: list[PlanRecord] = []
    for one in published.plans:
        document = one.record.document_id
        own = committed.get(document)
        plans[document] = own if one.keeps_committed and own is not None else one.record
        earlier = one.before or own
        if earlier is not None and earlier != plans[document]:
            before.append(earlier)
    for one in published.plans:
        if one.replaces is not None and one.replaces in plans:
            gone = {"in_force": False, "replaced_by": one.record.document_id}
            plans[one.replaces] = plans[one.replaces].model_copy(update=gone)
    return replace(
        library,
        agencies=_with_plans(library.agencies, list(plans.values())),
        plans=list(plans.values()),
        originals=[*library.originals, *(one.original for one in published.plans if one.original is not None)],
        before=[*library.before, *before],
        asked={name: still_asked(own, committed[name], plans[name]) for name, own in library.asked.items()},
    )


def _with_plans(agencies: list[Agency], plans: list[PlanRecord]) -> list[Agency]:
    known = {agency.slug for agency in agencies}
    for plan in plans:
        if plan.agency not in known:
            raise JoinError(f"published plan {plan.document_id}: agency {plan.agency!r} is not in agencies.yml")
    return [_with_its_plans(agency, plans) for agency in agencies]


def _with_its_plans(agency: Agency, plans: list[PlanRecord]) -> Agency:
    own = {plan.document_id for plan in plans if plan.agency == agency.slug}
    added = [plan.document_id for plan in plans if plan.document_id in own - set(agency.plans)]
    return agency.model_copy(update={"plans": [*agency.plans, *added]}) if added else agency
