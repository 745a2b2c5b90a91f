"""What versions hold: the file, the document as read, the draft, the record, and all that is in force together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from knowledge_base.ingest.originals import Original
from knowledge_base.ingest.published import Published, PublishedPlan
from knowledge_base.ingest.reading.document import Document
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.ingest.structuring.draft import Draft
from knowledge_base.publishing.database import KnowledgeDatabase, exists
from knowledge_base.publishing.ledger import LIGHT, earlier, read_version
from knowledge_base.publishing.tables import files, versions
from knowledge_base.publishing.versions import State, Version

Result = TypeVar("Result")


def published(connection: Connection) -> Published:
    """Everything in force, as the index is made of it."""
    rows = connection.execute(
        select(*LIGHT, versions.c.record, versions.c.original)
        .where(versions.c.state == State.PUBLISHED)
        .order_by(versions.c.document_id)
    ).all()
    plans = []
    for row in rows:
        version = read_version(row)
        before = earlier(connection, version)
        plans.append(
            PublishedPlan(
                record=PlanRecord.model_validate_json(row.record),
                original=Original.model_validate_json(row.original),
                before=record_of(connection, before) if before else None,
                replaces=version.replaces,
                keeps_committed=version.keeps_committed,
            )
        )
    return Published(tuple(plans), fingerprint(connection))


def fingerprint(connection: Connection) -> str:
    """A digest of what is in force and of what was before; empty while nothing is in force."""
    rows = connection.execute(
        select(versions.c.id, versions.c.document_id, versions.c.state, versions.c.published_at, versions.c.record)
        .where(versions.c.state.in_([State.PUBLISHED, State.REPLACED]))
        .order_by(versions.c.id)
    ).all()
    if not any(row.state == State.PUBLISHED for row in rows):
        return ""
    said = json.dumps([[row.id, row.document_id, row.state, str(row.published_at), row.record] for row in rows])
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def published_at(url: str) -> Published:
    """What is published in the database behind ``url``; nothing where none was made. Raises ``DatabaseError``."""
    return _of(url, published, Published())


def fingerprint_at(url: str) -> str:
    """The fingerprint of what is published in the database behind ``url``, for deciding whether an index is due."""
    return _of(url, fingerprint, "")


def _of(url: str, ask: Callable[[Connection], Result], otherwise: Result) -> Result:
    if not exists(url):
        return otherwise
    database = KnowledgeDatabase(url)
    try:
        with database.read() as connection:
            return ask(connection)
    finally:
        database.close()


def document_of(connection: Connection, version: Version) -> Document:
    """The document as it was read."""
    return Document.model_validate_json(_column(connection, version, "document"))


def draft_of(connection: Connection, version: Version) -> Draft:
    """The draft as it was found."""
    return Draft.model_validate_json(_column(connection, version, "draft"))


def review_of(connection: Connection, version: Version) -> str:
    """The YAML that was handed out for review."""
    return str(_column(connection, version, "review"))


def report_of(connection: Connection, version: Version) -> list[str]:
    """What the clerk was told when the file was read."""
    return str(_column(connection, version, "report")).splitlines()


def record_of(connection: Connection, version: Version) -> PlanRecord | None:
    """The record a version was published as; ``None`` for one that never was."""
    text = _column(connection, version, "record")
    return PlanRecord.model_validate_json(text) if text else None


def file_of(connection: Connection, version: Version) -> bytes:
    """The bytes of the file that was ingested."""
    query = select(files.c.content).where(files.c.sha256 == version.file_sha256)
    return bytes(connection.execute(query).scalar_one())


def _column(connection: Connection, version: Version, name: str) -> Any:
    return connection.execute(select(versions.c[name]).where(versions.c.id == version.id)).scalar_one()
