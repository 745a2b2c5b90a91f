"""Opening an engine, set up so that nothing committed is lost and nothing private stands in an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url


def open_engine(url: str | URL, *, wait_milliseconds: int, pool_size: int = 5) -> Engine:
    """An engine for ``url``; a SQLite file that is missing is made, its owner's alone.

    ``wait_milliseconds``: how long a writer waits for another one's lock in SQLite; ``pool_size``: connections kept
    open. Raises ``SQLAlchemyError`` for a URL that means nothing, ``ImportError`` for a driver that is not installed,
    ``OSError`` for a file that cannot be made.
    """
    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    if sqlite:
        parsed = parsed.set(drivername="sqlite+pysqlite")
        _make_file(parsed.database)
    # hide_parameters: an error must not carry what a resident typed.
    engine = create_engine(parsed, hide_parameters=True, pool_size=pool_size, pool_pre_ping=not sqlite)
    if sqlite:
        _set_up_sqlite(engine, wait_milliseconds)
    return engine


def _make_file(database: str | None) -> None:
    if database and database != ":memory:":
        path = Path(database)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)


def _set_up_sqlite(engine: Engine, wait_milliseconds: int) -> None:
    # A commit has to survive a power cut, not only a crash: FULL syncs the log at every commit.
    pragmas = ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={wait_milliseconds}", "foreign_keys=ON")

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
