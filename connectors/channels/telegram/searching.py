"""Looking for a message whose sending was cut off: under the numbers that Telegram may have given it.

Every account, a bot's as well, has one counter for the messages of its private chats and small groups, raised by one
with each of them, whoever wrote it; supergroups and channels have a counter of their own
(https://telegramplayground.github.io/pyrogram/topics/message-identifiers.html). The Bot API's pages do not say so: what
is not found may be there all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from itertools import count, islice, takewhile
from typing import Protocol

from aiolimiter import AsyncLimiter

from connectors.channels.protocol import conversation_id
from connectors.channels.telegram.bot import TelegramBot
from connectors.channels.telegram.reading import NAME
from connectors.channels.telegram.rendering import TelegramPart
from connectors.delivery.models import Contact, KnownNumbers
from connectors.logs import event, get_logger

log = get_logger(__name__)

LANDING_SECONDS = 2.0
"""What was on its way when the connection broke is there after this."""
PROBES = 30
"""Nearly all that is found is found at once (``evaluation.crashes``); more are for what piled up in an outage."""
PROBES_IN_A_GROUP = 10
"""Of the 20 calls a minute that Telegram takes for one."""
PROBES_PER_SECOND = 10
"""Of the 30 calls a second that Telegram takes of a bot: the others are for sending."""


class Numbers(Protocol):
    """Where the numbers of messages are known."""

    async def known(self, contact: Contact, since: datetime) -> KnownNumbers | None:
        """Those of the counter that the contact's messages have; ``None`` where none was known at ``since``."""
        ...


class Searching:
    """Searches for the messages of one bot."""

    def __init__(self, bot: TelegramBot, numbers: Numbers) -> None:
        self._bot = bot
        self._numbers = numbers
        self._pace = AsyncLimiter(PROBES_PER_SECOND, 1)

    async def find(self, contact: Contact, part: TelegramPart, since: datetime) -> int | None:
        """The number of ``part``, tried at ``since``; ``None`` where it was not found. Raises ``TelegramError``.

        Numbers known as others' are passed over. Another message of ours under an unknown number, if there is one at
        all, shows ``part`` from now on: nothing is lost by it, and it is what was looked for.
        """
        await asyncio.sleep(LANDING_SECONDS)
        known = await self._numbers.known(contact, since)
        if known is None:
            return None
        chat = int(contact.user)
        found, tried = None, 0
        for number in _possible(known, PROBES if chat > 0 else PROBES_IN_A_GROUP):
            tried += 1
            async with self._pace:
                if await self._bot.stands(chat, number, part):
                    found = number
                    break
        event(
            log,
            "telegram.searched",
            conversation=conversation_id(NAME, contact),
            found=found is not None,
            probes=tried,
        )
        return found


def _possible(known: KnownNumbers, most: int) -> Iterator[int]:
    numbers = takewhile(lambda number: known.end is None or number < known.end, count(known.before + 1))
    return islice((number for number in numbers if number not in known.taken), most)
