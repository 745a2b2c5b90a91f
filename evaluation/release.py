"""The report of a release: every part measured in one go, for people to read and for the tests to compare with.

``troly eval`` without a file runs it. Questions go through the public API; the parts that need no server (names,
personal data, intents, several questions in a message) are run by their own commands. The report stands in
``docs/evaluation``, the figures in ``evaluation/reports``: ``fallen`` compares later runs with these, and the tests
refuse what has fallen.
Questions that are not the repository's own are counted, never quoted.
"""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from evaluation import resolving
from evaluation.report import MEASURES, summarise
from evaluation.run import ask_all, configuration
from settings import REPOSITORY

QUESTIONS = REPOSITORY / "evaluation" / "questions"
FIGURES = REPOSITORY / "evaluation" / "reports" / "figures.json"
REPORT = REPOSITORY / "docs" / "evaluation" / "answers.md"
SHARED = REPOSITORY.parent / "shared"
# Every so many rows of these were never looked at while tuning.
HELD_OUT = {
    "plans": 4,
    "guides": 4,
    "mixed": 2,
    "varied": 2,
    "broad": 2,
    "wide": 2,
    "near": 2,
    "kin": 2,
    "sibling": 2,
    "cousin": 2,
}
ERRORS = 1.0
"""By how many standard errors a count may fall short of the committed one: answers do not vary, small changes do."""
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_NOISE = ("tensorflow", "TF-TRT", "DeprecationWarning", "pkg_resources", "declare_namespace", "TF_ENABLE", "To enable")

Figures = dict[str, dict[str, list[int]]]
"""File → measure → [right, asked]; ``forbidden`` → [answers that must not be, asked]."""


def question_files() -> list[Path]:
    """The repository's question files, and the development questions where they stand beside it."""
    beside = SHARED / "questions" / "dev.jsonl"
    return [*sorted(QUESTIONS.glob("*.jsonl")), *([beside] if beside.exists() else [])]


def figures_of(name: str, summary: Mapping[str, Any]) -> Figures:
    """What a run's summary counts, under ``name``; held-out rows have lines of their own."""
    overall = {measure: [counted["right"], counted["n"]] for measure, counted in summary["overall"].items()}
    asked = summary["overall"]["outcome"]["n"]
    return {name: {**overall, "forbidden": [summary["forbidden"], asked]}}


def fallen(before: Figures, now: Figures) -> list[str]:
    """What is worse now than before by more than ``ERRORS`` standard errors; every forbidden answer more counts."""
    return [told for name in before.keys() & now.keys() for told in _fallen(name, before[name], now[name])]


def _fallen(name: str, before: Mapping[str, list[int]], now: Mapping[str, list[int]]) -> Iterator[str]:
    for measure, (right, asked) in before.items():
        got = now[measure][0]
        if measure == "forbidden":
            worse = got > right
        else:
            worse = right - got > max(1.0, ERRORS * math.sqrt(right * (asked - right) / asked) if asked else 0.0)
        if worse:
            yield f"{name}: {measure} {got}/{asked}, was {right}/{asked}"


def load_figures() -> Figures:
    """The committed figures; none before the first report."""
    return json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}


def measure(base_url: str) -> tuple[Figures, dict[str, dict[str, Any]]]:
    """Ask every file, as typed and without diacritics: figures and whole summaries by name."""
    figures: Figures = {}
    summaries: dict[str, dict[str, Any]] = {}
    for path in question_files():
        for folded in (False, True):
            judged = ask_all(path, base_url, folded=folded)
            told = configuration(path, base_url, folded=folded)
            parts = {f"{path.stem}, no diacritics" if folded else path.stem: judged}
            if path.stem in HELD_OUT and not folded:
                parts[f"{path.stem}, held out"] = [one for one in judged if is_held_out(path.stem, one.row.id)]
            for name, those in parts.items():
                summaries[name] = summarise(those, told)
                figures |= figures_of(name, summaries[name])
    return figures, summaries


def is_held_out(name: str, question_id: str) -> bool:
    """Whether a row was kept unseen: every so many of its file, by the number in its id."""
    every = HELD_OUT.get(name)
    return every is not None and int(re.sub(r"\D", "", question_id)) % every == 0


def report(figures: Figures, summaries: Mapping[str, Mapping[str, Any]], parts: Mapping[str, str]) -> str:
    """The report as Markdown."""
    lines = [
        "# How well questions are answered",
        "",
        "Written by `make eval`; `docs/measuring.md` says what is what.",
        "",
    ]
    lines += _table(figures)
    lines += ["", "Held-out rows were never looked at while tuning: their shares are the better guess.", ""]
    for name, summary in summaries.items():
        if "," not in name:
            lines += [f"## {name}", "", "| expected → given | n |", "|---|---|"]
            lines += [f"| {pair.replace('->', '→')} | {count} |" for pair, count in summary["confusion"].items()]
            lines += ["", *_failures(name, summary), ""]
    for title, told in parts.items():
        lines += [f"## {title}", "", "```", told.strip(), "```", ""]
    return "\n".join(lines)


def _table(figures: Figures) -> list[str]:
    rows = [f"| questions | {' | '.join(MEASURES)} | forbidden |", f"|---|{'---|' * len(MEASURES)}---|"]
    asked = {name: counted for name, counted in figures.items() if counted.keys() >= MEASURES.keys()}
    for name, counted in asked.items():
        cells = [f"{right}/{n} = {right / n:.1%}" if n else "–" for right, n in (counted[one] for one in MEASURES)]
        rows.append(f"| {name} | {' | '.join(cells)} | {counted['forbidden'][0]} |")
    return rows


def _failures(name: str, summary: Mapping[str, Any]) -> list[str]:
    """What went wrong, to be read; of rows that are held out or not ours, the count alone."""
    if not (QUESTIONS / f"{name}.jsonl").exists():
        return [f"{len(summary['failures'])} questions with something wrong."]
    shown = [one for one in summary["failures"] if not is_held_out(name, one["id"])]
    return [
        f"- {one['id']} ({', '.join(one['wrong'])}; {one['expected_outcome']} → {one['outcome']}) {one['question']}"
        for one in shown
    ]


def _commands(base_url: str) -> dict[str, list[str]]:
    """The parts with commands of their own: title → command."""
    python, rasa = sys.executable, str(REPOSITORY / "bot" / ".venv" / "bin" / "python")
    files = [str(path) for path in question_files() if path.stem in {"dev", "plans"}]
    return {
        "The right clause of a plan": [python, "-m", "evaluation.clauses", *files, "--api", base_url],
        "Attacks and traps": [python, "-m", "evaluation.safety", "--api", base_url, "--brief"],
        "Personal data": [python, "-m", "evaluation.personal_data"],
        "Intents, five folds": [rasa, "-m", "bot.measure"],
        "Several questions in one message": [rasa, "-m", "bot.measure_questions"],
    }


def run_parts(base_url: str) -> dict[str, str]:
    """Run the other parts' commands and return what they print."""
    told: dict[str, str] = {}
    environment = {**os.environ, "COLUMNS": "120", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
    for title, command in _commands(base_url).items():
        done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
        printed = _COLOUR.sub("", done.stdout) or done.stderr
        told[title] = "\n".join(line for line in printed.splitlines() if not any(one in line for one in _NOISE))
    return told


def release(base_url: str, *, write: bool, console: Console) -> list[str]:
    """Measure every part of a running assistant and print the report; returns what has fallen beyond noise.

    ``write`` puts report and figures into the repository: later runs are compared with these.
    """
    figures, summaries = measure(base_url)
    readings = resolving.measure()
    figures |= resolving.counted(readings)
    text = report(figures, summaries, {resolving.TITLE: resolving.told(readings), **run_parts(base_url)})
    console.print(text, markup=False, highlight=False)
    worse = fallen(load_figures(), figures)
    console.print("\n".join(["Fallen beyond noise:", *worse]) if worse else "Nothing has fallen.", markup=False)
    if write:
        FIGURES.parent.mkdir(parents=True, exist_ok=True)
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        REPORT.write_text(text, encoding="utf-8")
    return worse
