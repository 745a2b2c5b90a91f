"""``POST /v1/web/messages``: a visitor asks. Saved, then acknowledged; answered once per id."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from connectors.channels.protocol import Incoming
from connectors.channels.web import WebMessage
from connectors.delivery.models import Reply
from connectors.errors import ProblemError
from connectors.problems import documented
from connectors.services import Gateway, address_of
from connectors.texts import Texts
from connectors.web.bodies import body_schema, read_body

_WAIT = re.compile(r"(?:^|,)\s*wait\s*=\s*\"?(\d{1,9})\"?\s*(?=,|;|$)", re.IGNORECASE)


class MessageAccepted(BaseModel):
    """The message is saved; its replies come on the event stream."""

    message_id: str


class MessageAnswered(MessageAccepted):
    """The replies, for a caller who preferred to wait."""

    replies: list[Reply]


def messages_router(texts: Texts) -> APIRouter:
    """The route, documented with its problems."""
    router = APIRouter(tags=["web"])
    problems = documented(
        texts,
        "invalid_json",
        "invalid_request",
        "message_empty",
        "unknown_button",
        "message_too_long",
        "body_too_large",
        "token_missing",
        "token_invalid",
        "token_expired",
        "rate_limited",
        "switched_off",
    )

    answered: dict[str, Any] = {"model": MessageAnswered, "description": "Answered within `Prefer: wait=N`"}

    @router.post(
        "/v1/web/messages",
        status_code=202,
        response_model=MessageAccepted,
        responses={**problems, 200: answered},
        openapi_extra=body_schema(WebMessage)
        | {
            "security": [{"session": []}],
            "parameters": [
                {
                    "name": "Prefer",
                    "in": "header",
                    "required": False,
                    "schema": {"type": "string"},
                    "description": "`wait=N`: answer within N seconds instead of acknowledging (RFC 7240)",
                }
            ],
        },
    )
    async def post_message(request: Request, gateway: Gateway) -> Response:
        """Ask a question or choose a button. The same id twice is answered once."""
        address = address_of(request)
        gateway.limits.request(address)
        if await gateway.switches.is_off(gateway.web.name):
            raise ProblemError("switched_off")
        body = await read_body(request, gateway.settings.body_max_bytes)
        [saved] = await gateway.intake.receive(gateway.web, Incoming(request.headers, body, address))
        message_id = saved.pending.message_id
        seconds = preferred_wait(request.headers.getlist("prefer"), gateway.tuning.longest_wait_seconds)
        if seconds is None:
            return _json(MessageAccepted(message_id=message_id), 202, {})
        applied = {"Preference-Applied": f"wait={seconds}"}
        replies = await gateway.intake.wait(saved, seconds)
        if replies is None:
            return _json(MessageAccepted(message_id=message_id), 202, applied)
        return _json(MessageAnswered(message_id=message_id, replies=list(replies)), 200, applied)

    return router


def preferred_wait(headers: list[str], longest: int) -> int | None:
    """Seconds of the first ``wait`` preference, capped at ``longest``; ``None`` without one (RFC 7240 §4.3).

    >>> preferred_wait(["respond-async, wait=100"], longest=60)
    60
    """
    found = _WAIT.search(", ".join(headers))
    return min(int(found[1]), longest) if found else None


def _json(body: BaseModel, status: int, headers: dict[str, str]) -> Response:
    headers["Cache-Control"] = "no-store"
    return Response(body.model_dump_json(), status_code=status, headers=headers, media_type="application/json")
