"""Settings of a home of the test's own, and small programs in place of the three processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.ports import free_ports
from runtime.processes import Process
from settings import Settings

SECRET = "a-secret-that-nobody-guesses-1234567890"
TOKEN = "a-token-that-nobody-guesses-1234567890"

SERVER = """
import http.server, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/die": os._exit(1)
        self.send_response(200); self.end_headers(); self.wfile.write(str(os.getpid()).encode())
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""

MakeProcess = Callable[..., Process]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    gateway, rasa, action = free_ports(3)
    return Settings(
        home=tmp_path / "home",
        port=gateway,
        rasa_port=rasa,
        action_port=action,
        gateway_secret=SECRET,
        rasa_token=TOKEN,
    )


@pytest.fixture
def make_process(tmp_path: Path) -> MakeProcess:
    """A process that answers every request with its process id."""

    def make(name: str, code: str = SERVER, seconds_to_start: int = 60) -> Process:
        program = tmp_path / f"{name}.py"
        program.write_text(code)
        port = free_ports(1)[0]
        url = f"http://127.0.0.1:{port}"
        return Process(
            name=name,
            title=name,
            command=(sys.executable, str(program), str(port)),
            ready=f"{url}/ready",
            alive=f"{url}/alive",
            seconds_to_start=seconds_to_start,
        )

    return make


def exists(pid: int) -> bool:
    """Whether a process with this id runs (one that ended and waits to be collected does not)."""
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat")
        return not Path("/proc/self/stat").exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):  # also one that goes while it is looked at
        return False
