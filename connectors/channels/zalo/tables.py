"""What the gateway keeps for Zalo: tokens, permissions under way, and what sends to a user said about quota."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from connectors.delivery.tables import metadata
from databases import UtcDateTime

zalo_tokens = Table(
    "zalo_tokens",
    metadata,
    Column("account", String(64), primary_key=True, comment="the OA's id"),
    Column("access", Text, nullable=False, comment="sealed"),
    Column("refresh", Text, nullable=False, comment="sealed; good for one use"),
    Column("access_until", UtcDateTime, nullable=False),
    Column("refresh_until", UtcDateTime, nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("generation", Integer, nullable=False, comment="how often the pair was replaced"),
    Column("dead", Boolean, nullable=False, comment="Zalo refused to renew it: an official has to connect again"),
    Column("renewing_since", UtcDateTime, comment="a process asks for the next pair"),
)

zalo_consents = Table(
    "zalo_consents",
    metadata,
    Column("state_hash", String(64), primary_key=True, comment="SHA-256 of the state; the state is not kept"),
    Column("verifier", Text, nullable=False, comment="sealed"),
    Column("created_at", UtcDateTime, nullable=False),
)

zalo_quota = Table(
    "zalo_quota",
    metadata,
    Column("conversation_id", String(255), ForeignKey("conversations.id"), primary_key=True),
    Column("kind", String(32), comment="reply, sub_quota, purchase_quota…; none: the last message was billed"),
    Column("remaining", Integer),
    Column("billed", Integer, nullable=False, comment="messages Zalo sent without any quota"),
    Column("sent_at", UtcDateTime, nullable=False),
)
