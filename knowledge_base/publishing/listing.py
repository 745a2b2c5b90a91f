"""Plans and versions as lines for the terminal."""

from __future__ import annotations

from knowledge_base.ingest.records import PlanRecord
from knowledge_base.publishing import contents, ledger
from knowledge_base.publishing.desk import Desk
from knowledge_base.publishing.texts import say
from knowledge_base.publishing.versions import COMMITTED, Name, State, Version
from knowledge_base.publishing.worded import shortened

Row = tuple[str, str, str, str, str, str, str]
_COUNTED = ("clauses", "targets", "tasks", "report_deadlines", "duties")


def rows(desk: Desk, document: str | None = None) -> list[Row]:
    """A row for each committed record and each version: name, state, title, file, who, when, doubts.

    Raises ``UnknownPlanError`` when ``document`` is neither.
    """
    with desk.database.read() as connection:
        versions = ledger.all_versions(connection, document)
    plans = {plan.document_id: plan for plan in desk.shelf.library().plans}
    if document is not None and not versions:
        desk.shelf.record(Name(document))
    over = {one.document_id for one in versions if one.state is State.PUBLISHED and not one.keeps_committed}
    found = [
        (plan.document_id, COMMITTED, _committed(plan))
        for plan in plans.values()
        if plan.document_id not in over
        and desk.shelf.is_committed(plan.document_id)
        and document in (None, plan.document_id)
    ]
    found += [(one.document_id, one.number, _version(one, plans.get(one.document_id))) for one in versions]
    return [row for _, _, row in sorted(found, key=lambda one: one[:2])]


def shown(desk: Desk, name: Name) -> list[str]:
    """A version, or the document's latest: state, counts, report, history. Raises ``UnknownPlanError``."""
    with desk.database.read() as connection:
        own = ledger.all_versions(connection, name.document)
    if name.number == COMMITTED or not own:
        return _shown_committed(desk.shelf.record(Name(name.document, name.number if own else None)))
    with desk.database.read() as connection:
        current = ledger.in_force(connection, name.document) or own[-1]
        version = ledger.get(connection, name.document, name.number) if name.number is not None else current
        record, draft = contents.record_of(connection, version), contents.draft_of(connection, version)
        report, history = contents.report_of(connection, version), ledger.history(connection, name.document)
    counts = {part: len(getattr(record or draft, part)) for part in _COUNTED}
    lines = [
        say("show.head", version=version.name, title=version.title),
        say("show.state", state=say(f"states.{version.state}")),
        say("show.counts", **counts),
        say("show.file", name=version.file_name, sha256=version.file_sha256[:16]),
    ]
    if version.state is State.DRAFT:
        lines.append(say("show.review", path=desk.shelf.review_file(version)))
    if report:
        lines += [say("show.report"), *report]
    lines.append(say("show.history"))
    for one in history:
        reason = f" {say('show.reason', reason=one.reason)}" if one.reason else ""
        action = say(f"actions.{one.action}")
        lines.append(say("show.event", at=one.at, action=action, number=one.number, by=one.by, reason=reason))
    return lines


def _shown_committed(plan: PlanRecord) -> list[str]:
    return [
        say("show.head", version=plan.document_id, title=plan.title),
        say("show.state", state=_state(say("list.committed"), plan)),
        say("show.counts", **{part: len(getattr(plan, part)) for part in _COUNTED}),
    ]


def _committed(plan: PlanRecord) -> Row:
    state = _state(say("list.committed"), plan)
    return f"{plan.document_id}@{COMMITTED}", state, shortened(plan.title), f"{plan.document_id}.yml", "", "", ""


def _version(version: Version, plan: PlanRecord | None) -> Row:
    state = say(f"states.{version.state}")
    if version.state is State.PUBLISHED and plan is not None:
        state = _state(state, plan)
    when = version.published_at or version.created_at
    return (
        version.name,
        state,
        shortened(version.title),
        version.file_name,
        version.created_by,
        f"{when:%d/%m/%Y %H:%M}",
        str(version.doubts) if version.state is State.DRAFT else "",
    )


def _state(state: str, plan: PlanRecord) -> str:
    """The state, and the plan that took the place of this one."""
    return state if plan.replaced_by is None else f"{state}, {say('list.replaced_by', other=plan.replaced_by)}"
