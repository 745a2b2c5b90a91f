"""What a measurement stands before its fake platforms: the gateway with a fake Rasa, or the whole assistant.

Both can have one of their processes killed (SIGKILL: nothing is finished, nothing is said) and say how long it took
until it could work again. ``PlainHouse`` starts what was killed itself, at once; ``StandingHouse`` is ``troly up``,
whose supervisor does.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from runtime.errors import RuntimeProblem
from runtime.health import answers
from runtime.ports import bound_socket, free_ports
from runtime.preparation import prepare
from runtime.process_manager import process_states
from runtime.processes import model_path
from runtime.progress import Reporter
from runtime.state import read_state
from settings import REPOSITORY, load_settings

SECONDS_TO_START = 60.0
SECONDS_TO_STAND = 600.0
BETWEEN_TRIES = 0.02
Environment = Mapping[str, str]


class Programs:
    """Programs started for a measurement, each with its log in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(
        self,
        name: str,
        module: Sequence[str],
        url: str,
        environment: Environment,
        patience: float = SECONDS_TO_START,
        door: int | None = None,
    ) -> float:
        """Run ``python -m module``, its standard input the socket ``door``; returns the seconds until ``url`` answers.

        Raises ``RuntimeProblem``.
        """
        began = time.perf_counter()
        with (self._folder / f"{name}.log").open("ab") as log:
            command = [sys.executable, "-m", *module]
            own = subprocess.Popen(command, cwd=REPOSITORY, env=dict(environment), stdin=door, stdout=log, stderr=log)
            self._running[name] = own
        while time.perf_counter() - began < patience and own.poll() is None:
            if answers(url):
                return time.perf_counter() - began
            time.sleep(BETWEEN_TRIES)
        raise RuntimeProblem(f"{name} does not start: see {self._folder / name}.log")

    def kill(self, name: str) -> None:
        """SIGKILL."""
        process = self._running.pop(name)
        process.kill()
        process.wait()

    def end(self, name: str) -> None:
        """SIGTERM, and wait until it is gone."""
        process = self._running.pop(name)
        process.terminate()
        process.wait()

    def kill_all(self) -> None:
        """Everything that still runs."""
        for name in list(self._running):
            self.kill(name)

    def process_ids(self) -> dict[str, int]:
        """By name."""
        return {name: process.pid for name, process in self._running.items()}


class House(ABC):
    """The assistant's processes by name; ``url`` is where the gateway answers. ``secrets`` must not be in any log."""

    names: ClassVar[Sequence[str]]

    def __init__(self, home: Path, more: Environment) -> None:
        self.home, self.programs = home, Programs(home)
        self._port = free_ports(1)[0]
        self.url = f"http://127.0.0.1:{self._port}"
        self.secrets = [secrets.token_hex(32) for _ in range(2)]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TROLY_")}
        self.environment = {**kept, **more, **self._own()}

    def _own(self) -> dict[str, str]:
        return {
            "TROLY_HOME": str(self.home),
            "TROLY_PORT": str(self._port),
            "TROLY_GATEWAY_SECRET": self.secrets[0],
            "TROLY_RASA_TOKEN": self.secrets[1],
        }

    @property
    def database_url(self) -> str:
        """Where the gateway keeps what it must not lose."""
        return self.environment.get("TROLY_DATABASE_URL", f"sqlite:///{self.home / 'gateway.db'}")

    @abstractmethod
    def start(self, environment: Environment) -> None:
        """Start all, with the settings of the platforms; return when all can work."""

    @abstractmethod
    def kill(self, name: str) -> float:
        """Kill one process; returns the seconds until it can work again."""

    @abstractmethod
    def process_ids(self) -> dict[str, int]:
        """By name."""

    @property
    @abstractmethod
    def logs(self) -> list[Path]:
        """What the processes log to."""

    def stop(self) -> None:
        """End what was started."""
        self.programs.kill_all()


class PlainHouse(House):
    """A bare gateway and a fake Rasa whose turns take ``rasa_seconds``.

    The gateway's socket listens on while the gateway is away, as supervisord's does.
    """

    names = ("gateway", "rasa")

    def __init__(self, home: Path, more: Environment, rasa_seconds: float = 0.05) -> None:
        super().__init__(home, more)
        [port] = free_ports(1)
        self.rasa_url = f"http://127.0.0.1:{port}"
        self.environment |= {"TROLY_RASA_PORT": str(port), "TROLY_ACTION_PORT": str(port)}
        known = ("--secret", self.secrets[0], "--token", self.secrets[1], "--delay", str(rasa_seconds))
        self._door = bound_socket("127.0.0.1", self._port, "TROLY_PORT")
        self._modules = {"gateway": ("connectors", "--door"), "rasa": ("tests.fakes.rasa", "--port", str(port), *known)}
        self._urls = {"gateway": f"{self.url}/healthz", "rasa": f"{self.rasa_url}/version"}

    def start(self, environment: Environment) -> None:
        """Rasa, then the gateway."""
        self.environment |= environment
        self._door.listen()
        for name in reversed(self.names):
            self._start(name)

    def kill(self, name: str) -> float:
        """Started again at once."""
        self.programs.kill(name)
        return self._start(name)

    def process_ids(self) -> dict[str, int]:
        """Both."""
        return self.programs.process_ids()

    @property
    def logs(self) -> list[Path]:
        """The gateway's: the fakes may say what they like."""
        return [self.home / "gateway.log"]

    def _start(self, name: str) -> float:
        door = self._door.fileno() if name == "gateway" else None
        return self.programs.start(name, self._modules[name], self._urls[name], self.environment, door=door)

    def stop(self) -> None:
        """The socket as well."""
        super().stop()
        self._door.close()


class StandingHouse(House):
    """``troly up`` in a home of its own, with the model and the index of the home that the settings name."""

    names = ("gateway", "rasa", "actions")

    def __init__(self, home: Path, more: Environment) -> None:
        super().__init__(home, more)
        settings = load_settings()
        if not model_path(settings).exists():
            prepare(settings, Reporter())
        self.environment["TROLY_RASA_MODEL"] = str(model_path(settings).absolute())
        (home / "index").symlink_to(settings.index_dir.absolute(), target_is_directory=True)

    def start(self, environment: Environment) -> None:
        """As people do."""
        self.environment |= environment
        up = ("cli.app", "up")
        self.programs.start("up", up, f"{self.url}/readyz", self.environment, patience=SECONDS_TO_STAND)

    def kill(self, name: str) -> float:
        """The supervisor starts it again, or the watch over the supervisor where it gave up."""
        before = self.process_ids()[name]
        os.kill(before, signal.SIGKILL)
        began = time.perf_counter()
        while time.perf_counter() - began < SECONDS_TO_STAND:
            if self.process_ids().get(name, before) not in (0, before) and answers(self._ready(name)):
                return time.perf_counter() - began
            time.sleep(BETWEEN_TRIES)
        raise RuntimeProblem(f"{name} does not come back: see {self.home / 'logs'}")

    def process_ids(self) -> dict[str, int]:
        """As the supervisor knows them."""
        states = process_states(self.home / "run")
        return {"actions" if name == "action-server" else name: state["pid"] for name, state in states.items()}

    @property
    def logs(self) -> list[Path]:
        """All three's, and what `troly up` said."""
        return [self.home / "logs", self.home / "up.log"]

    def stop(self) -> None:
        """In order: nothing the supervisor started is left behind."""
        with contextlib.suppress(KeyError):
            self.programs.end("up")

    def _ready(self, name: str) -> str:
        state = read_state(self.home / "run")
        if state is None:
            raise RuntimeProblem(f"the assistant ended: see {self.home / 'up.log'}")
        return {
            "gateway": f"{self.url}/readyz",
            "rasa": f"http://127.0.0.1:{state.rasa_port}/status?token={self.secrets[1]}",
            "actions": f"http://127.0.0.1:{state.action_port}/health",
        }[name]
