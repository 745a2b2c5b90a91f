"""Telling Telegram where this bot's updates go, and what its menu shows: once, when an official connects it."""

from __future__ import annotations

from dataclasses import dataclass

from telegram.error import TelegramError

from connectors.channels.telegram.bot import TelegramBot
from connectors.channels.telegram.failures import failure
from connectors.channels.telegram.reading import NAME
from connectors.errors import ConnectingError
from connectors.texts import Texts
from settings import Settings


@dataclass(frozen=True, slots=True)
class Connection:
    """How a bot is connected: its name, where its updates go (nowhere: they are fetched), how many wait."""

    username: str
    url: str
    waiting: int
    trouble: str | None


async def connect(settings: Settings, texts: Texts) -> Connection:
    """Set the webhook to this gateway and the menu. Raises ``ConnectingError``."""
    if settings.telegram_secret is None or not (settings.public_url or "").startswith("https://"):
        raise ConnectingError("set TROLY_TELEGRAM_SECRET, and TROLY_PUBLIC_URL to the gateway's https:// address")
    address = f"{(settings.public_url or '').rstrip('/')}/webhooks/{NAME}"
    bot = _bot(settings)
    try:
        await bot.set_webhook(address, settings.telegram_secret.get_secret_value())
        await bot.set_commands(texts.telegram_commands)
        return await _connection(bot)
    except TelegramError as error:
        raise _told(error) from None
    finally:
        await bot.close()


async def disconnect(settings: Settings) -> Connection:
    """Have updates wait at Telegram, to be fetched. Raises ``ConnectingError``."""
    bot = _bot(settings)
    try:
        await bot.delete_webhook()
        return await _connection(bot)
    except TelegramError as error:
        raise _told(error) from None
    finally:
        await bot.close()


async def look(settings: Settings) -> Connection:
    """How it is connected now. Raises ``ConnectingError``."""
    bot = _bot(settings)
    try:
        return await _connection(bot)
    except TelegramError as error:
        raise _told(error) from None
    finally:
        await bot.close()


def _bot(settings: Settings) -> TelegramBot:
    if settings.telegram_token is None:
        raise ConnectingError("set TROLY_TELEGRAM_TOKEN to the token that BotFather gave")
    return TelegramBot.of(settings)


async def _connection(bot: TelegramBot) -> Connection:
    return Connection(await bot.username(), *await bot.webhook())


def _told(error: TelegramError) -> ConnectingError:
    code = failure(error).code
    if code == "token":
        return ConnectingError("Telegram does not know the token of TROLY_TELEGRAM_TOKEN")
    return ConnectingError(f"Telegram could not be told ({code}); is there a way from this machine to it?")
