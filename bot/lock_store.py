"""One message of a conversation at a time, the next as soon as the one before is done.

Rasa's own lock asks again every second, so the second of two quick messages waits a second for nothing.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import AsyncGenerator, Dict

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore, LockError


class ConversationLocks(InMemoryLockStore):
    """In-memory locks that are handed on in the order of arrival. For one server process, as Rasa's own."""

    def __init__(self) -> None:
        """Start without locks; one exists only while its conversation is worked on."""
        super().__init__()
        self._locks: Dict[str, asyncio.Lock] = {}
        self._users: Dict[str, int] = {}

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,  # noqa: ARG002 - nobody asks again here
    ) -> AsyncGenerator[TicketLock, None]:
        """Hold the conversation's lock.

        Raises:
            LockError: the messages before took longer than ``lock_lifetime`` seconds.
        """
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        self._users[conversation_id] = self._users.get(conversation_id, 0) + 1
        try:
            try:
                await asyncio.wait_for(lock.acquire(), lock_lifetime)
            except asyncio.TimeoutError as error:
                raise LockError(f"Could not acquire lock for conversation_id '{conversation_id}'.") from error
            try:
                yield self.create_lock(conversation_id)
            finally:
                lock.release()
        finally:
            self._users[conversation_id] -= 1
            if not self._users[conversation_id]:
                del self._users[conversation_id], self._locks[conversation_id]
