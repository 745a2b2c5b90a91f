"""Stored replies and their buttons: written with the end of a turn, read by streams, waits and histories."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.models import Button, Draft, DraftButton, Pending, Quoted, Reply, StoredReply
from connectors.delivery.tables import buttons, inbound, replies

LARGEST_SEQ = 2**31 - 1  # PostgreSQL's INTEGER; a client may name any number


def new_id(kind: str) -> str:
    """An id nobody can guess, short enough for every platform's buttons: ``r_…``, ``b_…``."""
    return f"{kind}_{secrets.token_urlsafe(15)}"


def store_drafts(
    connection: Connection,
    conversation_id: str,
    drafts: Sequence[Draft],
    *,
    first_seq: int,
    pending: Pending | None = None,
) -> list[StoredReply]:
    """Give the drafts ids and numbers from ``first_seq`` on; write them inside the caller's transaction."""
    if not drafts:
        return []
    message_id = pending.message_id if pending else None
    stored = [
        StoredReply(first_seq + n, message_id, _reply(draft), asks_info=draft.asks_info)
        for n, draft in enumerate(drafts)
    ]
    if pending is not None and pending.text and first_seq > pending.seq + 1:
        stored[-1] = replace(stored[-1], quotes=Quoted(pending.text, pending.platform_id))
    connection.execute(
        _INSERT,
        [
            {
                "id": one.reply.id,
                "conversation_id": conversation_id,
                "seq": one.seq,
                "inbound_id": pending.id if pending else None,
                "outcome": one.reply.outcome.value,
                "body": one.reply.model_dump_json(),
                "created_at": one.reply.created_at,
            }
            for one in stored
        ],
    )
    issued = [
        {
            "id": button.id,
            "conversation_id": conversation_id,
            "reply_id": one.reply.id,
            "title": button.title,
            "payload": source.payload,
        }
        for one, draft in zip(stored, drafts, strict=True)
        for button, source in zip(one.reply.buttons, draft.buttons, strict=True)
    ]
    if issued:
        connection.execute(insert(buttons), issued)
    return stored


def _reply(draft: Draft) -> Reply:
    return Reply(
        id=new_id("r"),
        outcome=draft.outcome,
        text=draft.text,
        citations=list(draft.citations),
        buttons=[Button(id=new_id("b"), title=button.title) for button in draft.buttons],
        attachments=list(draft.attachments),
        created_at=now(),
    )


class Replies:
    """Reads what was answered."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def after(self, conversation_id: str, seq: int, limit: int = 100) -> list[StoredReply]:
        """The replies numbered above ``seq``, in order, at most ``limit``."""
        above = replies.c.seq > min(seq, LARGEST_SEQ)
        query = _QUERY.where(replies.c.conversation_id == conversation_id, above)
        return await self._read(query.order_by(replies.c.seq).limit(limit))

    async def latest(self, conversation_id: str, limit: int) -> list[StoredReply]:
        """The last ``limit`` replies, in order."""
        query = _QUERY.where(replies.c.conversation_id == conversation_id)
        return (await self._read(query.order_by(replies.c.seq.desc()).limit(limit)))[::-1]

    async def to(self, inbound_id: int) -> list[Reply]:
        """The replies to one message."""
        query = _QUERY.where(replies.c.inbound_id == inbound_id).order_by(replies.c.seq)
        return [one.reply for one in await self._read(query)]

    async def button(self, conversation_id: str, button_id: str) -> DraftButton | None:
        """What a button of this conversation stands for; ``None`` when it was not issued here."""
        if "\0" in button_id:  # PostgreSQL takes no such text, not even to look for it
            return None
        query = select(buttons.c.title, buttons.c.payload).where(
            buttons.c.id == button_id, buttons.c.conversation_id == conversation_id
        )
        row = await self._database.read(lambda connection: connection.execute(query).first())
        return DraftButton(row.title, row.payload) if row else None

    async def choice(self, conversation_id: str, number: int) -> DraftButton | None:
        """The ``number``-th button (from 1) of the conversation's last reply, where there is one."""
        offered = [button for stored in await self.latest(conversation_id, 1) for button in stored.reply.buttons]
        return await self.button(conversation_id, offered[number - 1].id) if 0 < number <= len(offered) else None

    async def _read(self, query: Select[Any]) -> list[StoredReply]:
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return [StoredReply(row.seq, row.message_id, Reply.model_validate_json(row.body)) for row in rows]


_INSERT = insert(replies)
_QUERY: Select[Any] = select(replies.c.seq, replies.c.body, inbound.c.message_id).join_from(
    replies, inbound, isouter=True
)
