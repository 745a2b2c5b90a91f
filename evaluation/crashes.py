"""What a crash costs: the gateway killed again and again (SIGKILL) while users of a fake platform write to it.

    python -m evaluation.crashes --messages 3000 --kills 20 --faults
    python -m evaluation.crashes --platform zalo --messages 3000 --kills 20 --faults

The fake platform and the fake Rasa run as processes of their own, and it is the fake platform that is asked in the end
what its users saw: whether every message was answered, once, in the order of its conversation. Telegram lets nobody
find out whether a message was delivered: one whose sending was cut off is sent again, and says so. Zalo does. Answers
seen twice are counted whether they say so or not. Exit status 1 when a message was lost, answered twice without saying
so, or answered out of order.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from connectors.texts import load_texts
from evaluation.figures import Figures, quantiles
from evaluation.platforms import PLATFORMS
from evaluation.stage import Stage

FIRST_USER = 1000
MINIMUM_UP_SECONDS = 0.3
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
    platform: str = "telegram"


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


def measure_crashes(storm: Storm, home: Path, database_url: str | None = None) -> Damage:
    """Let the storm pass over a gateway of its own in ``home``; returns what it did."""
    draw, damage = random.Random(storm.seed), Damage()  # noqa: S311  no secret
    platform = PLATFORMS[storm.platform]()
    with Stage(platform, home, database_url) as stage:
        began = time.perf_counter()
        over = threading.Event()
        crashing = threading.Thread(target=_crash, args=(stage, storm, damage, over), daemon=True)
        crashing.start()
        for number in range(storm.messages):
            time.sleep(max(0.0, began + number / storm.rate - time.perf_counter()))
            if storm.faults and draw.random() < 0.05:
                stage.fails(draw.choice(platform.faults))
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
        spent = damage.recoveries[-1] if damage.recoveries else 0
        over.wait(max(MINIMUM_UP_SECONDS, share * draw.uniform(0.5, 1.5) - spent))
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
    title = f"The gateway killed under way ({storm.platform})"
    return Figures(title=title, units=dict.fromkeys(("what", "figure", "unit"), ""), rows=rows)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="troly-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def main() -> None:
    """Measure, print, and say by the exit status whether all was well."""
    parser = argparse.ArgumentParser(description="Kill the gateway while a fake platform's users write to it.")
    parser.add_argument("--platform", choices=PLATFORMS, default="telegram")
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
