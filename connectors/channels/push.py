"""The channels that push, of those that are set up: one without its secrets costs nothing."""

from __future__ import annotations

from typing import Any

from connectors.channels.protocol import PushChannel
from connectors.channels.zalo.building import build_zalo
from connectors.channels.zalo_bot.building import build_zalo_bot
from connectors.delivery.database import Database
from connectors.texts import Texts
from settings import Settings


def push_channels(settings: Settings, database: Database, texts: Texts) -> list[PushChannel[Any, Any]]:
    """Build them; opens no connection yet."""
    channels: list[PushChannel[Any, Any]] = []
    if settings.zalo_app_id:
        channels.append(build_zalo(settings, database, texts))
    if settings.zalo_bot_token:
        channels.append(build_zalo_bot(settings, texts))
    if settings.telegram_token is not None:
        from connectors.channels.telegram.building import telegram_channel  # 20 MB that others need not carry

        channels.append(telegram_channel(settings, settings.telegram_token, texts))
    return channels
