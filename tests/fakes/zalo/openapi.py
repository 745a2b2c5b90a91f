"""openapi.zalo.me: consultation messages, uploads, profile, quota, history (zalo.md §5–§7)."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from pydantic_core import from_json
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.zalo.checks import Refusal, refused_message, refused_recipient
from tests.fakes.zalo.state import FREE_SECONDS, Sent, State

LARGEST_UPLOAD = {"image": 1 << 20, "gif": 5 << 20, "file": 5 << 20}


class OpenApi:
    """The calls. ``on_sent`` is told of every message that reached its user."""

    def __init__(self, state: State, on_sent: Callable[[Sent], None]) -> None:
        self._state = state
        self._on_sent = on_sent

    def routes(self) -> list[Route]:
        return [
            Route("/v3.0/oa/message/cs", self._send, methods=["POST"]),
            Route("/v2.0/oa/message", self._old_send, methods=["POST"]),
            Route("/v2.0/oa/upload/{kind}", self._upload, methods=["POST"]),
            Route("/v3.0/oa/user/detail", self._profile),
            Route("/v3.0/oa/quota/message", self._quota, methods=["POST"]),
            Route("/v2.0/oa/conversation", self._conversation),
            Route("/v2.0/oa/getoa", self._account),
        ]

    async def _send(self, request: Request) -> Response:
        if refusal := self._refused(request):
            return error(*refusal)
        body = await _json(request)
        user_id, message = body.get("recipient", {}).get("user_id"), body.get("message")
        state = self._state
        if refusal := refused_recipient(state, user_id):
            return error(*refusal)
        if refusal := refused_message(state, message, state.history.get(user_id, [])):
            return error(*refusal)
        free = state.now() - (state.users[user_id].last or 0) <= FREE_SECONDS
        sent = Sent(time.time(), user_id, secrets.token_hex(10), message, not free)
        state.sent.append(sent)
        state.remember(user_id, sent.message_id, sent.text, from_user=False)
        self._on_sent(sent)
        data: dict[str, Any] = {
            "message_id": sent.message_id,
            "user_id": user_id,
            "sent_time": str(int(state.now() * 1000)),
        }
        if free:
            data["quota"] = {"quota_type": "reply", "remain": "8", "total": "8"}
        return self._fine(data)

    async def _old_send(self, request: Request) -> Response:
        if refusal := self._refused(request):
            return error(*refusal)
        if "sender_action" in await _json(request):
            return self._fine({"message_id": secrets.token_hex(10)})
        return error(-240, "MessageV2 API has been shut down")

    async def _upload(self, request: Request) -> Response:
        if refusal := self._refused(request):
            return error(*refusal)
        kind = request.path_params["kind"]
        content = _file_of(request.headers.get("content-type", ""), await request.body())
        if kind not in LARGEST_UPLOAD or content is None:
            return error(-201, "file is invalid!")
        if len(content) > LARGEST_UPLOAD[kind]:
            return error(-210, "file exceeds allowable limit")
        asset = secrets.token_hex(10)
        self._state.assets[asset] = self._state.now()
        return self._fine({"token": asset} if kind == "file" else {"attachment_id": asset})

    async def _profile(self, request: Request) -> Response:
        if refusal := self._refused(request):
            return error(*refusal)
        user = self._state.users.get(_query(request).get("user_id"))
        if user is None:
            return error(-201, "user_id is invalid!")
        if user.last is None and not user.follower:
            return error(-213, "User has not followed OA")
        last = time.strftime("%d/%m/%Y", time.gmtime(user.last)) if user.last else ""
        return self._fine(
            {
                "user_id": user.id,
                "user_id_by_app": user.id[::-1],
                "user_external_id": "",
                "display_name": user.name,
                "user_alias": "",
                "is_sensitive": False,
                "user_last_interaction_date": last,
                "user_is_follower": user.follower,
                "tags_and_notes_info": {"notes": [], "tag_names": []},
                "shared_info": {},
            }
        )

    async def _quota(self, request: Request) -> Response:
        if refusal := self._refused(request):
            return error(*refusal)
        user = self._state.users.get((await _json(request)).get("user_id"))
        if user is None:
            return error(-201, "user_id is invalid!")
        last = str(int((user.last or 0) * 1000))
        return self._fine({"last_interaction": last, "cs_reply": {"remain": 8, "total": 8}})

    async def _conversation(self, request: Request) -> Response:
        if refusal := self._refused(request):
            return error(*refusal)
        asked = _query(request)
        offset, count = int(asked.get("offset", 0)), min(int(asked.get("count", 10)), 10)
        return self._fine(self._state.history.get(asked.get("user_id", ""), [])[offset : offset + count])

    async def _account(self, request: Request) -> Response:
        if refusal := self._refused(request):
            return error(*refusal)
        state = self._state
        data = {
            "oaid": state.oa_id,
            "name": state.oa_name,
            "is_verified": True,
            "oa_type": 2,
            "package_name": "Nâng cao",
        }
        return self._fine(data)

    def _refused(self, request: Request) -> Refusal | None:
        state, minute = self._state, int(self._state.now() // 60)
        used = state.rate[1] if state.rate[0] == minute else 0
        if used >= state.rate_per_minute:
            return -32, "Your application reached limit call api"
        state.rate = (minute, used + 1)
        given, tokens = request.headers.get("access_token", ""), state.tokens
        if not tokens.access or not hmac.compare_digest(given.encode(), tokens.access.encode()):
            return -216, "Access token is invalid"
        if tokens.access_until < state.now():
            return -220, "access_token is expired or removed"
        return None

    def _fine(self, data: Any) -> Response:
        left = self._state.rate_per_minute - self._state.rate[1]
        headers = {"X-RateLimit-Limit": str(self._state.rate_per_minute), "X-RateLimit-Remain": str(left)}
        return JSONResponse({"data": data, "error": 0, "message": "Success"}, headers=headers)


def error(code: int, message: str) -> Response:
    """An application error: HTTP 200, no ``data``."""
    return JSONResponse({"error": code, "message": message})


async def _json(request: Request) -> dict[str, Any]:
    try:
        body = from_json(await request.body())
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _query(request: Request) -> dict[str, Any]:
    """GET calls carry one parameter ``data``: JSON."""
    try:
        data = from_json(request.query_params.get("data", "{}"))
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _file_of(content_type: str, body: bytes) -> bytes | None:
    """The part named ``file`` of a multipart body."""
    form = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    for part in form.iter_parts() if form.is_multipart() else ():
        if part.get_param("name", header="content-disposition") == "file":
            return part.get_payload(decode=True)
    return None
