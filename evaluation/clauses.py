"""How often the right clause of the right plan comes first: by BM25 alone, in the order of retrieval, as answered.

    python -m evaluation.clauses FILE [FILE …] [--api URL]

A clause is right when it restates the quoted lines of the row's plan. Rows with a context, or without a quote, are left
out. For the first two the plan is taken as known, as it is on an agency's page, and years are read from the text; they
search for every question, also one that a field of the record answers. With ``--api`` a running assistant is asked too:
first come the clauses that its answer cites, in their order, then those of retrieval. Each question is asked as typed
and without diacritics. Uses the index in force.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evaluation.places import meant_by, years_said
from evaluation.rows import Row, load_rows
from knowledge_base.answer.evidence import Evidence, plan_evidence
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.resolve import open_turn
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import CurrentSearcher, Searcher
from runtime.conversation import conversation
from settings import load_settings
from vietnamese import fold

DEPTH = 5


Place = tuple[str, str]


@dataclass(frozen=True)
class Sample:
    """What was found for one question, strongest first, and the places (document, locator) that are right.

    ``cited`` are the places that the answer to it names, in their order; ``None`` when nobody was asked.
    """

    found: list[Evidence]
    places: frozenset[Place]
    cited: list[Place] | None = None

    def right(self, found: Sequence[Evidence]) -> list[bool]:
        """For each of ``found``, whether it is a right one."""
        return [one.place in self.places for one in found]

    @property
    def right_as_answered(self) -> list[bool]:
        """For each place, those cited before those found, whether it is a right one."""
        ranked = dict.fromkeys([*(self.cited or []), *(one.place for one in self.found)])
        return [one in self.places for one in ranked]


class Asked:
    """A running assistant, asked for the clauses that its answers cite."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    def cited(self, row: Row, text: str) -> list[Place]:
        """The places that the answer to ``text`` names. Raises ``ProblemError``."""
        with conversation(self._base_url, row.agency) as visitor:
            return [(one["document_id"], one["locator"]) for reply in visitor.ask(text) for one in reply["citations"]]


def samples_of(path: Path, searcher: Searcher, asked: Asked | None = None) -> list[Sample]:
    """Every question of ``path``, as typed and without diacritics. Raises ``ProblemError``."""
    rows = [row for row in load_rows(path) if not row.context and _quoted(row)]
    return [sample for row in rows for sample in _samples(row, searcher, asked)]


def show(name: str, samples: Sequence[Sample], console: Console) -> None:
    """Print how often the right clause is first, and among the first few."""
    table = Table(f"{name} (n={len(samples)})", "first", f"in the first {DEPTH}", "found at all")
    lexical = [one.right(sorted(one.found, key=lambda hit: -hit.hit.lexical)) for one in samples]
    table.add_row("BM25", *_shares(lexical))
    table.add_row("retrieval", *_shares([one.right(one.found) for one in samples]))
    if all(one.cited is not None for one in samples):
        table.add_row("as answered", *_shares([one.right_as_answered for one in samples]))
    console.print(table)


def _quoted(row: Row) -> bool:
    return any(source.document and (source.quote or source.quote_restored) for source in row.sources)


def _samples(row: Row, searcher: Searcher, asked: Asked | None) -> Iterator[Sample]:
    agencies, places = meant_by(row, searcher.store.plans)
    for text in (row.question, fold(row.question)):
        question = Question(text=text, act=Act.SEARCH, agency=row.agency, agencies=agencies, years=years_said(text))
        turn = open_turn(question, searcher)
        yield Sample(plan_evidence(turn), places, None if asked is None else asked.cited(row, text))


def _shares(ranked: Sequence[list[bool]]) -> list[str]:
    counts = [sum(any(one[:depth]) for one in ranked) for depth in (1, DEPTH, None)]
    return [f"{count / len(ranked):.3f}" if ranked else "NaN" for count in counts]


def main() -> None:
    """Measure each file."""
    parser = argparse.ArgumentParser(description="Measure the ranking of plan clauses.")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--api", help="the address of a running assistant, to ask it as well")
    options, settings, console = parser.parse_args(), load_settings(), Console()
    asked = Asked(options.api) if options.api else None
    searcher = CurrentSearcher(settings.index_dir, lambda: Encoder(settings.encoder)).get()
    for path in options.files:
        show(path.name, samples_of(path, searcher, asked), console)


if __name__ == "__main__":
    main()
