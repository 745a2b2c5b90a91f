"""``GET /v1/web/history``: the conversation so far, for a page that was reloaded."""

from __future__ import annotations

from datetime import datetime
from heapq import merge
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from connectors.delivery.models import Reply
from connectors.linking.past import Asked
from connectors.problems import documented
from connectors.services import Gateway, Services, address_of
from connectors.texts import Texts

_LEFT_OUT = ("text", "reply", "message_id", "channel")
SHOWN = 200
"""How many of the latest messages of each side are shown."""


class HistoryItem(BaseModel):
    """What the user said (``text``) or the assistant replied (``reply``, to the message ``message_id``).

    ``channel`` is set for what was said in a linked conversation, whose items have the ``seq`` 0 and no buttons.
    """

    seq: int
    role: Literal["user", "assistant"]
    id: str
    text: str | None = None
    reply: Reply | None = None
    message_id: str | None = None
    channel: str | None = None
    created_at: datetime


class History(BaseModel):
    """Both sides in the order of ``seq``; what was said in linked conversations stands between by its time."""

    messages: list[HistoryItem]


def history_router(texts: Texts) -> APIRouter:
    """The route, documented with its problems."""
    router = APIRouter(tags=["web"])

    @router.get(
        "/v1/web/history",
        response_model=History,
        response_model_exclude_none=True,
        responses=documented(texts, "token_missing", "token_invalid", "token_expired", "rate_limited"),
        openapi_extra={"security": [{"session": []}]},
    )
    async def read_history(request: Request, gateway: Gateway) -> Response:
        """The latest messages of the conversation."""
        gateway.limits.request(address_of(request))
        session = await gateway.web.session(request.headers.get("authorization"))
        asked = [
            HistoryItem(seq=one.seq, role="user", id=one.message_id, text=one.text, created_at=one.received_at)
            for one in await gateway.inbox.latest(session.conversation_id, SHOWN)
        ]
        replied = [
            HistoryItem(
                seq=one.seq,
                role="assistant",
                id=one.reply.id,
                reply=one.reply,
                message_id=one.message_id,
                created_at=one.reply.created_at,
            )
            for one in await gateway.replies.latest(session.conversation_id, SHOWN)
        ]
        own = sorted(asked + replied, key=lambda item: item.seq)
        linked = await _linked(gateway, session.conversation_id)
        history = History(messages=list(merge(own, *linked, key=lambda item: item.created_at)))
        headers = {"Cache-Control": "no-store"}
        return Response(_dumped(history), headers=headers, media_type="application/json")

    return router


async def _linked(gateway: Services, conversation_id: str) -> list[list[HistoryItem]]:
    return [
        [
            item
            for asked in await gateway.past.latest(other.conversation_id, SHOWN)
            for item in _foreign(asked, f"{other.conversation_id}:{asked.message_id}", other.channel)
        ]
        for other in await gateway.links.of(conversation_id)
    ]


def _foreign(asked: Asked, message_id: str, channel: str) -> list[HistoryItem]:
    question = HistoryItem(seq=0, role="user", id=message_id, text=asked.text, channel=channel, created_at=asked.at)
    answers = [
        HistoryItem(
            seq=0,
            role="assistant",
            id=one.id,
            reply=one,
            message_id=message_id,
            channel=channel,
            created_at=one.created_at,
        )
        for one in asked.replies
    ]
    return [question, *answers]


def _dumped(history: History) -> str:
    # A reply keeps its empty members, an item drops the side it does not have.
    items = ",".join(
        item.model_dump_json(exclude={name for name in _LEFT_OUT if getattr(item, name) is None})
        for item in history.messages
    )
    return f'{{"messages":[{items}]}}'
