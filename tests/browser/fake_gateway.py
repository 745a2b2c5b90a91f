"""A gateway with the public web API's behaviour and switches for every way it can fail.

A real HTTP server on loopback: sessions, messages answered once per id, resumable event streams, history,
problem documents, CORS by exact origin, the widget's files. Run by hand in ``tests/``:
``python -m browser.fake_gateway``.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .fake_answers import WELCOME, Json, reply_to

WIDGET = Path(__file__).parents[2] / "widget"
AGENCIES = {"minh-long", "duc-phu", "so-khcn-quang-ngai", "truong-quang-trong", "hon-quan"}
HELD_SECONDS = 120
ERASE = "Xóa dữ liệu của tôi"
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
DETAILS = {
    "invalid_request": (422, "Yêu cầu thiếu hoặc sai thông tin."),
    "message_empty": (422, "Tin nhắn chưa có nội dung. Anh/chị vui lòng nhập câu hỏi rồi gửi lại."),
    "message_too_long": (413, "Tin nhắn dài quá 2000 ký tự. Anh/chị vui lòng rút gọn."),
    "unknown_agency": (422, "Trợ lý chưa phục vụ cơ quan này. Vui lòng chọn lại cơ quan."),
    "unknown_button": (422, "Lựa chọn này không thuộc cuộc trò chuyện. Vui lòng gõ câu hỏi."),
    "token_missing": (401, "Thiếu mã phiên trò chuyện."),
    "token_invalid": (401, "Mã phiên trò chuyện không đúng."),
    "token_expired": (401, "Phiên trò chuyện đã hết hạn."),
    "rate_limited": (429, "Anh/chị gửi nhanh quá. Vui lòng chờ rồi gửi tiếp."),
    "not_found": (404, "Không có trang hay chức năng này."),
    "not_ready": (503, "Trợ lý đang khởi động. Vui lòng thử lại sau ít phút."),
    "internal_error": (500, "Hệ thống gặp trục trặc. Vui lòng thử lại sau ít phút."),
}


class ProblemError(Exception):
    """An error answered as a problem document with this code."""

    def __init__(self, code: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.headers = headers or {}


class DroppedError(Exception):
    """The connection is closed without an answer."""


def _now() -> str:
    return datetime.now(UTC).isoformat()


@dataclass
class Conversation:
    """One session: what was said, in the order of ``seq``, and the buttons it issued."""

    agency: str | None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    expired: bool = False
    items: list[Json] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    working_on: str | None = None
    linked: list[Json] = field(default_factory=list)
    """What was said in a linked conversation, as the history shows it."""

    def reply(self, draft: Json, message_id: str | None) -> Json:
        """Store an assistant's reply and return it as the API shows it."""
        buttons = [{"id": f"b_{secrets.token_hex(6)}", "title": title} for title in draft.get("buttons", [])]
        self.buttons |= {button["id"]: button["title"] for button in buttons}
        reply = {
            "id": f"r_{secrets.token_hex(6)}",
            "outcome": draft["outcome"],
            "text": draft["text"],
            "citations": draft.get("citations", []),
            "buttons": buttons,
            "attachments": [],
            "created_at": _now(),
        }
        self._add({"role": "assistant", "id": reply["id"], "reply": reply, "message_id": message_id})
        return reply

    def ask(self, message_id: str, text: str) -> bool:
        """Store a question; ``False`` when this id was stored before."""
        if any(item["role"] == "user" and item["id"] == message_id for item in self.items):
            return False
        self._add({"role": "user", "id": message_id, "text": text})
        return True

    def erase(self, before: str) -> None:
        """Forget what was said before a message."""
        self.items = [item for item in self.items if item["id"] == before]
        self.buttons.clear()

    def history(self) -> list[Json]:
        """Both conversations by time."""
        return sorted([*self.linked, *self.items], key=lambda item: str(item["created_at"]))

    def _add(self, item: Json) -> None:
        seq = self.items[-1]["seq"] + 1 if self.items else 1
        self.items.append({"seq": seq, "created_at": _now()} | item)


@contextmanager
def _closed(door: threading.Event) -> Iterator[None]:
    """Let nobody through before the block ends."""
    door.clear()
    try:
        yield
    finally:
        door.set()


class FakeGateway:
    """The server and its switches. Use as a context manager."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.conversations: dict[str, Conversation] = {}
        self.allowed_origins: set[str] = set()
        self.messages: list[Json] = []
        """Every message body that reached the server, repeated sends included."""
        self.resumed_after: list[str] = []
        """``Last-Event-ID`` of every stream that was opened."""
        self.failures: list[str] = []
        """ProblemError codes for the next messages, one each; ``"drop"`` closes the connection instead."""
        self.lose_acknowledgements = 0
        """How many of the next messages are stored but their 202 never arrives."""
        self.down = False
        self.silent_streams = False
        self.delay = 0.05
        self._free = threading.Event()
        self._sessions_free = threading.Event()
        for event in (self._free, self._sessions_free):
            event.set()
        self.swallowed: list[int] = []
        """The numbers of the replies that silent streams kept to themselves."""
        self.cut_in_reply = False
        """Break the next reply event off in its middle, once, together with its stream."""
        self.closed = False
        self.generation = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"gateway": self}))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """The server's origin."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> FakeGateway:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self.changed:
            self.closed = True
            self.changed.notify_all()
        self._server.shutdown()
        self._server.server_close()

    def held(self) -> AbstractContextManager[None]:
        """Answer no question before the block ends."""
        return _closed(self._free)

    def sessions_held(self) -> AbstractContextManager[None]:
        """Open no session before the block ends."""
        return _closed(self._sessions_free)

    def cut_streams(self) -> None:
        """Close every open event stream."""
        with self.changed:
            self.generation += 1
            self.changed.notify_all()

    def expire_sessions(self) -> None:
        """Let every token expire."""
        with self.changed:
            for conversation in self.conversations.values():
                conversation.expired = True
        self.cut_streams()

    def link(self, text: str, answer: str, channel: str) -> None:
        """Link the only conversation with another one, in which something was said before."""
        [conversation] = self.conversations.values()
        at = "2026-01-01T08:00:00Z"
        shown = {"id": "r_1", "outcome": "answered", "text": answer, "created_at": at}
        foreign = {"seq": 0, "channel": channel, "created_at": at}
        with self.changed:
            conversation.linked = [
                foreign | {"role": "user", "id": "x:1", "text": text},
                foreign | {"role": "assistant", "id": "r_1", "message_id": "x:1", "reply": shown},
            ]
            conversation.reply({"outcome": "account", "text": "Đã nối."}, None)
            self.changed.notify_all()

    def tell(self, text: str) -> None:
        """Say something that answers nothing, in the only conversation."""
        [conversation] = self.conversations.values()
        with self.changed:
            conversation.reply({"outcome": "small_talk", "text": text}, None)
            self.changed.notify_all()

    def unlink(self) -> None:
        """Cut it again."""
        [conversation] = self.conversations.values()
        with self.changed:
            conversation.linked = []
            conversation.reply({"outcome": "account", "text": "Đã thôi nối."}, None)
            self.changed.notify_all()

    def questions(self) -> list[str]:
        """What was asked, each stored question once."""
        stored = [item for one in self.conversations.values() for item in one.items]
        return [item["text"] for item in stored if item["role"] == "user"]

    def open_session(self, agency: str | None) -> Json:
        """``POST /v1/web/sessions``."""
        if agency is not None and agency not in AGENCIES:
            raise ProblemError("unknown_agency")
        self._sessions_free.wait(HELD_SECONDS)
        conversation = Conversation(agency)
        with self.changed:
            replies = [conversation.reply(WELCOME, None)]
            self.conversations[conversation.token] = conversation
        return {
            "session_id": secrets.token_hex(8),
            "token": conversation.token,
            "assistant": {
                "name": "Trợ lý ảo chính quyền cơ sở",
                "disclosure": "Anh/chị đang trò chuyện với trợ lý ảo: máy trả lời, không phải cán bộ.",
            },
            "replies": replies,
        }

    def receive(self, conversation: Conversation, body: Json) -> Json:
        """``POST /v1/web/messages``."""
        self.messages.append(body)
        if self.failures and (code := self.failures.pop(0)):
            if code == "drop":
                raise DroppedError
            raise ProblemError(code, {"Retry-After": "1"} if code == "rate_limited" else None)
        if "button" in body:
            text = conversation.buttons.get(body["button"])
            if text is None:
                raise ProblemError("unknown_button")
        else:
            text = str(body.get("text", ""))
        if not text.strip():
            raise ProblemError("message_empty")
        if len(text) > 2000:
            raise ProblemError("message_too_long")
        with self.changed:
            new = conversation.ask(body["id"], text)
        if new:
            threading.Thread(target=self._answer, args=(conversation, body["id"], text), daemon=True).start()
        if self.lose_acknowledgements:
            self.lose_acknowledgements -= 1
            raise DroppedError
        return {"message_id": body["id"]}

    def authorised(self, header: str | None) -> Conversation:
        """The conversation of a bearer token."""
        if not header or not header.startswith("Bearer "):
            raise ProblemError("token_missing")
        conversation = self.conversations.get(header.removeprefix("Bearer "))
        if conversation is None:
            raise ProblemError("token_invalid")
        if conversation.expired:
            raise ProblemError("token_expired")
        return conversation

    def stream(self, conversation: Conversation, after: int, generation: int, send: Any) -> None:
        """Write events until the streams of its ``generation`` are cut: replies with ids, ``typing`` without."""
        typing = None
        send(": open\nretry: 2000\n\n")
        while True:
            with self.changed:
                if self.closed or generation != self.generation:
                    return
                ready = [item for item in conversation.items if item["seq"] > after]
                if not ready and conversation.working_on == typing:
                    self.changed.wait(5)
                    continue
                working_on = conversation.working_on
            if working_on and working_on != typing and not self.silent_streams:
                send(f"event: typing\ndata: {json.dumps({'message_id': working_on})}\n\n")
            typing = working_on
            for item in ready:
                after = item["seq"]
                if item["role"] == "user":
                    continue
                if self.silent_streams:
                    self.swallowed.append(after)
                elif not self._send_reply(item, send):
                    return

    def _send_reply(self, item: Json, send: Any) -> bool:
        data = json.dumps({key: item[key] for key in ("seq", "message_id", "reply")}, ensure_ascii=False)
        text = f"id: {item['seq']}\nevent: reply\ndata: {data}\n\n"
        if self.cut_in_reply and item["message_id"]:
            self.cut_in_reply = False
            send(text[: len(text) // 2])
            return False
        send(text)
        return True

    def _answer(self, conversation: Conversation, message_id: str, text: str) -> None:
        with self.changed:
            conversation.working_on = message_id
            self.changed.notify_all()
        time.sleep(self.delay)
        self._free.wait(HELD_SECONDS)
        with self.changed:
            if text == ERASE:
                conversation.erase(before=message_id)
            conversation.reply(reply_to(text), message_id)
            conversation.working_on = None
            self.changed.notify_all()


class _Handler(BaseHTTPRequestHandler):
    gateway: FakeGateway
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Quiet: a failing test shows what it needs itself."""

    def do_OPTIONS(self) -> None:
        """A preflight: permission for the exact origins only."""
        self.send_response(204)
        self._cors()
        self.send_header("Access-Control-Allow-Methods", "GET, POST")
        self.send_header("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID, Prefer")
        self.end_headers()

    def do_GET(self) -> None:
        """Files, history, events."""
        self._guarded(self._get)

    def do_POST(self) -> None:
        """Sessions, messages."""
        self._guarded(self._post)

    def _guarded(self, work: Any) -> None:
        try:
            if self.gateway.down and self.path.startswith("/v1/"):
                raise DroppedError
            work()
        except DroppedError:
            self.close_connection = True
        except ProblemError as problem:
            status, detail = DETAILS[problem.code]
            body = {
                "type": "about:blank",
                "title": "Lỗi",
                "status": status,
                "detail": detail,
                "code": problem.code,
            }
            self._json(status, body, "application/problem+json", problem.headers)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _get(self) -> None:
        path = urlsplit(self.path).path
        if path == "/v1/web/history":
            conversation = self.gateway.authorised(self.headers["Authorization"])
            self._json(200, {"messages": conversation.history()})
        elif path == "/v1/web/events":
            self._events()
        elif path == "/":
            self._file(WIDGET / "demo" / "index.html")
        elif path.startswith("/w/") and ".." not in path:
            self._file(WIDGET / path.removeprefix("/w/"))
        else:
            raise ProblemError("not_found")

    def _post(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)) or b"{}")
        if self.path == "/v1/web/sessions":
            self._json(201, self.gateway.open_session(body.get("agency")))
        elif self.path == "/v1/web/messages":
            conversation = self.gateway.authorised(self.headers["Authorization"])
            self._json(202, self.gateway.receive(conversation, body))
        else:
            raise ProblemError("not_found")

    def _events(self) -> None:
        generation = self.gateway.generation  # before looking whether it may be opened: one or the other ends it
        conversation = self.gateway.authorised(self.headers["Authorization"])
        after = self.headers["Last-Event-ID"] or ""
        self.gateway.resumed_after.append(after)
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-cache, no-transform")
        self.send_header("Connection", "close")
        self._cors()
        self.end_headers()

        def send(text: str) -> None:
            self.wfile.write(text.encode())
            self.wfile.flush()

        self.gateway.stream(conversation, int(after) if after.isdigit() else 0, generation, send)

    def _file(self, path: Path) -> None:
        if not path.is_file():
            raise ProblemError("not_found")
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{TYPES.get(path.suffix, 'text/plain')}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("X-Content-Type-Options", "nosniff")
        if path.suffix == ".html":
            self.send_header("Content-Security-Policy", PAGE_POLICY)
        self.end_headers()
        self.wfile.write(body)

    def _json(
        self, status: int, body: Json, kind: str = "application/json", more: dict[str, str] | None = None
    ) -> None:
        raw = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self._cors()
        self.end_headers()
        self.wfile.write(raw)

    def _cors(self) -> None:
        origin = self.headers["Origin"]
        self.send_header("Vary", "Origin")
        if origin in self.gateway.allowed_origins:
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Access-Control-Expose-Headers", "Retry-After")


if __name__ == "__main__":
    with FakeGateway() as gateway:
        print(gateway.url, flush=True)
        threading.Event().wait()
