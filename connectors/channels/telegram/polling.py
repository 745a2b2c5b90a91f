"""Polling: updates fetched, for a machine that Telegram cannot reach."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from pydantic_core import to_json
from telegram.error import Conflict, TelegramError

from connectors.channels.telegram.bot import TelegramBot
from connectors.channels.telegram.failures import failure
from connectors.errors import ProblemError
from connectors.logs import event, get_logger

log = get_logger(__name__)


class Polling:
    """Fetches updates and has them saved; Telegram forgets them only then."""

    def __init__(self, bot: TelegramBot, take: Callable[[bytes], Awaitable[None]]) -> None:
        self._bot = bot
        self._take = take
        self._next: int | None = None

    async def fetch(self) -> None:
        """The updates that wait, once. Raises ``DeliveryError``."""
        try:
            updates = await self._bot.updates(self._next)
        except TelegramError as error:
            if isinstance(error, Conflict):
                await self._take_over()
            raise failure(error) from None
        for update in updates:
            try:
                await self._take(to_json(update))
            except ProblemError as problem:
                event(log, "telegram.update.unreadable", logging.WARNING, failure=problem.code)
            self._next = int(update["update_id"]) + 1

    async def _take_over(self) -> None:
        """A webhook is still set: without a secret here, nobody serves it."""
        try:
            await self._bot.delete_webhook()
        except TelegramError as error:
            event(log, "telegram.webhook.stays", logging.WARNING, failure=failure(error).code)
