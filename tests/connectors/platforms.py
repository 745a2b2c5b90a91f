"""What a gateway needs to know of each fake platform, and each fake of the gateway."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import httpx2 as httpx

from tests.connectors.harness import RunningGateway
from tests.fakes.telegram import FakeTelegram, Webhook
from tests.fakes.zalo import FakeZalo
from tests.fakes.zalo_bot import FakeZaloBot

TELEGRAM_SECRET = secrets.token_urlsafe(24)
CONNECT_SECRET = secrets.token_urlsafe(24)
BOT_SECRET = secrets.token_urlsafe(24)

MakeConnected = Callable[..., RunningGateway]
"""``make_connected(tuning={…}, **settings)``: a started gateway that the platform knows."""


def telegram_settings(telegram: FakeTelegram, **more: Any) -> dict[str, Any]:
    """The settings of a gateway for this bot."""
    return {
        "telegram_token": telegram.token,
        "telegram_secret": TELEGRAM_SECRET,
        "telegram_agency": "minh-long",
        "telegram_api": telegram.url,
    } | more


def connect_telegram(gateway: RunningGateway, telegram: FakeTelegram) -> None:
    """Set Telegram's webhook to the gateway."""
    telegram.webhook = Webhook(f"{gateway.url}/webhooks/telegram", TELEGRAM_SECRET)


def zalo_settings(zalo: FakeZalo, **more: Any) -> dict[str, Any]:
    """The settings of a gateway for this OA."""
    return {
        "zalo_app_id": zalo.app_id,
        "zalo_app_secret": zalo.app_secret,
        "zalo_oa_secret": zalo.oa_secret,
        "zalo_agency": "minh-long",
        "zalo_connect_secret": CONNECT_SECRET,
        "zalo_api": zalo.url,
        "zalo_oauth": zalo.url,
    } | more


def permit(gateway: RunningGateway, password: str = CONNECT_SECRET) -> httpx.Response:
    """An official opens the page, and agrees on Zalo's."""
    with httpx.Client(trust_env=False, follow_redirects=True, timeout=60) as browser:
        return browser.get(f"{gateway.url}/zalo/connect", auth=("can-bo", password))


def connect_zalo(gateway: RunningGateway, zalo: FakeZalo) -> None:
    """A pair of tokens for the gateway, and Zalo's webhook set to it."""
    assert permit(gateway).status_code == 200
    zalo.webhook_url = f"{gateway.url}/webhooks/zalo"


def zalo_bot_settings(bot: FakeZaloBot, **more: Any) -> dict[str, Any]:
    """The settings of a gateway for this bot."""
    return {
        "zalo_bot_token": bot.token,
        "zalo_bot_secret": BOT_SECRET,
        "zalo_bot_agency": "minh-long",
        "zalo_bot_api": bot.url,
    } | more


def connect_zalo_bot(gateway: RunningGateway, bot: FakeZaloBot) -> None:
    """Set the platform's webhook to the gateway."""
    bot.webhook = (f"{gateway.url}/webhooks/zalo_bot", BOT_SECRET)
