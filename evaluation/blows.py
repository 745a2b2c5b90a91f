"""What can befall an assistant under way: a process killed, the database locked, the disk full, Rasa hanging.

A blow strikes, lasts, ends, and tells how many seconds went by from its end (of a kill: from the kill) until the
assistant could work again: until a question asked on the web page is answered.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
from sqlalchemy import text

from databases import open_engine
from evaluation.house import House
from runtime.conversation import conversation
from runtime.errors import ProblemError, RuntimeProblem

MEGABYTES = 128
LONGEST_WAIT_SECONDS = 300.0
BETWEEN_TRIES = 0.1
QUESTION = "xin chào"
_HOLD = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "LOCK TABLE conversations, inbound_messages, outbox IN ACCESS EXCLUSIVE MODE",
}


class Blow(ABC):
    """``Blow.strike(house)`` returns seconds; ``title`` says what it was."""

    title: str

    @abstractmethod
    def strike(self, house: House) -> float:
        """Let it pass over the house."""


class Kill(Blow):
    """SIGKILL: nothing is finished, nothing is said."""

    def __init__(self, process: str) -> None:
        self._process = process
        self.title = f"{process} killed"

    def strike(self, house: House) -> float:
        """Seconds until it answers again."""
        return house.kill(self._process)


class Passing(Blow):
    """One that lasts for ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    @abstractmethod
    def during(self, house: House) -> contextlib.AbstractContextManager[object]:
        """In force while it is entered."""

    def strike(self, house: House) -> float:
        """Seconds from its end."""
        with self.during(house):
            time.sleep(self._seconds)
        return seconds_until_answered(house.url)


class Locked(Passing):
    """Another connection holds the database: nobody can write, on PostgreSQL nobody can read either."""

    title = "database locked"

    @contextlib.contextmanager
    def during(self, house: House) -> Iterator[None]:
        """Lock it, having waited for those who write."""
        engine = open_engine(house.database_url, wait_milliseconds=60_000)
        try:
            with engine.begin() as connection:
                connection.execute(text(_HOLD[engine.dialect.name]))
                yield
        finally:
            engine.dispose()


class Full(Passing):
    """Nothing can be written to the disk where database and logs are.

    On a ``small_disk`` a file takes what room there is. Elsewhere the gateway is forbidden to write into any file,
    which to it is much the same.
    """

    title = "disk full"

    @contextlib.contextmanager
    def during(self, house: House) -> Iterator[None]:
        """Fill it, and make room again."""
        if not house.home.is_mount():
            with _forbidden_to_write(house.process_ids()["gateway"]):
                yield
            return
        ballast = house.home / "ballast"
        try:
            _fill(ballast)
            yield
        finally:
            ballast.unlink()


class Hanging(Passing):
    """Rasa takes connections and answers none (SIGSTOP); a watch may have it started again meanwhile."""

    title = "Rasa hanging"

    @contextlib.contextmanager
    def during(self, house: House) -> Iterator[None]:
        """Stop it, and let it go on."""
        rasa = house.process_ids()["rasa"]
        os.kill(rasa, signal.SIGSTOP)
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(rasa, signal.SIGCONT)


PASSING: dict[str, type[Passing]] = {"locked": Locked, "full": Full, "hanging": Hanging}


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A file system of its own in ``folder``, where this process may mount one; whether it may."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=700", "troly", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def seconds_until_answered(url: str) -> float:
    """Seconds until a new visitor of the page is answered without an apology. Raises ``RuntimeProblem``."""
    began = time.perf_counter()
    while time.perf_counter() - began < LONGEST_WAIT_SECONDS:
        with contextlib.suppress(httpx.HTTPError, ProblemError), conversation(url, None) as visitor:
            if all(reply["outcome"] != "error" for reply in visitor.ask(QUESTION)):
                return time.perf_counter() - began
        time.sleep(BETWEEN_TRIES)
    raise RuntimeProblem(f"{url} does not answer again")


def _fill(ballast: Path) -> None:
    block = bytes(1 << 20)
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(block)


@contextlib.contextmanager
def _forbidden_to_write(pid: int) -> Iterator[None]:
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
