"""The channels that push, of those that are set up: one without its secrets costs nothing."""

from __future__ import annotations

from typing import Any

from connectors.channels.protocol import PushChannel
from connectors.delivery.database import Database
from connectors.texts import Texts
from settings import Settings


def push_channels(settings: Settings, database: Database, texts: Texts) -> list[PushChannel[Any, Any]]:
    """Build them; opens no connection yet."""
    channels: list[PushChannel[Any, Any]] = []
    # Each loads what others need not carry, nor wait for at every start: Telegram's is 20 MB.
    if settings.zalo_app_id:
        from connectors.channels.zalo.building import build_zalo

        channels.append(build_zalo(settings, database, texts))
    if settings.zalo_bot_token:
        from connectors.channels.zalo_bot.building import build_zalo_bot

        channels.append(build_zalo_bot(settings, texts))
    if settings.telegram_token is not None:
        from connectors.channels.telegram.building import telegram_channel

        channels.append(telegram_channel(settings, settings.telegram_token, texts, database))
    return channels
