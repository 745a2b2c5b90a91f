"""The outgoing half of a channel that pushes: into the outbox, and typing while an answer is worked on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from connectors.channels.protocol import AsksInfo, HasWindows, PushChannel
from connectors.clock import now
from connectors.delivery.contacts import Contacts
from connectors.delivery.deliveries import Deliveries
from connectors.delivery.models import StoredReply

TYPING_SECONDS = 4.0
TYPING_AFTER_SECONDS = 0.4


class Pushing:
    """A ``Sender`` whose replies wait in the outbox."""

    def __init__(self, channel: PushChannel[Any, Any], contacts: Contacts, deliveries: Deliveries) -> None:
        self._channel = channel
        self._contacts = contacts
        self._deliveries = deliveries

    def parts(self, reply: StoredReply) -> list[str]:
        """The rendered parts as JSON."""
        return [part.model_dump_json() for part in self._channel.render(reply)]

    async def send(self, conversation_id: str, replies: Sequence[StoredReply]) -> None:  # noqa: ARG002
        """Wake the conversation's deliveries: an earlier try, whose end nobody heard of, may have stored something."""
        self._deliveries.wake(conversation_id)

    @property
    def asks_info(self) -> bool:
        """Where the channel can."""
        return isinstance(self._channel, AsksInfo) and self._channel.asks_info

    @property
    def waits(self) -> bool:
        """Yes: the reply comes to them."""
        return True

    async def may_tell(self, conversation_id: str) -> bool:
        """Where the user did not block us, and the platform's free time is not over."""
        if not await self._contacts.is_reachable(conversation_id):
            return False
        if not isinstance(self._channel, HasWindows):
            return True
        window = await self._channel.window(conversation_id)
        return window is not None and window.is_free(now())

    async def is_silent(self, conversation_id: str) -> bool:
        """Whether an officer has the conversation."""
        return await self._contacts.is_silent(conversation_id)

    @asynccontextmanager
    async def working(self, conversation_id: str) -> AsyncIterator[None]:
        """Show that somebody types, again and again, once it takes a moment."""
        task = asyncio.create_task(self._type(conversation_id), name=f"typing {conversation_id}")
        try:
            yield
        finally:
            task.cancel()

    async def _type(self, conversation_id: str) -> None:
        await asyncio.sleep(TYPING_AFTER_SECONDS)
        contact = await self._contacts.find(conversation_id)
        while contact is not None:
            await self._channel.typing(contact)
            await asyncio.sleep(TYPING_SECONDS)
