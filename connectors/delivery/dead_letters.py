"""Dead letters: parts of replies that were given up, and what officials decided about each, with who and when.

What an official took over on purpose (``SILENT``) is none: nobody has to look at it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.models import SILENT, PartStatus, Reply
from connectors.delivery.tables import conversations, decisions, outbox, replies
from connectors.logs import event, get_logger

log = get_logger(__name__)

_DEAD = (outbox.c.status == PartStatus.DEAD.value) & (outbox.c.error != SILENT)


class Decision(StrEnum):
    """What becomes of a dead letter."""

    AGAIN = "again"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A part that was given up: what it said, after how many tries, and the failure's code.

    ``doubtful``: one of the tries may have reached the user all the same.
    """

    id: int
    conversation_id: str
    channel: str
    error: str
    attempts: int
    doubtful: bool
    created_at: datetime
    closed_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Decided:
    """An official's decision about one part."""

    part_id: int
    conversation_id: str
    decision: Decision
    who: str
    at: datetime


class DeadLetters:
    """Shows them, sends them again or puts them away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self, limit: int = 100) -> list[DeadLetter]:
        """Those given up last."""
        rows = await self._database.read(lambda connection: connection.execute(_LATEST.limit(limit)).all())
        return [_letter(row) for row in rows]

    async def counts(self) -> dict[str, int]:
        """How many there are, by channel."""
        query = select(conversations.c.channel, func.count()).join_from(outbox, conversations).where(_DEAD)
        rows = await self._database.read(
            lambda connection: connection.execute(query.group_by(conversations.c.channel)).all()
        )
        return {row[0]: row[1] for row in rows}

    async def decide(self, ids: Collection[int], decision: Decision, who: str) -> list[str]:
        """Send these again, or put them away; returns the conversation of each that was still a dead letter."""

        def write(connection: Connection) -> list[str]:
            moment = now()
            chosen = update(outbox).where(outbox.c.id.in_(ids), _DEAD).values(**_values(decision, moment))
            rows = connection.execute(chosen.returning(outbox.c.id, outbox.c.conversation_id)).all()
            noted = {"decision": decision.value, "who": who, "at": moment}
            if rows:
                parts = [noted | {"part_id": row.id, "conversation_id": row.conversation_id} for row in rows]
                connection.execute(insert(decisions), parts)
            return [row.conversation_id for row in rows]

        found = await self._database.write(write)
        event(log, "delivery.decided", logging.WARNING, decision=decision.value, count=len(found))
        return found

    async def decided(self, limit: int = 50) -> list[Decided]:
        """The last decisions, the newest first."""
        rows = await self._database.read(lambda connection: connection.execute(_DECIDED.limit(limit)).all())
        return [Decided(row.part_id, row.conversation_id, Decision(row.decision), row.who, row.at) for row in rows]

    async def sent_again(self, after: int) -> tuple[int, Sequence[str]]:
        """The number of the last decision, and the conversations of those above ``after`` to be sent again.

        Another process (``troly deliveries again``) may have decided.
        """
        above = select(decisions.c.id, decisions.c.conversation_id).where(
            decisions.c.id > after, decisions.c.decision == Decision.AGAIN.value
        )
        rows = await self._database.read(lambda connection: connection.execute(above).all())
        return max([after, *(row.id for row in rows)]), [row.conversation_id for row in rows]


def _letter(row: Any) -> DeadLetter:
    text = Reply.model_validate_json(row.said).text if row.said else ""
    return DeadLetter(
        row.id,
        row.conversation_id,
        row.channel,
        row.error,
        row.attempts,
        row.doubtful,
        row.created_at,
        row.closed_at,
        text,
    )


def _values(decision: Decision, moment: datetime) -> dict[str, Any]:
    if decision is Decision.AWAY:
        return {"status": PartStatus.AWAY.value, "body": ""}
    waiting = {"status": PartStatus.WAITING.value, "attempts": 0, "error": None, "closed_at": None}
    return waiting | {"next_at": moment}


_LATEST: Select[Any] = (
    select(
        outbox.c.id,
        outbox.c.conversation_id,
        conversations.c.channel,
        outbox.c.error,
        outbox.c.attempts,
        outbox.c.doubtful,
        outbox.c.created_at,
        outbox.c.closed_at,
        replies.c.body.label("said"),
    )
    .join_from(outbox, conversations)
    .join(
        replies,
        (replies.c.conversation_id == outbox.c.conversation_id) & (replies.c.seq == outbox.c.seq),
        isouter=True,
    )
    .where(_DEAD)
    .order_by(outbox.c.id.desc())
)
_DECIDED: Select[Any] = select(decisions).order_by(decisions.c.id.desc())
