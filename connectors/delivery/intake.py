"""Intake: the one way from a channel's request to a saved, queued message."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from connectors.channels.protocol import Channel, InboundMessage, Incoming
from connectors.delivery.dispatcher import Dispatcher
from connectors.delivery.hub import Hub
from connectors.delivery.inbox import Inbox, Saved
from connectors.delivery.limits import Limits, rate_limited
from connectors.delivery.models import Reply, Status
from connectors.delivery.replies import Replies
from connectors.errors import ProblemError
from connectors.linking.saving import LinkSaving, tries_code


class Intake:
    """Takes messages in; a message returned from here is in the database, without the personal data typed in it."""

    def __init__(
        self,
        inbox: Inbox,
        replies: Replies,
        dispatcher: Dispatcher,
        hub: Hub,
        limits: Limits,
        linking: LinkSaving,
        waiting: int,
    ) -> None:
        self._inbox = inbox
        self._replies = replies
        self._dispatcher = dispatcher
        self._hub = hub
        self._limits = limits
        self._linking = linking
        self._waiting = waiting

    async def receive(self, channel: Channel[Any, Any], incoming: Incoming) -> list[Saved]:
        """Verify, parse, normalise and save what a request carries. Raises ``ProblemError``."""
        caller = await channel.verify(incoming)
        messages = [channel.normalise(caller, parsed) for parsed in channel.parse(incoming.body)]
        wanted = [message for message in messages if isinstance(message, InboundMessage)]
        for message in wanted:
            self._limits.message(message.channel, message.conversation_id, incoming.address)
            if tries_code(message.text):
                self._limits.code(incoming.address)
        return [await self._save(message) for message in wanted]

    async def wait(self, saved: Saved, seconds: float) -> Sequence[Reply] | None:
        """The replies to a message, or ``None`` when they are not there within ``seconds``."""
        with self._hub.wait(saved.pending.id) as future:
            if not saved.new:
                known = await self._inbox.find(saved.pending.conversation_id, saved.pending.message_id)
                if known is not None and known.status is not Status.RECEIVED:
                    return await self._replies.to(known.pending.id)
            done, _ = await asyncio.wait([future], timeout=seconds)
            return future.result() if done else None

    async def _save(self, message: InboundMessage) -> Saved:
        if self._dispatcher.waiting(message.conversation_id) >= self._waiting:
            raise rate_limited(2)
        text, payload = self._linking.content(message.text or "")
        if message.button is not None:
            button = await self._replies.button(message.conversation_id, message.button)
            if button is None:
                raise ProblemError("unknown_button")
            text, payload = button.title, button.payload
        saved = await self._inbox.save(
            message.conversation_id, message.channel, message.agency, message.message_id, text, payload
        )
        if saved.new:
            self._dispatcher.submit(saved.pending)
        return saved
