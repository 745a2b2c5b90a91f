"""supervisord as our child: started, asked, told to restart one process, stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from runtime.errors import StartError
from runtime.ports import bound_socket
from runtime.processes import Process, environment
from runtime.supervisor_config import socket_path, write_config
from settings import REPOSITORY, Settings

_GIVEN_UP = "FATAL"
_SECONDS_TO_STOP = 45


class ProcessManager:
    """The supervisor of one assistant, for as long as this object's owner lives."""

    def __init__(self, settings: Settings, processes: Sequence[Process]) -> None:
        self._settings = settings
        self.processes = tuple(processes)
        self._daemon: subprocess.Popen[bytes] | None = None
        self._pids: set[int] = set()

    def start(self) -> None:
        """Start supervisord, which starts the processes in order. Raises ``PortInUseError``."""
        for folder in (self._settings.run_dir, self._settings.log_dir):
            folder.mkdir(parents=True, exist_ok=True)
        socket_path(self._settings.run_dir).unlink(missing_ok=True)
        with contextlib.ExitStack() as ours:
            doors = {one.name: ours.enter_context(bound_socket(*one.door)) for one in self.processes if one.door}
            numbers = {name: door.fileno() for name, door in doors.items()}
            config = write_config(self._settings, self.processes, numbers)
            # Its own session: the terminal's Ctrl-C and hang-up reach us, and we stop it in order.
            self._daemon = subprocess.Popen(
                [sys.executable, "-m", "runtime.guarded_supervisord", str(config)],
                cwd=REPOSITORY,
                env=environment(self._settings),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                pass_fds=tuple(numbers.values()),
            )

    @property
    def pid(self) -> int:
        """Process id of supervisord."""
        return self._daemon.pid if self._daemon else 0

    @property
    def alive(self) -> bool:
        """Whether supervisord itself runs."""
        return self._daemon is not None and self._daemon.poll() is None

    def states(self) -> dict[str, dict[str, Any]]:
        """What supervisord knows of each process, by name: ``statename``, ``pid``, ``start``, ``now``."""
        states = process_states(self._settings.run_dir)
        self._pids |= {state["pid"] for state in states.values() if state["pid"]}
        return states

    def raise_if_given_up(self) -> None:
        """Raise ``StartError`` when supervisord is gone or a process will not be started any more."""
        if not self.alive:
            raise StartError(f"The process manager ended. See {self._settings.log_dir / 'supervisord.log'}")
        for name, state in self.states().items():
            if state["statename"] == _GIVEN_UP:
                raise StartError(f"{name} does not start. {log_tail(self._settings.log_dir / f'{name}.log')}")

    def restart(self, name: str) -> None:
        """Stop one process and start it again."""
        with contextlib.suppress(OSError), _connection(self._settings.run_dir) as daemon:
            with contextlib.suppress(Fault):  # not running: nothing to stop
                daemon.supervisor.stopProcess(name)
            with contextlib.suppress(Fault):  # already starting again
                daemon.supervisor.startProcess(name, False)

    def stop(self) -> None:
        """Stop gateway, Rasa and action server, in this order, and supervisord; wait until all are gone."""
        if self._daemon is None:
            return
        self.states()
        self._daemon.terminate()
        try:
            self._daemon.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._daemon.kill()
            self._daemon.wait()
        if self._daemon.returncode:
            self._kill_left_behind()
        if self._daemon.stdin:
            self._daemon.stdin.close()

    def _kill_left_behind(self) -> None:
        """After a supervisord that was itself killed: each of its processes leads a group of its own."""
        for pid in self._pids:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if os.getpgid(pid) == pid:
                    os.killpg(pid, signal.SIGKILL)


def process_states(run_dir: Path) -> dict[str, dict[str, Any]]:
    """Ask the supervisord of ``run_dir``; empty when it does not answer."""
    try:
        with _connection(run_dir) as daemon:
            answer = cast("list[dict[str, Any]]", daemon.supervisor.getAllProcessInfo())
    except (OSError, Fault):
        return {}
    return {one["name"]: one for one in answer}


def log_tail(path: Path, lines: int = 12) -> str:
    """The end of a log file, for an error message."""
    try:
        content = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return f"There is no log at {path}"
    return f"The end of {path}:\n" + "\n".join(content[-lines:])


def _connection(run_dir: Path) -> ServerProxy:
    transport = SupervisorTransport(None, None, f"unix://{socket_path(run_dir)}")
    return ServerProxy("http://127.0.0.1", transport=transport)
