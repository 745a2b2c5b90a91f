"""Polling: updates fetched, for a machine that Telegram cannot reach."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from pydantic_core import to_json
from telegram.error import Conflict, TelegramError

from connectors.channels.telegram.bot import TelegramBot
from connectors.channels.telegram.failures import failure
from connectors.errors import ProblemError
from connectors.logs import event, get_logger

log = get_logger(__name__)

PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0


class Polling:
    """Fetches updates and has them saved; Telegram forgets them only then."""

    def __init__(self, bot: TelegramBot, take: Callable[[bytes], Awaitable[None]]) -> None:
        self._bot = bot
        self._take = take
        self._next: int | None = None

    async def run(self) -> None:
        """Fetch for ever; trouble makes the pauses longer."""
        pause = PAUSE_SECONDS
        while True:
            try:
                await self.fetch()
            except TelegramError as error:
                event(log, "telegram.polling.failed", logging.WARNING, failure=failure(error).code)
                if isinstance(error, Conflict):
                    await self._take_over()
            except Exception:  # noqa: BLE001  a database that is locked or full: the updates wait at Telegram
                event(log, "telegram.polling.broken", logging.ERROR, error=True)
            else:
                pause = PAUSE_SECONDS
                continue
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE_SECONDS, pause * 2)

    async def fetch(self) -> None:
        """The updates that wait, once."""
        for update in await self._bot.updates(self._next):
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
