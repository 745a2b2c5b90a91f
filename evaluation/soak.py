"""Hours of ordinary use: messages at an even rate on every channel; memory, latency and their slopes, minute by minute.

    python -m evaluation.soak --minutes 30 --rate 10
    python -m evaluation.soak --minutes 30 --rate 3 --real

Latency is from a user's writing to the moment the answer's first words were seen: on the fake platforms when they took
it, on the web page when it came on the stream. Memory is resident memory with what each process started. Slopes are of
straight lines through the minutes, the first left out: everything is warmed up in it. In the end the logs are scanned.
Exit status 1 when a message was lost, answered twice or out of order, or when a log held what it must not.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.console import Console

from evaluation.bench import machine
from evaluation.crashes import Damage, Storm, answers_seen, count_damage
from evaluation.figures import Figure, Figures, quantiles, write_json
from evaluation.log_scan import Leak, scan
from evaluation.memory import resident_with_children
from evaluation.script import FIRST_USER, Counted, Script, rehearse
from evaluation.sides import Seen
from evaluation.stage import CHANNELS, Stage, channels_named
from settings import load_settings

MINUTE = 60.0


@dataclass
class Soaked:
    """By minute: milliseconds of the messages written in it, megabytes of each process at its end."""

    latencies: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    by_channel: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    megabytes: list[dict[str, float]] = field(default_factory=list)
    damage: Damage = field(default_factory=Damage)
    leaks: list[Leak] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing happened that must not."""
        return self.damage.sound and not self.damage.twice and not self.leaks


def measure_soak(storm: Storm, home: Path) -> Soaked:
    """Let the storm, which kills nothing, pass over an assistant of its own in ``home``."""
    soaked = Soaked()
    with Stage(channels_named(storm.platform), home, real=storm.real) as stage:
        script: Script = rehearse(stage.url, load_settings().knowledge_dir) if storm.real else Counted()
        over = threading.Event()
        weighing = threading.Thread(target=_weigh, args=(stage, soaked, over), daemon=True)
        weighing.start()
        written = _write(stage, storm, script)
        over.set()
        weighing.join()
        answers_seen(stage, storm, script)
        users = range(FIRST_USER, FIRST_USER + min(storm.users, storm.messages))
        seen = {user: stage.seen(user) for user in users}
        soaked.leaks = scan(stage.house.logs, stage.secrets)
        names = {user: stage.side(user).name for user in users}
    count_damage(soaked.damage, storm, {user: [one.text for one in texts] for user, texts in seen.items()}, script)
    _time(soaked, storm, script, written, seen, names)
    return soaked


def _write(stage: Stage, storm: Storm, script: Script) -> list[float]:
    """Every message at its time; returns when each was written (seconds since 1970)."""
    began, written = time.time(), list[float]()
    for number in range(storm.messages):
        time.sleep(max(0.0, began + number / storm.rate - time.time()))
        written.append(time.time())
        stage.says(FIRST_USER + number % storm.users, script.text(number, storm.users))
    return written


def _weigh(stage: Stage, soaked: Soaked, over: threading.Event) -> None:
    """Memory at the start, then at the end of each minute."""
    while True:
        soaked.megabytes.append(
            {
                name: resident_with_children(pid)
                for name, pid in stage.house.process_ids().items()
                if name in stage.house.names
            }
        )
        if over.wait(MINUTE):
            return


def _time(
    soaked: Soaked,
    storm: Storm,
    script: Script,
    written: Sequence[float],
    seen: Mapping[int, Sequence[Seen]],
    names: Mapping[int, str],
) -> None:
    for user, texts in seen.items():
        at: dict[int, float] = {}
        for place in range(len(texts)):
            known = script.numbers([one.text for one in texts[: place + 1]], user - FIRST_USER, storm.users)
            if known and known[-1] not in at:
                at[known[-1]] = texts[place].at
        for number, moment in at.items():
            took = 1000 * (moment - written[number])
            soaked.latencies[int((written[number] - written[0]) // MINUTE)].append(took)
            soaked.by_channel[names[user]].append(took)


def slope(values: Sequence[float]) -> float:
    """Of the straight line through ``values``, a minute apart, the first left out; NaN for fewer than two.

    >>> round(slope([100.0, 1.0, 3.0, 5.0]), 6)
    2.0
    """
    kept = list(values)[1:]
    return float(np.polyfit(range(len(kept)), kept, 1)[0]) if len(kept) > 1 else float("nan")


def as_figures(soaked: Soaked) -> Figures:
    """A row a minute, then the slopes."""
    processes = list(soaked.megabytes[0]) if soaked.megabytes else []
    rows: list[dict[str, Figure]] = []
    for minute, took in sorted(soaked.latencies.items()):
        memory = soaked.megabytes[min(minute + 1, len(soaked.megabytes) - 1)]
        figures = quantiles(took)
        latency: dict[str, Figure] = {"p50": figures["p50"], "p95": figures["p95"]}
        weights: dict[str, Figure] = {name: memory.get(name, float("nan")) for name in processes}
        rows.append({"minute": str(minute + 1), "messages": len(took), **latency, **weights})
    columns = ["p50", "p95", *processes]
    slopes: dict[str, Figure] = {name: slope([float(row[name]) for row in rows]) for name in columns}
    units = {"minute": "", "messages": "", "p50": "ms", "p95": "ms", **dict.fromkeys(processes, "MB")}
    at_start: dict[str, Figure] = {"minute": "start", "messages": 0, "p50": float("nan"), "p95": float("nan")}
    first: dict[str, Figure] = {**at_start, **(soaked.megabytes[0] if soaked.megabytes else {})}
    last: dict[str, Figure] = {"minute": "a minute", "messages": sum(int(row["messages"]) for row in rows), **slopes}
    return Figures(title="A soak, minute by minute", units=units, rows=[first, *rows, last])


def by_channel(soaked: Soaked) -> Figures:
    """Latency of each channel over the whole time."""
    rows: list[dict[str, Figure]] = [
        {"channel": name, "messages": len(took), **quantiles(took)} for name, took in sorted(soaked.by_channel.items())
    ]
    units = {"channel": "", "messages": "", "p50": "ms", "p95": "ms", "p99": "ms"}
    return Figures(title="From writing to the answer", units=units, rows=rows)


def main() -> None:
    """Measure, print, and say by the exit status whether all was well."""
    parser = argparse.ArgumentParser(description="Write at an even rate on every channel, for a long time.")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--rate", type=float, default=10.0, help="messages a second, over all channels")
    parser.add_argument("--users", type=int, default=60)
    parser.add_argument("--platform", choices=(*CHANNELS, "all"), default="all")
    parser.add_argument("--real", action="store_true", help="`troly up` in place of a gateway and a fake Rasa")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()
    messages = round(options.minutes * MINUTE * options.rate)
    storm = Storm(messages, options.users, options.rate, 0, False, 7, options.platform, real=options.real)
    where, console = machine(), Console(soft_wrap=True)
    with tempfile.TemporaryDirectory(prefix="troly-", ignore_cleanup_errors=True) as folder:
        soaked = measure_soak(storm, Path(folder))
    tables = (as_figures(soaked), by_channel(soaked))
    for table in tables:
        console.print(table.as_table())
    damage = soaked.damage
    console.print(
        f"lost {damage.lost}, twice {damage.twice}, out of order {damage.disordered}, apologies {damage.apologies}; "
        f"lines of logs that hold what they must not: {len(soaked.leaks)}; load before {where['load_before']:.1f}"
    )
    if options.json:
        write_json(options.json, {"machine": where, "minutes": [table.as_json() for table in tables]})
    raise SystemExit(0 if soaked.sound else 1)


if __name__ == "__main__":
    main()
