"""What a crash costs: a process killed (SIGKILL), or worse, again and again while users of the channels write.

    python -m evaluation.crashes --messages 3000 --kills 20 --faults
    python -m evaluation.crashes --platform all --process rasa --real --messages 3000 --kills 20 --faults
    python -m evaluation.crashes --platform all --blow locked --seconds 8 --messages 3000 --kills 20 --faults

The fake platforms are processes of their own, and it is they who are asked in the end what their users saw: whether
every message was answered, once, in the order of its conversation; visitors of the web page keep what came on their
streams. ``--real`` has `troly up` behind them, whose supervisor starts what was killed; else a gateway stands before a
fake Rasa. Zalo can be asked whether a message was delivered; on Telegram one whose sending was cut off is searched for,
and what is not found is sent again, and says so. Answers seen twice are counted whether they say so or not. In the end
the logs are scanned for secrets and personal data. Exit status 1 when a message was lost, answered twice without saying
so, or answered out of order, or when a log held what it must not.

``--blow`` has the database locked, the disk full or Rasa hanging for ``--seconds`` in place of a kill. The disk is a
small file system of its own where one may be mounted: as root, or below ``unshare --map-root-user --mount``.
``--database`` is an empty database of PostgreSQL's in place of SQLite's file.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from connectors.texts import load_texts
from evaluation.blows import PASSING, Blow, Kill, small_disk
from evaluation.figures import Figures, quantiles
from evaluation.log_scan import Leak, scan
from evaluation.script import FIRST_USER, Counted, Script, rehearse
from evaluation.stage import CHANNELS, Stage, channels_named
from settings import load_settings

KILLED = "killed"
MINIMUM_UP_SECONDS = 0.3
PATIENCE_SECONDS = 150.0
MOST_LEAKS = 20
_COUNTED = Counted()


@dataclass(frozen=True)
class Storm:
    """How many messages, from how many users, how fast (per second), and how many blows fall meanwhile.

    ``blow`` is "killed" or one of ``evaluation.blows.PASSING``, which last for ``seconds``.
    """

    messages: int
    users: int
    rate: float
    kills: int
    faults: bool
    seed: int
    platform: str = "telegram"
    process: str = "gateway"
    real: bool = False
    blow: str = KILLED
    seconds: float = 8.0

    def made(self) -> Blow:
        """What falls."""
        return Kill(self.process) if self.blow == KILLED else PASSING[self.blow](self.seconds)


@dataclass
class Damage:
    """What the users saw.

    Of the answers seen ``twice``, the ``unannounced`` did not say so; ``needless`` ones did, but had not been seen.
    """

    answered: int = 0
    apologies: int = 0
    apologies_of_web: int = 0
    lost: int = 0
    twice: int = 0
    unannounced: int = 0
    needless: int = 0
    disordered: int = 0
    recoveries: list[float] = field(default_factory=list)
    seconds: float = 0.0
    leaks: list[Leak] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing happened that must not."""
        return not (self.lost or self.unannounced or self.disordered or self.leaks)


def measure_crashes(storm: Storm, home: Path, database_url: str | None = None) -> Damage:
    """Let the storm pass over an assistant of its own in ``home``; returns what it did."""
    draw, damage = random.Random(storm.seed), Damage()  # noqa: S311  no secret
    with Stage(channels_named(storm.platform), home, database_url, real=storm.real) as stage:
        script = rehearse(stage.url, load_settings().knowledge_dir) if storm.real else _COUNTED
        began = time.perf_counter()
        over = threading.Event()
        crashing = threading.Thread(target=_strike, args=(stage, storm, damage, over), daemon=True)
        crashing.start()
        late = 0.0
        for number in range(storm.messages):
            time.sleep(max(0.0, began + late + number / storm.rate - time.perf_counter()))
            late += _wait_for_blows(storm, damage, crashing, number)
            user = FIRST_USER + number % storm.users
            if storm.faults and draw.random() < 0.05 and (faults := stage.side(user).faults):
                stage.fails(user, draw.choice(faults))
            stage.says(user, script.text(number, storm.users))
        over.set()
        crashing.join()
        seen = answers_seen(stage, storm, script)
        damage.seconds = time.perf_counter() - began
        web = [user for user in seen if stage.side(user).name == "web"]
        damage.leaks = scan(stage.house.logs, stage.secrets)
    count_damage(damage, storm, seen, script)
    damage.apologies_of_web = sum(script.apologies(seen[user]) for user in web)
    return damage


def _strike(stage: Stage, storm: Storm, damage: Damage, over: threading.Event) -> None:
    """Blow after blow, spread over the storm at moments that follow no pattern."""
    draw = random.Random(storm.seed + 1)  # noqa: S311
    share = storm.messages / storm.rate / (storm.kills + 1)
    blow, spent = storm.made(), 0.0
    for _ in range(storm.kills):
        over.wait(max(MINIMUM_UP_SECONDS, spent / 4, share * draw.uniform(0.5, 1.5) - spent))
        began = time.perf_counter()
        damage.recoveries.append(blow.strike(stage.house))
        spent = time.perf_counter() - began


def _wait_for_blows(storm: Storm, damage: Damage, striking: threading.Thread, number: int) -> float:
    """Hold back message ``number`` where blows last longer than their share of the storm; returns the seconds."""
    began = time.perf_counter()
    due = number * (storm.kills + 1) // storm.messages - 1
    while len(damage.recoveries) < due and striking.is_alive():
        time.sleep(0.1)
    return time.perf_counter() - began


def answers_seen(stage: Stage, storm: Storm, script: Script) -> dict[int, list[str]]:
    """What every user saw, once all are answered or nothing new comes for a long while."""
    users = range(FIRST_USER, FIRST_USER + min(storm.users, storm.messages))
    seen: dict[int, list[str]] = {}
    waiting_since, before = time.perf_counter(), -1
    while time.perf_counter() - waiting_since < PATIENCE_SECONDS:
        seen = {user: stage.texts(user) for user in users}
        numbers = {one for user, texts in seen.items() for one in script.numbers(texts, user - FIRST_USER, storm.users)}
        if len(numbers) == storm.messages:
            break
        if len(numbers) != before:
            waiting_since, before = time.perf_counter(), len(numbers)
        time.sleep(0.2)
    time.sleep(1)  # whoever answers twice does so now
    return {user: stage.texts(user) for user in seen}


def count_damage(damage: Damage, storm: Storm, seen: dict[int, list[str]], script: Script = _COUNTED) -> None:
    """Put down what the texts that users saw say of the messages they wrote."""
    repeated = load_texts().repeated
    for user, texts in seen.items():
        first = user - FIRST_USER
        unmarked = script.numbers([text for text in texts if not text.startswith(repeated)], first, storm.users)
        all_words = script.numbers(texts, first, storm.users)
        asked = range(first, storm.messages, storm.users)
        damage.answered += len(set(all_words))
        damage.apologies += script.apologies(texts)
        damage.lost += len(set(asked) - set(all_words))
        damage.twice += len(all_words) - len(set(all_words))
        damage.unannounced += len(unmarked) - len(set(unmarked))
        damage.needless += len(set(all_words) - set(unmarked))
        damage.disordered += list(dict.fromkeys(all_words)) != sorted(set(all_words))


def as_figures(storm: Storm, damage: Damage) -> Figures:
    """The table."""
    recovery = quantiles(damage.recoveries)
    rows: list[dict[str, str | int | float]] = [
        {"what": what, "figure": figure, "unit": unit}
        for what, figure, unit in (
            ("messages", storm.messages, ""),
            ("blows", len(damage.recoveries), ""),
            ("lost", damage.lost, ""),
            ("answered with an apology", damage.apologies, ""),
            ("… on the web page, where nobody waits long", damage.apologies_of_web, ""),
            ("answers seen twice", damage.twice, ""),
            ("… without saying so", damage.unannounced, ""),
            ("answers seen once that say they were sent again", damage.needless, ""),
            ("conversations out of order", damage.disordered, ""),
            ("until it can work again, median", recovery["p50"], "s"),
            ("the longest of them", max(damage.recoveries, default=float("nan")), "s"),
            ("from the first message to the last answer", damage.seconds, "s"),
            ("lines of logs that hold what they must not", len(damage.leaks), ""),
        )
    ]
    title = f"{storm.made().title} under way ({storm.platform}{', real' if storm.real else ''})"
    return Figures(title=title, units=dict.fromkeys(("what", "figure", "unit"), ""), rows=rows)


@contextlib.contextmanager
def _folder(kept: Path | None, *, small: bool) -> Iterator[Path]:
    """Where the assistant lives: on a disk of its own if ``small``; ``kept`` has all that was there, in the end."""
    with (
        tempfile.TemporaryDirectory(prefix="troly-", ignore_cleanup_errors=True) as folder,
        contextlib.ExitStack() as disk,
    ):
        if small and not disk.enter_context(small_disk(Path(folder))):
            print("No file system may be mounted: the gateway is forbidden to write instead.")
        yield Path(folder)
        if kept is not None:
            shutil.copytree(folder, kept, symlinks=True, ignore=shutil.ignore_patterns("*.sock"))


def main() -> None:
    """Measure, print, and say by the exit status whether all was well."""
    parser = argparse.ArgumentParser(description="Let an assistant come to harm while users of the channels write.")
    parser.add_argument("--platform", choices=(*CHANNELS, "all"), default="telegram")
    parser.add_argument("--process", choices=("gateway", "rasa", "actions"), default="gateway")
    parser.add_argument("--real", action="store_true", help="`troly up` in place of a gateway and a fake Rasa")
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--rate", type=float, default=10.0, help="messages a second")
    parser.add_argument("--kills", type=int, default=5, help="or other blows")
    parser.add_argument("--blow", choices=(KILLED, *PASSING), default=KILLED)
    parser.add_argument("--seconds", type=float, default=8.0, help="how long each of the others lasts")
    parser.add_argument("--database", help="the URL of an empty database of PostgreSQL's")
    parser.add_argument("--faults", action="store_true", help="also 429, 5xx, slow and closed connections")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="a new folder for databases and logs, to look at afterwards")
    options = vars(parser.parse_args())
    kept = options.pop("keep")
    database_url = options.pop("database")
    storm = Storm(**options)
    if storm.process == "actions" and not storm.real:
        parser.error("the fake Rasa has no action server: add --real")
    with _folder(kept, small=storm.blow == "full") as home:
        damage = measure_crashes(storm, home, database_url)
    console = Console()
    console.print(as_figures(storm, damage).as_table())
    for leak in damage.leaks[:MOST_LEAKS]:
        console.print(f"{leak.file.name}:{leak.line}: {leak.kind}")
    raise SystemExit(0 if damage.sound else 1)


if __name__ == "__main__":
    main()
