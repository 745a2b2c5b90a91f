"""The tables of the knowledge database. Portable between SQLite and PostgreSQL; times are UTC.

``ledger`` has one row: every transaction that writes raises its revision first, so writers come one after the other on
both databases, and a build made in such a transaction sees what it will commit.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from databases import ROW_ID, UtcDateTime, new_metadata

metadata = new_metadata()

_IN_FORCE = text("state = 'published'")

ledger = Table(
    "plan_ledger",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
)

files = Table(
    "plan_files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False, comment="bytes"),
)

versions = Table(
    "plan_versions",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("document_id", String(100), nullable=False),
    Column("number", Integer, nullable=False, comment="counts the document's ingested versions from 1"),
    Column("agency", String(100), nullable=False),
    Column("state", String(16), nullable=False),
    Column("file_sha256", String(64), ForeignKey(files.c.sha256), nullable=False),
    Column("file_name", String(255), nullable=False),
    Column("again", Integer, nullable=False, comment="how often this file was read before for this document"),
    Column("title", Text, nullable=False),
    Column("document", Text, nullable=False, comment="the Document as read, JSON"),
    Column("draft", Text, nullable=False, comment="the Draft as found, JSON"),
    Column("review", Text, nullable=False, comment="the YAML handed out for review"),
    Column("report", Text, nullable=False, comment="what the clerk was told, one line per finding"),
    Column("seconds", Float, nullable=False),
    Column("peak_bytes", BigInteger, nullable=False),
    Column("doubts", Integer, nullable=False, comment="fields and parts that a reviewer has to look at"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", String(100), nullable=False),
    Column("record", Text, comment="the PlanRecord as published, JSON"),
    Column("original", Text, comment="the Original as published, JSON"),
    Column("keeps_committed", Boolean, nullable=False, default=False),
    Column("replaces", String(100), comment="the document that this one takes the place of"),
    Column("publication", Integer, comment="counts the document's published versions from 1"),
    Column("published_at", UtcDateTime),
    UniqueConstraint("document_id", "number"),
    UniqueConstraint("document_id", "file_sha256", "again"),
    Index(
        "uq_plan_versions_published",
        "document_id",
        unique=True,
        sqlite_where=_IN_FORCE,
        postgresql_where=_IN_FORCE,
    ),
)

events = Table(
    "plan_events",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("version_id", ROW_ID, ForeignKey(versions.c.id), nullable=False, index=True),
    Column("action", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(100), nullable=False),
    Column("reason", Text),
)
