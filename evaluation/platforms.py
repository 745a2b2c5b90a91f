"""The platforms a measurement can play: how each one's fake is started, and what connects a gateway to it."""

from __future__ import annotations

import json
import secrets
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

import httpx2 as httpx

from connectors.channels.zalo.events import timestamp_of
from connectors.channels.zalo.signature import signature

Fault = Mapping[str, object]
_BROKEN: tuple[Fault, ...] = (
    {"kind": "429", "seconds": 1},
    {"kind": "500"},
    {"kind": "502"},
    {"kind": "cut"},
    {"kind": "slow", "seconds": 1},
)


class Platform(ABC):
    """One platform with secrets of its own. ``faults`` are what its ``place``, the call that sends, can meet."""

    name: ClassVar[str]
    place: ClassVar[str]
    faults: ClassVar[Sequence[Fault]] = _BROKEN
    secrets: Sequence[str]

    @property
    def module(self) -> str:
        """The fake that plays it."""
        return f"tests.fakes.{self.name}"

    @abstractmethod
    def arguments(self, gateway: str) -> Sequence[str]:
        """Of the fake, for a gateway at this address."""

    @abstractmethod
    def environment(self, fake: str) -> dict[str, str]:
        """Of the gateway, for a fake at this address."""

    @abstractmethod
    def event(self, user: int, number: int) -> tuple[bytes, dict[str, str]]:
        """What the platform posts when ``user`` asks "câu ``number``": the body, and what shows that it is genuine."""

    @abstractmethod
    def sign(self, body: bytes, secret: str | None = None) -> dict[str, str]:
        """What shows, with another secret: pretends, that ``body`` is genuine."""

    @abstractmethod
    def connect(self, fake: httpx.Client, gateway: str) -> None:
        """What an official does once both run."""


class Telegram(Platform):
    """A bot with a webhook."""

    name, place = "telegram", "sendMessage"
    faults = (*_BROKEN, {"kind": "cut_after"})

    def __init__(self) -> None:
        self._token = f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_hex(17)}"
        self._secret = secrets.token_hex(32)
        self.secrets = (self._token, self._secret)

    def arguments(self, gateway: str) -> Sequence[str]:  # noqa: ARG002
        """The fake is told the gateway's address by ``connect``."""
        return ("--token", self._token)

    def environment(self, fake: str) -> dict[str, str]:
        """The bot's token and the webhook's secret."""
        return {
            "TROLY_TELEGRAM_API": fake,
            "TROLY_TELEGRAM_TOKEN": self._token,
            "TROLY_TELEGRAM_SECRET": self._secret,
        }

    def event(self, user: int, number: int) -> tuple[bytes, dict[str, str]]:
        """An update with a message."""
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": user, "type": "private"},
            "from": {"id": user, "is_bot": False},
            "text": f"câu {number}",
        }
        body = json.dumps({"update_id": number, "message": message}, ensure_ascii=False).encode()
        return body, self.sign(body)

    def sign(self, body: bytes, secret: str | None = None) -> dict[str, str]:  # noqa: ARG002  bodies are not signed
        """The secret."""
        return {"X-Telegram-Bot-Api-Secret-Token": self._secret if secret is None else secret}

    def connect(self, fake: httpx.Client, gateway: str) -> None:
        """Set the webhook."""
        webhook = {"url": f"{gateway}/webhooks/telegram", "secret_token": self._secret}
        fake.post(f"/bot{self._token}/setWebhook", data=webhook).raise_for_status()


class Zalo(Platform):
    """An Official Account that an official connects."""

    name, place = "zalo", "send"
    faults = (*_BROKEN, {"kind": "cut_after"}, {"kind": -200}, {"kind": -216})

    def __init__(self) -> None:
        self.app_id, self.account = (str(secrets.randbelow(9 * 10**17) + 10**17) for _ in range(2))
        self.oa_secret = secrets.token_hex(16)
        self._app_secret, self._connect_secret = secrets.token_hex(16), secrets.token_hex(16)
        self.secrets = (self.oa_secret, self._app_secret, self._connect_secret)

    def arguments(self, gateway: str) -> Sequence[str]:
        """Zalo tries again after seconds instead of minutes."""
        own = ("--app-id", self.app_id, "--app-secret", self._app_secret, "--oa-secret", self.oa_secret)
        return (*own, "--oa-id", self.account, "--assistant", gateway, "--pace", "0.02", "--trust-quotes")

    def environment(self, fake: str) -> dict[str, str]:
        """The app's and the OA's secrets, and the connect page's."""
        return {
            "TROLY_ZALO_APP_ID": self.app_id,
            "TROLY_ZALO_APP_SECRET": self._app_secret,
            "TROLY_ZALO_OA_SECRET": self.oa_secret,
            "TROLY_ZALO_CONNECT_SECRET": self._connect_secret,
            "TROLY_ZALO_API": fake,
            "TROLY_ZALO_OAUTH": fake,
        }

    def event(self, user: int, number: int) -> tuple[bytes, dict[str, str]]:
        """An event with a text."""
        event = {
            "app_id": self.app_id,
            "sender": {"id": str(user)},
            "recipient": {"id": self.account},
            "event_name": "user_send_text",
            "message": {"text": f"câu {number}", "msg_id": f"m{number}"},
            "timestamp": str(time.time_ns() // 1_000_000),
        }
        body = json.dumps(event, ensure_ascii=False).encode()
        return body, self.sign(body)

    def sign(self, body: bytes, secret: str | None = None) -> dict[str, str]:
        """The signature over the raw bytes."""
        at = timestamp_of(body)
        mac = signature(self.app_id, body, at, self.oa_secret if secret is None else secret)
        return {"X-ZEvent-Signature": f"mac={mac}"}

    def connect(self, fake: httpx.Client, gateway: str) -> None:
        """Open the connect page; the fake agrees at once and sends the browser back."""
        page = fake.get(f"{gateway}/zalo/connect", auth=("official", self._connect_secret), follow_redirects=True)
        page.raise_for_status()


PLATFORMS: dict[str, type[Telegram] | type[Zalo]] = {"telegram": Telegram, "zalo": Zalo}
