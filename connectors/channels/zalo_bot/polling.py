"""Polling: updates fetched one by one, for a machine that the platform cannot reach.

The platform forgets an update once it has handed it out (there is no offset): one that was fetched and not yet saved
when the process is killed is lost. One that cannot be saved for the moment is kept here until it is.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from pydantic_core import to_json

from connectors.channels.zalo_bot.client import ZaloBotClient
from connectors.errors import ProblemError
from connectors.logs import event, get_logger

log = get_logger(__name__)


class Polling:
    """Fetches updates and has them saved."""

    def __init__(self, client: ZaloBotClient, take: Callable[[bytes], Awaitable[None]]) -> None:
        self._client = client
        self._take = take
        self._held: bytes | None = None
        self._ours = False

    async def fetch(self) -> None:
        """The next update, once there is one. Raises ``DeliveryError``."""
        if not self._ours:
            await self._client.delete_webhook()
            self._ours = True
        if self._held is None:
            update = await self._client.update()
            self._held = None if update is None else to_json(update)
        if self._held is None:
            return
        try:
            await self._take(self._held)
        except ProblemError as problem:
            event(log, "zalo_bot.update.unreadable", logging.WARNING, failure=problem.code)
        self._held = None
