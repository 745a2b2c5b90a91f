"""Gateways connected to the fake Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.connectors.conftest import MakeGateway, connecting
from tests.connectors.platforms import MakeConnected, connect_telegram, telegram_settings
from tests.fakes.telegram import FakeTelegram, Sent


@pytest.fixture(autouse=True)
def _searches_are_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.channels.telegram.searching.LANDING_SECONDS", 0)
    monkeypatch.setattr("connectors.channels.telegram.searching.PROBES_PER_SECOND", 1000)


@pytest.fixture
def make_connected(make_gateway: MakeGateway, telegram: FakeTelegram) -> MakeConnected:
    """A started gateway, and Telegram's webhook set to it."""
    return connecting(make_gateway, telegram, telegram_settings, connect_telegram)


async def until(holds: Callable[[], Any], seconds: float = 20) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


async def replies(telegram: FakeTelegram, chat: int, count: int) -> list[Sent]:
    """The first ``count`` messages the bot sends to a chat."""
    await until(lambda: len(telegram.messages(chat)) >= count)
    return telegram.messages(chat)[:count]
