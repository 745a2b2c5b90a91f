"""The fake as one object: its server, its users, and what they do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import Any

from pydantic_core import from_json
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.fakes.chat import Shown, chat_routes
from tests.fakes.faults import CuttableProtocol, Fault, Faults, cut
from tests.fakes.serving import Listening
from tests.fakes.zalo.oauth import OAuth, challenge_of
from tests.fakes.zalo.openapi import OpenApi, error
from tests.fakes.zalo.state import Delivery, Sent, State, Tokens
from tests.fakes.zalo.webhook import WebhookSender

PLACES = {
    "/v4/oa/access_token": "token",
    "/v3.0/oa/message/cs": "send",
    "/v2.0/oa/conversation": "history",
    "/v3.0/oa/user/detail": "profile",
    "/v3.0/oa/quota/message": "quota",
    "/v2.0/oa/getoa": "account",
}
Handler = Callable[[Request], Awaitable[Response]]


class FakeZalo(Listening, State):
    """A real HTTP server; its attributes change what it does from the next call on."""

    http = CuttableProtocol

    def __init__(self, port: int = 0) -> None:
        Listening.__init__(self, port)
        self.faults = Faults()
        self.sender = WebhookSender(self)
        self._oauth, self._openapi = OAuth(self), OpenApi(self, self._echo)
        State.__init__(self)

    def reset(self) -> None:
        """As on the first day; the ids, the secrets and the port stay."""
        super().reset()
        self.faults.clear()
        self.echoes = False
        self.sender.url = None
        self.sender.deliveries = []

    @property
    def webhook_url(self) -> str | None:
        """Where events go."""
        return self.sender.url

    @webhook_url.setter
    def webhook_url(self, url: str | None) -> None:
        self.sender.url = url

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self.sender.close()

    def app(self) -> Starlette:
        """Its routes, each behind the faults of its place."""
        routes = [*self._oauth.routes(), *self._openapi.routes()]
        faulty = [
            Route(route.path, self._faulty(route.path, route.endpoint), methods=list(route.methods or ()))
            for route in routes
        ]
        chat = chat_routes("Zalo thử", self.says, self._shown, self.faults)
        return Starlette(routes=[*faulty, *chat, Route("/_fake/meets", self._meets, methods=["POST"])])

    def connect(self) -> Tokens:
        """A pair of tokens as API Explorer gives them to the OA's admins."""
        return self._oauth.issue()

    def challenge_of(self, verifier: str) -> str:
        """What the console keeps of a verifier."""
        return challenge_of(verifier)

    def expire_access(self) -> None:
        """25 hours pass for the access token alone."""
        self.tokens.access_until = 0.0

    def kill_refresh(self) -> None:
        """The refresh token is worth nothing any more (used elsewhere, or withdrawn)."""
        self.tokens.refresh = ""

    def says(self, user_id: str, text: str, **more: Any) -> Future[Delivery]:
        """A user writes."""
        return self.sender.send(self.sender.from_user("user_send_text", user_id, text=text, **more), user_id)

    def does(self, name: str, user_id: str, **message: Any) -> Future[Delivery]:
        """A user sends something else: ``does("user_send_sticker", "u-1", attachments=[…])``."""
        return self.sender.send(self.sender.from_user(name, user_id, **message), user_id)

    def press(self, user_id: str, sent: Sent, number: int) -> Future[Delivery]:
        """A user presses a button: its payload comes as their text, nobody says that it was a button."""
        button = sent.buttons[number]
        if not button["type"].startswith("oa.query."):
            raise ValueError(f"{button['type']} tells the OA nothing")
        return self.says(user_id, button["payload"])

    def follows(self, user_id: str, name: str = "follow") -> Future[Delivery]:
        """A user follows (or, by ``name``, unfollows) the OA."""
        user = self.user(user_id)
        user.follower = name == "follow"
        user.last = self.now() if user.follower else user.last
        fields = {"oa_id": self.oa_id, "follower": {"id": user_id}, "user_id_by_app": user_id[::-1]}
        return self.sender.send(self.sender.envelope(name, **fields, source="oa_profile"))

    def person_writes(self, user_id: str, text: str, admin_id: str = "7301") -> Future[Delivery]:
        """An official types in OA chat."""
        return self.sender.send(self.sender.from_account("oa_send_text", user_id, admin_id, text=text))

    def to(self, user_id: str) -> list[Sent]:
        """What the OA sent to this user, in order."""
        return [sent for sent in self.sent if sent.user_id == user_id]

    def wait_for(self, user_id: str, count: int, seconds: float = 60.0) -> list[Sent]:
        """The messages to ``user_id`` once there are ``count`` of them; raises ``TimeoutError``."""
        deadline = time.monotonic() + seconds
        while len(found := self.to(user_id)) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(found)} of {count} messages reached {user_id}")
            time.sleep(0.01)
        return found

    def count(self, place: str) -> int:
        """How often a place was called."""
        return sum(called == place for called, _ in self.calls)

    async def _meets(self, request: Request) -> Response:
        self.user(from_json(await request.body())["user"]).last = self.now()
        return Response("{}")

    def _shown(self, user_id: str) -> Shown:
        return [
            {"id": sent.message_id, "at": sent.at, "text": sent.text, "buttons": sent.buttons}
            for sent in self.to(user_id)
        ]

    def _echo(self, sent: Sent) -> None:
        if self.echoes and self.webhook_url:
            echo = self.sender.from_account("oa_send_text", sent.user_id, text=sent.text, msg_id=sent.message_id)
            seen = self.sender.envelope(
                "user_received_message",
                sender={"id": self.oa_id},
                recipient={"id": sent.user_id},
                message={"msg_id": sent.message_id},
            )
            self.sender.send(echo)
            self.sender.send(seen)

    def _faulty(self, path: str, handler: Handler) -> Handler:
        place = PLACES.get(path, path.rsplit("/", 2)[-2] if "{" in path else path)

        async def handle(request: Request) -> Response:
            fault = self.faults.take(place)
            self.calls.append((place, fault.kind if fault else 0))
            return await (self._fail(fault, request, handler) if fault else handler(request))

        return handle

    async def _fail(self, fault: Fault, request: Request, handler: Handler) -> Response:
        if isinstance(fault.kind, int):
            return error(fault.kind, "told to fail")
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            return await handler(request)
        if fault.kind == "slow_after":
            response = await handler(request)
            await asyncio.sleep(fault.seconds)
            return response
        if fault.kind == "cut":
            cut(request)
            return Response()
        if fault.kind == "cut_after":
            await handler(request)
            cut(request)
            return Response()
        if fault.kind == "not_json":
            return Response("<html>…</html>", media_type="text/html")
        waits = {"Retry-After": str(round(fault.seconds))} if fault.seconds else {}
        return Response(status_code=int(fault.kind), headers=waits)
