"""What the fake knows and what it saw."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

CODE_SECONDS = 600
ACCESS_SECONDS = 90_000
REFRESH_SECONDS = 90 * 86_400
FREE_SECONDS = 48 * 3600
OPEN_SECONDS = 7 * 86_400
ASSET_SECONDS = 7 * 86_400


@dataclass
class User:
    """Someone on Zalo; ``last`` is when they last wrote to the OA (seconds, the fake's clock)."""

    id: str
    last: float | None = None
    follower: bool = True
    blocked: bool = False
    name: str = "Người dùng thử"


@dataclass(frozen=True)
class Sent:
    """A message the OA sent and its user saw."""

    at: float
    user_id: str
    message_id: str
    message: dict[str, Any]
    billed: bool

    @property
    def text(self) -> str:
        text: str = self.message.get("text", "")
        return text

    @property
    def buttons(self) -> list[dict[str, Any]]:
        payload = self.message.get("attachment", {}).get("payload", {})
        buttons: list[dict[str, Any]] = payload.get("buttons", [])
        return buttons


@dataclass
class Delivery:
    """One event on its way to the webhook: every try with its status (or the name of what broke) and its time."""

    event_name: str
    message_id: str | None
    raw: bytes
    headers: dict[str, str]
    tries: list[tuple[int | str, float]] = field(default_factory=list)

    @property
    def acknowledged(self) -> bool:
        return bool(self.tries) and self.tries[-1][0] == 200


@dataclass
class Consent:
    """An authorization code on its way."""

    challenge: str
    until: float


@dataclass
class Tokens:
    """The pair in force. There is one of each: a new one ends the old."""

    access: str = ""
    access_until: float = 0.0
    refresh: str = ""
    refresh_until: float = 0.0
    issued: int = 0


def digits(count: int = 18) -> str:
    """An id as Zalo makes them: text of digits, beyond 2**53."""
    return str(secrets.randbelow(9 * 10 ** (count - 1)) + 10 ** (count - 1))


class State:
    """Everything the fake's parts share. ``ahead`` moves its clock (seconds)."""

    trusts_quotes = False
    """Whether messages may be quoted that it has not seen: users whose events somebody else posts."""

    def __init__(self) -> None:
        self.app_id, self.oa_id = digits(), digits()
        self.app_secret, self.oa_secret = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.reset()

    def reset(self) -> None:
        """As on the first day; the ids and secrets stay."""
        self.ahead = 0.0
        self.callback_url: str | None = None
        self.console_challenge: str | None = None
        self.consents: dict[str, Consent] = {}
        self.tokens = Tokens()
        self.users: dict[str, User] = {}
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, int | str]] = []
        self.history: dict[str, list[dict[str, Any]]] = {}
        self.assets: dict[str, float] = {}
        self.rate_per_minute = 4000
        self.rate: tuple[int, int] = (0, 0)
        self.oa_name = "OA thử nghiệm"

    def now(self) -> float:
        """The fake's clock, in seconds."""
        return time.time() + self.ahead

    def user(self, user_id: str) -> User:
        """The user, made on first sight."""
        return self.users.setdefault(user_id, User(user_id))

    def remember(self, user_id: str, message_id: str, text: str, *, from_user: bool) -> None:
        """Keep a message for the history call, newest first."""
        ends = (user_id, self.oa_id) if from_user else (self.oa_id, user_id)
        self.history.setdefault(user_id, []).insert(
            0,
            {
                "src": int(from_user),
                "time": int(self.now() * 1000),
                "type": "text",
                "message": text,
                "message_id": message_id,
                "from_id": ends[0],
                "to_id": ends[1],
            },
        )
