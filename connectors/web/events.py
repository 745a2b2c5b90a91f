"""``GET /v1/web/events``: replies as server-sent events, resumed after ``Last-Event-ID``, in several tabs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from pydantic import BaseModel
from sse_starlette import EventSourceResponse, ServerSentEvent

from connectors.channels.web import ReplyEvent
from connectors.clock import now
from connectors.delivery.limits import rate_limited
from connectors.delivery.sessions import Session
from connectors.problems import documented
from connectors.services import Gateway, Services, address_of
from connectors.texts import Texts
from connectors.web.linked import linked_watch
from knowledge_base.answer.reply import Outcome

RETRY_MILLISECONDS = 2000


class TypingEvent(BaseModel):
    """The data of a ``typing`` event: the message that is being worked on."""

    message_id: str


def events_router(texts: Texts) -> APIRouter:
    """The route, documented with its problems."""
    router = APIRouter(tags=["web"])
    problems = documented(texts, "invalid_request", "token_missing", "token_invalid", "token_expired", "rate_limited")
    stream: dict[str, Any] = {
        "description": "Events `reply` (id: its seq; data: ReplyEvent), `typing` (no id; data: TypingEvent), `linked` "
        "(no id; data: {}): linked conversations have something new, which the history shows",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }

    @router.get(
        "/v1/web/events",
        response_class=EventSourceResponse,
        responses={**problems, 200: stream},
        openapi_extra={"security": [{"session": []}]},
    )
    async def stream_events(
        request: Request,
        gateway: Gateway,
        after: Annotated[int | None, Query(ge=0, description="Resume after this seq")] = None,
        last_event_id: Annotated[str | None, Header(description="Resume after this event; wins over `after`")] = None,
    ) -> EventSourceResponse:
        """The replies after the given one; without one, every reply since the welcome."""
        gateway.limits.request(address_of(request))
        session = await gateway.web.session(request.headers.get("authorization"))
        if gateway.hub.streams(session.conversation_id) >= gateway.tuning.streams_per_conversation:
            raise rate_limited(10)
        seen = session.first_seq if after is None else after
        if last_event_id is not None and last_event_id.isascii() and last_event_id.isdigit():
            seen = int(last_event_id[:18])
        return EventSourceResponse(
            _events(gateway, session, seen),
            headers={"Cache-Control": "no-cache, no-transform"},
            ping=gateway.tuning.ping_seconds,
            ping_message_factory=lambda: ServerSentEvent(comment="ping"),
            sep="\n",
        )

    return router


async def _events(gateway: Services, session: Session, seen: int) -> AsyncIterator[ServerSentEvent]:
    """Replies from the database, whenever the hub says that something changed, until the session ends."""
    yield ServerSentEvent(comment="open", retry=RETRY_MILLISECONDS)
    typing_shown: str | None = None
    conversation = session.conversation_id
    with (
        gateway.hub.stream(conversation) as wake,
        linked_watch(gateway.links, gateway.hub, conversation, wake) as linked,
    ):
        while not gateway.hub.closed and not session.expired:
            wake.clear()
            for stored in await gateway.replies.after(conversation, seen):
                for rendered in gateway.web.render(stored):
                    yield _reply_event(rendered)
                if stored.reply.outcome is Outcome.ACCOUNT:
                    linked.look_again()
                seen = stored.seq
                wake.set()  # there may be more than one page
            if await linked.changed():
                yield ServerSentEvent("{}", event="linked")
            typing = gateway.hub.working_on(conversation)
            if typing is not None and typing != typing_shown:
                yield ServerSentEvent(TypingEvent(message_id=typing).model_dump_json(), event="typing")
            typing_shown = typing
            await _woken(wake, (session.expires_at - now()).total_seconds())


def _reply_event(rendered: ReplyEvent) -> ServerSentEvent:
    return ServerSentEvent(rendered.model_dump_json(), event="reply", id=str(rendered.seq))


async def _woken(wake: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(max(0, seconds)):
            await wake.wait()
    except TimeoutError:
        return
