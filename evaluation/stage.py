"""The stage of a measurement: a gateway of its own between a fake platform and a fake Rasa."""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx2 as httpx

from evaluation.platforms import Fault, Platform
from runtime.errors import RuntimeProblem
from runtime.ports import free_ports
from settings import REPOSITORY

SECONDS_TO_START = 60.0


class Stage:
    """The gateway between two fakes, a platform and Rasa, each a process; ``with Stage(platform, folder) as stage``."""

    def __init__(
        self, platform: Platform, home: Path, database_url: str | None = None, rasa_seconds: float = 0.05
    ) -> None:
        self._platform = platform
        self._platform_port, self._rasa_port, self._port = free_ports(3)
        self._secrets = [secrets.token_hex(32) for _ in range(2)]
        self._home, self._database_url, self._rasa_seconds = home, database_url, rasa_seconds
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._fake = f"http://127.0.0.1:{self._platform_port}"
        self._client = httpx.Client(base_url=self._fake, timeout=20, trust_env=False)
        self.url = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Stage:
        try:
            self._set_up()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for name in list(self._running):
            self._kill(name)
        self._client.close()

    def _set_up(self) -> None:
        platform = (self._platform.module, "--port", str(self._platform_port), *self._platform.arguments(self.url))
        rasa_secrets = ("--secret", self._secrets[0], "--token", self._secrets[1])
        delay = ("--delay", str(self._rasa_seconds))
        rasa = ("tests.fakes.rasa", "--port", str(self._rasa_port), *delay, *rasa_secrets)
        self._start(self._platform.name, platform, f"{self._fake}/")
        self._start("rasa", rasa, f"http://127.0.0.1:{self._rasa_port}/version")
        self.start_gateway()
        self._platform.connect(self._client, self.url)

    def start_gateway(self) -> float:
        """Start it; returns the seconds until it answers."""
        return self._start("gateway", ("connectors",), f"{self.url}/healthz")

    def kill_gateway(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        self._kill("gateway")

    def says(self, user: int, text: str) -> None:
        """A user writes."""
        self._client.post("/_fake/says", json={"user": str(user), "text": text}).raise_for_status()

    def fails(self, fault: Fault) -> None:
        """The next message to any user meets this."""
        self._client.post("/_fake/faults", json={"place": self._platform.place, **fault}).raise_for_status()

    def meets(self, user: int) -> None:
        """The platform knows this user, who may be written to."""
        self._client.post("/_fake/meets", json={"user": str(user)}).raise_for_status()

    def texts(self, user: int) -> list[str]:
        """What a user saw."""
        return [str(one["text"]) for one in self._client.get(f"/_fake/chat/{user}").json()]

    def _start(self, name: str, module: Sequence[str], url: str) -> float:
        began = time.perf_counter()
        with (self._home / f"{name}.log").open("ab") as log:
            command = [sys.executable, "-m", *module]
            self._running[name] = subprocess.Popen(
                command, cwd=REPOSITORY, env=self._environment(), stdout=log, stderr=log
            )
        while time.perf_counter() - began < SECONDS_TO_START and self._running[name].poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(url, timeout=5, trust_env=False).status_code == httpx.codes.OK:
                    return time.perf_counter() - began
            time.sleep(0.02)
        raise RuntimeProblem(f"{name} does not start: see {self._home / name}.log")

    def _kill(self, name: str) -> None:
        process = self._running.pop(name)
        process.kill()
        process.wait()

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TROLY_")}
        more = {"TROLY_DATABASE_URL": self._database_url} if self._database_url else {}
        return (
            kept
            | more
            | self._platform.environment(self._fake)
            | {
                "TROLY_HOME": str(self._home),
                "TROLY_PORT": str(self._port),
                "TROLY_RASA_PORT": str(self._rasa_port),
                "TROLY_ACTION_PORT": str(self._rasa_port),
                "TROLY_GATEWAY_SECRET": self._secrets[0],
                "TROLY_RASA_TOKEN": self._secrets[1],
            }
        )
