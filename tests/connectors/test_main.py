"""``python -m connectors`` as an operator runs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from databases import sole_use
from settings import REPOSITORY

PORTS = dict.fromkeys(("TROLY_PORT", "TROLY_RASA_PORT", "TROLY_ACTION_PORT"), "1")
COMMAND = [sys.executable, "-m", "connectors"]


def test_who_called_before_it_ran_is_answered_and_the_door_stays_open_behind_it(tmp_path: Path) -> None:
    environment = {**os.environ, **PORTS, "TROLY_HOME": str(tmp_path)}
    with socket.create_server(("127.0.0.1", 0)) as door, socket.create_connection(door.getsockname()) as caller:
        caller.sendall(b"GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        with subprocess.Popen([*COMMAND, "--door"], cwd=REPOSITORY, env=environment, stdin=door.fileno()) as gateway:
            try:
                caller.settimeout(120)
                assert caller.makefile("rb").readline() == b"HTTP/1.1 200 OK\r\n"
            finally:
                gateway.terminate()
        with socket.create_connection(door.getsockname(), timeout=120):
            door.settimeout(120)
            door.accept()[0].close()


def test_a_second_gateway_on_the_same_database_says_so_and_ends(tmp_path: Path, database_url: str) -> None:
    environment = {**os.environ, **PORTS, "TROLY_HOME": str(tmp_path), "TROLY_DATABASE_URL": database_url}
    with sole_use(database_url, lost=lambda: None):
        done = subprocess.run(COMMAND, cwd=REPOSITORY, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"Another gateway works with this database" in done.stderr
