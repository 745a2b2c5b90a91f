"""A fake Rasa 3.6 with the gateway channel, and the action server's health route beside it.

    with FakeRasa() as rasa:
        rasa.delay = 0.2                      # every turn takes 200 ms
        with rasa.held():                     # no turn ends before the block does
            ...
        rasa.answers["hỏi gì"] = [{"text": "…"}]
        rasa.fault = "500"                    # see ``Fault``
        rasa.faults_left = 2                  # so often; with the last of them an action server that was away is back
        rasa.received                         # the bodies of the turns so far

By itself: ``python -m tests.fakes.rasa --port 5005 --secret S --token T``. Shapes after Rasa's own (reference
``rasa.md`` §3–§5, §12) and the contract of the gateway channel.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from pydantic_core import from_json
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.serving import Listening, command_line

Fault = Literal["500", "empty", "malformed", "not_json", "hang", "cut"]

CITATION = {
    "document_id": "minh-long",
    "title": "Kế hoạch chuyển đổi số huyện Minh Long",
    "number": "122/KH-UBND",
    "issuer": "UBND huyện Minh Long",
    "issued": "2024-09-06",
    "locator": "III.1",
    "quote": None,
    "url": None,
}


def answer(text: str) -> dict[str, Any]:
    """What the action server says to a question: an answer with a citation and a button."""
    button = {"title": "Ai chủ trì việc này?", "payload": '/ask_responsible{"agency": "minh-long"}'}
    reply = {
        "outcome": "answered",
        "text": f"Trả lời: {text}",
        "citations": [CITATION],
        "buttons": [button],
        "attachments": [],
    }
    return {"custom": {"reply": reply}}


def utterance(text: str, outcome: str = "small_talk") -> dict[str, Any]:
    """What a response of domain.yml looks like on the gateway channel."""
    return {
        "text": text,
        "buttons": [{"title": "Bạn làm được gì?", "payload": "/ask_capabilities"}],
        "metadata": {"outcome": outcome},
        "utter_action": "utter_greet",
        "recipient_id": "…",
        "timestamp": 1795244403.1,
        "model_id": "fake",
        "assistant_id": "troly",
    }


class FakeRasa(Listening):
    """A real HTTP server; its attributes change what it does from the next turn on."""

    def __init__(self, secret: str = "s" * 32, token: str = "t" * 32, port: int = 0) -> None:
        self.secret, self.token = secret, token
        super().__init__(port)
        self.reset()

    def reset(self) -> None:
        """Behave well again and forget what was received."""
        self.delay = 0.0
        self.holds = False
        self.fault: Fault | None = None
        self.faults_left: int | None = None
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.received: list[dict[str, Any]] = []
        self.events: list[tuple[str, Any]] = []
        self.forgotten: list[str] = []
        self.model_loaded = True
        self.action_server_up = True
        self.busy: list[str] = []
        self.overlaps = 0
        self.most_at_once = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let no turn end before the block does, however long it takes."""
        self.holds = True
        try:
            yield
        finally:
            self.holds = False

    @property
    def texts(self) -> list[str]:
        """The messages received, in order."""
        return [body["message"] for body in self.received]

    def app(self) -> Starlette:
        """Its routes."""
        return Starlette(
            routes=[
                Route("/webhooks/gateway/", self._channel_health),
                Route("/webhooks/gateway/webhook", self._webhook, methods=["POST"]),
                Route("/version", self._version),
                Route("/status", self._status),
                Route("/conversations/{id:path}/tracker/events", self._tracker_events, methods=["POST", "PUT"]),
                Route("/conversations/{id:path}/trigger_intent", self._trigger_intent, methods=["POST"]),
                Route("/health", self._action_health),
            ]
        )

    async def _webhook(self, request: Request) -> Response:
        given = request.headers.get("x-gateway-secret", "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            return JSONResponse({"error": "forbidden"}, status_code=403)
        try:
            body = from_json(await request.body())
        except ValueError:
            body = {}
        if not body.get("sender") or not isinstance(body.get("message"), str) or not body["message"].strip():
            return JSONResponse({"error": "invalid_body"}, status_code=400)
        self.received.append(body)
        self.overlaps += body["sender"] in self.busy
        busy = self.busy  # of this test: a turn may outlast a reset
        busy.append(body["sender"])
        self.most_at_once = max(self.most_at_once, len(busy))
        try:
            return await self._turn(body)
        finally:
            busy.remove(body["sender"])

    async def _turn(self, body: dict[str, Any]) -> Response:
        if self.delay:
            await asyncio.sleep(self.delay)
        while self.holds:
            await asyncio.sleep(0.005)
        if self.fault and self.faults_left != 0:
            if self.faults_left is not None:
                self.faults_left -= 1
                self.action_server_up = self.action_server_up or not self.faults_left
            return await self._fail(self.fault)
        text: str = body["message"]
        if text in self.answers:
            return JSONResponse({"messages": self.answers[text]})
        return JSONResponse({"messages": [utterance("Chào anh/chị!") if text == "xin chào" else answer(text)]})

    async def _fail(self, fault: Fault) -> Response:
        if fault == "500":
            return JSONResponse({"error": "processing_failed", "messages": []}, status_code=500)
        if fault == "empty":
            return JSONResponse({"messages": []})
        if fault == "malformed":
            return JSONResponse({"messages": [{"custom": {"reply": {"outcome": "sure", "text": "?"}}}]})
        if fault == "not_json":
            return Response("<html>bad gateway</html>", media_type="text/html")
        if fault == "hang":
            await asyncio.sleep(3600)
        raise ConnectionResetError  # cut: uvicorn answers 500 and closes

    async def _channel_health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def _version(self, _: Request) -> Response:
        return JSONResponse({"version": "3.6.21", "minimum_compatible_version": "3.5.0"})

    async def _status(self, request: Request) -> Response:
        if refused := self._refused(request):
            return refused
        if not self.model_loaded:
            conflict = {"version": "3.6.21", "status": "failure", "reason": "Conflict", "code": 409}
            return JSONResponse(conflict, status_code=409)
        return JSONResponse({"model_file": "fake.tar.gz", "model_id": "fake", "num_active_training_jobs": 0})

    async def _tracker_events(self, request: Request) -> Response:
        if refused := self._refused(request):
            return refused
        sent = from_json(await request.body())
        if request.method == "PUT" and self.fault == "500":
            return JSONResponse({"version": "3.6.21", "status": "failure", "code": 500}, status_code=500)
        if request.method == "PUT" and sent == []:
            self.forgotten.append(request.path_params["id"])
        else:
            self.events.append((request.path_params["id"], sent))
        return JSONResponse({"sender_id": request.path_params["id"], "slots": {}, "paused": False, "events": []})

    async def _trigger_intent(self, request: Request) -> Response:
        if refused := self._refused(request):
            return refused
        sender = request.path_params["id"]
        tracker = {"sender_id": sender, "slots": {}, "paused": False}
        return JSONResponse({"tracker": tracker, "messages": [{"recipient_id": sender, "text": "Xin nhắc…"}]})

    async def _action_health(self, _: Request) -> Response:
        if not self.action_server_up:
            return Response(status_code=503)
        return JSONResponse({"status": "ok"})

    def _refused(self, request: Request) -> Response | None:
        if hmac.compare_digest(request.query_params.get("token", "").encode(), self.token.encode()):
            return None
        document: dict[str, Any] = {
            "version": "3.6.21",
            "status": "failure",
            "message": "User is not authenticated.",
            "reason": "NotAuthenticated",
            "details": {},
            "help": None,
            "code": 401,
        }
        return JSONResponse(document, status_code=401)


def main() -> None:
    """Serve until told to stop."""
    parser = command_line(__doc__, 5005)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds a turn takes")
    options = parser.parse_args()
    rasa = FakeRasa(options.secret, options.token, options.port)
    rasa.delay = options.delay
    rasa.serve()


if __name__ == "__main__":
    main()
