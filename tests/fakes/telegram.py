"""A fake Telegram: the Bot API over HTTP, and the users behind it.

    with FakeTelegram() as telegram:
        an = telegram.user(555)
        an.says("xin chào")                    # an update: to the webhook, again until it is taken; or to getUpdates
        telegram.messages(555)                 # what the bot sent there
        an.presses(telegram.messages(555)[-1].buttons[0])
        an.blocks()
        telegram.faults.add("sendMessage", "429", seconds=2)    # see ``tests.fakes.faults``

By itself, with a page to chat in: ``python -m tests.fakes.telegram``, or ``troly fake telegram``. Shapes after
reference ``telegram.md`` §2–§7. Differs from Telegram: a webhook's address may be http and on any port.
"""

from __future__ import annotations

import asyncio
import contextlib
import html.parser
import itertools
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx2 as httpx
from pydantic_core import from_json
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.chat import Shown, chat_routes
from tests.fakes.faults import CuttableProtocol, Faults, cut
from tests.fakes.serving import Listening, command_line

LONGEST_TEXT = 4096
LONGEST_DATA = 64
FIRST_SUPERGROUP = -1_000_000_000_000
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote", "tg-spoiler"}


@dataclass
class Call:
    """One call of the Bot API."""

    method: str
    data: dict[str, str]
    at: float


@dataclass
class Sent:
    """A message as its user sees it."""

    message_id: int
    chat: int
    text: str
    buttons: list[dict[str, str]]
    at: float
    parse_mode: str | None = None
    answers: int | None = None
    """The message it stands under."""


@dataclass
class Post:
    """One delivery of an update to the webhook."""

    update_id: int
    status: int | None
    seconds: float


@dataclass
class Webhook:
    """Where updates go; nowhere while ``url`` is empty."""

    url: str = ""
    secret: str = ""
    connections: int = 40
    allowed: list[str] = field(default_factory=list)


class ApiError(Exception):
    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters
        self.code = code


class FakeTelegram(Listening):
    """A real HTTP server; its attributes change what it does from the next call on."""

    http = CuttableProtocol
    keep_alive_seconds = 75

    def __init__(self, token: str | None = None, port: int = 0, retry_seconds: float = 0.05) -> None:
        self.token = token or f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(26)}"
        self.username = "fake_troly_bot"
        self.retry_seconds = retry_seconds
        super().__init__(port)
        self._loop: asyncio.AbstractEventLoop | None = None
        self.faults = Faults()
        self._counts: dict[int, Iterator[int]] = {}
        self._update_ids = itertools.count(secrets.randbelow(10**6) + 1)
        self.reset()

    def reset(self) -> None:
        """Behave well again and forget everybody."""
        self.faults.clear()
        self.webhook = Webhook()
        self.calls: list[Call] = []
        self.sent: list[Sent] = []
        self.written: set[tuple[int, int]] = set()
        self.posts: list[Post] = []
        self.answered: list[str] = []
        self.known: set[int] = set()
        self.blocked: set[int] = set()
        self.commands: list[dict[str, str]] = []
        self.fetchable: list[dict[str, Any]] = []
        self._chains: dict[int, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(40)
        self.generation = getattr(self, "generation", 0) + 1

    # The bot's side

    @property
    def account(self) -> str:
        """The bot's id."""
        return self.token.partition(":")[0]

    def messages(self, chat: int) -> list[Sent]:
        """What the bot sent to a chat."""
        return [one for one in self.sent if one.chat == chat]

    def texts(self, chat: int) -> list[str]:
        """Their words."""
        return [one.text for one in self.messages(chat)]

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    # The users' side

    def user(self, number: int) -> User:
        """A user in a private chat."""
        return User(self, number)

    def update(self, chat: int, **content: Any) -> dict[str, Any]:
        """Have an update delivered; returns it. Those of one chat are delivered in order."""
        update = {"update_id": next(self._update_ids), **content}
        self.known.add(chat)
        self.deliver(chat, update)
        return update

    def deliver(self, chat: int, update: dict[str, Any]) -> None:
        """Deliver an update, perhaps one that was delivered before."""
        assert self._loop is not None, "not started"
        self._loop.call_soon_threadsafe(self._enqueue, chat, update)

    def next_message_id(self, chat: int) -> int:
        """Private chats and small groups are counted together, each supergroup by itself."""
        count = chat if chat <= FIRST_SUPERGROUP else 0
        return next(self._counts.setdefault(count, itertools.count(1000)))

    # The server

    def app(self) -> Starlette:
        """Its routes."""
        return Starlette(
            lifespan=self._lifespan,
            routes=[
                Route("/bot{token}/{method}", self._api, methods=["GET", "POST"]),
                *chat_routes("Telegram thử", self._chatted, self._shown, self.faults),
                Route("/_fake/meets", self._meets, methods=["POST"]),
            ],
        )

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        async with httpx.AsyncClient(timeout=60, trust_env=False) as self._client:
            yield
            for task in self._chains.values():
                task.cancel()
            await asyncio.gather(*self._chains.values(), return_exceptions=True)

    # Updates

    def _enqueue(self, chat: int, update: dict[str, Any]) -> None:
        if not self.webhook.url:
            self.fetchable.append(update)
            return
        before = self._chains.get(chat)
        self._chains[chat] = asyncio.get_running_loop().create_task(self._post(before, update, self.generation))

    async def _post(self, before: asyncio.Task[None] | None, update: dict[str, Any], generation: int) -> None:
        if before is not None:
            await asyncio.gather(before, return_exceptions=True)
        pause = self.retry_seconds
        while self.generation == generation:
            async with self._places:
                status, seconds = await self._post_once(update)
            self.posts.append(Post(update["update_id"], status, seconds))
            if status is not None and 200 <= status < 300:
                return
            await asyncio.sleep(pause)
            pause = min(5.0, pause * 2)

    async def _post_once(self, update: dict[str, Any]) -> tuple[int | None, float]:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.secret} if self.webhook.secret else {}
        started = time.perf_counter()
        try:
            response = await self._client.post(self.webhook.url, json=update, headers=headers)
        except httpx.HTTPError:
            return None, time.perf_counter() - started
        return response.status_code, time.perf_counter() - started

    # The Bot API

    async def _api(self, request: Request) -> Response:
        method = request.path_params["method"]
        data = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        self.calls.append(Call(method, data, time.monotonic()))
        if request.path_params["token"] != self.token:
            return _refusal(ApiError(401, "Unauthorized"))
        fault = self.faults.take(method)
        kind = str(fault.kind) if fault else ""
        if fault and kind == "slow":
            await asyncio.sleep(fault.seconds)
        try:
            if kind == "429":
                wait = max(1, round(fault.seconds)) if fault else 1
                raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
            if kind in ("500", "502"):
                raise ApiError(int(kind), "Internal Server Error" if kind == "500" else "Bad Gateway")
            if kind in ("400", "403"):
                raise ApiError(int(kind), "Bad Request: refused" if kind == "400" else "Forbidden: user is deactivated")
            if kind == "cut":
                cut(request)
                return Response()
            if kind == "parse":
                raise ApiError(400, "Bad Request: can't parse entities: Unsupported start tag")
            result = await self._call(method, data)
        except ApiError as error:
            return _refusal(error)
        if kind == "cut_after":
            cut(request)
            return Response()
        if kind == "not_json":
            return Response("<html>", media_type="text/html")
        return JSONResponse({"ok": True, "result": result})

    async def _call(self, method: str, data: dict[str, str]) -> Any:
        found = getattr(self, f"_{method}", None)
        if found is None or method.startswith("_"):
            raise ApiError(404, "Not Found: method not found")
        return await found(data)

    async def _getMe(self, _: dict[str, str]) -> Any:  # noqa: N802  the method's name
        return {"id": int(self.account), "is_bot": True, "first_name": "Trợ lý thử", "username": self.username}

    async def _setWebhook(self, data: dict[str, str]) -> Any:  # noqa: N802
        allowed = from_json(data.get("allowed_updates") or "[]")
        connections = int(data.get("max_connections", 40))
        self.webhook = Webhook(data.get("url", ""), data.get("secret_token", ""), connections, allowed)
        self._places = asyncio.Semaphore(connections)
        waiting, self.fetchable = self.fetchable, []
        for update in waiting:
            self._enqueue(_chat_of(update), update)
        return True

    async def _deleteWebhook(self, _: dict[str, str]) -> Any:  # noqa: N802
        self.webhook = Webhook()
        return True

    async def _getWebhookInfo(self, _: dict[str, str]) -> Any:  # noqa: N802
        waiting = sum(not task.done() for task in self._chains.values()) + len(self.fetchable)
        return {"url": self.webhook.url, "has_custom_certificate": False, "pending_update_count": waiting}

    async def _getUpdates(self, data: dict[str, str]) -> Any:  # noqa: N802
        if self.webhook.url:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook")
        offset = int(data.get("offset", 0))
        self.fetchable = [update for update in self.fetchable if update["update_id"] >= offset]
        deadline = time.monotonic() + min(float(data.get("timeout", 0)), 2.0)
        generation = self.generation
        while not self.fetchable and time.monotonic() < deadline and generation == self.generation:
            await asyncio.sleep(0.02)
        return self.fetchable[: int(data.get("limit", 100))]

    async def _setMyCommands(self, data: dict[str, str]) -> Any:  # noqa: N802
        self.commands = from_json(data["commands"])
        return True

    async def _answerCallbackQuery(self, data: dict[str, str]) -> Any:  # noqa: N802
        self.answered.append(data["callback_query_id"])
        return True

    async def _sendChatAction(self, data: dict[str, str]) -> Any:  # noqa: N802
        self._reachable(data)
        return True

    async def _sendMessage(self, data: dict[str, str]) -> Any:  # noqa: N802
        chat = self._reachable(data)
        text = _visible(data.get("text", ""), data.get("parse_mode"))
        buttons = _buttons(data.get("reply_markup"))
        answers = from_json(data.get("reply_parameters", "{}")).get("message_id")
        sent = Sent(self.next_message_id(chat), chat, text, buttons, time.monotonic(), data.get("parse_mode"), answers)
        self.sent.append(sent)
        return _message(sent)

    async def _editMessageText(self, data: dict[str, str]) -> Any:  # noqa: N802
        sent = self._own_message(data)
        text, buttons = _visible(data.get("text", ""), data.get("parse_mode")), _buttons(data.get("reply_markup"))
        if (text, buttons) == (sent.text, sent.buttons):
            raise ApiError(400, NOT_MODIFIED)
        sent.text, sent.buttons = text, buttons
        return _message(sent)

    async def _editMessageReplyMarkup(self, data: dict[str, str]) -> Any:  # noqa: N802
        sent = self._own_message(data)
        buttons = _buttons(data.get("reply_markup"))
        if buttons == sent.buttons:
            raise ApiError(400, NOT_MODIFIED)
        sent.buttons = buttons
        return _message(sent)

    def _own_message(self, data: dict[str, str]) -> Sent:
        chat, number = self._reachable(data), int(data.get("message_id", 0))
        for sent in self.messages(chat):
            if sent.message_id == number:
                return sent
        if (chat, number) in self.written:
            raise ApiError(400, "Bad Request: message can't be edited")
        raise ApiError(400, "Bad Request: message to edit not found")

    def _reachable(self, data: dict[str, str]) -> int:
        chat = int(data.get("chat_id", 0))
        if chat not in self.known:
            raise ApiError(400, "Bad Request: chat not found")
        if chat in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    # The page to chat in

    def _chatted(self, user: str, text: str) -> None:
        """Words, or a button's data: the page tells them apart no more than that."""
        offered = {button["callback_data"] for one in self.messages(int(user)) for button in one.buttons}
        someone = self.user(int(user))
        someone.presses({"callback_data": text}) if text in offered else someone.says(text)

    async def _meets(self, request: Request) -> Response:
        self.known.add(int(from_json(await request.body())["user"]))
        return Response("{}")

    def _shown(self, user: str) -> Shown:
        return [
            {
                "id": one.message_id,
                "at": one.at + time.time() - time.monotonic(),
                "text": one.text,
                "buttons": [{"title": button["text"], "payload": button["callback_data"]} for button in one.buttons],
            }
            for one in self.messages(int(user))
        ]


class User:
    """Somebody with Telegram."""

    def __init__(self, telegram: FakeTelegram, number: int) -> None:
        self._telegram = telegram
        self.number = number

    @property
    def sender(self) -> dict[str, Any]:
        return {"id": self.number, "is_bot": False, "first_name": "An", "language_code": "vi"}

    def message(self, chat: dict[str, Any] | None = None, **content: Any) -> dict[str, Any]:
        """A message of any kind, as Telegram writes it."""
        chat = chat or {"id": self.number, "type": "private", "first_name": "An"}
        message_id = self._telegram.next_message_id(chat["id"])
        self._telegram.written.add((chat["id"], message_id))
        return {
            "message_id": message_id,
            "date": int(time.time()),
            "chat": chat,
            "from": self.sender,
            **content,
        }

    def sends(self, chat: dict[str, Any] | None = None, **content: Any) -> dict[str, Any]:
        """Send it; returns the update."""
        message = self.message(chat, **content)
        return self._telegram.update(message["chat"]["id"], message=message)

    def says(self, text: str, chat: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send words."""
        if not text.startswith("/"):
            return self.sends(chat, text=text)
        command = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
        return self.sends(chat, text=text, entities=[command])

    def presses(self, button: dict[str, str]) -> dict[str, Any]:
        """Press a button of a message."""
        below = {"message_id": 1, "date": int(time.time()), "chat": {"id": self.number, "type": "private"}}
        query = {
            "id": secrets.token_hex(9),
            "from": self.sender,
            "message": below,
            "chat_instance": "-1",
            "data": button["callback_data"],
        }
        return self._telegram.update(self.number, callback_query=query)

    def edits(self, text: str) -> dict[str, Any]:
        """Change an earlier message."""
        edited = self.message(text=text, edit_date=int(time.time()))
        return self._telegram.update(self.number, edited_message=edited)

    def blocks(self) -> dict[str, Any]:
        """Block the bot."""
        self._telegram.blocked.add(self.number)
        return self._membership("member", "kicked")

    def unblocks(self) -> dict[str, Any]:
        """And let it in again."""
        self._telegram.blocked.discard(self.number)
        return self._membership("kicked", "member")

    def _membership(self, before: str, after: str) -> dict[str, Any]:
        bot = {"id": int(self._telegram.account), "is_bot": True, "first_name": "Trợ lý thử"}
        change = {
            "chat": {"id": self.number, "type": "private", "first_name": "An"},
            "from": self.sender,
            "date": int(time.time()),
            "old_chat_member": {"user": bot, "status": before, "until_date": 0},
            "new_chat_member": {"user": bot, "status": after, "until_date": 0},
        }
        return self._telegram.update(self.number, my_chat_member=change)


class _Markup(html.parser.HTMLParser):
    """What HTML of Telegram's kind shows; complains as Telegram does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise ApiError(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}" at byte offset 0')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise ApiError(400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 0")

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def _visible(text: str, parse_mode: str | None) -> str:
    if parse_mode == "HTML":
        markup = _Markup()
        markup.feed(text)
        markup.close()
        if markup.open:
            raise ApiError(400, "Bad Request: can't parse entities: Can't find end tag")
        text = "".join(markup.shown)
    elif parse_mode:
        raise ApiError(400, "Bad Request: unsupported parse_mode")
    if not text.strip():
        raise ApiError(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise ApiError(400, "Bad Request: message is too long")
    return text


def _buttons(markup: str | None) -> list[dict[str, str]]:
    rows = from_json(markup).get("inline_keyboard", []) if markup else []
    buttons = [button for row in rows for button in row]
    if len(buttons) > 100:
        raise ApiError(400, "Bad Request: reply markup is too long")
    for button in buttons:
        if not 1 <= len(button.get("callback_data", "").encode()) <= LONGEST_DATA:
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return buttons


def _message(sent: Sent) -> dict[str, Any]:
    chat = {"id": sent.chat, "type": "private" if sent.chat > 0 else "supergroup"}
    return {"message_id": sent.message_id, "date": int(time.time()), "chat": chat, "text": sent.text}


def _refusal(error: ApiError) -> Response:
    return JSONResponse(error.body, status_code=error.code)


def _chat_of(update: dict[str, Any]) -> int:
    for content in update.values():
        if isinstance(content, dict):
            message = content.get("message", content)
            return int(message["chat"]["id"])
    raise ValueError("an update of no chat")


def main() -> None:
    """Serve until told to stop."""
    parser = command_line(__doc__, 8081)
    parser.add_argument("--token", help="the bot's token; made up unless given")
    options = parser.parse_args()
    telegram = FakeTelegram(options.token, options.port)
    print(f"Chat at {telegram.url}/ once the assistant runs with:")
    print(f"  TROLY_TELEGRAM_API={telegram.url} TROLY_TELEGRAM_TOKEN={telegram.token}", flush=True)
    telegram.serve()


if __name__ == "__main__":
    main()
