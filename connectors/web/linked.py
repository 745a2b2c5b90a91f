"""What an event stream knows of the conversations that are linked with its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from connectors.delivery.hub import Hub
from connectors.linking.links import Links


class LinkedWatch:
    """Tells when something was said in them, or when a link was made or cut.

    Conversations without links are looked up once, and again after ``look_again``.
    """

    def __init__(self, links: Links, hub: Hub, conversation_id: str, wake: asyncio.Event) -> None:
        self._links = links
        self._hub = hub
        self._conversation_id = conversation_id
        self._wake = wake
        self._known: Mapping[str, int] = {}
        self._stale = True

    def look_again(self) -> None:
        """A link may have been made or cut."""
        self._stale = True

    async def changed(self) -> bool:
        """Whether anything is new since the last time."""
        if not (self._stale or self._known):
            return False
        self._stale = False
        known = await self._links.standing(self._conversation_id)
        if known == self._known:
            return False
        self._watch(known)
        return True

    def _watch(self, known: Mapping[str, int]) -> None:
        for gone in set(self._known) - set(known):
            self._hub.unwatch(gone, self._wake)
        for new in set(known) - set(self._known):
            self._hub.watch(new, self._wake)
            self._wake.set()  # something may have been said before it was watched
        self._known = known

    def close(self) -> None:
        """Watch nothing any more."""
        self._watch({})


@contextmanager
def linked_watch(links: Links, hub: Hub, conversation_id: str, wake: asyncio.Event) -> Iterator[LinkedWatch]:
    """A watch for as long as a stream lasts."""
    watch = LinkedWatch(links, hub, conversation_id, wake)
    try:
        yield watch
    finally:
        watch.close()
