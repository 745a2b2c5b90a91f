"""Memory of the running processes, their children included. Megabytes are 10⁶ bytes."""

from __future__ import annotations

import math
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from evaluation.figures import Figure, Figures
from runtime.memory import resident_megabytes

_COLUMNS = ("resident", "proportional", "peak")


def measure_memory(processes: Mapping[str, int]) -> Figures:
    """Memory of each process (id by name) now, and its peak.

    ``resident`` counts what processes share once for each of them; ``proportional`` (PSS) counts it once in
    all, and with ``peak`` is known on Linux alone.
    """
    rows = [_row(name, _with_children(pid)) for name, pid in processes.items()]
    total: dict[str, Figure] = {"process": "total"}
    for column in _COLUMNS:
        total[column] = round(sum(float(row[column]) for row in rows) if rows else math.nan, 1)
    return Figures(
        title="Memory per process, after the turns",
        units={"process": "", **dict.fromkeys(_COLUMNS, "MB")},
        rows=[*rows, total],
    )


def peak_megabytes(pid: int) -> float:
    """The most memory that process ``pid`` held so far; NaN where the system does not tell."""
    peak = _megabytes(pid, "status", "VmHWM:")
    return math.nan if peak is None else round(peak, 1)


def resident_with_children(pid: int) -> float:
    """Resident memory of a process and of what it started, in megabytes; NaN when it is gone."""
    return _sum(resident_megabytes(one) for one in _with_children(pid))


def _row(name: str, pids: list[int]) -> dict[str, Figure]:
    return {
        "process": name,
        "resident": _sum(resident_megabytes(pid) for pid in pids),
        "proportional": _sum(_megabytes(pid, "smaps_rollup", "Pss:") for pid in pids),
        "peak": _sum(_megabytes(pid, "status", "VmHWM:") for pid in pids),
    }


def _sum(values: Iterable[float | None]) -> float:
    return round(sum(math.nan if value is None else value for value in values), 1)


def _with_children(pid: int) -> list[int]:
    """``pid`` and everything it started, directly or not."""
    answer = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
    parents = [tuple(map(int, line.split())) for line in answer.stdout.splitlines()]
    found = [pid]
    for one in found:
        found += [child for child, parent in parents if parent == one]
    return found


def _megabytes(pid: int, file: str, field: str) -> float | None:
    """A field of a file under ``/proc/<pid>/``, in megabytes; ``None`` where there is none."""
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(field)), None)
