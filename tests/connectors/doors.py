"""Every channel's door as its platform knocks on it, for the contract that all of them keep."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import httpx2 as httpx

from tests.connectors.harness import RunningGateway
from tests.connectors.platforms import (
    BOT_SECRET,
    TELEGRAM_SECRET,
    permit,
    telegram_settings,
    zalo_bot_settings,
    zalo_settings,
)
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZalo
from tests.fakes.zalo.webhook import sign
from tests.fakes.zalo_bot import FakeZaloBot

Headers = dict[str, str]
BOT_HEADER = "X-Bot-Api-Secret-Token"
TELEGRAM_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Door(Protocol):
    """One channel. ``accepted`` is the status of a message taken; ``refused`` that of a forged one."""

    path: str
    accepted: int
    refused: int
    settings: dict[str, Any]
    without_secret: dict[str, Any] | None

    def open(self, gateway: RunningGateway) -> None:
        """What an official or a visitor does before the first message."""
        ...

    def body(self, text: str, message_id: str) -> bytes:
        """A message of one and the same user."""
        ...

    def headers(self, body: bytes) -> Headers:
        """What shows that it is genuine."""
        ...

    def forged(self, body: bytes) -> list[Headers]:
        """What does not."""
        ...

    def unknown(self) -> bytes | None:
        """An event nobody has heard of; ``None`` where there are no events."""
        ...

    def texts(self) -> list[str]:
        """What the user got to see."""
        ...


class _Secret:
    """A door whose requests carry a secret in a header."""

    accepted, refused = 200, 403

    def __init__(self, header: str, secret: str) -> None:
        self._header, self._secret = header, secret

    def headers(self, body: bytes) -> Headers:
        return {self._header: self._secret}

    def forged(self, body: bytes) -> list[Headers]:
        wrong = (self._secret[:-1], f"{self._secret}x", self._secret.swapcase(), "", "a" * 5000)
        return [{}, *({self._header: one} for one in wrong), {"Authorization": f"Bearer {self._secret}"}]


class TelegramDoor(_Secret):
    path = "/webhooks/telegram"

    def __init__(self, telegram: FakeTelegram) -> None:
        super().__init__(TELEGRAM_HEADER, TELEGRAM_SECRET)
        self._telegram = telegram
        self.settings = telegram_settings(telegram)
        self.without_secret = self.settings | {"telegram_secret": None}

    def open(self, gateway: RunningGateway) -> None:
        self._telegram.known.add(555)

    def body(self, text: str, message_id: str) -> bytes:
        number = int.from_bytes(message_id.encode()[-6:])
        message = self._telegram.user(555).message(text=text)
        return json.dumps({"update_id": number, "message": message}, ensure_ascii=False).encode()

    def unknown(self) -> bytes:
        return b'{"update_id": 5, "somebody_sneezed": {"id": 1}}'

    def texts(self) -> list[str]:
        return self._telegram.texts(555)


class ZaloBotDoor(_Secret):
    path = "/webhooks/zalo_bot"

    def __init__(self, bot: FakeZaloBot) -> None:
        super().__init__(BOT_HEADER, BOT_SECRET)
        self._bot = bot
        self.settings = zalo_bot_settings(bot)
        self.without_secret = self.settings | {"zalo_bot_secret": None}

    def open(self, gateway: RunningGateway) -> None:
        pass

    def body(self, text: str, message_id: str) -> bytes:
        return json.dumps(self._bot.update("u1", text=text, message_id=message_id), ensure_ascii=False).encode()

    def unknown(self) -> bytes:
        return json.dumps(self._bot.update("u1", event="message.sneeze.received")).encode()

    def texts(self) -> list[str]:
        return [one.text for one in self._bot.sent]


class ZaloDoor:
    path = "/webhooks/zalo"
    accepted, refused = 200, 403

    def __init__(self, zalo: FakeZalo) -> None:
        self._zalo = zalo
        self.settings = zalo_settings(zalo)
        self.without_secret = self.settings | {"zalo_oa_secret": None}

    def open(self, gateway: RunningGateway) -> None:
        assert permit(gateway).status_code == 200

    def body(self, text: str, message_id: str) -> bytes:
        return self._zalo.sender.from_user("user_send_text", "u-1", text=text, msg_id=message_id).raw

    def headers(self, body: bytes) -> Headers:
        return self._signed(body, self._zalo.app_id, self._zalo.oa_secret)

    def forged(self, body: bytes) -> list[Headers]:
        genuine = self.headers(body)["X-ZEvent-Signature"]
        wrong = (genuine[:-1], genuine[:-2] + "00", "mac=", "", genuine * 100)
        return [
            {},
            *({"X-ZEvent-Signature": one} for one in wrong),
            self._signed(body, self._zalo.app_id, secrets.token_hex(8)),
            self._signed(body + b" ", self._zalo.app_id, self._zalo.oa_secret),
        ]

    def unknown(self) -> bytes:
        return self._zalo.sender.from_user("user_sneezes", "u-1").raw

    def texts(self) -> list[str]:
        return [one.text for one in self._zalo.to("u-1")]

    def _signed(self, body: bytes, app_id: str, secret: str) -> Headers:
        try:
            timestamp = str(json.loads(body).get("timestamp", ""))
        except (ValueError, AttributeError, RecursionError):
            timestamp = ""
        return {"X-ZEvent-Signature": sign(body, timestamp, app_id, secret)}


class WebDoor:
    path = "/v1/web/messages"
    accepted, refused = 202, 401

    def __init__(self) -> None:
        self.settings: dict[str, Any] = {}
        self.without_secret = None

    def open(self, gateway: RunningGateway) -> None:
        self._url = gateway.url
        response = httpx.post(f"{self._url}/v1/web/sessions", json={"agency": "minh-long"}, timeout=60, trust_env=False)
        self._token = response.json()["token"]

    def body(self, text: str, message_id: str) -> bytes:
        return json.dumps({"id": message_id, "text": text}, ensure_ascii=False).encode()

    def headers(self, body: bytes) -> Headers:
        return {"Authorization": f"Bearer {self._token}"}

    def forged(self, body: bytes) -> list[Headers]:
        wrong = (self._token[:-1], f"{self._token}x", self._token.swapcase(), "", "a" * 5000)
        return [{}, *({"Authorization": f"Bearer {one}".strip()} for one in wrong), {"X-Token": self._token}]

    def unknown(self) -> None:
        return None

    def texts(self) -> list[str]:
        url = f"{self._url}/v1/web/history"
        history = httpx.get(url, headers=self.headers(b""), timeout=60, trust_env=False).json()["messages"]
        return [one["reply"]["text"] for one in history if one["role"] == "assistant"]


@contextmanager
def _web() -> Iterator[Door]:
    yield WebDoor()


@contextmanager
def _telegram() -> Iterator[Door]:
    with FakeTelegram() as telegram:
        yield TelegramDoor(telegram)


@contextmanager
def _zalo() -> Iterator[Door]:
    with FakeZalo() as zalo:
        yield ZaloDoor(zalo)


@contextmanager
def _zalo_bot() -> Iterator[Door]:
    with FakeZaloBot() as bot:
        yield ZaloBotDoor(bot)


DOORS: dict[str, Callable[[], Any]] = {"web": _web, "telegram": _telegram, "zalo": _zalo, "zalo_bot": _zalo_bot}
