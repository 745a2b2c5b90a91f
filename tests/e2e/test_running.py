"""The three real processes: ready, private, watched, and gone when told to go."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

from runtime.assistant import Assistant
from runtime.ports import free_ports
from runtime.process_manager import process_states
from runtime.processes import model_path
from runtime.state import read_state
from settings import REPOSITORY, load_settings
from tests.runtime.conftest import exists
from tests.runtime.test_process_manager import soon

pytestmark = pytest.mark.e2e

COMMAND = [sys.executable, "-m", "cli.app"]


def test_it_is_ready_and_serves_its_page(assistant: Assistant) -> None:
    assert httpx.get(f"{assistant.url}/readyz", timeout=60).status_code == 200
    page = httpx.get(assistant.url, timeout=60)
    assert page.status_code == 200
    assert 'lang="vi"' in page.text


def test_no_command_line_shows_a_secret(assistant: Assistant) -> None:
    settings = load_settings()
    secrets = [settings.gateway_secret.get_secret_value(), settings.rasa_token.get_secret_value()]
    pids = [str(pid) for pid in assistant.process_ids().values()]
    shown = subprocess.run(
        ["ps", "-ww", "-o", "args=", "-p", ",".join(pids)], capture_output=True, text=True, check=True
    )
    assert "bot.server" in shown.stdout
    assert not any(secret in shown.stdout for secret in secrets)


def test_rasa_refuses_whoever_has_neither_secret_nor_token(assistant: Assistant) -> None:
    state = read_state(assistant.run_dir)
    assert state is not None
    rasa = f"http://127.0.0.1:{state.rasa_port}"
    assert httpx.get(f"{rasa}/status", timeout=60).status_code == 401
    message = {"sender": "somebody", "message": "xin chào"}
    assert httpx.post(f"{rasa}/webhooks/gateway/webhook", json=message, timeout=60).status_code == 403
    assert httpx.post(f"{rasa}/webhooks/rest/webhook", json=message, timeout=60).status_code == 404


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """``troly up`` in a home of its own, with this home's model and index."""
    settings = load_settings()
    home = tmp_path / "home"
    home.mkdir()
    (home / "index").symlink_to(settings.index_dir.absolute(), target_is_directory=True)
    environment = os.environ | {
        "TROLY_HOME": str(home),
        "TROLY_PORT": str(free_ports(1)[0]),
        "TROLY_RASA_MODEL": str(model_path(settings).absolute()),
    }
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        started.append(
            subprocess.Popen(
                [*COMMAND, *arguments],
                cwd=REPOSITORY,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_it_runs_until_its_terminal_is_closed(
    assistant: Assistant, standing: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    # given an assistant that `troly up` started
    up = standing("up")
    assert up.stdout is not None
    before: list[str] = []
    for line in up.stdout:
        before.append(line)
        if ready := re.search(r"Ready after .* s: (http://\S+)", line):
            address = ready.group(1)
            break
    else:
        pytest.fail("`troly up` ended")
    assert not [line for line in before if "Training" in line or "Building" in line], "nothing had changed"
    run_dir = tmp_path / "home" / "run"
    pids = [state["pid"] for state in process_states(run_dir).values()]
    assert len(pids) == 3
    assert all(map(exists, pids))
    assert (tmp_path / "home" / "gateway.db").stat().st_mode & 0o077 == 0

    # when it is started a second time, then that says where the first one is
    again = standing("up")
    said, _ = again.communicate(timeout=120)
    assert again.returncode == 0
    assert f"already running at {address}" in said
    status, _ = standing("status").communicate(timeout=120)
    assert f"Ready: {address}" in status

    # when a process dies, then it is brought back
    os.kill(process_states(run_dir)["gateway"]["pid"], signal.SIGKILL)
    assert soon(lambda: process_states(run_dir)["gateway"]["pid"] not in (0, *pids))
    assert soon(lambda: _ready(address))
    pids = [state["pid"] for state in process_states(run_dir).values()]

    # when the terminal is closed, then all are stopped in order and nothing is left
    os.killpg(up.pid, signal.SIGHUP)
    up.communicate(timeout=120)
    assert not any(map(exists, pids))
    log = (tmp_path / "home" / "logs" / "supervisord.log").read_text()
    assert re.findall(r"stopped: ([\w-]+)", log) == ["gateway", "rasa", "action-server"]


def _ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=60).status_code == 200
    except httpx.HTTPError:
        return False
