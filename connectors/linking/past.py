"""What a linked conversation shows of another: questions and their answers.

Nothing that was said about links themselves: a quotation of a third conversation would be among it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from connectors.delivery.database import Database
from connectors.delivery.models import Reply
from connectors.delivery.notices import NOTICE_PREFIX
from connectors.delivery.tables import inbound, replies
from connectors.linking.reading import LINK_PREFIX


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answers, which may still be on their way."""

    message_id: str
    text: str
    at: datetime
    replies: tuple[Reply, ...]


class Past:
    """Reads conversations; whether one may be read is up to ``Links``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self, conversation_id: str, limit: int) -> list[Asked]:
        """The last ``limit`` questions of a conversation, in order."""
        payload = inbound.c.payload
        asks = or_(payload.is_(None), ~payload.startswith(LINK_PREFIX) & ~payload.startswith(NOTICE_PREFIX))
        questions = (
            select(inbound.c.id, inbound.c.message_id, inbound.c.text, inbound.c.received_at)
            .where(inbound.c.conversation_id == conversation_id, asks)
            .order_by(inbound.c.seq.desc())
            .limit(limit)
        )
        rows = await self._database.read(lambda connection: connection.execute(questions).all())
        answers = await self._answers([row.id for row in rows])
        return [Asked(row.message_id, row.text, row.received_at, tuple(answers[row.id])) for row in reversed(rows)]

    async def _answers(self, inbound_ids: Sequence[int]) -> dict[int, list[Reply]]:
        query = select(replies.c.inbound_id, replies.c.body).where(replies.c.inbound_id.in_(inbound_ids))
        rows = await self._database.read(
            lambda connection: connection.execute(query.order_by(replies.c.seq)).all() if inbound_ids else []
        )
        found: dict[int, list[Reply]] = {row_id: [] for row_id in inbound_ids}
        for row in rows:
            # A button belongs to its own conversation: it would be refused in another.
            found[row.inbound_id].append(Reply.model_validate_json(row.body).model_copy(update={"buttons": []}))
        return found
