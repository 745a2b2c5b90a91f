"""Erasing: a conversation's data leaves the database and Rasa for good, when asked for or when its time is over.

Deleting rows is not enough: SQLite would keep their text in freed pages and in its log. The engine overwrites what is
deleted (``secure_delete``), and the log is folded into the file afterwards. PostgreSQL frees the space in its own time.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, and_, delete, exists, or_, select

from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.models import Pending
from connectors.delivery.rasa import RasaClient
from connectors.delivery.tables import (
    buttons,
    contacts,
    conversations,
    inbound,
    message_numbers,
    metadata,
    outbox,
    replies,
    web_sessions,
    webhook_events,
)
from connectors.errors import RasaError
from connectors.linking.links import Other, Told, cut_links, forget_tries
from connectors.logs import event, get_logger

log = get_logger(__name__)

_AT_ONCE = 100


class Erasing:
    """Deletes in this order: Rasa's tracker, then ours. What fails half-way is begun again, and harms nothing."""

    def __init__(self, database: Database, rasa: RasaClient, unheard: timedelta, known_events: timedelta) -> None:
        self._database = database
        self._rasa = rasa
        self._unheard = unheard
        self._known_events = known_events

    async def erase(self, request: Pending, told: Told) -> list[Other]:
        """Everything said before ``request``, and its links; the conversation itself goes on, empty.

        Returns what it was linked with, which is ``told``. Raises ``RasaError``.
        """
        await self._rasa.forget(request.conversation_id)

        def work(connection: Connection) -> list[Other]:
            unlinked = cut_links(connection, [request.conversation_id])
            for other in unlinked:
                told(connection, other)
            _delete_said(connection, request.conversation_id, before=request.seq)
            return unlinked

        unlinked = await self._database.write(work)
        await self._database.fold_log()
        event(log, "conversation.erased", conversation=request.conversation_id, inbound=request.id)
        return unlinked

    async def erase_whole(self, conversation_id: str) -> None:
        """The conversation itself too, when the user left for good. Raises ``RasaError``."""
        await self._rasa.forget(conversation_id)
        await self._database.write(partial(_delete_whole, conversation_ids=[conversation_id]))
        await self._database.fold_log()
        event(log, "conversation.erased", conversation=conversation_id)

    async def expire(self) -> int:
        """Delete conversations whose sessions have all ended or whose users are long unheard; returns how many."""
        await self._database.write(partial(_forget_events, before=now() - self._known_events))
        count = 0
        while ended := await self._database.read(partial(_ended, unheard_since=now() - self._unheard)):
            for conversation_id in ended:
                await self._rasa.forget(conversation_id)
            await self._database.write(partial(_delete_whole, conversation_ids=ended))
            count += len(ended)
        if count:
            await self._database.fold_log()
            event(log, "conversations.expired", count=count)
        return count

    async def expire_every(self, seconds: float) -> None:
        """``expire`` now and again and again; what fails is tried the next time."""
        while True:
            try:
                await self.expire()
            except RasaError as error:
                event(log, "expiry.postponed", logging.WARNING, failure=error.code)
            except Exception:  # noqa: BLE001  the next round may go better
                event(log, "expiry.broken", logging.ERROR, error=True)
            await asyncio.sleep(seconds)


def _delete_said(connection: Connection, conversation_id: str, *, before: int) -> None:
    connection.execute(delete(outbox).where(outbox.c.conversation_id == conversation_id))
    connection.execute(delete(buttons).where(buttons.c.conversation_id == conversation_id))
    connection.execute(delete(replies).where(replies.c.conversation_id == conversation_id))
    connection.execute(delete(inbound).where(inbound.c.conversation_id == conversation_id, inbound.c.seq < before))


def _forget_events(connection: Connection, before: datetime) -> None:
    for arrived in (webhook_events, message_numbers):
        connection.execute(delete(arrived).where(arrived.c.received_at < before))
    forget_tries(connection, now())


def _ended(connection: Connection, unheard_since: datetime) -> list[str]:
    held = exists().where(web_sessions.c.conversation_id == conversations.c.id)
    open_still = held.where(web_sessions.c.expires_at > now())
    unheard = exists().where(contacts.c.conversation_id == conversations.c.id, contacts.c.heard_at <= unheard_since)
    query = select(conversations.c.id).where(or_(and_(held, ~open_still), unheard)).limit(_AT_ONCE)
    return list(connection.execute(query).scalars())


def _delete_whole(connection: Connection, conversation_ids: list[str]) -> None:
    cut_links(connection, conversation_ids)
    for table in reversed(metadata.sorted_tables):  # what refers to others first; channels have tables of their own
        if "conversation_id" in table.c:
            connection.execute(delete(table).where(table.c.conversation_id.in_(conversation_ids)))
    connection.execute(delete(conversations).where(conversations.c.id.in_(conversation_ids)))
