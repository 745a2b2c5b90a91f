"""The gateway's tables. Portable between SQLite and PostgreSQL; times are UTC.

One counter per conversation (``last_seq``) numbers its messages and replies together, so that a client
resumes after any of them. Raising it locks the conversation's row: numbers become visible in order.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from connectors.delivery.models import PartStatus, Status
from databases import ROW_ID, UtcDateTime, new_metadata

metadata = new_metadata()

_ConversationId = String(255)  # Rasa's limit for a sender


def _conversation(**kwargs: Any) -> Column[str]:
    return Column("conversation_id", _ConversationId, ForeignKey("conversations.id"), nullable=False, **kwargs)


conversations = Table(
    "conversations",
    metadata,
    Column("id", _ConversationId, primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("agency", String(64)),
    Column("last_seq", Integer, nullable=False, default=0),
    Column("created_at", UtcDateTime, nullable=False),
)

web_sessions = Table(
    "web_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True, comment="SHA-256 of the token; the token is not kept"),
    _conversation(index=True),
    Column("first_seq", Integer, nullable=False, comment="replies up to here were handed out with the session"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

inbound = Table(
    "inbound_messages",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    _conversation(),
    Column("message_id", String(64), nullable=False, comment="the platform's or the client's own id"),
    Column("seq", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("payload", Text, comment="the intent of a button issued by the gateway"),
    Column("status", String(16), nullable=False),
    Column("error", String(32)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("received_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    UniqueConstraint("conversation_id", "message_id"),
    UniqueConstraint("conversation_id", "seq"),
)
_unfinished = inbound.c.status == Status.RECEIVED.value
Index("ix_inbound_messages_unfinished", inbound.c.id, sqlite_where=_unfinished, postgresql_where=_unfinished)

replies = Table(
    "replies",
    metadata,
    Column("id", String(40), primary_key=True),
    _conversation(),
    Column("seq", Integer, nullable=False),
    Column("inbound_id", ROW_ID, ForeignKey("inbound_messages.id"), index=True),
    Column("outcome", String(32), nullable=False),
    Column("body", Text, nullable=False, comment="the public Reply as JSON"),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("conversation_id", "seq"),
)

buttons = Table(
    "buttons",
    metadata,
    Column("id", String(40), primary_key=True),
    _conversation(index=True),
    Column("reply_id", String(40), ForeignKey("replies.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("payload", Text),
)

contacts = Table(
    "contacts",
    metadata,
    _conversation(primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("account", String(64), nullable=False, comment="the bot or official account that was written to"),
    Column("user", String(64), nullable=False, comment="the platform's own id, which sends need"),
    Column("heard_at", UtcDateTime, nullable=False, index=True, comment="when the user last wrote"),
    Column("unreachable_since", UtcDateTime, comment="blocked the bot, or left"),
    Column("silent_until", UtcDateTime, comment="an officer has the conversation: the assistant says nothing"),
    UniqueConstraint("channel", "account", "user"),
)

webhook_events = Table(
    "webhook_events",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("message_id", String(64), primary_key=True, comment="outlives the message, so that a repeat stays known"),
    Column("received_at", UtcDateTime, nullable=False, index=True),
)

message_numbers = Table(
    "message_numbers",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("conversation_id", _ConversationId, primary_key=True, comment="of one counted alone, else empty"),
    Column("number", Integer, primary_key=True, autoincrement=False, comment="of a message that a user wrote"),
    Column("received_at", UtcDateTime, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    _conversation(),
    Column("inbound_id", ROW_ID, nullable=False, comment="the message it answers, for following it in the logs"),
    Column("seq", Integer, nullable=False, comment="the reply's number"),
    Column("part", Integer, nullable=False, comment="a long reply goes out in several"),
    Column("body", Text, nullable=False, comment="the rendered part as JSON; emptied once it is sent"),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("doubtful", Boolean, nullable=False, default=False, comment="an earlier try may have reached the user"),
    Column("error", String(32)),
    Column("platform_id", String(128), comment="what the platform calls it"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("tried_at", UtcDateTime),
    Column("next_at", UtcDateTime, nullable=False, comment="not to be tried before"),
    Column("closed_at", UtcDateTime),
    UniqueConstraint("conversation_id", "seq", "part"),
)
_open = outbox.c.status.in_([PartStatus.WAITING.value, PartStatus.SENDING.value])
Index("ix_outbox_open", outbox.c.conversation_id, outbox.c.id, sqlite_where=_open, postgresql_where=_open)

decisions = Table(
    "delivery_decisions",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    _conversation(index=True),
    Column("part_id", ROW_ID, nullable=False, comment="of the outbox; outlives it where the words were erased"),
    Column("decision", String(16), nullable=False, comment="again: sent once more; away: put away"),
    Column("who", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

switches = Table(
    "switches",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("name", String(32), nullable=False, comment="a channel, or all"),
    Column("off", Boolean, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
