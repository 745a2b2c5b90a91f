"""Reception: what a platform delivers, by webhook or by polling, saved before anybody is told that it arrived."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from time import perf_counter
from typing import Any

from connectors.channels.protocol import Caller, ContactEvent, Ignored, InboundMessage, Incoming, PushChannel
from connectors.clock import now
from connectors.delivery.arrivals import Arrivals
from connectors.delivery.calm import Calm
from connectors.delivery.dispatcher import Dispatcher
from connectors.delivery.erasing import Erasing
from connectors.delivery.limits import Limits
from connectors.delivery.models import Contact, Pending
from connectors.delivery.notices import notice_payload
from connectors.delivery.replies import Replies
from connectors.errors import ProblemError
from connectors.linking.saving import LinkSaving, in_company
from connectors.logs import event, get_logger
from connectors.metrics import Metrics
from connectors.tuning import Tuning

log = get_logger(__name__)


class Reception:
    """Takes in what a push channel's platform delivers; when ``take`` returns, it is in the database."""

    def __init__(
        self,
        arrivals: Arrivals,
        replies: Replies,
        dispatcher: Dispatcher,
        limits: Limits,
        linking: LinkSaving,
        erasing: Erasing,
        agencies: Collection[str],
        tuning: Tuning,
        metrics: Metrics,
        calm: Calm,
    ) -> None:
        self._calm = calm
        self._arrivals = arrivals
        self._replies = replies
        self._dispatcher = dispatcher
        self._limits = limits
        self._linking = linking
        self._erasing = erasing
        self._agencies = agencies
        self._tuning = tuning
        self._metrics = metrics
        self._tasks: set[asyncio.Task[None]] = set()

    async def receive(self, channel: PushChannel[Any, Any], incoming: Incoming) -> None:
        """Verify a webhook's request and take in what it carries. Raises ``ProblemError``."""
        started = perf_counter()
        try:
            caller = await channel.verify(incoming)
        except ProblemError:
            self._metrics.events.labels(channel.name, "refused").inc()
            raise
        with self._calm.arriving():
            await self.take(channel, caller, incoming.body)
        self._metrics.step_seconds.labels(channel.name, "receive").observe(perf_counter() - started)

    async def take(self, channel: PushChannel[Any, Any], caller: Caller, body: bytes) -> None:
        """Take in a body that is known to come from the platform. Raises ``ProblemError`` for one nobody can read."""
        try:
            several = channel.parse(body)
        except ProblemError:
            self._metrics.events.labels(channel.name, "unreadable").inc()
            raise
        for parsed in several:
            try:
                normalised = channel.normalise(caller, parsed)
            except ProblemError as problem:
                normalised = Ignored(name=problem.code)
            self._metrics.events.labels(channel.name, _name(normalised)).inc()
            await self._one(normalised)
            if isinstance(normalised, InboundMessage):
                self._soon(channel, parsed)

    async def stop(self) -> None:
        """Let go of acknowledgements under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _one(self, normalised: InboundMessage | ContactEvent | Ignored) -> None:
        if isinstance(normalised, InboundMessage):
            await self._message(normalised)
        elif isinstance(normalised, ContactEvent):
            # Erasing first: one that fails half-way is not yet known, and the platform's repeat begins it again.
            if normalised.erase:
                await self._erasing.erase_whole(normalised.conversation_id)
            elif await self._arrivals.event(normalised):
                event(log, "contact.changed", conversation=normalised.conversation_id, change=normalised.name)

    async def _message(self, message: InboundMessage) -> None:
        contact = _contact(message)
        if await self._arrivals.knows(message.channel, contact, message.message_id):
            self._metrics.events.labels(message.channel, "duplicate").inc()
            return
        too_fast = self._too_fast(message)
        if too_fast and not self._limits.may_say_so(message.conversation_id):
            await self._arrivals.drop(message, contact)
            return
        try:
            pending = await self._save(message, contact, too_fast=too_fast)
        except Exception:
            if not too_fast:
                self._limits.unsaved(message.channel, message.conversation_id)
            raise
        if pending is not None:
            event(log, "message.saved", conversation=pending.conversation_id, inbound=pending.id)
            self._dispatcher.submit(pending)

    async def _save(self, message: InboundMessage, contact: Contact, *, too_fast: bool) -> Pending | None:
        text, payload = ("", notice_payload("too_fast")) if too_fast else await self._content(message)
        payload = in_company(payload) if message.in_company else payload
        agency = message.start_agency if message.start_agency in self._agencies else None
        return await self._arrivals.message(message, contact, text, payload, agency)

    def _too_fast(self, message: InboundMessage) -> bool:
        waiting = self._dispatcher.waiting(message.conversation_id)
        try:
            self._limits.user(message.channel, message.conversation_id, message.sent_at or now())
        except ProblemError:
            return True
        return waiting >= self._tuning.waiting_per_contact

    async def _content(self, message: InboundMessage) -> tuple[str, str | None]:
        if message.notice is not None:
            return "", notice_payload(message.notice)
        if message.choice is not None:
            chosen = await self._replies.choice(message.conversation_id, message.choice)
            if chosen is not None:
                return chosen.title, chosen.payload
        if message.button is None:
            return self._linking.content(message.text or "")
        button = await self._replies.button(message.conversation_id, message.button)
        return ("", notice_payload("old_button")) if button is None else (button.title, button.payload)

    def _soon(self, channel: PushChannel[Any, Any], parsed: Any) -> None:
        task = asyncio.create_task(channel.acknowledge(parsed), name=f"acknowledgement of {channel.name}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _contact(message: InboundMessage) -> Contact:
    if message.contact is None:
        raise ValueError(f"{message.channel} gave a message without its contact")
    return message.contact


def _name(normalised: InboundMessage | ContactEvent | Ignored) -> str:
    if isinstance(normalised, InboundMessage):
        return normalised.notice or ("button" if normalised.button else "text")
    return normalised.name
