"""The PostgreSQL of the tests leaves nothing behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from settings import REPOSITORY
from tests.databases.backends import STOPS_WITHIN_SECONDS, PostgresServer

KEEPS_A_SERVER = """
import sys
from pathlib import Path
from tests.databases.backends import PostgresServer

with PostgresServer(Path(sys.argv[1])) as server:
    print(server.folder, flush=True)
    sys.stdin.read()
"""


def test_a_server_ends_with_its_block_and_takes_its_folder_along(postgres: PostgresServer, tmp_path: Path) -> None:
    # Given a server of its own beside the one that other tests use
    with PostgresServer(postgres.programs) as server, server.database(tmp_path / "a.db") as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            folder = Path(connection.execute(text("show data_directory")).scalar_one())
            assert connection.execute(text("show listen_addresses")).scalar_one() == "127.0.0.1"
        assert folder.is_dir()
        engine.dispose()

    # Then nothing is left of it, and the other one goes on
    assert not folder.parent.exists()
    with pytest.raises(OperationalError):
        engine.connect()
    with postgres.database(tmp_path / "b.db") as other:
        assert other != url


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells a process that its parent died")
def test_a_server_does_not_outlive_tests_that_are_killed(postgres: PostgresServer) -> None:
    # Given a process that started a server
    command = [sys.executable, "-c", KEEPS_A_SERVER, postgres.programs]
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        running = folder / "data" / "postmaster.pid"
        assert running.exists()

        # When it is killed, then the server ends too
        process.kill()
    deadline = time.monotonic() + STOPS_WITHIN_SECONDS
    while running.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not running.exists()
    shutil.rmtree(folder)
