"""Deliveries: one conversation's parts in order, one at a time; different conversations side by side."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter
from typing import Any, TypeVar

from connectors.channels.protocol import InDoubt, PushChannel
from connectors.delivery.calm import Calm
from connectors.delivery.models import SILENT, Outgoing
from connectors.delivery.outbox import Outbox
from connectors.errors import DeliveryError, Remedy
from connectors.logs import event, get_logger
from connectors.metrics import Metrics
from connectors.tuning import Tuning

Result = TypeVar("Result")

log = get_logger(__name__)

IN_DOUBT = "in_doubt"
BROKEN_DATABASE_SECONDS = 0.5


class Deliveries:
    """Sends what the outbox holds; what a stop or a crash left is picked up by the next ``start``."""

    def __init__(
        self,
        outbox: Outbox,
        channels: Mapping[str, PushChannel[Any, Any]],
        tuning: Tuning,
        metrics: Metrics,
        calm: Calm | None = None,
    ) -> None:
        self._outbox = outbox
        self._calm = calm or Calm()
        self._channels = channels
        self._tuning = tuning
        self._metrics = metrics
        self._places = asyncio.Semaphore(tuning.deliveries)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._woken: dict[str, asyncio.Event] = {}
        self._stopping = asyncio.Event()

    async def start(self) -> None:
        """Take up every conversation that has something to send."""
        for conversation_id in await self._outbox.conversations(self._channels):
            self.wake(conversation_id)

    def wake(self, conversation_id: str) -> None:
        """Something of the conversation waits in the outbox; one that waits for its hour is looked at again."""
        if self._stopping.is_set():
            return  # the next start finds it
        if conversation_id in self._tasks:
            self._woken[conversation_id].set()
            return
        self._woken[conversation_id] = asyncio.Event()
        task = asyncio.create_task(self._run(conversation_id), name=f"delivery {conversation_id}")
        self._tasks[conversation_id] = task

    async def stop(self, seconds: float) -> None:
        """Begin nothing more, give what is being sent ``seconds`` to finish, then cancel it."""
        self._stopping.set()
        for woken in self._woken.values():
            woken.set()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks.values(), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, conversation_id: str) -> None:
        woken = self._woken[conversation_id]
        try:
            more = True
            while more and not self._stopping.is_set():
                woken.clear()
                more = await self._next(conversation_id, woken) or woken.is_set()
        finally:
            del self._tasks[conversation_id], self._woken[conversation_id]

    async def _next(self, conversation_id: str, woken: asyncio.Event) -> bool:
        """Send the next part, or wait for its time; ``False`` when there is none."""
        try:
            async with self._places:
                await self._calm.wait()
                if self._stopping.is_set():
                    return False
                part = await self._outbox.take(conversation_id)
                if part is not None and part.silent:
                    await self._settle(part, "silent", lambda: self._outbox.dead(part, SILENT))
                elif part is not None and part.wait == 0 and not part.unsettled:
                    await self._send(part, again=part.doubtful)
            if part is not None and part.wait == 0 and part.unsettled and not part.silent:
                await self._look_into(part)
        except Exception:  # noqa: BLE001  a database that is locked or full will come back
            event(log, "delivery.broken", logging.ERROR, error=True, conversation=conversation_id)
            await _pause(BROKEN_DATABASE_SECONDS, self._stopping)
            return True
        if part is not None and part.wait > 0 and not part.silent:
            await _pause(part.wait, woken)
        return part is not None

    async def _look_into(self, part: Outgoing) -> None:
        """Find out what became of the last try, and send the part again where need be.

        Looking takes its time: it takes no place away from what others are sent.
        """
        channel, known = self._channels[part.channel], None
        if part.tried_at is not None:
            asked = channel.was_delivered(part.contact, part.body, part.tried_at, again=part.doubtful)
            known = await _end_of(part, asked)
        if isinstance(known, DeliveryError):
            await self._failed(part, known if known.remedy is Remedy.STOP else known.in_doubt())
        elif isinstance(known, str):
            await self._settle(part, "found", lambda: self._outbox.sent(part, known or None))
        elif known is None and channel.in_doubt is InDoubt.NEVER:
            await self._dead(part, IN_DOUBT)
        elif not self._stopping.is_set():
            if known is None:
                await self._outbox.begin_again(part)
            async with self._places:
                await self._send(part, again=part.doubtful or known is None)

    async def _send(self, part: Outgoing, *, again: bool) -> None:
        started = perf_counter()
        end = await _end_of(part, self._deliver(self._channels[part.channel], part, again=again))
        if isinstance(end, DeliveryError):
            await self._failed(part, end)
        else:
            await self._settle(part, "again" if again else "sent", lambda: self._outbox.sent(part, end))
        self._metrics.step_seconds.labels(part.channel, "deliver").observe(perf_counter() - started)

    async def _deliver(self, channel: PushChannel[Any, Any], part: Outgoing, *, again: bool) -> str | None:
        try:
            return await channel.deliver(part.contact, part.body, again=again)
        except DeliveryError as error:
            if error.remedy is not Remedy.REFRESH:
                raise
        await channel.refresh()
        return await channel.deliver(part.contact, part.body, again=again)

    async def _failed(self, part: Outgoing, error: DeliveryError) -> None:
        if error.remedy is Remedy.STOP:
            await self._settle(part, "unreachable", lambda: self._outbox.give_up(part, error.code))
        elif error.remedy in (Remedy.TELL, Remedy.REFRESH) or part.attempts >= self._tuning.delivery_attempts:
            await self._dead(part, error.code)
        else:
            unsettled = error.remedy is Remedy.DOUBT
            seconds = self._pause_before(part.attempts) if error.after is None else error.after
            await self._settle(
                part, "later", lambda: self._outbox.later(part, seconds, error.code, unsettled=unsettled), error.code
            )

    def _pause_before(self, attempts: int) -> float:
        grown = self._tuning.delivery_pause_seconds * 2.0 ** min(attempts - 1, 30)
        jitter = random.uniform(0.5, 1.5)  # noqa: S311  no secret
        return min(self._tuning.delivery_longest_pause_seconds, grown) * jitter

    async def _dead(self, part: Outgoing, code: str) -> None:
        await self._settle(part, "dead", lambda: self._outbox.dead(part, code), code, logging.ERROR)

    async def _settle(
        self,
        part: Outgoing,
        result: str,
        write: Callable[[], Awaitable[Any]],
        code: str | None = None,
        level: int = logging.INFO,
    ) -> None:
        """Write down what became of a part, however long the database is away: sending it again would be worse."""
        while True:
            try:
                await write()
            except Exception:  # noqa: BLE001  locked or full
                event(log, "delivery.unsettled", logging.ERROR, error=True, part=part.id)
                if self._stopping.is_set():
                    return
                await _pause(BROKEN_DATABASE_SECONDS, self._stopping)
            else:
                break
        self._metrics.deliveries.labels(part.channel, result).inc()
        event(
            log,
            f"delivery.{result}",
            level,
            conversation=part.conversation_id,
            inbound=part.inbound_id,
            part=part.id,
            channel=part.channel,
            attempt=part.attempts,
            failure=code,
        )


async def _end_of(part: Outgoing, work: Awaitable[Result]) -> Result | DeliveryError:
    """What a call of a channel gives, or why it failed."""
    try:
        return await work
    except DeliveryError as error:
        return error
    except Exception:  # noqa: BLE001  a channel's own mistake must not hold the conversation for ever
        event(log, "delivery.mistake", logging.ERROR, error=True, part=part.id, inbound=part.inbound_id)
        return DeliveryError(Remedy.DOUBT, "mistake")


async def _pause(seconds: float, ended: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(ended.wait(), seconds)
    except TimeoutError:
        pass
