"""The outbox: what has to reach a platform, written with the end of the turn, sent in order per conversation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from connectors.clock import now
from connectors.delivery.contacts import change_contact
from connectors.delivery.database import Database
from connectors.delivery.models import Contact, Outgoing, PartStatus, Pending, StoredReply
from connectors.delivery.tables import contacts, conversations, outbox

_OPEN = outbox.c.status.in_([PartStatus.WAITING.value, PartStatus.SENDING.value])

Parts = Callable[[StoredReply], list[str]]


@dataclass(frozen=True, slots=True)
class Depth:
    """What waits in the outbox of one channel: how many parts, since when the oldest."""

    channel: str
    parts: int
    oldest: datetime


def store_parts(connection: Connection, pending: Pending, stored: Sequence[StoredReply], parts: Parts) -> None:
    """Write what is to be sent, inside the transaction that ends the turn."""
    moment = now()
    rows = [
        {
            "conversation_id": pending.conversation_id,
            "inbound_id": pending.id,
            "seq": reply.seq,
            "part": number,
            "body": body,
            "status": PartStatus.WAITING.value,
            "attempts": 0,
            "doubtful": False,
            "created_at": moment,
            "next_at": moment,
        }
        for reply in stored
        for number, body in enumerate(parts(reply))
    ]
    if rows:
        connection.execute(insert(outbox), rows)


class Outbox:
    """Hands out the parts of a conversation one by one, and writes down what became of each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def conversations(self, channels: Collection[str]) -> list[str]:
        """The conversations of these channels with something left to send, the longest waiting first."""
        query = (
            select(outbox.c.conversation_id)
            .join(conversations)
            .where(_OPEN, conversations.c.channel.in_(channels))
            .group_by(outbox.c.conversation_id)
            .order_by(func.min(outbox.c.id))
        )
        return list(await self._database.read(lambda connection: connection.execute(query).scalars().all()))

    async def take(self, conversation_id: str) -> Outgoing | None:
        """The conversation's first open part, marked as being sent unless its time has not come."""
        query = _FIRST.where(outbox.c.conversation_id == conversation_id)

        def write(connection: Connection) -> Outgoing | None:
            row = connection.execute(query).first()
            if row is None:
                return None
            moment = now()
            outgoing = _outgoing(row, moment)
            if outgoing.wait == 0:
                # While it is not known what became of an earlier try, that one's time is what has to be looked up.
                tried_at = outgoing.tried_at if outgoing.unsettled else moment
                sending = {"status": PartStatus.SENDING.value, "attempts": outgoing.attempts, "tried_at": tried_at}
                connection.execute(update(outbox).where(outbox.c.id == row.id).values(**sending))
            return outgoing

        return await self._database.write(write)

    async def begin_again(self, part: Outgoing) -> None:
        """What became of the earlier tries stays unknown: from now on it is the next one's time that is looked up."""
        await self._update(outbox.c.id == part.id, {"tried_at": now(), "doubtful": True})

    async def sent(self, part: Outgoing, platform_id: str | None) -> None:
        """The platform has it: its words are not kept twice."""
        await self._close(part, PartStatus.SENT, platform_id=platform_id, body="", error=None)

    async def dead(self, part: Outgoing, code: str) -> None:
        """Nobody will try again."""
        await self._close(part, PartStatus.DEAD, error=code, doubtful=part.doubtful or part.unsettled)

    async def later(self, part: Outgoing, seconds: float, code: str, *, unsettled: bool) -> None:
        """Again in ``seconds``; ``unsettled`` when it may have been delivered."""
        status = PartStatus.SENDING if unsettled else PartStatus.WAITING
        values = {"status": status.value, "next_at": now() + timedelta(seconds=seconds), "error": code}
        await self._update(outbox.c.id == part.id, values)

    async def give_up(self, part: Outgoing, code: str) -> int:
        """The user cannot be reached: nothing more of the conversation is sent; returns how many parts that are."""

        def write(connection: Connection) -> int:
            change_contact(connection, part.conversation_id, reachable=False)
            mine = outbox.c.conversation_id == part.conversation_id
            values = {"status": PartStatus.DEAD.value, "error": code, "closed_at": now()}
            if part.unsettled:
                connection.execute(update(outbox).where(outbox.c.id == part.id).values(doubtful=True))
            return connection.execute(update(outbox).where(mine, _OPEN).values(**values)).rowcount

        return await self._database.write(write)

    async def depths(self) -> list[Depth]:
        """What waits, by channel."""
        query = (
            select(conversations.c.channel, func.count(), func.min(outbox.c.created_at))
            .join_from(outbox, conversations)
            .where(_OPEN)
            .group_by(conversations.c.channel)
        )
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return [Depth(*row) for row in rows]

    async def _close(self, part: Outgoing, status: PartStatus, **values: Any) -> None:
        await self._update(outbox.c.id == part.id, values | {"status": status.value, "closed_at": now()})

    async def _update(self, where: Any, values: dict[str, Any]) -> None:
        await self._database.write(lambda connection: connection.execute(update(outbox).where(where).values(**values)))


_FIRST = (
    select(outbox, conversations.c.channel, contacts.c.account, contacts.c.user, contacts.c.silent_until)
    .join_from(outbox, conversations)
    .join(contacts, contacts.c.conversation_id == conversations.c.id)
    .where(_OPEN)
    .order_by(outbox.c.id)
    .limit(1)
)


def _outgoing(row: Any, moment: datetime) -> Outgoing:
    return Outgoing(
        id=row.id,
        conversation_id=row.conversation_id,
        channel=row.channel,
        contact=Contact(account=row.account, user=row.user),
        inbound_id=row.inbound_id,
        body=row.body,
        attempts=row.attempts + 1,
        doubtful=row.doubtful,
        unsettled=row.status == PartStatus.SENDING.value,
        tried_at=row.tried_at,
        wait=max(0.0, (row.next_at - moment).total_seconds()),
        silent=row.silent_until is not None and row.silent_until > moment,
    )
