"""Start-up and index building, timed as the commands that people type, in a home of their own."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from evaluation.figures import Figure, Figures
from knowledge_base.store.builds import Builds
from runtime.errors import PreparationError, StartError
from runtime.health import answers
from runtime.processes import tool_environment
from runtime.temporary_home import temporary_home
from settings import REPOSITORY, Settings

_SECONDS_TO_START = 300
_SECONDS_TO_STOP = 60
_BETWEEN_TRIES = 0.05
_TROLY = (sys.executable, "-m", "cli.app")


def measure_startup(settings: Settings, *, runs: int = 3) -> Figures:
    """Seconds from the command to ``/readyz``, with everything built, and from the signal to the end."""
    rows: list[dict[str, Figure]] = []
    for number in range(1, runs + 1):
        with temporary_home(settings) as own:
            environment = tool_environment(own)
            began = time.perf_counter()
            _finished((sys.executable, "-m", "runtime.bootstrap"), environment)
            checked = time.perf_counter() - began
            ready, stopped = start_and_stop((*_TROLY, "up"), environment, f"{own.gateway_url}/readyz")
            rows.append(_started(f"run {number}", checked, ready, stopped))
    middle = [median(float(row[name]) for row in rows) for name in ("environments", "up", "stop")]
    return Figures(
        title="Start-up: from `make up` to ready, nothing to build",
        units={"run": "", "environments": "s", "up": "s", "to ready": "s", "stop": "s"},
        rows=[*rows, _started("median", *middle)],
    )


def start_and_stop(command: Sequence[str], environment: Mapping[str, str], url: str) -> tuple[float, float]:
    """Seconds until ``url`` answers 200, and from SIGTERM until the command has ended.

    Raises ``StartError`` with the command's last words when it ends before, or is not ready in time.
    """
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            while not answers(url):
                late = time.perf_counter() - began > _SECONDS_TO_START
                if late or process.poll() is not None:
                    said.seek(0)
                    words = said.read().decode(errors="replace")[-2000:]
                    raise StartError(f"{' '.join(command)} was not ready. It said:\n{words}")
                time.sleep(_BETWEEN_TRIES)
            ready = time.perf_counter() - began
        finally:
            ending = time.perf_counter()
            process.terminate()
            _wait_or_kill(process)
        return ready, time.perf_counter() - ending


def measure_index(settings: Settings) -> Figures:
    """Seconds that `troly index` takes with no index there, and again with nothing changed."""
    rows: list[dict[str, Figure]] = []
    with temporary_home(settings, with_index=False) as own:
        for name in ("fresh", "nothing changed"):
            began = time.perf_counter()
            _finished((*_TROLY, "index"), tool_environment(own))
            took = time.perf_counter() - began
            builds = Builds(own.index_dir)
            build = builds.current()
            manifest = builds.manifest(build)
            rows.append(
                {
                    "build": name,
                    "command": round(took, 3),
                    "building": manifest.seconds,
                    "passages": manifest.passages,
                    "views": manifest.views,
                    "reused": manifest.reused_vectors,
                    "on disk": folder_megabytes(build),
                }
            )
    return Figures(
        title="Index build (`troly index`)",
        units={
            "build": "",
            "command": "s",
            "building": "s",
            "passages": "",
            "views": "",
            "reused": "",
            "on disk": "MB",
        },
        rows=rows,
    )


def folder_megabytes(folder: Path) -> float:
    """Size of the files under ``folder`` in megabytes (10⁶ bytes)."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6, 3)


def _started(run: str, checked: float, ready: float, stopped: float) -> dict[str, Figure]:
    return {
        "run": run,
        "environments": round(checked, 3),
        "up": round(ready, 3),
        "to ready": round(checked + ready, 3),
        "stop": round(stopped, 3),
    }


def _finished(command: Sequence[str], environment: Mapping[str, str]) -> None:
    answer = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise PreparationError(f"{' '.join(command)} failed (exit status {answer.returncode}). {answer.stderr[-2000:]}")


def _wait_or_kill(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait()
