"""How fast a webhook is acknowledged: events of a fake Zalo at an even rate, then many in one second.

    python -m evaluation.webhooks --rate 50 --seconds 20 --burst 500

Zalo wants its 200 within 2 seconds. Gateway, fake Zalo and fake Rasa are processes of their own on this machine; the
events are signed and posted by this one, each over a connection as Zalo's are: from the first byte to the status. In
the end the fake is asked what its users saw. Exit status 1 when an event was refused or acknowledged late, or a message
not answered exactly once.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx
from rich.console import Console

from evaluation.figures import QUANTILES, Figures, quantiles
from evaluation.platforms import Zalo
from evaluation.stage import Stage

FIRST_USER = 1000
LATE_SECONDS = 2.0
PATIENCE_SECONDS = 60.0
_QUESTION = re.compile(r"Trả lời: câu (\d+)\b")


@dataclass(frozen=True)
class Load:
    """``rate`` messages a second for ``seconds``, then ``burst`` at once, from ``users`` users."""

    rate: float
    seconds: float
    burst: int
    users: int
    rasa_seconds: float

    @property
    def steady(self) -> int:
        """How many messages come at the even rate."""
        return round(self.rate * self.seconds)

    @property
    def messages(self) -> int:
        """How many messages in all."""
        return self.steady + self.burst


@dataclass
class Measured:
    """Seconds until the status, and what users saw."""

    steady: list[float] = field(default_factory=list)
    burst: list[float] = field(default_factory=list)
    refused: int = 0
    unanswered: int = 0
    twice: int = 0
    burst_answered_seconds: float = 0.0

    @property
    def late(self) -> int:
        """Acknowledged later than Zalo wants it."""
        return sum(seconds > LATE_SECONDS for seconds in (*self.steady, *self.burst))

    @property
    def sound(self) -> bool:
        """Whether nothing happened that must not."""
        return not (self.refused or self.late or self.unanswered or self.twice)


def measure_webhooks(load: Load, home: Path) -> Measured:
    """Put the load on a gateway of its own in ``home``."""
    zalo, measured = Zalo(), Measured()
    with Stage(zalo, home, rasa_seconds=load.rasa_seconds) as stage:
        for user in range(load.users):
            stage.meets(FIRST_USER + user)
        asyncio.run(_send(load, measured, zalo, stage.url))
        began = time.perf_counter()
        _count(load, measured, stage)
        measured.burst_answered_seconds = time.perf_counter() - began
    return measured


async def _send(load: Load, measured: Measured, zalo: Zalo, url: str) -> None:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=url, timeout=30, limits=limits, trust_env=False) as client:

        async def post(number: int, into: list[float]) -> None:
            body, headers = zalo.event(FIRST_USER + number % load.users, number)
            began = time.perf_counter()
            response = await client.post("/webhooks/zalo", content=body, headers=headers)
            into.append(time.perf_counter() - began)
            measured.refused += response.status_code != httpx.codes.OK

        async with asyncio.TaskGroup() as group:
            began = time.perf_counter()
            for number in range(load.steady):
                await asyncio.sleep(max(0.0, began + number / load.rate - time.perf_counter()))
                group.create_task(post(number, measured.steady))
        async with asyncio.TaskGroup() as group:
            for number in range(load.steady, load.messages):
                group.create_task(post(number, measured.burst))


def _count(load: Load, measured: Measured, stage: Stage) -> None:
    """Wait until every message is answered, or nothing new comes for a long while."""
    waiting_since, before = time.perf_counter(), -1
    while time.perf_counter() - waiting_since < PATIENCE_SECONDS:
        seen = [int(n) for user in range(load.users) for n in _numbers(stage.texts(FIRST_USER + user))]
        if len(set(seen)) == load.messages:
            break
        if len(seen) != before:
            waiting_since, before = time.perf_counter(), len(seen)
        time.sleep(0.2)
    measured.unanswered = load.messages - len(set(seen))
    measured.twice = len(seen) - len(set(seen))


def _numbers(texts: list[str]) -> list[str]:
    return [found[1] for text in texts if (found := _QUESTION.search(text))]


def as_figures(load: Load, measured: Measured) -> Figures:
    """The table."""
    rows: list[dict[str, str | int | float]] = []
    for what, seconds in ((f"{load.rate:g} a second", measured.steady), (f"{load.burst} at once", measured.burst)):
        milliseconds = [1000 * one for one in seconds]
        rows.append(
            {"what": what, "events": len(seconds), **quantiles(milliseconds), "slowest": max(milliseconds, default=0.0)}
        )
    units = {"what": "", "events": "", **dict.fromkeys(QUANTILES, "ms"), "slowest": "ms"}
    return Figures(title="From a webhook's first byte to its status (Zalo)", units=units, rows=rows)


def main() -> None:
    """Measure, print, and say by the exit status whether all was well."""
    parser = argparse.ArgumentParser(description="Post signed events to a gateway and time their acknowledgement.")
    parser.add_argument("--rate", type=float, default=50.0, help="events a second")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--burst", type=int, default=500)
    parser.add_argument("--users", type=int, default=100)
    parser.add_argument("--rasa-seconds", type=float, default=0.05, help="what the fake Rasa takes for a turn")
    load = Load(**vars(parser.parse_args()))
    console = Console()
    with tempfile.TemporaryDirectory(prefix="troly-", ignore_cleanup_errors=True) as folder:
        measured = measure_webhooks(load, Path(folder))
    console.print(as_figures(load, measured).as_table())
    console.print(
        f"refused {measured.refused}, late {measured.late}, unanswered {measured.unanswered}, twice {measured.twice}; "
        f"the last answer {measured.burst_answered_seconds:.1f} s after the burst"
    )
    raise SystemExit(0 if measured.sound else 1)


if __name__ == "__main__":
    main()
