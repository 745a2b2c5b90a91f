"""Webhooks that nobody genuine sent: forged, replayed and malformed ones, made by the thousand.

    python -m evaluation.forgeries --platform telegram --count 10000

A gateway between a fake platform and a fake Rasa gets them from this process. Accepted is what the gateway remembers or
saves afterwards: its database is counted. Exit status 1 when anything was accepted, or answered with 5xx.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx
from rich.console import Console

from evaluation.figures import Figures
from evaluation.platforms import PLATFORMS, Platform
from evaluation.stage import Stage

AT_ONCE = 24
GENUINE = 20
FIRST_USER = 1000
_HEX = "0123456789abcdef"

Post = tuple[bytes, dict[str, str]]


@dataclass
class Outcome:
    """What became of one kind: how many, accepted, and by status."""

    sent: int = 0
    accepted: int = 0
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def broke(self) -> int:
        """Answers of 5xx."""
        return sum(count for status, count in self.statuses.items() if status >= 500)


class Forger:
    """Makes posts of every kind; ``kinds`` names them. Replays repeat one of ``genuine``."""

    def __init__(self, platform: Platform, draw: random.Random, genuine: list[Post]) -> None:
        self._platform, self._draw, self._genuine = platform, draw, genuine
        self._number = 10_000
        self.kinds: dict[str, Callable[[], Post]] = {
            "nothing to show for it": self._bare,
            "another secret": self._other_secret,
            "one sign of it changed": self._one_sign,
            "cut off, too long, empty": self._misshapen,
            "replayed": lambda: self._draw.choice(self._genuine),
            "body cut off": self._cut,
            "not UTF-8": self._bytes,
            "nested deeply": self._deep,
            "of no known shape": self._shapeless,
        }

    def _event(self) -> Post:
        self._number += 1
        return self._platform.event(FIRST_USER + self._number % 100, self._number)

    def _bare(self) -> Post:
        return self._event()[0], {}

    def _other_secret(self) -> Post:
        body, _ = self._event()
        return body, self._platform.sign(body, "".join(self._draw.choices(_HEX, k=self._draw.choice((8, 32, 64)))))

    def _one_sign(self) -> Post:
        body, shown = self._event()
        [(name, value)] = shown.items()
        # Behind the "mac=" that Zalo may leave out.
        at = self._draw.randrange(4, len(value))
        other = self._draw.choice([sign for sign in _HEX if sign != value[at]])
        return body, {name: value[:at] + other + value[at + 1 :]}

    def _misshapen(self) -> Post:
        body, shown = self._event()
        [(name, value)] = shown.items()
        cut = value[: self._draw.randrange(len(value))]
        shapes = (cut, value + self._draw.choice(_HEX), "", value * 20, f"={value}")
        return body, {name: self._draw.choice(shapes)}

    def _cut(self) -> Post:
        body, _ = self._event()
        return self._genuinely(body[: self._draw.randrange(1, len(body))])

    def _bytes(self) -> Post:
        return self._genuinely(b'{"text": "' + self._draw.randbytes(self._draw.randrange(1, 200)) + b"\xff")

    def _deep(self) -> Post:
        depth = self._draw.randrange(300, 20_000)
        return self._genuinely(self._draw.choice((b"[" * depth, b'{"message":' * (depth // 10) + b"1")))

    def _shapeless(self) -> Post:
        shapes = (b"[]", b"0", b'""', b"null", b"{}", b'{"message": []}', b'{"update_id": "x"}', b'{"event_name": {}}')
        return self._genuinely(self._draw.choice(shapes))

    def _genuinely(self, body: bytes) -> Post:
        """From somebody who knows the secret: what breaks here breaks the gateway."""
        return body, self._platform.sign(body)


def measure_forgeries(platform: Platform, count: int, seed: int, home: Path) -> dict[str, Outcome]:
    """Post ``count`` to a gateway of its own in ``home``; returns what became of each kind."""
    draw = random.Random(seed)  # noqa: S311  no secret
    genuine = [platform.event(FIRST_USER + number, number) for number in range(1, GENUINE + 1)]
    forger = Forger(platform, draw, genuine)
    outcomes = {kind: Outcome() for kind in forger.kinds}
    with Stage(platform, home, rasa_seconds=0) as stage:
        path = f"{stage.url}/webhooks/{platform.name}"
        asyncio.run(_post(path, iter(genuine), Outcome()))
        if (taken := _saved(home)) != GENUINE:
            raise RuntimeError(f"of {GENUINE} genuine events {taken} were taken: nothing can be said of the others")
        for number, (kind, make) in enumerate(forger.kinds.items()):
            share = count // len(forger.kinds) + (number < count % len(forger.kinds))
            before = _saved(home)
            asyncio.run(_post(path, (make() for _ in range(share)), outcomes[kind]))
            outcomes[kind].accepted = _saved(home) - before
    return outcomes


async def _post(url: str, posts: Iterator[Post], outcome: Outcome) -> None:
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:

        async def worker() -> None:
            for body, headers in posts:
                response = await client.post(url, content=body, headers=headers)
                outcome.sent += 1
                outcome.statuses[response.status_code] += 1

        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))


def _saved(home: Path) -> int:
    """What the gateway took: messages, or at least the ids of events."""
    connection = sqlite3.connect(home / "gateway.db")
    try:
        tables = ("webhook_events", "inbound_messages")
        return max(int(connection.execute(f"select count(*) from {table}").fetchone()[0]) for table in tables)  # noqa: S608
    finally:
        connection.close()


def as_figures(platform: Platform, outcomes: dict[str, Outcome]) -> Figures:
    """The table."""
    rows: list[dict[str, str | int | float]] = [
        {
            "kind": kind,
            "sent": one.sent,
            "accepted": one.accepted,
            "5xx": one.broke,
            "statuses": ", ".join(f"{status} × {times:,}" for status, times in sorted(one.statuses.items())),
        }
        for kind, one in outcomes.items()
    ]
    units = dict.fromkeys(("kind", "sent", "accepted", "5xx", "statuses"), "")
    return Figures(title=f"Webhooks that nobody genuine sent ({platform.name})", units=units, rows=rows)


def main() -> None:
    """Measure, print, and say by the exit status whether all was well."""
    parser = argparse.ArgumentParser(description="Post forged, replayed and malformed webhooks to a gateway.")
    parser.add_argument("--platform", choices=sorted(PLATFORMS), default="telegram")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    platform = PLATFORMS[options.platform]()
    with tempfile.TemporaryDirectory(prefix="troly-", ignore_cleanup_errors=True) as folder:
        outcomes = measure_forgeries(platform, options.count, options.seed, Path(folder))
    Console(soft_wrap=True).print(as_figures(platform, outcomes).as_table())
    raise SystemExit(1 if any(one.accepted or one.broke for one in outcomes.values()) else 0)


if __name__ == "__main__":
    main()
