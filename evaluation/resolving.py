"""How a message's names are read: agencies, units, years and numbers, and the spelling itself.

    python -m evaluation.resolving [--json FILE]

Rows stand in ``evaluation/questions/resolving``. A message goes the way it goes in the running assistant, but for the
intents, which need a trained model: the lookup tables and number patterns (``bot.read_entities``), the action that
reads the tracker, the start of a turn. The index in force is used.

* ``agencies``: ``named`` agencies (those with plans where some have), ``none``, an ``unknown`` one of which there is no
  document, or the several between which the assistant asks (``ask``).
* ``units``: the unit of each plan that the row names; a list holds every name that the plan gives the same unit.
* ``normalising``: the text that the intents are told from; capitals aside.
* ``entities``: years, numbers of tasks, numbers of documents.

Every fourth row was never looked at while tuning and is counted apart.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa_sdk import Tracker
from rich.console import Console

from actions.base import read_question
from connectors.clock import VIET_NAM, now
from evaluation.figures import Figure, Figures, write_json
from evaluation.report import share
from knowledge_base.answer.evidence import document_numbers
from knowledge_base.answer.plans.units import find_unit
from knowledge_base.answer.question import Act
from knowledge_base.answer.resolve import open_turn
from knowledge_base.answer.turn import Turn
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import Searcher
from knowledge_base.store.builds import Builds
from settings import REPOSITORY, load_settings
from vietnamese import expand, fold, normalize

FOLDER = REPOSITORY / "evaluation" / "questions" / "resolving"
LOOKUPS = REPOSITORY / "nlu_data" / "lookups"
TITLE = "Names, numbers and spelling"
HELD_OUT = 4
"""Every so many rows, by the number in their id, are held out."""

_RELATIVE = {"last year": -1, "this year": 0, "next year": 1}

Row = Mapping[str, Any]
Entities = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Reading:
    """One row: what was read and what is right."""

    row: Row
    got: object
    wanted: object

    @property
    def right(self) -> bool:
        """Whether they are the same."""
        return self.got == self.wanted

    @property
    def held_out(self) -> bool:
        """Whether the row was kept unseen."""
        return int(self.row["id"][1:]) % HELD_OUT == 0


def load_rows(name: str) -> list[Row]:
    """The rows of one file."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def read_entities(texts: Sequence[str]) -> list[Entities]:
    """What the gazetteer finds in each text."""
    command = [sys.executable, "-m", "bot.read_entities", str(LOOKUPS)]
    asked = json.dumps(list(texts))
    done = subprocess.run(command, cwd=REPOSITORY, input=asked, capture_output=True, text=True, check=True)
    found: list[Entities] = json.loads(done.stdout)
    return found


def open_row(text: str, agency: str | None, entities: Entities, searcher: Searcher) -> Turn:
    """The turn of a message that asks about a task, as the action server starts it."""
    message = {"text": text, "entities": list(entities), "metadata": {"agency": agency}, "intent": {}}
    tracker = Tracker("resolving", {}, message, [], False, None, {}, "action_listen")
    return open_turn(read_question(tracker, Act.ASK_TASK), searcher)


def read_agencies(rows: Sequence[Row], searcher: Searcher) -> list[Reading]:
    """The agencies that each row names."""
    found = read_entities([row["text"] for row in rows])
    turns = [open_row(row["text"], row["agency"], one, searcher) for row, one in zip(rows, found, strict=True)]
    wanted = [(row["reading"], frozenset(row["agencies"])) for row in rows]
    return [Reading(row, _resolved(turn), want) for row, turn, want in zip(rows, turns, wanted, strict=True)]


def _resolved(turn: Turn) -> tuple[str, frozenset[str]]:
    named = [one for one in turn.question.agencies if one in turn.store.agencies]
    scope = frozenset(plan.agency for plan in turn.scope)
    if turn.unknown:
        return "unknown", frozenset()
    if turn.undecided:
        return "ask", scope
    if turn.explicit and (not named or scope & frozenset(named)):
        return "named", scope
    return ("named", frozenset(named)) if named else ("none", frozenset())


def read_units(rows: Sequence[Row], searcher: Searcher) -> list[Reading]:
    """The unit of each plan that a row asks about."""
    found = read_entities([row["text"] for row in rows])
    readings = []
    for row, entities in zip(rows, found, strict=True):
        turn = open_row(row["text"], None, entities, searcher)
        work = {slug: find_unit(turn, turn.store.plans[slug]) for slug in row["units"]}
        got = {slug: one.unit if one else None for slug, one in work.items()}
        accepted = {slug: names or [None] for slug, names in row["units"].items()}
        wanted = {slug: got[slug] if got[slug] in names else names[0] for slug, names in accepted.items()}
        readings.append(Reading(row, got, wanted))
    return readings


def read_spelling(rows: Sequence[Row]) -> list[Reading]:
    """The text that the intents are told from."""
    return [Reading(row, expand(normalize(row["text"])).lower(), row["read"].lower()) for row in rows]


def read_numbers(rows: Sequence[Row], this_year: int) -> list[Reading]:
    """Years, numbers of tasks and numbers of documents."""
    readings = []
    for row, entities in zip(rows, read_entities([row["text"] for row in rows]), strict=True):
        years = [one["value"] for one in entities if one["entity"] == "year"]
        tasks = [one["value"] for one in entities if one["entity"] == "task_number"]
        got = (set(years), set(tasks), {fold(one) for one in document_numbers(row["text"])})
        said = {str(this_year + _RELATIVE[one]) if one in _RELATIVE else one for one in row["years"]}
        readings.append(Reading(row, got, (said, set(row["tasks"]), {fold(one) for one in row["documents"]})))
    return readings


def read_all(searcher: Searcher, this_year: int) -> dict[str, list[Reading]]:
    """Every file's readings, by its name."""
    readers: dict[str, Callable[[list[Row]], list[Reading]]] = {
        "agencies": lambda rows: read_agencies(rows, searcher),
        "units": lambda rows: read_units(rows, searcher),
        "normalising": read_spelling,
        "entities": lambda rows: read_numbers(rows, this_year),
    }
    return {name: reader(load_rows(name)) for name, reader in readers.items()}


def counted(readings: Mapping[str, Sequence[Reading]]) -> dict[str, dict[str, list[int]]]:
    """Right and asked of each file, held-out rows apart: what later runs are compared with."""
    groups = {
        f"{name}{', held out' if held_out else ''}": [one.right for one in some if one.held_out is held_out]
        for name, some in readings.items()
        for held_out in (False, True)
    }
    return {f"resolving {name}": {"right": [sum(some), len(some)]} for name, some in groups.items()}


def figures(readings: Mapping[str, Sequence[Reading]]) -> Figures:
    """The table; failures of rows that are not held out go to JSON."""
    rows: list[dict[str, Figure]] = []
    for name, some in readings.items():
        groups = {
            "": [one for one in some if not one.held_out],
            ", hard spellings": [one for one in some if not one.held_out and one.row.get("spelling") == "hard"],
            ", held out": [one for one in some if one.held_out],
        }
        for group, those in groups.items():
            if those:
                known = share(one.right for one in those)
                rows.append({"rows": f"{name}{group}", **{key: known[key] for key in ("n", "right", "share")}})
    units = {"rows": "", "n": "", "right": "", "share": ""}
    return Figures(TITLE, units, rows, {"failures": failures(readings)})


def failures(readings: Mapping[str, Sequence[Reading]]) -> list[str]:
    """What was read otherwise than it should, of rows that are not held out."""
    wrong = [one for some in readings.values() for one in some if not one.right and not one.held_out]
    return [f"{one.row['id']} {one.row['text']!r}: {_said(one.got)}, not {_said(one.wanted)}" for one in wrong]


def _said(value: object) -> str:
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(map(str, value))) + "}"
    if isinstance(value, tuple):
        return " ".join(map(_said, value))
    return str(value)


def told(readings: Mapping[str, Sequence[Reading]]) -> str:
    """The table and the failures, as text."""
    stream = io.StringIO()
    console = Console(file=stream, width=120)
    console.print(figures(readings).as_table())
    console.print("\n".join(failures(readings)), markup=False, highlight=False, soft_wrap=True)
    return stream.getvalue()


def measure() -> dict[str, list[Reading]]:
    """Read every row with the index in force."""
    settings = load_settings()
    builds = Builds(settings.index_dir)
    build = builds.current()
    return read_all(Searcher(build, builds.manifest(build), Encoder(settings.encoder)), now().astimezone(VIET_NAM).year)


def main() -> None:
    """Print the table and the failures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    readings = measure()
    print(told(readings))
    if options.json is not None:
        write_json(options.json, figures(readings).as_json())


if __name__ == "__main__":
    main()
