"""A database that one process at a time works with: a lock held while it lives, and gone with it however it ends.

    with sole_use(url, lost=end):
        serve()

SQLite: a lock of the kernel's on a file beside the database. PostgreSQL: an advisory lock of a connection of its own,
which is looked after: where that was cut, the lock is taken anew.
"""

from __future__ import annotations

import contextlib
import fcntl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from databases.engines import open_engine

WAIT_SECONDS = 2.0
BETWEEN_TRIES = 0.1
LOOK_SECONDS = 1.0
# Any number that nobody else locks.
_TAKE = text("SELECT pg_try_advisory_lock(500068412538)")
# A holder whose machine is gone is noticed within half a minute, not within the hours of the system's own setting.
_KEEPALIVES = [f"SET tcp_keepalives_{name}" for name in ("idle = 10", "interval = 5", "count = 4")]


class TakenError(Exception):
    """Another process works with the database."""


@contextlib.contextmanager
def sole_use(url: str, lost: Callable[[], None], wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock, for which one that just ended is waited for. Raises ``TakenError``.

    ``lost`` is called, in a thread, once another process has the lock: it must end this one.
    """
    parsed = make_url(url)
    with (_file if parsed.get_backend_name() == "sqlite" else _server)(parsed, lost, wait_seconds):
        yield


@contextlib.contextmanager
def _file(url: URL, _: Callable[[], None], wait_seconds: float) -> Iterator[None]:
    if not url.database or url.database == ":memory:":
        yield
        return
    path = Path(f"{url.database}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("ab") as file:
        _until(lambda: _flocked(file), wait_seconds)
        yield


@contextlib.contextmanager
def _server(url: URL, lost: Callable[[], None], wait_seconds: float) -> Iterator[None]:
    holder, over = _Holder(url), threading.Event()
    try:
        _until(holder.takes, wait_seconds)
        watch = threading.Thread(target=holder.watch, args=(over, lost), name="sole use", daemon=True)
        watch.start()
        yield
        over.set()
        watch.join()
    finally:
        over.set()
        holder.close()


class _Holder:
    """The connection whose lock it is."""

    def __init__(self, url: URL) -> None:
        self._engine = open_engine(url, wait_milliseconds=int(1000 * WAIT_SECONDS), pool_size=1)
        self._connection: Connection | None = None

    def takes(self) -> bool:
        """Whether the lock is ours now."""
        if self._connection is None:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            for setting in _KEEPALIVES:
                connection.execute(text(setting))
            self._connection = connection
        return bool(self._connection.execute(_TAKE).scalar_one())

    def keeps(self) -> bool:
        """Whether it still is: the connection is there, or the lock could be taken anew."""
        if self._connection is None:
            return self.takes()
        self._connection.execute(select(1))
        return True

    def watch(self, over: threading.Event, lost: Callable[[], None]) -> None:
        """Take it anew where the connection was cut; tell where somebody else was quicker."""
        while not over.wait(LOOK_SECONDS):
            try:
                if not self.keeps():
                    lost()
                    return
            except SQLAlchemyError:  # the server is away, for this process too
                self.close()

    def close(self) -> None:
        """The lock goes with the connection."""
        if self._connection is not None:
            with contextlib.suppress(SQLAlchemyError):
                self._connection.close()
            self._connection = None
        self._engine.dispose()


def _flocked(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _until(takes: Callable[[], bool], wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while not takes():
        if time.monotonic() > deadline:
            raise TakenError
        time.sleep(BETWEEN_TRIES)
