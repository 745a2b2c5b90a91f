"""The Bot API, called with python-telegram-bot: its client, its rate limiter, its types."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from telegram import LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from connectors.channels.telegram.failures import is_not_ours, is_unchanged, is_unreadable_markup
from connectors.channels.telegram.rendering import TelegramPart
from settings import Settings

# Periods as timedelta, as python-telegram-bot will have them one day: without it every 429 warns of that day.
os.environ.setdefault("PTB_TIMEDELTA", "true")

Result = TypeVar("Result")

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
"""Long: what was given up may have been delivered all the same."""
CONNECTIONS = 64
POLL_SECONDS = 50
UPDATES = ("message", "callback_query", "my_chat_member")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramBot:
    """The few calls the gateway makes. All raise ``telegram.error.TelegramError``."""

    def __init__(self, token: str, api: str) -> None:
        self._requests = [_requests(), _requests(connections=1)]
        self._bot = ExtBot(
            token,
            base_url=f"{api.rstrip('/')}/bot",
            base_file_url=f"{api.rstrip('/')}/file/bot",
            request=self._requests[0],
            get_updates_request=self._requests[1],
            rate_limiter=AIORateLimiter(),
        )

    @classmethod
    def of(cls, settings: Settings) -> TelegramBot:
        """The bot of the settings."""
        token = settings.telegram_token
        return cls(token.get_secret_value() if token else "", settings.telegram_api)

    async def close(self) -> None:
        """Close the connections."""
        for request in self._requests:
            await request.shutdown()

    async def username(self) -> str:
        """The bot's name without the @."""
        return (await self._bot.get_me()).username or ""

    async def send(self, chat: int, part: TelegramPart) -> int:
        """Send a message; returns its id."""
        return await _readable(part, partial(self._send, chat, part))

    async def stands(self, chat: int, number: int, part: TelegramPart) -> bool:
        """Whether message ``number`` of the chat is ``part``: Telegram says so of an edit that would change nothing.

        Another message of the bot's there is changed into ``part``, and stands there then.
        """
        try:
            await _readable(part, partial(self._edit, chat, number, part))
        except BadRequest as error:
            if is_not_ours(error):
                return False
            if not is_unchanged(error):
                raise
        return True

    async def answer_callback(self, callback: str) -> None:
        """End the spinner on a pressed button."""
        await self._bot.answer_callback_query(callback)

    async def type(self, chat: int) -> None:
        """Show for up to five seconds that somebody types."""
        await self._bot.send_chat_action(chat, ChatAction.TYPING)

    async def updates(self, offset: int | None) -> list[dict[str, Any]]:
        """Wait up to ``POLL_SECONDS`` for updates from ``offset`` on, as Telegram writes them."""
        found = await self._bot.get_updates(
            offset=offset, timeout=POLL_SECONDS, allowed_updates=UPDATES, read_timeout=READ_SECONDS
        )
        return [update.to_dict() for update in found]

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates sent to ``url``, those that wait as well."""
        await self._bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES, drop_pending_updates=False)

    async def delete_webhook(self) -> None:
        """Have updates wait to be fetched."""
        await self._bot.delete_webhook(drop_pending_updates=False)

    async def webhook(self) -> tuple[str, int, str | None]:
        """The webhook's address, how many updates wait for it, and Telegram's last trouble with it."""
        info = await self._bot.get_webhook_info()
        return info.url, info.pending_update_count, info.last_error_message

    async def set_commands(self, commands: dict[str, str]) -> None:
        """What the bot's menu shows."""
        await self._bot.set_my_commands(list(commands.items()))

    async def _send(self, chat: int, part: TelegramPart, text: str, mode: str | None) -> int:
        message = await self._bot.send_message(
            chat,
            text,
            parse_mode=mode,
            reply_markup=part.keyboard(),
            reply_parameters=_answers(part.quote),
            link_preview_options=_NO_PREVIEW,
        )
        return message.message_id

    async def _edit(self, chat: int, number: int, part: TelegramPart, text: str, mode: str | None) -> None:
        await self._bot.edit_message_text(
            text,
            chat,
            number,
            parse_mode=mode,
            reply_markup=part.keyboard(),
            link_preview_options=_NO_PREVIEW,
        )


async def _readable(part: TelegramPart, call: Callable[[str, str | None], Awaitable[Result]]) -> Result:
    """Words Telegram finds markup in all the same go without any."""
    try:
        return await call(part.html, ParseMode.HTML)
    except BadRequest as error:
        if not is_unreadable_markup(error):
            raise
    return await call(part.text, None)


def _answers(quote: int | None) -> ReplyParameters | None:
    """The message that is answered; one that its user has deleted does not hold the answer back."""
    return ReplyParameters(quote, allow_sending_without_reply=True) if quote else None


def _requests(connections: int = CONNECTIONS) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        write_timeout=READ_SECONDS,
        pool_timeout=READ_SECONDS,
        httpx_kwargs={"trust_env": False},
    )
