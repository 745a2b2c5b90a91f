"""The Zalo Bot channel, from the settings."""

from __future__ import annotations

from connectors.channels.wording import Wording
from connectors.channels.zalo_bot.channel import ZaloBotChannel
from connectors.channels.zalo_bot.client import ANSWER_SECONDS, ZaloBotClient
from connectors.http import http_client
from connectors.texts import Texts
from settings import Settings


def build_zalo_bot(settings: Settings, texts: Texts) -> ZaloBotChannel:
    """The channel; opens no connection yet."""
    token = settings.zalo_bot_token.get_secret_value() if settings.zalo_bot_token else ""
    client = ZaloBotClient(http_client(settings.zalo_bot_api, timeout=ANSWER_SECONDS), token)
    return ZaloBotChannel(settings, client, Wording(texts.chat, settings.public_url), texts.repeated)
