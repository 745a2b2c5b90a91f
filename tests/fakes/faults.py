"""What a fake platform can be told to get wrong, and a server that can drop a connection.

faults.add("send", "500", times=2)      # the next two sends: HTTP 500
faults.add("send", -32)                 # the next one: the platform's own error code
faults.add("send", "cut_after")         # the work is done, the caller never hears of it
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

Kind = int | str
"""A platform's error code, or ``500``-like statuses as text, ``slow``, ``cut``, ``cut_after``, ``not_json``."""

Connection = tuple[Any, Any]
_open: dict[Connection, asyncio.Transport] = {}


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure; ``seconds`` is how long a slow answer takes."""

    kind: Kind
    seconds: float = 0.0


class Faults:
    """Failures waiting for their turn, by the place they belong to."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = defaultdict(deque)
        self._always: dict[str, Fault] = {}

    def add(self, place: str, kind: Kind, times: int = 1, seconds: float = 0.0) -> None:
        """Fail the next ``times`` calls of ``place``."""
        self._waiting[place].extend([Fault(kind, seconds)] * times)

    def always(self, place: str, kind: Kind, seconds: float = 0.0) -> None:
        """Fail every call of ``place`` until ``clear``."""
        self._always[place] = Fault(kind, seconds)

    def clear(self) -> None:
        """Fail no more."""
        self._waiting.clear()
        self._always.clear()

    def take(self, place: str) -> Fault | None:
        """The failure this call of ``place`` meets, if any."""
        waiting = self._waiting[place]
        return waiting.popleft() if waiting else self._always.get(place)


class CuttableProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, whose connections ``cut`` can find."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _open[_ends(transport)] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        _open.pop(_ends(self.transport), None)
        super().connection_lost(exc)


def cut(request: Request) -> None:
    """Drop the connection of ``request`` at once: its caller reads nothing more."""
    client, server = request.scope["client"], request.scope["server"]
    if transport := _open.get((tuple(client), tuple(server))):
        transport.abort()


def _ends(transport: asyncio.Transport) -> Connection:
    return tuple(transport.get_extra_info("peername")[:2]), tuple(transport.get_extra_info("sockname")[:2])
