"""A real supervisord over small processes: started, brought back, stopped, never left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx2 as httpx
import pytest
from pydantic import SecretStr

from runtime.errors import PortInUseError, StartError
from runtime.health import is_alive, wait_until_ready
from runtime.ports import ensure_free
from runtime.process_manager import ProcessManager
from runtime.processes import Process
from settings import REPOSITORY, Settings
from tests.runtime.conftest import SECRET, TOKEN, MakeProcess, exists

PATIENCE_SECONDS = 60

# Answers at the socket that is its standard input, once the file exists.
DOOR = """
import os, socket, sys, time
while not os.path.exists(sys.argv[2]):
    time.sleep(0.02)
door = socket.socket(fileno=0)
while True:
    caller, _ = door.accept()
    if b"/die" in caller.recv(1000): os._exit(1)
    caller.sendall(b"HTTP/1.0 200 OK\\r\\n\\r\\n%d" % os.getpid())
    caller.close()
"""

PARENT = """
import sys, time
from pathlib import Path
from runtime.health import wait_until_ready
from runtime.process_manager import ProcessManager
from runtime.processes import Process
from settings import Settings
home, *command = sys.argv[1:]
settings = Settings(home=home, port=1, rasa_port=2, action_port=3, gateway_secret="s", rasa_token="t")
url = f"http://127.0.0.1:{command[-1]}"
process = Process(name="one", title="one", command=tuple(command), ready=url, alive=url)
manager = ProcessManager(settings, [process])
manager.start()
wait_until_ready(process, manager.raise_if_given_up)
print(manager.pid, *(state["pid"] for state in manager.states().values()), flush=True)
time.sleep(60)
"""


def soon(holds: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> bool:
    """Whether something comes to hold within ``seconds``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


@contextlib.contextmanager
def started(settings: Settings, *processes: Process) -> Iterator[ProcessManager]:
    manager = ProcessManager(settings, processes)
    manager.start()
    try:
        for process in processes:
            wait_until_ready(process, manager.raise_if_given_up)
        yield manager
    finally:
        manager.stop()


def listening_ports(pid: int) -> set[int]:
    """The ports that a process listens on."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    inodes = {f"socket:[{line[9]}]": int(line[1].partition(":")[2], 16) for line in lines if line[3] == "0A"}
    held = set[str]()
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed since it was listed
            held.add(str(one.readlink()))
    return {inodes[one] for one in held & inodes.keys()}


def pid_of(process: Process) -> int:
    return int(httpx.get(process.ready, timeout=PATIENCE_SECONDS, trust_env=False).text)


def kill(process: Process) -> None:
    """Ask it to end at once, and wait until it has."""
    with contextlib.suppress(httpx.HTTPError):
        httpx.get(process.ready.replace("/ready", "/die"), timeout=PATIENCE_SECONDS, trust_env=False)


def test_stopping_leaves_nothing_running(settings: Settings, make_process: MakeProcess) -> None:
    first, second = make_process("first"), make_process("second")
    with started(settings, first, second) as manager:
        pids = [manager.pid, pid_of(first), pid_of(second)]
        assert all(map(exists, pids))
    assert not any(map(exists, pids))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_process_inherits_the_secrets_it_needs_and_no_others(settings: Settings, make_process: MakeProcess) -> None:
    token = SecretStr("a-token-of-a-platform-1234567890")
    given = settings.model_copy(
        update={"zalo_bot_token": token, "zalo_app_id": "123", "database_url_override": "x://p"}
    )
    process = replace(make_process("one"), needs=("TROLY_RASA_TOKEN",))
    with started(given, process):
        inherited = Path(f"/proc/{pid_of(process)}/environ").read_bytes().decode().split("\0")
    assert f"TROLY_RASA_TOKEN={TOKEN}" in inherited
    assert f"TROLY_PORT={given.port}" in inherited
    names = {one.partition("=")[0] for one in inherited}
    assert not names & {"TROLY_GATEWAY_SECRET", "GATEWAY_SECRET", "TROLY_DATABASE_URL", "TROLY_ZALO_APP_ID"}
    assert not [one for one in inherited if SECRET in one or token.get_secret_value() in one]


def test_a_process_that_dies_is_started_again(settings: Settings, make_process: MakeProcess) -> None:
    process = make_process("one")
    with started(settings, process) as manager:
        before = pid_of(process)
        kill(process)
        assert soon(lambda: is_alive(process))
        assert pid_of(process) != before
        assert manager.alive


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_who_calls_while_a_process_is_away_is_answered_by_the_next_one(
    settings: Settings, make_process: MakeProcess, tmp_path: Path
) -> None:
    home = tmp_path / "opens"
    home.touch()
    one, other = make_process("one", DOOR), make_process("other")
    port = int(one.command[-1])
    process = replace(one, command=(*one.command, str(home)), door=("127.0.0.1", port, "TROLY_PORT"))
    with started(settings, process, other):
        before = pid_of(process)
        assert port in listening_ports(before)
        assert port not in listening_ports(pid_of(other))
        home.unlink()
        kill(process)
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as caller:
            caller.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert soon(lambda: not exists(before))
            home.touch()
            answer = caller.makefile("rb").read()
        assert int(answer.rpartition(b"\r\n")[2]) not in (0, before)
    ensure_free("127.0.0.1", port, "TROLY_PORT")


def test_what_another_program_listens_on_is_named_before_anything_starts(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        door = ("127.0.0.1", taken.getsockname()[1], "TROLY_PORT")
        manager = ProcessManager(settings, [Process("one", "one", ("false",), "", "", door=door)])
        with pytest.raises(PortInUseError, match="TROLY_PORT"):
            manager.start()
    assert manager.pid == 0


def test_a_process_can_be_restarted(settings: Settings, make_process: MakeProcess) -> None:
    process = make_process("one")
    with started(settings, process) as manager:
        before = pid_of(process)
        manager.restart("one")
        assert soon(lambda: is_alive(process))
        assert pid_of(process) != before


def test_a_process_that_never_starts_is_named_with_the_end_of_its_log(
    settings: Settings, make_process: MakeProcess
) -> None:
    process = make_process("broken", code="import sys; sys.exit('no such model: troly.tar.gz')")
    with pytest.raises(StartError, match=r"(?s)broken does not start.*no such model: troly\.tar\.gz"):  # noqa: SIM117
        with started(settings, process):
            pass


def test_a_process_that_is_never_ready_is_not_waited_for_without_end(
    settings: Settings, make_process: MakeProcess
) -> None:
    process = make_process("slow", code="import time; time.sleep(60)", seconds_to_start=1)
    with pytest.raises(StartError, match="slow was not ready after 1 s"):  # noqa: SIM117
        with started(settings, process):
            pass


@pytest.mark.parametrize("victim", ["supervisord", "parent"])
def test_no_process_outlives_a_kill(settings: Settings, make_process: MakeProcess, victim: str) -> None:
    process = make_process("one")
    command = [sys.executable, "-c", PARENT, str(settings.home), *process.command]
    if victim == "parent":
        with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as parent:
            assert parent.stdout is not None
            pids = [int(word) for word in parent.stdout.readline().split()]
            assert len(pids) == 2
            parent.kill()
    else:
        with started(settings, process) as manager:
            pids = [manager.pid, pid_of(process)]
            manager.raise_if_given_up()
            os.kill(manager.pid, signal.SIGKILL)
            assert soon(lambda: not manager.alive)
    assert soon(lambda: not any(map(exists, pids)))
