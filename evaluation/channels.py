"""What one gateway process carries: throughput of each channel at saturation, latency at half of it, cost over Rasa.

    python -m evaluation.channels --messages 1000

The fake Rasa answers at once, so that what is measured is the gateway. At saturation ``--at-once`` requests are always
under way; a platform's messages are its own signed webhooks, and answered when its fake took the answer; a visitor of
the page waits for it (``Prefer: wait``). Then messages come at an even rate, half of what went through. Processor time
is the gateway's own. Telegram lets a bot send 30 messages a second, and the gateway keeps to it. Gateway, fakes and
the measurement share the machine. Exit status 1 when a message was not answered.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import httpx2 as httpx
from rich.console import Console

from connectors.http import http_client
from evaluation.bench import machine
from evaluation.figures import MILLISECONDS, Figure, Figures, quantiles, write_json
from evaluation.house import PlainHouse
from evaluation.platforms import Platform
from evaluation.script import FIRST_USER, Counted
from evaluation.stage import CHANNELS, Stage, channels_named

PATIENCE_SECONDS = 60.0
SECONDS_TO_ANSWER = 60
PER_USER = 10
"""Few enough that nobody writes too fast for the limits."""


@dataclass
class Carried:
    """One channel: seconds, and messages by number with their latency in milliseconds."""

    channel: str
    messages: int
    seconds: float = 0.0
    processor_seconds: float = 0.0
    at_half: list[float] = field(default_factory=list)
    unanswered: int = 0

    @property
    def rate(self) -> float:
        """Messages answered in a second at saturation."""
        return (self.messages - self.unanswered) / self.seconds


class Knocker(Protocol):
    """Writes messages to one channel, and knows when each was answered (seconds since 1970)."""

    async def write(self, number: int) -> None:
        """Message ``number``."""
        ...

    def answered(self, numbers: range) -> dict[int, float]:
        """When each was, of those that were."""
        ...


class PlatformKnocker:
    """Posts a platform's webhooks."""

    def __init__(self, stage: Stage, platform: Platform, client: httpx.AsyncClient) -> None:
        self._stage, self._platform, self._client = stage, platform, client
        self._met: set[int] = set()

    def meet(self, numbers: range) -> None:
        """Before they write."""
        for user in {_user(number) for number in numbers}:
            self._stage.meets(user)

    async def write(self, number: int) -> None:
        """A signed event."""
        body, headers = self._platform.event(_user(number), number)
        await self._client.post(f"/webhooks/{self._platform.name}", content=body, headers=headers)

    def answered(self, numbers: range) -> dict[int, float]:
        """As the fake took the answers; waits for the last one."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            found = dict(self._look(numbers))
            if len(found) == len(numbers) or time.monotonic() > end:
                return found
            time.sleep(0.1)

    def _look(self, numbers: range) -> Iterator[tuple[int, float]]:
        for user in {_user(number) for number in numbers}:
            for seen in self._stage.seen(user):
                for number in Counted().numbers([seen.text], 0, 1):
                    if number in numbers:
                        yield number, seen.at


class WebKnocker:
    """Visitors who wait for their answers."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._tokens: dict[int, str] = {}
        self._answered: dict[int, float] = {}

    async def open(self, numbers: range) -> None:
        """A session for each user."""
        for user in {_user(number) for number in numbers}:
            response = await self._client.post("/v1/web/sessions", json={})
            self._tokens[user] = response.raise_for_status().json()["token"]

    async def write(self, number: int) -> None:
        """Ask and wait."""
        headers = {"Authorization": f"Bearer {self._tokens[_user(number)]}", "Prefer": f"wait={SECONDS_TO_ANSWER}"}
        message = {"id": f"m-{number}", "text": f"câu {number}"}
        response = await self._client.post("/v1/web/messages", json=message, headers=headers)
        if response.status_code == httpx.codes.OK:
            self._answered[number] = time.time()

    def answered(self, numbers: range) -> dict[int, float]:
        """Those that were."""
        return {number: at for number, at in self._answered.items() if number in numbers}


def _user(number: int) -> int:
    return FIRST_USER + number // PER_USER


def measure_channel(name: str, messages: int, at_once: int, home: Path) -> Carried:
    """Saturation, then half of it, on a gateway of its own in ``home``."""
    carried = Carried(name, messages)
    [channel] = channels_named(name)
    with Stage([channel], home, rasa_seconds=0) as stage:
        pid = stage.house.process_ids()["gateway"]
        asyncio.run(_carry(carried, stage, channel, at_once, pid))
    return carried


async def _carry(carried: Carried, stage: Stage, channel: Platform | str, at_once: int, pid: int) -> None:
    first, second = range(carried.messages), range(carried.messages, 2 * carried.messages)
    async with http_client(stage.url, timeout=SECONDS_TO_ANSWER + 10, connections=200) as client:
        knocker: Knocker
        if isinstance(channel, Platform):
            platform = PlatformKnocker(stage, channel, client)
            await asyncio.to_thread(platform.meet, range(2 * carried.messages))
            knocker = platform
        else:
            web = WebKnocker(client)
            await web.open(range(2 * carried.messages))
            knocker = web
        processor, began = processor_seconds(pid), time.time()
        await _together(knocker.write, _spread(first), at_once)
        answered = await asyncio.to_thread(knocker.answered, first)
        carried.processor_seconds = processor_seconds(pid) - processor
        carried.seconds = max(answered.values(), default=time.time()) - began
        carried.unanswered = len(first) - len(answered)
        written = await _evenly(knocker.write, _spread(second), carried.rate / 2)
        answered = await asyncio.to_thread(knocker.answered, second)
        carried.unanswered += len(second) - len(answered)
        carried.at_half = [1000 * (at - written[number]) for number, at in answered.items()]


def _spread(numbers: range) -> list[int]:
    """In an order in which nobody writes twice in a row."""
    return [number for turn in range(PER_USER) for number in numbers[turn::PER_USER]]


async def _together(write: Callable[[int], Awaitable[None]], numbers: list[int], at_once: int) -> None:
    waiting = iter(numbers)

    async def writer() -> None:
        for number in waiting:
            await write(number)

    await asyncio.gather(*(writer() for _ in range(at_once)))


async def _evenly(write: Callable[[int], Awaitable[None]], numbers: list[int], rate: float) -> dict[int, float]:
    """``rate`` a second; returns when each was written."""
    began, written = time.time(), dict[int, float]()
    async with asyncio.TaskGroup() as group:
        for place, number in enumerate(numbers):
            await asyncio.sleep(max(0.0, began + place / rate - time.time()))
            written[number] = time.time()
            group.create_task(_written(write, number))
    return written


async def _written(write: Callable[[int], Awaitable[None]], number: int) -> None:
    await write(number)


def processor_seconds(pid: int) -> float:
    """Processor time that a process took so far (Linux; NaN elsewhere)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure_cost(turns: int, at_once: int, home: Path) -> Figures:
    """The same question to the fake Rasa itself, and through the gateway: one at a time, and many at once."""
    with Stage(["web"], home, rasa_seconds=0) as stage:
        assert isinstance(stage.house, PlainHouse)  # noqa: S101  rasa_url
        rows = asyncio.run(_cost(stage.url, stage.house.rasa_url, stage.house.secrets[0], turns, at_once))
    return Figures(
        title="What the gateway costs over a Rasa that answers at once",
        units={"through": "", "turns": "", **MILLISECONDS, "at once": "turns/s"},
        rows=rows,
    )


async def _cost(gateway: str, rasa: str, secret: str, turns: int, at_once: int) -> list[dict[str, Figure]]:
    rows: list[dict[str, Figure]] = []
    async with (
        http_client(gateway, timeout=30, connections=at_once) as web_client,
        http_client(rasa, timeout=30, connections=at_once) as rasa_client,
    ):
        web = WebKnocker(web_client)
        await web.open(range(2 * turns))

        async def ask_rasa(number: int) -> None:
            body = {"sender": f"s-{_user(number)}", "message": f"câu {number}", "metadata": {}}
            response = await rasa_client.post(
                "/webhooks/gateway/webhook", json=body, headers={"X-Gateway-Secret": secret}
            )
            response.raise_for_status()

        for name, write in (("Rasa alone", ask_rasa), ("gateway and Rasa", web.write)):
            took = [await _timed(write, number) for number in range(turns)]
            began = time.perf_counter()
            await _together(write, _spread(range(turns, 2 * turns)), at_once)
            rate = turns / (time.perf_counter() - began)
            rows.append({"through": name, "turns": turns, **quantiles(took), "at once": rate})
    return rows


async def _timed(write: Callable[[int], Awaitable[None]], number: int) -> float:
    began = time.perf_counter()
    await write(number)
    return 1000 * (time.perf_counter() - began)


def as_figures(carried: list[Carried]) -> Figures:
    """A row for each channel."""
    rows: list[dict[str, Figure]] = [
        {
            "channel": one.channel,
            "most": one.rate,
            "processor": 1000 * one.processor_seconds / one.messages,
            "half": one.rate / 2,
            **quantiles(one.at_half),
            "lost": one.unanswered,
        }
        for one in carried
    ]
    units = {"channel": "", "most": "a second", "processor": "ms each", "half": "a second"}
    return Figures(
        title="What one gateway carries (Rasa answers at once); latency at half of it",
        units={**units, **MILLISECONDS, "lost": ""},
        rows=rows,
    )


def main() -> None:
    """Measure, print, and say by the exit status whether all was well."""
    parser = argparse.ArgumentParser(description="Throughput and latency of each channel, cost over Rasa alone.")
    parser.add_argument("--platform", choices=(*CHANNELS, "all"), default="all")
    parser.add_argument("--messages", type=int, default=1000, help="at saturation, and again at half of it")
    parser.add_argument("--at-once", type=int, default=32)
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()
    names = CHANNELS if options.platform == "all" else (options.platform,)
    where, carried, console = machine(), list[Carried](), Console(soft_wrap=True)
    with tempfile.TemporaryDirectory(prefix="troly-", ignore_cleanup_errors=True) as folder:
        homes = (Path(folder) / str(number) for number in itertools.count())
        for name in names:
            carried.append(measure_channel(name, options.messages, options.at_once, _made(next(homes))))
        cost = measure_cost(min(options.messages, 500), options.at_once, _made(next(homes)))
    tables = (as_figures(carried), cost)
    for table in tables:
        console.print(table.as_table())
    console.print(f"load before {where['load_before']:.1f}")
    if options.json:
        write_json(options.json, {"machine": where, "channels": [table.as_json() for table in tables]})
    raise SystemExit(1 if any(one.unanswered for one in carried) else 0)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main()
