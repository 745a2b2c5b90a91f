"""What the restorer costs: bytes on disk, time and memory to load, words a second."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.resources import files

from evaluation.figures import Figure, Figures, quantiles
from vietnamese.restoration.calibration import CALIBRATION
from vietnamese.restoration.misreading import MISREADINGS, candidates
from vietnamese.restoration.statistics import SYLLABLES
from vietnamese.restoring import needs_restoring, restore
from vietnamese.training.trials import bare

MESSAGE = "cho em hoi lam lai the can cuoc bi mat thi can giay to gi a"
_CHARACTERS = 400_000
_TIMES = 200
_LOAD = """
import os, time
from runtime.memory import resident_megabytes
import vietnamese.restoring
before, start = resident_megabytes(os.getpid()), time.perf_counter()
vietnamese.restoring.restore("phat trien", damaged={damaged})
taken = time.perf_counter() - start
print(taken, resident_megabytes(os.getpid()) - before)
"""


def cost() -> Figures:
    """Files, and a fresh process's first call."""
    folder = files("vietnamese.restoration")
    rows: list[dict[str, Figure]] = []
    for mode, names in (("plain", (SYLLABLES, CALIBRATION)), ("damaged", (SYLLABLES, CALIBRATION, MISREADINGS))):
        size = sum(len(folder.joinpath(name).read_bytes()) for name in names)
        command = [sys.executable, "-c", _LOAD.format(damaged=mode == "damaged")]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        seconds, megabytes = map(float, said.split())
        rows.append(
            {"mode": mode, "files": round(size / 1e6, 2), "first call": round(seconds * 1000), "memory": megabytes}
        )
    units = {"mode": "", "files": "MB", "first call": "ms", "memory": "MB"}
    return Figures("What it takes to load", units, rows)


def speed(texts: Sequence[str]) -> Figures:
    """Words a second in long texts, milliseconds for a chat message of fifteen words."""
    good = "\n".join(texts)[:_CHARACTERS]
    typed = bare(good)
    misread_text = typed[: _CHARACTERS // 8]
    candidates.cache_clear()
    rows = [
        _long("good text, checked", good, lambda: restore(good)),
        _long("typed without diacritics", typed, lambda: restore(typed)),
        _long("misread", misread_text, lambda: restore(misread_text, damaged=True)),
    ]
    for name, call in (("chat message", restore), ("chat message, only asked", needs_restoring)):
        rows.append({"what": name, "words": len(MESSAGE.split()), "words a second": float("nan"), **_short(call)})
    units = {"what": "", "words": "", "words a second": "", "p50": "ms", "p95": "ms", "p99": "ms"}
    return Figures("Speed", units, rows)


def _long(what: str, text: str, call: Callable[[], object]) -> dict[str, str | int | float]:
    start = time.perf_counter()
    call()
    words = len(text.split())
    return {
        "what": what,
        "words": words,
        "words a second": round(words / (time.perf_counter() - start)),
        **quantiles([]),
    }


def _short(call: Callable[[str], object]) -> dict[str, float]:
    taken = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        call(MESSAGE)
        taken.append((time.perf_counter() - start) * 1000)
    return quantiles(taken)
