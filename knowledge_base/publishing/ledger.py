"""The ledger: which versions there are, what was published when and by whom. Every function works on a connection."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from knowledge_base.ingest.originals import Original
from knowledge_base.ingest.reading.document import Document
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.ingest.structuring.draft import Draft
from knowledge_base.publishing.errors import UnknownPlanError, UnknownVersionError
from knowledge_base.publishing.tables import events, files, versions
from knowledge_base.publishing.versions import Action, Event, State, Version

LIGHT = tuple(versions.c[name] for name in Version.__dataclass_fields__)


@dataclass(frozen=True)
class NewDraft:
    """What ingesting a file gave. ``peak_bytes``: the most memory that reading and structuring took."""

    document_id: str
    agency: str
    file_name: str
    content: bytes
    title: str
    document: Document
    draft: Draft
    review: str
    report: Sequence[str]
    doubts: int
    seconds: float
    peak_bytes: int


@dataclass(frozen=True)
class Publication:
    """What a version is published as."""

    record: PlanRecord
    original: Original
    keeps_committed: bool
    replaces: str | None


def add_draft(connection: Connection, new: NewDraft, by: str) -> Version:
    """Store a new version in state draft and return it."""
    sha256 = hashlib.sha256(new.content).hexdigest()
    own = versions.c.document_id == new.document_id
    number = connection.execute(select(func.coalesce(func.max(versions.c.number), 0)).where(own)).scalar_one() + 1
    of_file = select(func.count()).select_from(versions).where(own, versions.c.file_sha256 == sha256)
    again = connection.execute(of_file).scalar_one()
    if connection.execute(select(files.c.sha256).where(files.c.sha256 == sha256)).first() is None:
        connection.execute(insert(files).values(sha256=sha256, content=new.content, size=len(new.content)))
    connection.execute(
        insert(versions).values(
            document_id=new.document_id,
            number=number,
            agency=new.agency,
            state=State.DRAFT,
            file_sha256=sha256,
            file_name=new.file_name,
            again=again,
            title=new.title,
            document=new.document.model_dump_json(),
            draft=new.draft.model_dump_json(),
            review=new.review,
            report="\n".join(new.report),
            seconds=new.seconds,
            peak_bytes=new.peak_bytes,
            doubts=new.doubts,
            created_at=datetime.now(tz=UTC),
            created_by=by,
            keeps_committed=False,
        )
    )
    version = get(connection, new.document_id, number)
    _note(connection, version.id, Action.INGESTED, by, None)
    return version


def find_file(connection: Connection, sha256: str, *, agency: str, document: str | None) -> Version | None:
    """The latest version made from this very file, for ``document`` or, where that is open, for the agency."""
    wanted = versions.c.agency == agency if document is None else versions.c.document_id == document
    rows = connection.execute(
        select(*LIGHT).where(versions.c.file_sha256 == sha256, wanted).order_by(versions.c.id.desc())
    )
    row = rows.first()
    return read_version(row) if row else None


def all_versions(connection: Connection, document: str | None = None) -> list[Version]:
    """Every version, or those of one document, by document and number."""
    query = select(*LIGHT).order_by(versions.c.document_id, versions.c.number)
    if document is not None:
        query = query.where(versions.c.document_id == document)
    return [read_version(row) for row in connection.execute(query)]


def get(connection: Connection, document: str, number: int) -> Version:
    """One version. Raises ``UnknownPlanError`` or ``UnknownVersionError``."""
    own = all_versions(connection, document)
    if not own:
        known = connection.execute(select(versions.c.document_id).distinct().order_by(versions.c.document_id))
        raise UnknownPlanError(document, list(known.scalars()))
    found = next((one for one in own if one.number == number), None)
    if found is None:
        raise UnknownVersionError(document, number, [one.number for one in own])
    return found


def in_force(connection: Connection, document: str) -> Version | None:
    """The published version of a document."""
    return next((one for one in all_versions(connection, document) if one.state is State.PUBLISHED), None)


def earlier(connection: Connection, version: Version) -> Version | None:
    """The version that was in force before ``version``: the one published last among those replaced before it."""
    own = [
        one
        for one in all_versions(connection, version.document_id)
        if one.state is State.REPLACED and one.published_at and version.published_at
    ]
    before = [one for one in own if one.published_at < version.published_at]  # type: ignore[operator]
    return max(before, key=lambda one: one.published_at or one.created_at, default=None)


def publish(connection: Connection, version: Version, what: Publication, by: str, reason: str | None) -> Version:
    """Put a draft in force; the version in force before becomes replaced."""
    _replace_current(connection, version, by)
    own = versions.c.document_id == version.document_id
    count = connection.execute(select(func.coalesce(func.max(versions.c.publication), 0)).where(own)).scalar_one()
    original = what.original.model_copy(update={"version": count + 1})
    _set(
        connection,
        version,
        state=State.PUBLISHED,
        title=what.record.title,
        record=what.record.model_dump_json(),
        original=original.model_dump_json(),
        keeps_committed=what.keeps_committed,
        replaces=what.replaces,
        publication=count + 1,
        published_at=datetime.now(tz=UTC),
    )
    _note(connection, version.id, Action.PUBLISHED, by, reason)
    return get(connection, version.document_id, version.number)


def restore(connection: Connection, version: Version, by: str, reason: str | None) -> Version:
    """Put a replaced or withdrawn version in force again; one that never was in force becomes a draft again."""
    if version.publication is None:
        _set(connection, version, state=State.DRAFT)
        _note(connection, version.id, Action.KEPT, by, reason)
    else:
        _replace_current(connection, version, by)
        _set(connection, version, state=State.PUBLISHED, published_at=datetime.now(tz=UTC))
        _note(connection, version.id, Action.RESTORED, by, reason)
    return get(connection, version.document_id, version.number)


def reinstate(connection: Connection, version: Version, by: str, reason: str | None) -> Version:
    """Put a replaced version in force as of when it was: what a rollback does. None may be in force."""
    _set(connection, version, state=State.PUBLISHED)
    _note(connection, version.id, Action.RESTORED, by, reason)
    return get(connection, version.document_id, version.number)


def withdraw(connection: Connection, version: Version, by: str, reason: str | None) -> Version:
    """Take a version out."""
    _set(connection, version, state=State.WITHDRAWN)
    _note(connection, version.id, Action.WITHDRAWN, by, reason)
    return get(connection, version.document_id, version.number)


def history(connection: Connection, document: str) -> list[Event]:
    """What was done to the versions of a document, oldest first."""
    rows = connection.execute(
        select(versions.c.number, events.c.action, events.c.at, events.c.by, events.c.reason)
        .join(versions, versions.c.id == events.c.version_id)
        .where(versions.c.document_id == document)
        .order_by(events.c.id)
    )
    return [Event(number, Action(action), at, by, reason) for number, action, at, by, reason in rows]


def _replace_current(connection: Connection, version: Version, by: str) -> None:
    current = in_force(connection, version.document_id)
    if current is not None and current.id != version.id:
        _set(connection, current, state=State.REPLACED)
        _note(connection, current.id, Action.REPLACED, by, version.name)


def _set(connection: Connection, version: Version, **values: Any) -> None:
    connection.execute(update(versions).where(versions.c.id == version.id).values(**values))


def _note(connection: Connection, version_id: int, action: Action, by: str, reason: str | None) -> None:
    now = datetime.now(tz=UTC)
    connection.execute(insert(events).values(version_id=version_id, action=action, at=now, by=by, reason=reason))


def read_version(row: Any) -> Version:
    """The version in a row that holds at least the columns of ``LIGHT``."""
    light = {name: row._mapping[versions.c[name]] for name in Version.__dataclass_fields__}
    return Version(**(light | {"state": State(light["state"])}))
