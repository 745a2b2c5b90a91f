"""``troly ask`` against a real gateway with a fake Rasa behind it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.server import make_server
from runtime.ports import free_ports
from settings import REPOSITORY
from tests.connectors.harness import settings_for
from tests.fakes.rasa import FakeRasa
from tests.fakes.serving import ServerThread

Result = subprocess.CompletedProcess[str]


def troly(*arguments: str) -> Result:
    """Run the command as a person would."""
    command = [sys.executable, "-m", "cli.app", *arguments]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False)


def until_it_listens(port: int) -> None:
    """Raise ``ConnectionRefusedError`` when nobody does for long."""
    end = time.monotonic() + 60
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60).close()
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
        time.sleep(0.02)


@pytest.fixture(scope="module")
def rasa() -> Iterator[FakeRasa]:
    with FakeRasa() as fake:
        yield fake


@pytest.fixture(scope="module")
def gateway(rasa: FakeRasa, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = settings_for(tmp_path_factory.mktemp("home"), rasa, rasa_timeout_seconds=60)
    with ServerThread(make_server(settings)) as running:
        yield running.url


def test_the_answer_is_shown_with_its_source_and_buttons(gateway: str) -> None:
    said = troly("ask", "Ai chủ trì dạy kỹ năng số?", "--agency", "minh-long", "--api", gateway)
    assert said.returncode == 0, said.stderr
    assert "Trả lời: Ai chủ trì dạy kỹ năng số?" in said.stdout
    assert "122/KH-UBND" in said.stdout
    assert "III.1" in said.stdout
    assert "[Ai chủ trì việc này?]" in said.stdout


def test_json_is_the_reply_of_the_web_api(gateway: str) -> None:
    said = troly("ask", "Ai chủ trì?", "--json", "--api", gateway)
    reply = json.loads(said.stdout)
    assert reply["outcome"] == "answered"
    assert set(reply) == {"id", "outcome", "text", "citations", "buttons", "attachments", "created_at"}


def test_an_unknown_agency_is_a_line_and_not_a_trace(gateway: str) -> None:
    said = troly("ask", "Ai chủ trì?", "--agency", "nowhere", "--api", gateway)
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.startswith("Error: unknown_agency: ")
    assert "Traceback" not in said.stderr


def test_a_server_that_is_not_there_is_named() -> None:
    address = f"http://127.0.0.1:{free_ports(1)[0]}"
    said = troly("ask", "Ai chủ trì?", "--api", address)
    assert said.returncode == 1
    assert address in said.stderr
    assert "troly up" in said.stderr
    assert "Traceback" not in said.stderr


def test_what_is_no_assistant_is_named(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    command = [
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(tmp_path),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as other:
        try:
            until_it_listens(port)
            said = troly("ask", "Ai chủ trì?", "--api", f"http://127.0.0.1:{port}")
        finally:
            other.kill()
    assert said.returncode == 1
    assert "answered 501" in said.stderr
