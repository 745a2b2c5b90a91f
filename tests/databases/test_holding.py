"""One process at a time works with a database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from databases import TakenError, open_engine, sole_use
from settings import REPOSITORY
from tests.databases.backends import Backend, PostgresServer
from tests.waiting import until

HOLDER = """
import sys, time
from databases import sole_use
with sole_use(sys.argv[1], lost=lambda: None):
    print("held", flush=True)
    time.sleep(60)
"""
HERE = "(SELECT oid FROM pg_database WHERE datname = current_database())"
LOCKS = f"pg_locks WHERE locktype = 'advisory' AND database = {HERE}"
HOLDER_OF_IT = text(f"SELECT pid FROM {LOCKS} AND granted")
WAITS_FOR_IT = text(f"SELECT pid FROM {LOCKS} AND NOT granted")
CUT = text(f"SELECT pg_terminate_backend(pid) FROM {LOCKS} AND granted")
TAKE = text("SELECT pg_advisory_lock(500068412538)")


def nobody() -> None:
    raise AssertionError("it was lost")


@pytest.mark.both_databases
def test_a_second_one_is_refused_until_the_first_was_killed(tmp_path: Path, backend: Backend) -> None:
    with backend.database(tmp_path / "gateway.db") as url:
        command = [sys.executable, "-c", HOLDER, url]
        with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, env={**os.environ}) as first:
            assert first.stdout is not None
            assert first.stdout.readline() == b"held\n"
            with pytest.raises(TakenError), sole_use(url, nobody, wait_seconds=0.2):
                pass
            first.send_signal(signal.SIGKILL)
        for _ in range(2):
            with sole_use(url, nobody, wait_seconds=60):
                pass


def test_what_was_cut_is_taken_anew(tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("databases.holding.LOOK_SECONDS", 0.02)
    with postgres.database(tmp_path / "gateway.db") as url:
        engine = open_engine(url, wait_milliseconds=5000)
        with sole_use(url, nobody), engine.connect() as admin:
            before = admin.execute(HOLDER_OF_IT).scalar_one()
            admin.execute(CUT)
            until(lambda: admin.execute(HOLDER_OF_IT).scalar() not in (None, before))
            with pytest.raises(TakenError), sole_use(url, nobody, wait_seconds=0):
                pass
        engine.dispose()


def test_it_is_told_that_another_one_was_quicker(
    tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("databases.holding.LOOK_SECONDS", 0.02)
    lost = threading.Event()
    with postgres.database(tmp_path / "gateway.db") as url:
        engine = open_engine(url, wait_milliseconds=60_000)
        with (
            engine.connect() as admin,
            engine.connect() as other,
            ThreadPoolExecutor(1) as thread,
            sole_use(url, lost.set),
        ):
            # Given another one that stands in line
            taking = thread.submit(other.execute, TAKE)
            until(lambda: admin.execute(WAITS_FOR_IT).scalar() is not None)
            # When the first is cut off, then it is the other's turn
            admin.execute(CUT)
            taking.result(60)
            assert lost.wait(60)
        engine.dispose()
