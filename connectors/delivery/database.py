"""The database: SQLAlchemy Core, its work done in threads, one hop per unit of work.

A unit of work is a plain function of a connection; everything it does is one transaction:

    def rename(connection: Connection) -> int: ...

    changed = await database.write(rename)

The async engine would hop to the thread of aiosqlite and back for every call of a cursor, thirty times a
turn: more CPU than the rest of the gateway.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, event, select, text

from connectors.delivery.tables import metadata
from connectors.delivery.writer import GroupWriter
from databases import create_tables, open_engine

Result = TypeVar("Result")
Work = Callable[[Connection], Result]

WAIT_MILLISECONDS = 5_000
READERS = 4
FOLDING_TRIES = 100
_FOLD = text("PRAGMA wal_checkpoint(TRUNCATE)")


class Database:
    """Runs units of work. SQLite takes one writer at a time: ours queue for it and share commits."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url, wait_milliseconds=WAIT_MILLISECONDS, pool_size=READERS + 1)
        self._sqlite = self.engine.dialect.name == "sqlite"
        if self._sqlite:
            event.listen(self.engine, "connect", _overwrite_what_is_deleted)
        self._writer = GroupWriter(self.engine)
        self._readers = ThreadPoolExecutor(READERS, "database-read")

    async def write(self, work: Work[Result]) -> Result:
        """Run ``work`` in a transaction: committed when this returns, rolled back when it raises."""
        result: Result = await asyncio.wrap_future(self._writer.submit(work))
        return result

    async def read(self, work: Work[Result]) -> Result:
        """Run ``work``, which only reads."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._connected, work)

    async def create(self) -> None:
        """Make the tables that are not there yet."""
        await self.write(lambda connection: create_tables(connection, metadata))

    async def ping(self) -> None:
        """Raise when the database does not answer."""
        await self.read(lambda connection: connection.execute(select(1)).scalar_one())

    async def fold_log(self) -> None:
        """Let nothing that was deleted stay in SQLite's log; PostgreSQL's is its operator's."""
        for _ in range(FOLDING_TRIES if self._sqlite else 0):
            if not await self.read(lambda connection: connection.execute(_FOLD).scalar_one()):
                return
            await asyncio.sleep(0.05)  # a reader still looks at the log

    async def close(self) -> None:
        """Finish what was begun and close every connection."""
        await asyncio.to_thread(self._close)

    def _connected(self, work: Work[Result]) -> Result:
        with self.engine.connect() as connection:
            return work(connection)

    def _close(self) -> None:
        self._writer.close()
        self._readers.shutdown()
        self.engine.dispose()


def _overwrite_what_is_deleted(connection: Any, _: object) -> None:
    # What a resident had deleted must not lie on in the file's free pages.
    connection.execute("PRAGMA secure_delete=ON")
