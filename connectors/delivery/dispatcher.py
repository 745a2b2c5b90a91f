"""Workers: one conversation's messages in order, one at a time; different conversations side by side."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable

from connectors.delivery.calm import Calm
from connectors.delivery.models import Pending
from connectors.logs import event, get_logger
from databases import is_away

log = get_logger(__name__)

Work = Callable[[Pending], Awaitable[None]]
TRIES = 3
PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 4.0


class Dispatcher:
    """Runs ``work`` on each submitted message, of each channel at most ``workers`` at once: none waits for another.

    ``work`` is expected to deal with its failures; one that raises all the same is tried again, then left in
    the inbox for whoever looks there next. While the database is away it is tried for as long as that takes: those
    behind it in the conversation must not be answered first. A message that is held already is not taken twice.
    """

    def __init__(self, work: Work, workers: int, calm: Calm | None = None) -> None:
        self._work = work
        self._calm = calm or Calm()
        self._places: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(workers))
        self._queues: dict[str, list[tuple[int, Pending]]] = {}
        self._held: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    def submit(self, pending: Pending) -> None:
        """Put a message in the queue of its conversation, by its number."""
        if pending.id in self._held:
            return
        self._held.add(pending.id)
        queue = self._queues.get(pending.conversation_id)
        if queue is not None:
            heapq.heappush(queue, (pending.seq, pending))
            return
        self._queues[pending.conversation_id] = [(pending.seq, pending)]
        task = asyncio.create_task(self._run(pending.conversation_id), name=f"conversation {pending.conversation_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def waiting(self, conversation_id: str) -> int:
        """How many messages of the conversation wait behind the one being worked on."""
        return len(self._queues.get(conversation_id, ()))

    async def stop(self, seconds: float) -> None:
        """Start nothing more, give what is under way ``seconds`` to finish, then cancel it."""
        self._stopping = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, conversation_id: str) -> None:
        queue = self._queues[conversation_id]
        try:
            while queue and not self._stopping:
                async with self._places[queue[0][1].channel]:
                    await self._calm.wait()
                    if not self._stopping:
                        pending = heapq.heappop(queue)[1]
                        await self._try(pending)
                        self._held.discard(pending.id)
        finally:
            del self._queues[conversation_id]

    async def _try(self, pending: Pending) -> None:
        mistakes = 0
        for attempt in itertools.count(1):
            try:
                await self._work(pending)
            except Exception as error:  # noqa: BLE001  whatever it is, the next message must get its turn
                mistakes += not is_away(error)
                event(
                    log,
                    "turn.broken",
                    logging.ERROR,
                    error=True,
                    conversation=pending.conversation_id,
                    inbound=pending.id,
                    attempt=attempt,
                )
            else:
                return
            if mistakes == TRIES or self._stopping:
                return
            await asyncio.sleep(min(LONGEST_PAUSE_SECONDS, PAUSE_SECONDS * 2.0 ** min(attempt - 1, 30)))
