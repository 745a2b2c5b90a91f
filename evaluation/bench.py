"""``troly bench``: how fast, how many at once, how big. Each measurement prints a table and goes to JSON at once."""

from __future__ import annotations

import contextlib
import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console

from evaluation.conversations import load_scripts
from evaluation.figures import Figures, write_json
from evaluation.memory import measure_memory
from evaluation.parts import OF_ONE_ASSISTANT, Bench, Part
from evaluation.scale import measure_search
from evaluation.starting import measure_index, measure_startup
from evaluation.turns import measure_throughput, measure_turns
from runtime.assistant import running_assistant
from runtime.preparation import prepare
from runtime.progress import Reporter
from runtime.state import is_held
from settings import Settings


def run_bench(
    settings: Settings,
    bench: Bench,
    *,
    json_path: Path | None,
    reporter: Reporter,
    console: Console | None = None,
) -> dict[str, Any]:
    """Measure, print, write; returns all figures by part.

    What an assistant does wrong is counted as an error of its figures. Raises ``QuestionFileError`` for an
    unreadable file of questions and ``RuntimeProblem`` when an assistant of our own cannot be started.
    """
    results: dict[str, Any] = {"machine": machine(), "at": time.strftime("%Y-%m-%dT%H:%M:%S%z")}
    for part, figures in _measured(settings, bench, reporter):
        (console or Console()).print(figures.as_table())
        results[part] = figures.as_json()
        if json_path is not None:
            write_json(json_path, results)
    return results


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": os.getloadavg()[0],
    }


def _measured(settings: Settings, bench: Bench, reporter: Reporter) -> Iterator[tuple[Part, Figures]]:
    parts = bench.measured
    if parts & OF_ONE_ASSISTANT:
        yield from _of_one_assistant(settings, bench, reporter)
    if Part.STARTUP in parts:
        prepare(settings, reporter)
        with _step(reporter, f"Starting and stopping, {bench.starts} times"):
            figures = measure_startup(settings, runs=bench.starts)
        yield Part.STARTUP, figures
    if Part.INDEX in parts:
        with _step(reporter, "Building the index, twice"):
            figures = measure_index(settings)
        yield Part.INDEX, figures
    if Part.SEARCH in parts:
        with _step(reporter, "Searching"):
            figures = measure_search(settings, sizes=bench.sizes, articles=bench.articles, say=reporter.say)
        yield Part.SEARCH, figures


def _of_one_assistant(settings: Settings, bench: Bench, reporter: Reporter) -> Iterator[tuple[Part, Figures]]:
    parts, scripts = bench.measured, load_scripts()
    with _asked(settings, bench, reporter) as (address, process_ids):
        if Part.TURNS in parts or Part.MEMORY in parts:
            with _step(reporter, f"Asking one at a time, {bench.rounds} rounds after one to warm up"):
                figures = measure_turns(address, scripts, rounds=bench.rounds, wait=bench.wait)
            if Part.TURNS in parts:
                yield Part.TURNS, figures
        if Part.THROUGHPUT in parts:
            with _step(reporter, f"{bench.at_once} visitors at once, {bench.seconds:g} s"):
                figures = measure_throughput(
                    address,
                    scripts,
                    at_once=bench.at_once,
                    seconds=bench.seconds,
                    ramp=bench.ramp,
                    wait=bench.wait,
                )
            yield Part.THROUGHPUT, figures
        if Part.MEMORY in parts:
            yield Part.MEMORY, measure_memory(process_ids)


@contextlib.contextmanager
def _asked(settings: Settings, bench: Bench, reporter: Reporter) -> Iterator[tuple[str, dict[str, int]]]:
    """Address and process ids of the assistant to ask: the one given, else a temporary one.

    Never the standing one: thousands of questions do not belong among its residents' conversations.
    """
    if bench.api is not None:
        yield bench.api, {}
        return
    if is_held(settings.run_dir):
        reporter.say("An assistant runs from this home; it takes its share of the machine from the figures.")
    with running_assistant(settings, reporter, attach=False) as assistant:
        yield assistant.url, assistant.process_ids()


@contextlib.contextmanager
def _step(reporter: Reporter, title: str) -> Iterator[None]:
    with reporter.steps() as steps:
        step = steps.begin(title)
        yield
        step.done()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor())
