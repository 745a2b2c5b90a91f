"""The tables of linking."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, String, Table

from connectors.delivery.tables import metadata
from databases import ROW_ID, UtcDateTime


def _conversation(name: str, **kwargs: Any) -> Column[str]:
    return Column(name, String(255), ForeignKey("conversations.id"), nullable=False, **kwargs)


link_codes = Table(
    "link_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True, comment="keyed hash of the code"),
    _conversation("conversation_id", unique=True),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("used_by", ROW_ID, comment="the message that used it, which may be worked on again after a crash"),
)

links = Table(
    "links",
    metadata,
    _conversation("first_id", primary_key=True),
    _conversation("second_id", primary_key=True, index=True),
    Column("made_at", UtcDateTime, nullable=False),
)

link_tries = Table(
    "link_tries",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("tried_by", String(255), nullable=False, index=True, comment="a conversation; outlives it for an hour"),
    Column("at", UtcDateTime, nullable=False, index=True),
)
