"""Gateways connected to the fake Telegram."""

from __future__ import annotations

import asyncio

import pytest

from tests.connectors.conftest import MakeGateway, client_of, connecting
from tests.connectors.harness import RunningGateway, open_session, until
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


async def named(gateway: RunningGateway, telegram: FakeTelegram) -> None:
    """Wait until the gateway has learned what groups call the bot by: it is in the links that it gives."""
    async with client_of(gateway) as client, asyncio.timeout(60):
        while True:
            [reply] = (await (await open_session(client)).say("mã liên kết")).json()["replies"]
            if f"t.me/{telegram.username}" in reply["text"]:
                return
            await asyncio.sleep(0.05)


async def replies(telegram: FakeTelegram, chat: int, count: int) -> list[Sent]:
    """The first ``count`` messages the bot sends to a chat."""
    await until(lambda: len(telegram.messages(chat)) >= count)
    return telegram.messages(chat)[:count]
