"""Who waits for what in this process: event streams for a conversation, requests for one message.

A stream is only woken; what it shows it reads from the database, so nothing is lost or shown twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from connectors.delivery.models import Reply

Wait = asyncio.Future[Sequence[Reply] | None]


class Hub:
    """Wakes waiters. ``close`` lets all of them go, so that a stopping server is not held open."""

    def __init__(self) -> None:
        self._streams: dict[str, set[asyncio.Event]] = {}
        self._watchers: dict[str, set[asyncio.Event]] = {}
        self._waits: dict[int, set[Wait]] = {}
        self._working: dict[str, str] = {}
        self.closed = False

    @contextmanager
    def stream(self, conversation_id: str) -> Iterator[asyncio.Event]:
        """An event set whenever something in the conversation changed."""
        wake = asyncio.Event()
        self._streams.setdefault(conversation_id, set()).add(wake)
        try:
            yield wake
        finally:
            self._streams[conversation_id].discard(wake)
            if not self._streams[conversation_id]:
                del self._streams[conversation_id]

    def streams(self, conversation_id: str) -> int:
        """How many streams the conversation has open."""
        return len(self._streams.get(conversation_id, ()))

    def watch(self, conversation_id: str, wake: asyncio.Event) -> None:
        """Set ``wake`` by this conversation too; it does not count as one of its streams."""
        self._watchers.setdefault(conversation_id, set()).add(wake)

    def unwatch(self, conversation_id: str, wake: asyncio.Event) -> None:
        """No longer."""
        watchers = self._watchers.get(conversation_id, set())
        watchers.discard(wake)
        if not watchers:
            self._watchers.pop(conversation_id, None)

    @contextmanager
    def wait(self, inbound_id: int) -> Iterator[Wait]:
        """A future of the replies to one message; ``None`` when the server stops first."""
        future: Wait = asyncio.get_running_loop().create_future()
        self._waits.setdefault(inbound_id, set()).add(future)
        if self.closed:
            future.set_result(None)
        try:
            yield future
        finally:
            waits = self._waits.get(inbound_id, set())
            waits.discard(future)
            if not waits:
                self._waits.pop(inbound_id, None)

    def working_on(self, conversation_id: str) -> str | None:
        """The client's id of the message being worked on, if any."""
        return self._working.get(conversation_id)

    def started(self, conversation_id: str, message_id: str) -> None:
        """A message is being worked on: streams show that the assistant is typing."""
        self._working[conversation_id] = message_id
        self.wake(conversation_id)

    def stopped(self, conversation_id: str) -> None:
        """Nothing of the conversation is being worked on any more."""
        self._working.pop(conversation_id, None)

    def answered(self, inbound_id: int, replies: Sequence[Reply]) -> None:
        """Hand the replies to whoever waits for this message."""
        for future in self._waits.get(inbound_id, ()):
            if not future.done():
                future.set_result(replies)

    def wake(self, conversation_id: str) -> None:
        """Make the conversation's streams look, and those of conversations linked with it."""
        for event in (*self._streams.get(conversation_id, ()), *self._watchers.get(conversation_id, ())):
            event.set()

    def close(self) -> None:
        """Let everybody go."""
        self.closed = True
        for events in self._streams.values():
            for event in events:
                event.set()
        for futures in self._waits.values():
            for future in futures:
                if not future.done():
                    future.set_result(None)
