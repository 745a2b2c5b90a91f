"""Databases for tests: a file of SQLite's, or a database of a real PostgreSQL started for the tests alone.

Rasa's Python reads this file too: standard library alone, until a server is started.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from tests.ports import free_port

STARTS_WITHIN_SECONDS = 120.0
STOPS_WITHIN_SECONDS = 120.0
TRIES = 3
USER = "troly"
_PR_SET_PDEATHSIG = 1
# Nothing here outlives the tests, so nothing needs to reach the disk. The zone is one that is not UTC.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "synchronous_commit": "off",
    "timezone": "Asia/Ho_Chi_Minh",
    "unix_socket_directories": "",
}


class Backend(Protocol):
    """Where tests make their databases."""

    name: str

    def database(self, file: Path) -> contextlib.AbstractContextManager[str]:
        """The URL of an empty database; ``file`` is where it is kept if it is SQLite's."""
        ...


class Sqlite:
    """Files of SQLite's."""

    name = "sqlite"

    @contextlib.contextmanager
    def database(self, file: Path) -> Iterator[str]:
        yield f"sqlite:///{file}"


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's programs, the newest version's: Debian's place, else where ``initdb`` is found."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: float(one.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


class PostgresServer:
    """``with PostgresServer(find_postgres()) as server:`` a cluster in a temporary folder, on a free loopback port.

    PostgreSQL refuses to run as root: started by root, it runs as ``postgres`` or, without that user, as ``nobody``.
    """

    name = "postgresql"

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self._password = secrets.token_urlsafe(16)
        self._port = 0
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._user = _unprivileged() if os.geteuid() == 0 else None

    def __enter__(self) -> PostgresServer:
        self.folder = Path(tempfile.mkdtemp(prefix="troly-postgres-"))
        self._log = (self.folder / "log").open("wb")
        try:
            self._make_cluster()
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        self._log.close()
        shutil.rmtree(self.folder)

    @contextlib.contextmanager
    def database(self, file: Path) -> Iterator[str]:
        """The URL of a database that is dropped afterwards."""
        name = f"{file.stem}_{next(self._numbers)}"
        self._execute(f'create database "{name}"')
        try:
            yield f"postgresql+psycopg://{USER}:{self._password}@127.0.0.1:{self._port}/{name}"
        finally:
            self._execute(f'drop database "{name}" with (force)')

    def _make_cluster(self) -> None:
        password = self.folder / "password"
        password.write_text(self._password)
        if self._user is not None:
            for path in (self.folder, password):
                os.chown(path, self._user.pw_uid, self._user.pw_gid)
        command = [
            *(self.programs / "initdb", "--no-sync", "--encoding=UTF8", "--no-locale", "--auth=scram-sha-256"),
            *(f"--username={USER}", f"--pwfile={password}", f"--pgdata={self.folder / 'data'}"),
        ]
        done = subprocess.run(command, **self._as_user(), check=False)
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{self._said()}")

    def _start(self) -> None:
        for _ in range(TRIES):  # somebody may take the free port first
            self._port = free_port()
            settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
            command = [self.programs / "postgres", "-D", self.folder / "data", f"--port={self._port}", *settings]
            self._process = subprocess.Popen(
                command, **self._as_user(), start_new_session=True, preexec_fn=_end_with_parent
            )
            if self._answers():
                return
            self._stop()
        raise RuntimeError(f"PostgreSQL did not start:\n{self._said()}")

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)  # "fast": does not wait for clients
        try:
            self._process.wait(STOPS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()

    def _answers(self) -> bool:
        import psycopg

        assert self._process is not None
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                self._execute("select 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return True
        return False

    def _execute(self, statement: str) -> None:
        import psycopg

        target = {"host": "127.0.0.1", "port": self._port, "user": USER, "dbname": "postgres", "connect_timeout": 60}
        with psycopg.connect(**target, password=self._password, autocommit=True) as connection:
            connection.execute(statement.encode())

    def _as_user(self) -> dict[str, Any]:
        """Where and as whom a program of PostgreSQL's runs; what it says goes to the log."""
        given = {"cwd": self.folder, "stdin": subprocess.DEVNULL, "stdout": self._log, "stderr": self._log}
        if self._user is None:
            return given
        return given | {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}

    def _said(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]


def _end_with_parent() -> None:
    """Let Linux end the server with the tests, also where they are killed and clean nothing up."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")
