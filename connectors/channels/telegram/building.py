"""The Telegram channel of the settings."""

from __future__ import annotations

from pydantic import SecretStr

from connectors.channels.telegram.bot import TelegramBot
from connectors.channels.telegram.channel import TelegramChannel
from connectors.channels.telegram.reading import NAME
from connectors.channels.telegram.updates import counts_alone
from connectors.channels.wording import Wording
from connectors.delivery.database import Database
from connectors.delivery.numbers import MessageNumbers
from connectors.texts import Texts
from settings import Settings


def telegram_channel(settings: Settings, token: SecretStr, texts: Texts, database: Database) -> TelegramChannel:
    """Build it; opens no connection yet."""
    secret = settings.telegram_secret.get_secret_value() if settings.telegram_secret else None
    return TelegramChannel(
        TelegramBot.of(settings),
        account=token.get_secret_value().partition(":")[0],
        secret=secret,
        agency=settings.telegram_agency,
        wording=Wording(texts.chat, settings.public_url),
        repeated=texts.repeated,
        longest_text=settings.message_max_chars,
        numbers=MessageNumbers(database, NAME, lambda user: counts_alone(int(user))),
    )
