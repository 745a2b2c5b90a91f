"""The inbox: a message is saved before anybody is told that it arrived, and kept whatever becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, Select, and_, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.models import Draft, Pending, Status, StoredReply
from connectors.delivery.outbox import Parts, store_parts
from connectors.delivery.replies import store_drafts
from connectors.delivery.tables import conversations, inbound


@dataclass(frozen=True, slots=True)
class Saved:
    """A message in the inbox. ``new`` is false when its id had arrived before."""

    pending: Pending
    status: Status
    new: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What a user said, for the history."""

    seq: int
    message_id: str
    text: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """Messages of one channel that are not answered yet: how many, since when the oldest."""

    channel: str
    messages: int
    oldest: datetime


def _nothing(_: StoredReply) -> list[str]:
    return []


class Inbox:
    """Saves messages, finds unfinished ones, and closes a message together with its replies."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(
        self,
        conversation_id: str,
        channel: str,
        agency: str | None,
        message_id: str,
        text: str,
        payload: str | None,
    ) -> Saved:
        """Write the message under its id; the same id again finds the first one."""

        def write(connection: Connection) -> tuple[int, int]:
            return insert_message(connection, conversation_id, message_id, text, payload)

        try:
            row_id, seq = await self._database.write(write)
        except IntegrityError:
            # Only the unique id can clash; the transaction took its number back with it.
            return await self._known(conversation_id, message_id)
        pending = Pending(row_id, conversation_id, channel, agency, message_id, seq, text, payload)
        return Saved(pending, Status.RECEIVED, new=True)

    async def find(self, conversation_id: str, message_id: str) -> Saved | None:
        """The message saved under this id, if any."""
        query = _QUERY.where(inbound.c.conversation_id == conversation_id, inbound.c.message_id == message_id)
        row = await self._database.read(lambda connection: connection.execute(query).first())
        return Saved(_pending(row), Status(row.status), new=False) if row else None

    async def _known(self, conversation_id: str, message_id: str) -> Saved:
        saved = await self.find(conversation_id, message_id)
        if saved is None:
            raise LookupError(f"conversation {conversation_id} took no message and knows none under this id")
        return saved

    async def unfinished(self, older_than: float = 0.0) -> list[Pending]:
        """Messages left unanswered, oldest first; from now on their attempts are counted.

        ``older_than``: only those that came in so many seconds ago.
        """
        before = now() - timedelta(seconds=older_than)
        still = and_(inbound.c.status == Status.RECEIVED.value, inbound.c.received_at <= before)

        def write(connection: Connection) -> Sequence[Any]:
            connection.execute(update(inbound).where(still, inbound.c.attempts == 0).values(attempts=1))
            return connection.execute(_QUERY.where(still).order_by(inbound.c.id)).all()

        rows = await self._database.write(write)
        return [_pending(row) for row in rows]

    async def begin(self, pending: Pending) -> None:
        """Count one more attempt at a message that was left unanswered before: it may be what ended the process."""
        if pending.attempts:
            more = update(inbound).where(inbound.c.id == pending.id).values(attempts=inbound.c.attempts + 1)
            await self._database.write(lambda connection: connection.execute(more))

    async def finish(
        self, pending: Pending, drafts: Sequence[Draft], error: str | None, parts: Parts = _nothing
    ) -> list[StoredReply]:
        """Store the replies, what has to be sent of them, and close the message, in one transaction.

        ``error`` marks it as failed; ``parts`` renders a reply for the outbox.
        """
        status = Status.FAILED if error else Status.DONE

        def write(connection: Connection) -> list[StoredReply]:
            closed = {"row": pending.id, "status": status.value, "error": error, "finished_at": now()}
            if not connection.execute(_CLOSE, closed).rowcount:
                return []  # answered meanwhile: never twice
            first = raise_seq(connection, pending.conversation_id, len(drafts)) - len(drafts) + 1
            stored = store_drafts(connection, pending.conversation_id, drafts, first_seq=first, pending=pending)
            store_parts(connection, pending, stored, parts)
            return stored

        return await self._database.write(write)

    async def waiting(self) -> list[Waiting]:
        """Messages not answered yet, by channel."""
        query = (
            select(conversations.c.channel, func.count(), func.min(inbound.c.received_at))
            .join_from(inbound, conversations)
            .where(inbound.c.status == Status.RECEIVED.value)
            .group_by(conversations.c.channel)
        )
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return [Waiting(*row) for row in rows]

    async def latest(self, conversation_id: str, limit: int) -> list[Question]:
        """The last ``limit`` messages of the user, in order."""
        query = (
            select(inbound.c.seq, inbound.c.message_id, inbound.c.text, inbound.c.received_at)
            .where(inbound.c.conversation_id == conversation_id)
            .order_by(inbound.c.seq.desc())
            .limit(limit)
        )
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return [Question(row.seq, row.message_id, row.text, row.received_at) for row in rows][::-1]


# Built once: making a statement costs more than running it.
_RAISE = (
    update(conversations)
    .where(conversations.c.id == bindparam("conversation"))
    .values(last_seq=conversations.c.last_seq + bindparam("by", type_=Integer))
    .returning(conversations.c.last_seq)
)
_SAVE = insert(inbound).returning(inbound.c.id)
_CLOSE = (
    update(inbound)
    .where(inbound.c.id == bindparam("row"), inbound.c.status == Status.RECEIVED.value)
    .values(status=bindparam("status"), error=bindparam("error"), finished_at=bindparam("finished_at"))
)
_QUERY: Select[Any] = select(inbound, conversations.c.channel, conversations.c.agency).join_from(inbound, conversations)


def insert_message(
    connection: Connection, conversation_id: str, message_id: str, text: str, payload: str | None
) -> tuple[int, int]:
    """Write a message inside the caller's transaction; returns its row and its number in the conversation."""
    seq = raise_seq(connection, conversation_id, 1)
    row = {
        "conversation_id": conversation_id,
        "message_id": message_id,
        "seq": seq,
        "text": text,
        "payload": payload,
        "status": Status.RECEIVED.value,
        "attempts": 0,
        "received_at": now(),
    }
    return connection.execute(_SAVE, row).scalar_one(), seq


def raise_seq(connection: Connection, conversation_id: str, by: int) -> int:
    """Take the conversation's next ``by`` numbers; returns the last of them."""
    last: int = connection.execute(_RAISE, {"conversation": conversation_id, "by": by}).scalar_one()
    return last


def _pending(row: Any) -> Pending:
    return Pending(
        row.id,
        row.conversation_id,
        row.channel,
        row.agency,
        row.message_id,
        row.seq,
        row.text,
        row.payload,
        row.attempts,
    )
