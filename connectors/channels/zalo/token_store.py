"""Where the pair of tokens is kept: sealed, one row per OA, replaced only by the process that claimed it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from connectors.channels.zalo.oauth import Pair
from connectors.channels.zalo.sealing import Seal
from connectors.channels.zalo.tables import zalo_tokens
from connectors.clock import now
from connectors.delivery.database import Database

PURPOSE = "zalo tokens"
"""What the seal of the tokens is made for."""
CLAIM = timedelta(seconds=30)
"""How long a process may take to renew; later the claim is that of a process that died."""


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """The pair of an OA as it is stored. ``generation`` tells it from its predecessors."""

    account: str
    pair: Pair
    generation: int
    dead: bool


class TokenStore:
    """Reads and replaces pairs. One OA is connected at a time: the last one that was."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def find(self) -> Kept | None:
        """The connected OA's pair. Raises ``UnsealedError`` when the gateway's secret is another one now."""
        row = await self._database.read(lambda connection: connection.execute(select(zalo_tokens)).first())
        if row is None:
            return None
        access, refresh = self._seal.open(row.access), self._seal.open(row.refresh)
        return Kept(row.account, Pair(access, refresh, row.access_until, row.refresh_until), row.generation, row.dead)

    async def put(self, account: str, pair: Pair) -> None:
        """The pair an official just gave the permission for; another OA's is forgotten."""
        # A number nobody held before: whoever still renews the old pair must not replace this one.
        values = self._values(pair) | {"account": account, "generation": secrets.randbelow(2**30)}

        def write(connection: Connection) -> None:
            connection.execute(delete(zalo_tokens))
            connection.execute(insert(zalo_tokens).values(values))

        await self._database.write(write)

    async def claim(self, kept: Kept) -> bool:
        """Whether this process alone may renew ``kept`` now."""
        moment = now()
        since = zalo_tokens.c.renewing_since
        statement = _same(kept).where(or_(since.is_(None), since < moment - CLAIM))
        return await self._write(lambda: statement.values(renewing_since=moment))

    async def release(self, kept: Kept) -> None:
        """Nothing came of it."""
        await self._write(lambda: _same(kept).values(renewing_since=None))

    async def replace(self, kept: Kept, pair: Pair) -> bool:
        """Put ``pair`` in the place of ``kept``; false when somebody else did meanwhile."""
        return await self._write(lambda: _same(kept).values(self._values(pair) | {"generation": kept.generation + 1}))

    async def bury(self, kept: Kept) -> None:
        """Zalo will never renew ``kept``."""
        await self._write(lambda: _same(kept).values(dead=True, renewing_since=None))

    def _values(self, pair: Pair) -> dict[str, Any]:
        return {
            "access": self._seal.close(pair.access),
            "refresh": self._seal.close(pair.refresh),
            "access_until": pair.access_until,
            "refresh_until": pair.refresh_until,
            "issued_at": now(),
            "dead": False,
            "renewing_since": None,
        }

    async def _write(self, statement: Callable[[], Any]) -> bool:
        return await self._database.write(lambda connection: bool(connection.execute(statement()).rowcount))


def _same(kept: Kept) -> Any:
    return update(zalo_tokens).where(zalo_tokens.c.account == kept.account, zalo_tokens.c.generation == kept.generation)
