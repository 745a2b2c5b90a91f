"""How well plans are read: precision and recall of what was extracted, against the committed records.

    python -m evaluation.extraction FILE... --against knowledge_base/plans [--restore] [--json OUT]

A file is compared with the record whose ``document_id`` its name begins with ("minh-long-300dpi.pdf"). Each part is
matched one to one, the most alike first; precision is matched / extracted, recall matched / recorded, NaN for none.
The committed records restate the plans, so wording is compared loosely and everything else strictly. The same is:

* ``locators``: a clause with the same locator.
* ``targets``: same locator, comparator, value and year; units that agree; contents that are alike.
* ``rows`` (of appendices): same number and period; group, lead units and coordinating units agree one by one; contents
  alike.
* ``duties``: same locator; the unit agrees; contents alike.
* ``deadlines``: same locator, day, month and ``every_year``; reporter, recipient and ``through`` agree.

Two names *agree* when at least 80 % of the words of the shorter stand in the longer, folded, with UBND and HĐND for
their long forms, a word with one letter misread (of two letters: the second) counting as the same; an empty one agrees
only with an empty one. Two contents are *alike* when rapidfuzz's ``token_set_ratio`` of their folded words reaches 65
of 100; it is there to catch text from a wrong place, the locator does the rest.

A miss is *marked* when the reviewer is led to it: the clause with its locator is doubtful, or another extracted part of
that clause is; where the draft has no such clause, the nearest one that it has before or after it is, or the one above
it. An extracted part that the record does not have is marked when it is doubtful itself. ``marked`` is the share of
both kinds of errors; ``right marked`` the share of what was found right that is doubtful all the same, lest marking
everything pass.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein
from rich.console import Console

from evaluation.figures import Figures, write_json
from knowledge_base.ingest.reading.document import Document
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.ingest.structuring.draft import Draft
from knowledge_base.ingest.structuring.repairing import repair
from knowledge_base.ingest.structuring.structurer import structure
from knowledge_base.ingest.yaml_source import load_record
from vietnamese import fold
from vietnamese.restoring import restore

PARTS = ("locators", "targets", "rows", "duties", "deadlines")
ALIKE = 65.0
AGREE = 0.8
_SHORT = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"))
_SHORTEST = 2
_WIDTH = 132
_COLUMNS = (
    "file",
    "part",
    "extracted",
    "recorded",
    "matched",
    "errors",
    "precision",
    "recall",
    "marked",
    "right marked",
)
_LAST_PLACE = re.compile(r"(?:, |\.)[^.,]+$")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Item:
    """One part in a form that both sides share: where it stands, what must be equal, what must agree or be alike."""

    locator: str
    exact: tuple[Any, ...]
    names: tuple[tuple[str, ...], ...] = ()
    content: str = ""
    doubted: bool = False


@dataclass
class Tally:
    """Counts of one kind of part."""

    extracted: int = 0
    recorded: int = 0
    matched: int = 0
    errors: int = 0
    marked: int = 0
    right_marked: int = 0
    missed: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.extracted + other.extracted,
            self.recorded + other.recorded,
            self.matched + other.matched,
            self.errors + other.errors,
            self.marked + other.marked,
            self.right_marked + other.right_marked,
            self.missed + other.missed,
            self.surplus + other.surplus,
        )

    @property
    def figures(self) -> dict[str, float]:
        """Precision, recall, the shares of errors and of right items that are marked; NaN where undefined."""
        return {
            "precision": _ratio(self.matched, self.extracted),
            "recall": _ratio(self.matched, self.recorded),
            "marked": _ratio(self.marked, self.errors),
            "right marked": _ratio(self.right_marked, self.matched),
        }


def compare(draft: Draft, record: PlanRecord) -> dict[str, Tally]:
    """The tally of each part of ``draft`` against ``record``."""
    doubtful = _led_to(draft, record)
    found, wanted = items_of(draft), items_of(record)
    return {part: _tally(found[part], wanted[part], doubtful) for part in PARTS}


def items_of(plan: Draft | PlanRecord) -> dict[str, list[Item]]:
    """The parts of a draft or a record as items."""
    where = {clause.id: clause.locator for clause in plan.clauses}
    return {
        "locators": [Item(one.locator, (), doubted=_doubted(one)) for one in plan.clauses],
        "targets": [
            Item(
                where[one.clause],
                (one.comparator, one.value, one.value_to, one.year),
                ((one.unit or "",),),
                one.content,
                _doubted(one),
            )
            for one in plan.targets
        ],
        "rows": [
            Item(
                where[one.clause],
                (one.number, _period(one.period)),
                ((one.group or "",), tuple(one.lead_units), tuple(one.coordinating_units)),
                one.content,
                _doubted(one),
            )
            for one in plan.tasks
            if one.in_appendix
        ],
        "duties": [Item(where[one.clause], (), ((one.unit,),), one.content, _doubted(one)) for one in plan.duties],
        "deadlines": [
            Item(
                where[one.clause],
                (one.day, one.month, one.every_year),
                ((one.reporter,), (one.recipient,), (one.through or "",)),
                doubted=_doubted(one),
            )
            for one in plan.report_deadlines
        ],
    }


def same(one: Item, other: Item) -> float | None:
    """How alike two items are, from 0 to 100, ``None`` when they are not the same thing."""
    if one.locator != other.locator or one.exact != other.exact or len(one.names) != len(other.names):
        return None
    for names, others in zip(one.names, other.names, strict=True):
        if len(names) != len(others) or not all(agree(a, b) for a, b in zip(names, others, strict=True)):
            return None
    if not one.content and not other.content:
        return 100.0
    likeness = alike(one.content, other.content)
    return likeness if likeness >= ALIKE else None


def agree(one: str, other: str) -> bool:
    """Whether two names are of the same thing; see the module."""
    a, b = sorted((_words(one), _words(other)), key=len)
    if not a:
        return not b
    return sum(any(_same_word(word, that) for that in b) for word in a) / len(a) >= AGREE


def alike(one: str, other: str) -> float:
    """How alike two contents are, from 0 to 100."""
    return fuzz.token_set_ratio(" ".join(_words(one)), " ".join(_words(other)))


def record_for(path: Path, records: Iterable[PlanRecord]) -> PlanRecord:
    """The record that the file's name begins with. Raises ``LookupError``."""
    fitting = [one for one in records if path.name.startswith(one.document_id)]
    if not fitting:
        raise LookupError(f"{path.name}: no record's document_id begins this name")
    return max(fitting, key=lambda one: len(one.document_id))


def figures_of(results: Sequence[tuple[str, dict[str, Tally]]]) -> Figures:
    """A table of all files and, below, all of them together."""
    total = {part: sum((tallies[part] for _, tallies in results), Tally()) for part in PARTS}
    rows = [_row(name, part, tallies[part]) for name, tallies in [*results, ("all", total)] for part in PARTS]
    units = dict.fromkeys(_COLUMNS, "")
    errors = {
        name: {part: {"missed": tally.missed, "surplus": tally.surplus} for part, tally in tallies.items()}
        for name, tallies in results
    }
    return Figures("Extraction against the committed records", units, rows, {"errors": errors})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when every file could be read."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.extraction", description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--against", type=Path, required=True, help="folder of plan records (*.yml)")
    parser.add_argument("--json", type=Path, help="write the figures and every error there")
    parser.add_argument("--restore", action="store_true", help="restore lost diacritics before structuring")
    given = parser.parse_args(arguments)
    records = [load_record(path, PlanRecord) for path in sorted(given.against.glob("*.yml"))]
    results = []
    for path in given.files:
        document = repair(_read(path), restore) if given.restore else _read(path)
        results.append((path.name, compare(structure(document), record_for(path, records))))
    figures = figures_of(results)
    console = Console()
    console = Console(width=max(console.width, _WIDTH))
    console.print(figures.as_table())
    for name, tallies in results:
        for part, tally in tallies.items():
            for label, texts in (("missed", tally.missed), ("surplus", tally.surplus)):
                for text in texts:
                    console.print(f"{name} {part} {label}: {text}", markup=False, highlight=False, soft_wrap=True)
    if given.json:
        write_json(given.json, figures.as_json())
    return 0


def _read(path: Path) -> Document:
    from knowledge_base.ingest.reading.reader import read  # heavy: only the command line needs it

    return read(path)


def _tally(found: list[Item], wanted: list[Item], doubtful: set[str]) -> Tally:
    pairs = sorted(
        ((score, at, to) for at, one in enumerate(found) for to, two in enumerate(wanted) if (score := same(one, two))),
        key=lambda pair: -pair[0],
    )
    taken: set[int] = set()
    met: set[int] = set()
    for _, at, to in pairs:
        if at not in taken and to not in met:
            taken.add(at)
            met.add(to)
    missed = [one for to, one in enumerate(wanted) if to not in met]
    surplus = [one for at, one in enumerate(found) if at not in taken]
    return Tally(
        extracted=len(found),
        recorded=len(wanted),
        matched=len(taken),
        errors=len(missed) + len(surplus),
        marked=sum(one.locator in doubtful for one in missed) + sum(one.doubted for one in surplus),
        right_marked=sum(found[at].doubted for at in taken),
        missed=[_shown(one) for one in missed],
        surplus=[_shown(one) for one in surplus],
    )


def _led_to(draft: Draft, record: PlanRecord) -> set[str]:
    """The locators of the record's clauses that the reviewer's eye is led to."""
    doubtful = _doubtful_places(draft)
    there = {clause.locator for clause in draft.clauses}
    locators = [clause.locator for clause in record.clauses]
    led = set(doubtful)
    for at, locator in enumerate(locators):
        if locator in there:
            continue
        before = next((one for one in reversed(locators[:at]) if one in there), None)
        after = next((one for one in locators[at + 1 :] if one in there), None)
        above = _LAST_PLACE.sub("", locator)
        if {before, after, above} & doubtful:
            led.add(locator)
    return led


def _doubtful_places(draft: Draft) -> set[str]:
    where = {clause.id: clause.locator for clause in draft.clauses}
    doubted = {one.locator for one in draft.clauses if one.doubted}
    doubted |= {where[one.clause] for one in draft.targets if one.doubted}
    doubted |= {where[one.clause] for one in draft.tasks if one.doubted}
    doubted |= {where[one.clause] for one in draft.duties if one.doubted}
    return doubted | {where[one.clause] for one in draft.report_deadlines if one.doubted}


def _doubted(part: object) -> bool:
    return bool(getattr(part, "doubted", False))


def _period(period: Any) -> tuple[Any, ...]:
    return (period.start, period.end, period.every_year) if period else ()


def _words(text: str) -> list[str]:
    folded = " ".join(_WORD.findall(fold(text)))
    for long, short in _SHORT:
        folded = folded.replace(long, short)
    return folded.split()


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter = min(len(one), len(other))
    near = shorter > 1 and Levenshtein.distance(one, other, score_cutoff=1) <= 1
    return near and (shorter > _SHORTEST or one[0] == other[0])


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


def _row(name: str, part: str, tally: Tally) -> dict[str, str | int | float]:
    counts = {"extracted": tally.extracted, "recorded": tally.recorded, "matched": tally.matched}
    return {"file": name, "part": part, **counts, "errors": tally.errors, **tally.figures}


def _shown(one: Item) -> str:
    names = " | ".join("; ".join(names) for names in one.names)
    return f"{one.locator} {[str(value) for value in one.exact]} {names} {one.content[:80]}"


if __name__ == "__main__":
    raise SystemExit(main())
