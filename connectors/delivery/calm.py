"""Arrivals go first: a platform wants its answer within seconds (Zalo: two), answers can wait a moment longer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 8
PATIENCE_SECONDS = 1.5


class Calm:
    """While more than ``MANY`` requests are being received, ``wait`` holds up other work, up to 1.5 s at a time."""

    def __init__(self) -> None:
        self._arriving = 0
        self._calm = asyncio.Event()
        self._calm.set()

    @contextmanager
    def arriving(self) -> Iterator[None]:
        """A request is being received."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    async def wait(self) -> None:
        """Return once it is calm, or patience is over."""
        if self._calm.is_set():
            return
        try:
            await asyncio.wait_for(self._calm.wait(), PATIENCE_SECONDS)
        except TimeoutError:
            pass

    def _count(self, change: int) -> None:
        self._arriving += change
        if self._arriving > MANY:
            self._calm.clear()
        else:
            self._calm.set()
