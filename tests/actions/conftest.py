"""The real action server in a process of its own, over the sample knowledge."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

from knowledge_base.search.indexer import build_index
from runtime.ports import free_ports
from settings import REPOSITORY
from tests.knowledge_base.encoders import make_tiny_encoder
from tests.knowledge_base.sample_knowledge import write_knowledge

SECONDS_TO_START = 180


@contextmanager
def running_server(home: Path, encoder: str) -> Iterator[str]:
    """Start ``python -m actions.server`` on a free port, wait until it is healthy, stop it at the end."""
    port = free_ports(1)[0]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TROLY_")}
    environment |= {"TROLY_HOME": str(home), "TROLY_ENCODER": encoder}
    command = [sys.executable, "-m", "actions.server", "--port", str(port)]
    home.mkdir(parents=True, exist_ok=True)
    with (
        (home / "server.log").open("w") as log,
        subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=log, stderr=subprocess.STDOUT) as process,
    ):
        try:
            _wait_until_healthy(f"http://127.0.0.1:{port}", process, home / "server.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(60)


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            httpx.get(f"{url}/health", timeout=10, trust_env=False).raise_for_status()
        except httpx.TransportError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        else:
            return


@pytest.fixture(scope="session")
def actions_encoder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_tiny_encoder(tmp_path_factory.mktemp("actions-encoder"))


@pytest.fixture(scope="session")
def actions_home(tmp_path_factory: pytest.TempPathFactory, actions_encoder: str) -> Path:
    """A home with the sample's index in it."""
    home = tmp_path_factory.mktemp("actions") / "home"
    build_index(write_knowledge(home.parent / "knowledge"), home / "index", actions_encoder)
    return home


@pytest.fixture(scope="session")
def server(actions_home: Path, actions_encoder: str) -> Iterator[str]:
    with running_server(actions_home, actions_encoder) as url:
        yield url
