"""Fixtures: a fake Telegram, and gateways connected to it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.connectors.conftest import MakeGateway
from tests.connectors.harness import RunningGateway
from tests.fakes.telegram import FakeTelegram, Sent, Webhook

SECRET = secrets.token_urlsafe(24)
MakeConnected = Callable[..., RunningGateway]


@pytest.fixture(scope="session")
def _running_telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as running:
        yield running


@pytest.fixture
def telegram(_running_telegram: FakeTelegram) -> FakeTelegram:
    """A well-behaved Telegram that has seen nothing yet."""
    _running_telegram.start()
    _running_telegram.reset()
    return _running_telegram


def settings_of(telegram: FakeTelegram, **more: Any) -> dict[str, Any]:
    """The settings of a gateway for this bot."""
    return {
        "telegram_token": telegram.token,
        "telegram_secret": SECRET,
        "telegram_agency": "minh-long",
        "telegram_api": telegram.url,
    } | more


@pytest.fixture
def make_connected(make_gateway: MakeGateway, telegram: FakeTelegram) -> MakeConnected:
    """``make_connected(tuning={…})``: a started gateway, and Telegram's webhook set to it."""

    def make(tuning: dict[str, Any] | None = None, **settings: Any) -> RunningGateway:
        gateway = make_gateway({"delivery_pause_seconds": 0.05} | (tuning or {}), **settings_of(telegram, **settings))
        telegram.webhook = Webhook(f"{gateway.url}/webhooks/telegram", SECRET)
        return gateway

    return make


@pytest.fixture
def connected(make_connected: MakeConnected) -> RunningGateway:
    """A gateway no other test has used."""
    return make_connected()


async def until(holds: Callable[[], Any], seconds: float = 20) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


async def replies(telegram: FakeTelegram, chat: int, count: int) -> list[Sent]:
    """The first ``count`` messages the bot sends to a chat."""
    await until(lambda: len(telegram.messages(chat)) >= count)
    return telegram.messages(chat)[:count]
