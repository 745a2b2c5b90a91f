"""Switches: one for each channel and one for the whole assistant, with who turned it, when and why.

Every change is a row of its own: what was off, and for what reason, can be read later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from sqlalchemy import Select, func, insert, select

from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.tables import switches

EVERYTHING = "all"


@dataclass(frozen=True, slots=True)
class Change:
    """A switch was turned."""

    name: str
    off: bool
    who: str
    why: str
    at: datetime


class Switches:
    """Says what is off. What it says may be ``seconds`` old: another process may have turned a switch."""

    def __init__(self, database: Database, seconds: float) -> None:
        self._database = database
        self._seconds = seconds
        self._until = 0.0
        self._off: frozenset[str] = frozenset()

    async def is_off(self, channel: str) -> bool:
        """Whether the channel, or everything, is switched off."""
        if monotonic() >= self._until:
            self._off = frozenset(change.name for change in await self.state() if change.off)
            self._until = monotonic() + self._seconds
        return channel in self._off or EVERYTHING in self._off

    async def turn(self, name: str, *, off: bool, who: str, why: str) -> None:
        """Turn a switch."""
        row = {"name": name, "off": off, "who": who, "why": why, "at": now()}
        await self._database.write(lambda connection: connection.execute(insert(switches).values(**row)))
        self._until = 0.0

    async def state(self) -> Sequence[Change]:
        """The last change of every switch that was ever turned."""
        last = select(func.max(switches.c.id)).group_by(switches.c.name)
        return await self._changes(select(switches).where(switches.c.id.in_(last)).order_by(switches.c.name))

    async def history(self, limit: int = 50) -> Sequence[Change]:
        """The last changes, the newest first."""
        return await self._changes(select(switches).order_by(switches.c.id.desc()).limit(limit))

    async def _changes(self, query: Select[Any]) -> list[Change]:
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return [Change(row.name, row.off, row.who, row.why, row.at) for row in rows]
