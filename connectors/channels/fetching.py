"""Fetching what users write, for ever, where a platform cannot reach the gateway: trouble makes the pauses longer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from connectors.errors import DeliveryError
from connectors.logs import event, get_logger

log = get_logger(__name__)

PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0


async def fetch_for_ever(channel: str, once: Callable[[], Awaitable[None]]) -> None:
    """Call ``once`` again and again; it raises ``DeliveryError`` where the platform does not answer.

    Any other failure is a database that is locked or full: ``once`` has to keep what it could not have saved.
    """
    pause = PAUSE_SECONDS
    while True:
        wait = 0.0
        try:
            await once()
        except DeliveryError as error:
            event(log, f"{channel}.polling.failed", logging.WARNING, failure=error.code)
            wait = error.after or 0.0
        except Exception:  # noqa: BLE001  the next try may go better
            event(log, f"{channel}.polling.broken", logging.ERROR, error=True)
        else:
            pause = PAUSE_SECONDS
            continue
        await asyncio.sleep(max(wait, pause))
        pause = min(LONGEST_PAUSE_SECONDS, pause * 2)
