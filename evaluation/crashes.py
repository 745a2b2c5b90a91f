"""What a crash costs: the gateway killed again and again (SIGKILL) while users of a fake Telegram write to it.

    python -m evaluation.crashes --messages 3000 --kills 20 --faults

The fake Telegram and the fake Rasa run as processes of their own, and it is the fake Telegram that is asked in the end
what its users saw: whether every message was answered, once, in the order of its conversation. Telegram lets nobody
find out whether a message was delivered: one whose sending was cut off is sent again, and says so. Answers seen twice
are counted whether they say so or not. Exit status 1 when a message was lost, answered twice without saying so, or
answered out of order.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx
from rich.console import Console

from connectors.texts import load_texts
from evaluation.figures import Figures, quantiles
from runtime.errors import RuntimeProblem
from runtime.ports import free_ports
from settings import REPOSITORY

FIRST_USER = 1000
SECONDS_TO_START = 60.0
FAULTS: tuple[dict[str, object], ...] = (
    {"kind": "429", "seconds": 1},
    {"kind": "500"},
    {"kind": "502"},
    {"kind": "cut"},
    {"kind": "slow", "seconds": 1},
)
_QUESTION = re.compile(r"Trả lời: câu (\d+)")


@dataclass(frozen=True)
class Storm:
    """How many messages, from how many users, how fast (per second), and how often the gateway is killed meanwhile."""

    messages: int
    users: int
    rate: float
    kills: int
    faults: bool
    seed: int


@dataclass
class Damage:
    """What the users saw.

    Of the answers seen ``twice``, the ``unannounced`` did not say so; ``needless`` ones did, but had not been seen.
    """

    answered: int = 0
    lost: int = 0
    twice: int = 0
    unannounced: int = 0
    needless: int = 0
    disordered: int = 0
    recoveries: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        """Whether nothing happened that must not."""
        return not (self.lost or self.unannounced or self.disordered)


class Stage:
    """The gateway between the two fakes, each a process; ``with Stage(folder) as stage``."""

    def __init__(self, home: Path, database_url: str | None = None) -> None:
        self._telegram_port, self._rasa_port, self._port = free_ports(3)
        self._token = f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_hex(17)}"
        self._secrets = [secrets.token_hex(32) for _ in range(3)]
        self._home, self._database_url = home, database_url
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._telegram = httpx.Client(base_url=f"http://127.0.0.1:{self._telegram_port}", timeout=20, trust_env=False)

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
        self._telegram.close()

    def _set_up(self) -> None:
        telegram = ("tests.fakes.telegram", "--port", str(self._telegram_port), "--token", self._token)
        rasa_secrets = ("--secret", self._secrets[0], "--token", self._secrets[1])
        rasa = ("tests.fakes.rasa", "--port", str(self._rasa_port), "--delay", "0.05", *rasa_secrets)
        self._start("telegram", telegram, f"http://127.0.0.1:{self._telegram_port}/")
        self._start("rasa", rasa, f"http://127.0.0.1:{self._rasa_port}/version")
        self.start_gateway()
        webhook = {"url": f"http://127.0.0.1:{self._port}/webhooks/telegram", "secret_token": self._secrets[2]}
        self._telegram.post(f"/bot{self._token}/setWebhook", data=webhook).raise_for_status()

    def start_gateway(self) -> float:
        """Start it; returns the seconds until it answers."""
        return self._start("gateway", ("connectors",), f"http://127.0.0.1:{self._port}/healthz")

    def kill_gateway(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        self._kill("gateway")

    def says(self, user: int, text: str) -> None:
        """A user writes."""
        self._telegram.post("/_fake/says", json={"user": str(user), "text": text}).raise_for_status()

    def fails(self, fault: dict[str, object]) -> None:
        """The next message to any user meets this."""
        self._telegram.post("/_fake/faults", json={"place": "sendMessage", **fault}).raise_for_status()

    def texts(self, user: int) -> list[str]:
        """What a user saw."""
        return [str(one["text"]) for one in self._telegram.get(f"/_fake/chat/{user}").json()]

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
            | {
                "TROLY_HOME": str(self._home),
                "TROLY_PORT": str(self._port),
                "TROLY_RASA_PORT": str(self._rasa_port),
                "TROLY_ACTION_PORT": str(self._rasa_port),
                "TROLY_GATEWAY_SECRET": self._secrets[0],
                "TROLY_RASA_TOKEN": self._secrets[1],
                "TROLY_TELEGRAM_API": f"http://127.0.0.1:{self._telegram_port}",
                "TROLY_TELEGRAM_TOKEN": self._token,
                "TROLY_TELEGRAM_SECRET": self._secrets[2],
            }
        )


def measure_crashes(storm: Storm, home: Path, database_url: str | None = None) -> Damage:
    """Let the storm pass over a gateway of its own in ``home``; returns what it did."""
    draw, damage = random.Random(storm.seed), Damage()  # noqa: S311  no secret
    with Stage(home, database_url) as stage:
        began = time.perf_counter()
        over = threading.Event()
        crashing = threading.Thread(target=_crash, args=(stage, storm, damage, over), daemon=True)
        crashing.start()
        for number in range(storm.messages):
            time.sleep(max(0.0, began + number / storm.rate - time.perf_counter()))
            if storm.faults and draw.random() < 0.05:
                stage.fails(draw.choice(FAULTS))
            stage.says(FIRST_USER + number % storm.users, f"câu {number}")
        over.set()
        crashing.join()
        seen = _answers(stage, storm)
        damage.seconds = time.perf_counter() - began
    _count(damage, storm, seen)
    return damage


def _crash(stage: Stage, storm: Storm, damage: Damage, over: threading.Event) -> None:
    """Kill and start again, spread over the storm at moments that follow no pattern."""
    draw = random.Random(storm.seed + 1)  # noqa: S311
    share = storm.messages / storm.rate / (storm.kills + 1)
    for _ in range(storm.kills):
        over.wait(share * draw.uniform(0.5, 1.5) - (damage.recoveries[-1] if damage.recoveries else 0))
        stage.kill_gateway()
        damage.recoveries.append(stage.start_gateway())


def _answers(stage: Stage, storm: Storm) -> dict[int, list[str]]:
    """What every user saw, once all are answered or nothing new comes for a long while."""
    users = range(FIRST_USER, FIRST_USER + min(storm.users, storm.messages))
    seen: dict[int, list[str]] = {}
    waiting_since, before = time.perf_counter(), -1
    while time.perf_counter() - waiting_since < 60:
        seen = {user: stage.texts(user) for user in users}
        numbers = {number for texts in seen.values() for number in _numbers(texts)}
        if len(numbers) == storm.messages:
            break
        if len(numbers) != before:
            waiting_since, before = time.perf_counter(), len(numbers)
        time.sleep(0.2)
    time.sleep(1)  # whoever answers twice does so now
    return {user: stage.texts(user) for user in seen}


def _count(damage: Damage, storm: Storm, seen: dict[int, list[str]]) -> None:
    repeated = load_texts().repeated
    for user, texts in seen.items():
        unmarked = [number for text in texts if not text.startswith(repeated) for number in _numbers([text])]
        all_words = _numbers(texts)
        asked = range(user - FIRST_USER, storm.messages, storm.users)
        damage.answered += len(set(all_words))
        damage.lost += len(set(asked) - set(all_words))
        damage.twice += len(all_words) - len(set(all_words))
        damage.unannounced += len(unmarked) - len(set(unmarked))
        damage.needless += len(set(all_words) - set(unmarked))
        damage.disordered += list(dict.fromkeys(all_words)) != sorted(set(all_words))


def _numbers(texts: Sequence[str]) -> list[int]:
    return [int(found[1]) for text in texts if (found := _QUESTION.search(text))]


def as_figures(storm: Storm, damage: Damage) -> Figures:
    """The table."""
    recovery = quantiles(damage.recoveries)
    rows: list[dict[str, str | int | float]] = [
        {"what": what, "figure": figure, "unit": unit}
        for what, figure, unit in (
            ("messages", storm.messages, ""),
            ("kills", len(damage.recoveries), ""),
            ("lost", damage.lost, ""),
            ("answers seen twice", damage.twice, ""),
            ("… without saying so", damage.unannounced, ""),
            ("answers seen once that say they were sent again", damage.needless, ""),
            ("conversations out of order", damage.disordered, ""),
            ("from the kill to the next answer of /healthz, median", recovery["p50"], "s"),
            ("the longest of them", max(damage.recoveries, default=float("nan")), "s"),
            ("from the first message to the last answer", damage.seconds, "s"),
        )
    ]
    title = "The gateway killed under way (Telegram)"
    return Figures(title=title, units=dict.fromkeys(("what", "figure", "unit"), ""), rows=rows)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="troly-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def main() -> None:
    """Measure, print, and say by the exit status whether all was well."""
    parser = argparse.ArgumentParser(description="Kill the gateway while a fake Telegram's users write to it.")
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--rate", type=float, default=10.0, help="messages a second")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--faults", action="store_true", help="also 429, 5xx, slow and closed connections")
    parser.add_argument("--seed", type=int, default=7)
    storm = Storm(**vars(parser.parse_args()))
    with _folder() as home:
        damage = measure_crashes(storm, home)
    Console().print(as_figures(storm, damage).as_table())
    raise SystemExit(0 if damage.sound else 1)


if __name__ == "__main__":
    main()
