"""A fake Zalo Bot platform: six methods over HTTP, and the users behind it.

    with FakeZaloBot() as bot:
        bot.webhook = ("http://127.0.0.1:8000/webhooks/zalo_bot", "the secret")     # or the assistant's setWebhook
        bot.says("u1", "xin chào")
        bot.wait_for("u1", 1)
        bot.faults.add("sendMessage", "429")                                        # see ``tests.fakes.faults``

By itself, with a page to chat in: ``python -m tests.fakes.zalo_bot``. After reference ``zalo.md`` §14.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx2 as httpx
from pydantic_core import from_json
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.chat import Shown, chat_routes
from tests.fakes.faults import CuttableProtocol, Fault, Faults, cut
from tests.fakes.serving import Listening, command_line

LONGEST_TEXT = 2000
SECRET_LENGTHS = range(8, 257)
RETRIES = 5
POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Sent:
    """A message as its user sees it."""

    at: float
    chat_id: str
    message_id: str
    text: str


class FakeZaloBot(Listening):
    """A real HTTP server; its attributes change what it does from the next call on."""

    http = CuttableProtocol

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self._pool = ThreadPoolExecutor(8, "fake-zalo-bot-webhook")
        self._client = httpx.Client(timeout=60, trust_env=False)
        self.token = f"{secrets.randbelow(10**18)}:{secrets.token_hex(16)}"
        self.faults = Faults()
        self.reset()

    def reset(self) -> None:
        """As on the first day; the token and the port stay."""
        self.faults.clear()
        self.webhook: tuple[str, str] | None = None
        self.wrapped = False
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.updates: list[dict[str, Any]] = []

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self._pool.shutdown(cancel_futures=True)
        self._client.close()

    def app(self) -> Starlette:
        """Its routes."""
        chat = chat_routes("Zalo Bot thử", self.says, self._shown, self.faults)
        return Starlette(routes=[Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]), *chat])

    def update(self, user_id: str, event: str = "message.text.received", **message: Any) -> dict[str, Any]:
        """What the platform tells the bot of a message; ``wrapped`` puts it into the documented envelope."""
        body = {
            "message_id": secrets.token_hex(10),
            "date": int(time.time() * 1000),
            "from": {"id": user_id, "display_name": "Người dùng thử", "is_bot": False},
            "chat": {"id": user_id, "chat_type": "PRIVATE"},
        }
        update = {"event_name": event, "message": body | message}
        return {"ok": True, "result": update} if self.wrapped else update

    def says(self, user_id: str, text: str, **more: Any) -> Future[list[int | str]]:
        """A user writes; the result is what the webhook answered to each try."""
        return self.send(self.update(user_id, text=text, **more))

    def send(self, update: dict[str, Any]) -> Future[list[int | str]]:
        """Bring an update to the webhook, or keep it for ``getUpdates``."""
        if self.webhook is None:
            self.updates.append(update)
        return self._pool.submit(self._send, update)

    def wait_for(self, user_id: str, count: int, seconds: float = 60.0) -> list[Sent]:
        """The messages to ``user_id`` once there are ``count`` of them; raises ``TimeoutError``."""
        deadline = time.monotonic() + seconds
        while len(found := [sent for sent in self.sent if sent.chat_id == user_id]) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(found)} of {count} messages reached {user_id}")
            time.sleep(0.01)
        return found

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(called == method for called, _ in self.calls)

    def _shown(self, user_id: str) -> Shown:
        return [{"id": one.message_id, "text": one.text, "buttons": []} for one in self.sent if one.chat_id == user_id]

    def _send(self, update: dict[str, Any]) -> list[int | str]:
        answers: list[int | str] = []
        while self.webhook and len(answers) < RETRIES and answers[-1:] != [httpx.codes.OK]:
            url, secret = self.webhook
            headers = {"Content-Type": "application/json", "X-Bot-Api-Secret-Token": secret}
            try:
                body = json.dumps(update, ensure_ascii=False).encode()
                answers.append(int(self._client.post(url, content=body, headers=headers).status_code))
            except httpx.HTTPError as error:
                answers.append(type(error).__name__)
                time.sleep(0.05)
        return answers

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        if not hmac.compare_digest(request.path_params["token"].encode(), self.token.encode()):
            return _failure(401, "Unauthorized")
        body = await request.body()
        data: dict[str, Any] = from_json(body) if body else {}
        self.calls.append((method, data))
        fault = self.faults.take(method)
        return await (self._fail(fault, request, method, data) if fault else self._do(method, data))

    async def _fail(self, fault: Fault, request: Request, method: str, data: dict[str, Any]) -> Response:
        if fault.kind == "cut_after":
            await self._do(method, data)
        if fault.kind in ("cut", "cut_after"):
            cut(request)
            return Response()
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            return await self._do(method, data)
        return _failure(int(fault.kind), "Quota exceeded" if fault.kind == "429" else "told to fail")

    async def _do(self, method: str, data: dict[str, Any]) -> Response:
        match method:
            case "getMe":
                return _result({"id": self.token.split(":")[0], "account_name": "bot.thu", "can_join_groups": False})
            case "getUpdates":
                self.webhook = None  # one or the other
                return await self._next_update(min(float(data.get("timeout", 30)), POLL_SECONDS))
            case "setWebhook":
                if len(data.get("secret_token", "")) not in SECRET_LENGTHS:
                    return _failure(400, "secret_token is invalid")
                self.webhook = (data["url"], data["secret_token"])
                return _result({"url": data["url"], "updated_at": int(time.time() * 1000)})
            case "deleteWebhook":
                self.webhook = None
                return _result({"url": ""})
            case "getWebhookInfo":
                return _result({"url": self.webhook[0]}) if self.webhook else _failure(404, "Not found")
            case "sendMessage" | "sendPhoto":
                return self._sent(data)
            case "sendChatAction":
                return JSONResponse({"ok": True})
        return _failure(404, "Not found")

    async def _next_update(self, seconds: float) -> Response:
        """One update, no list; HTTP 408 where none comes."""
        if not self.updates:
            await asyncio.sleep(seconds)
        return _result(self.updates.pop(0)) if self.updates else _failure(408, "Request timeout")

    def _sent(self, data: dict[str, Any]) -> Response:
        text = data.get("text", data.get("caption", ""))
        if not data.get("chat_id") or len(text) > LONGEST_TEXT or not (text or data.get("photo")):
            return _failure(400, "Bad request")
        sent = Sent(time.time(), data["chat_id"], secrets.token_hex(10), text)
        self.sent.append(sent)
        return _result({"message_id": sent.message_id, "date": int(sent.at * 1000)})


def _result(result: dict[str, Any]) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _failure(status: int, description: str) -> Response:
    return JSONResponse({"ok": False, "description": description, "error_code": status}, status_code=status)


def main() -> None:
    """Serve until told to stop."""
    parser = command_line(__doc__, 8083)
    parser.add_argument("--webhook", action="store_true", help="bring updates to the assistant instead of keeping them")
    options = parser.parse_args()
    bot = FakeZaloBot(options.port)
    print(f"Chat at {bot.url}/ once the assistant runs with:")
    webhook = f"TROLY_ZALO_BOT_SECRET={secrets.token_urlsafe(24)} TROLY_PUBLIC_URL={options.assistant} "
    print(f"  TROLY_ZALO_BOT_API={bot.url} TROLY_ZALO_BOT_TOKEN={bot.token} \\")
    print(f"  {webhook if options.webhook else ''}make up", flush=True)
    bot.serve()


if __name__ == "__main__":
    main()
