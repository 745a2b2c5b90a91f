"""How often the right clause of the right plan comes first: by BM25 alone, and in the order that answers use.

    python -m evaluation.clauses FILE [FILE …]

A clause is right when it restates the quoted lines of the row's plan. Rows with a context, or without a quote, are left
out; the plan is taken as known, as it is on an agency's page, and years are read from the text. Each question is asked
as typed and without diacritics. Uses the index in force.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evaluation.places import clauses_of_quote
from evaluation.rows import Row, load_rows
from knowledge_base.answer.evidence import Evidence, plan_evidence
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.resolve import open_turn
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import CurrentSearcher, Searcher
from settings import load_settings
from vietnamese import fold

DEPTH = 5
_YEAR = re.compile(r"\b20[234]\d\b")


@dataclass(frozen=True)
class Sample:
    """What was found for one question, strongest first, and the places (document, locator) that are right."""

    found: list[Evidence]
    places: frozenset[tuple[str, str]]

    def right(self, found: Sequence[Evidence]) -> list[bool]:
        """For each of ``found``, whether it is a right one."""
        return [(one.passage.document_id, one.passage.locator) in self.places for one in found]


def samples_of(path: Path, searcher: Searcher) -> list[Sample]:
    """Every question of ``path``, as typed and without diacritics."""
    rows = [row for row in load_rows(path) if not row.context and _quoted(row)]
    return [sample for row in rows for sample in _samples(row, searcher)]


def show(name: str, samples: Sequence[Sample], console: Console) -> None:
    """Print how often the right clause is first, and among the first few."""
    table = Table(f"{name} (n={len(samples)})", "first", f"in the first {DEPTH}", "found at all")
    lexical = [one.right(sorted(one.found, key=lambda hit: -hit.hit.lexical)) for one in samples]
    table.add_row("BM25", *_shares(lexical))
    table.add_row("in force", *_shares([one.right(one.found) for one in samples]))
    console.print(table)


def _quoted(row: Row) -> bool:
    return any(source.document and (source.quote or source.quote_restored) for source in row.sources)


def _samples(row: Row, searcher: Searcher) -> Iterator[Sample]:
    plans = searcher.store.plans
    meant = [(plans[source.document], source) for source in row.sources if source.document in plans]
    agencies = tuple(dict.fromkeys(plan.agency for plan, _ in meant))
    places = frozenset(place for plan, source in meant for place in clauses_of_quote(plan, source))
    for text in (row.question, fold(row.question)):
        years = tuple(dict.fromkeys(map(int, _YEAR.findall(text))))
        question = Question(text=text, act=Act.SEARCH, agency=row.agency, agencies=agencies, years=years)
        turn = open_turn(question, searcher)
        yield Sample(plan_evidence(turn), places)


def _shares(ranked: Sequence[list[bool]]) -> list[str]:
    counts = [sum(any(one[:depth]) for one in ranked) for depth in (1, DEPTH, None)]
    return [f"{count / len(ranked):.3f}" if ranked else "NaN" for count in counts]


def main() -> None:
    """Measure each file."""
    parser = argparse.ArgumentParser(description="Measure the ranking of plan clauses.")
    parser.add_argument("files", type=Path, nargs="+")
    settings, console = load_settings(), Console()
    searcher = CurrentSearcher(settings.index_dir, lambda: Encoder(settings.encoder)).get()
    for path in parser.parse_args().files:
        show(path.name, samples_of(path, searcher), console)


if __name__ == "__main__":
    main()
