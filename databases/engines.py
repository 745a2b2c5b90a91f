"""Opening an engine, set up so that nothing committed is lost and no writer waits for ever; making the tables."""

from __future__ import annotations

import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError


class DriverMissingError(ImportError):
    """The URL needs a driver that is not installed; the message names the extra that brings it."""

    def __init__(self, driver: str) -> None:
        super().__init__(
            f"{driver} needs a driver that is not installed; in the project's folder: "
            "uv pip install --editable '.[postgres]'"
        )


def open_engine(url: str | URL, *, wait_milliseconds: int, pool_size: int = 5) -> Engine:
    """An engine for ``url``; a SQLite file that is missing is made, its owner's alone.

    ``wait_milliseconds``: how long a writer waits for another one's lock before it fails with ``OperationalError``;
    ``pool_size``: connections kept open. Raises ``SQLAlchemyError`` for a URL that means nothing,
    ``DriverMissingError`` where PostgreSQL's driver is missing, ``OSError`` for a file that cannot be made.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend not in _SET_UP:
        raise ArgumentError(f"{backend} is neither {' nor '.join(_SET_UP)}")
    if backend == "sqlite":
        parsed = parsed.set(drivername="sqlite+pysqlite")
        _make_file(parsed.database)
    try:
        # hide_parameters: an error must not carry what a resident typed.
        engine = create_engine(parsed, hide_parameters=True, pool_size=pool_size, pool_pre_ping=backend != "sqlite")
    except ImportError as error:
        raise DriverMissingError(parsed.drivername) from error
    event.listen(engine, "connect", partial(_SET_UP[backend], wait_milliseconds))
    return engine


def create_tables(connection: Connection, metadata: MetaData) -> None:
    """Make the tables that are not there yet, inside the caller's transaction, which must not have written before.

    Several processes may start at once: one makes them, the others wait for it.
    """
    if set(metadata.tables) <= set(inspect(connection).get_table_names()):
        return
    connection.execute(text(_TURN[connection.dialect.name]))
    metadata.create_all(connection)


def _make_file(database: str | None) -> None:
    if database and database != ":memory:":
        path = Path(database)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)


def _set_up_sqlite(wait_milliseconds: int, connection: sqlite3.Connection, _: object) -> None:
    connection.execute(f"PRAGMA busy_timeout={wait_milliseconds}")
    connection.execute("PRAGMA foreign_keys=ON")
    # A commit has to survive a power cut, not only a crash: FULL syncs the log at every commit.
    connection.execute("PRAGMA synchronous=FULL")
    deadline = time.monotonic() + wait_milliseconds / 1000
    while not _switched_to_wal(connection, time.monotonic() > deadline):
        time.sleep(0.01)


def _switched_to_wal(connection: sqlite3.Connection, last: bool) -> bool:
    """Whether it could be done; SQLite does not wait for another connection that switches the same new file."""
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _set_up_postgresql(wait_milliseconds: int, connection: Any, _: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {wait_milliseconds}")
    connection.commit()  # what is set in a transaction goes when that is rolled back


# How a new connection is set up, and how a transaction takes its turn. The number is any that nobody else locks.
_SET_UP = {"sqlite": _set_up_sqlite, "postgresql": _set_up_postgresql}
_TURN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(500068412537)"}
