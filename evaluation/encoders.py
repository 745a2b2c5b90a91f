"""What an encoder adds: how often the right place comes first with it, with another, and with none.

    python -m evaluation.encoders FILE [FILE …] [--procedures CATALOGUE] [--encoder NAME …]

Every encoder gets an index of its own, thrown away afterwards; ``none`` sees no likeness between any two texts. Of
each file the plan questions are asked for their clause, the guide questions for their section, as typed and without
diacritics; with a file of procedures, the tuning questions are asked for their procedure. ``joined`` is the order of
both rankings alone (of BM25 alone, for ``none``), ``in force`` the order that answers use.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console

from evaluation.clauses import samples_of
from evaluation.figures import Figure, Figures
from evaluation.places import facts_of_places
from evaluation.procedures import TUNING, ask_search, load_questions
from evaluation.rows import Row, load_rows
from knowledge_base.answer import guides
from knowledge_base.answer.evidence import Evidence
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.resolve import open_turn
from knowledge_base.ingest.library import load_library
from knowledge_base.procedures.catalogue import CurrentCatalogue
from knowledge_base.procedures.importing import import_procedures
from knowledge_base.search.encoding import Encoder, Vectors
from knowledge_base.search.indexer import open_build
from knowledge_base.search.searcher import Searcher
from settings import load_settings
from vietnamese import fold

NONE = "none"
DEPTH = 5
_UNITS = dict.fromkeys(("questions", "encoder", "n", "joined", f"joined@{DEPTH}", "in force", f"in force@{DEPTH}"), "")
Right = Sequence[bool]


class NoEncoder(Encoder):
    """Stands in for an encoder: every likeness is 0."""

    def __init__(self) -> None:
        """Loads nothing."""
        self.name = self.fingerprint = NONE
        self.dimension = 1

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Zeros of shape (texts, 1)."""
        return np.zeros((len(texts), self.dimension), dtype=np.float32)


@dataclass(frozen=True)
class Trial:
    """One question: for each place found whether it is right, in the joined order and in the one in force."""

    joined: Right
    in_force: Right


def measure(files: Sequence[Path], catalogue: Path | None, names: Sequence[str], knowledge: Path) -> Figures:
    """The shares of every set of questions and encoder."""
    rows: list[dict[str, Figure]] = []
    for name in names:
        encoder = NoEncoder() if name == NONE else Encoder(name)
        with tempfile.TemporaryDirectory() as folder:
            searcher = open_build(Path(folder), load_library(knowledge), encoder)
            for path in files:
                rows.append(_shares(f"{path.stem}, clauses", name, clause_trials(path, searcher)))
                rows.append(_shares(f"{path.stem}, sections", name, section_trials(path, searcher, knowledge)))
        if catalogue is not None:
            rows.append(_shares("tuning, procedures", name, list(procedure_trials(catalogue, encoder))))
    return Figures("What an encoder adds", _UNITS, [row for row in rows if row["n"]])


def clause_trials(path: Path, searcher: Searcher) -> list[Trial]:
    """The plan questions of ``path``."""
    return [_trial(one.found, one.found, one.right) for one in samples_of(path, searcher)]


def section_trials(path: Path, searcher: Searcher, knowledge: Path) -> list[Trial]:
    """The guide questions of ``path``."""
    facts = facts_of_places(knowledge)
    asked = [row for row in load_rows(path) if row.sources and row.sources[0].facts and not row.context]
    return [
        _section_trial(row, typed, searcher, facts) for row in asked for typed in (row.question, fold(row.question))
    ]


def _section_trial(row: Row, typed: str, searcher: Searcher, facts: dict[tuple[str, str], frozenset[str]]) -> Trial:
    turn = open_turn(Question(text=typed, act=Act.ASK_HOW_TO, agency=row.agency), searcher)
    wanted = frozenset(row.sources[0].facts)

    def right(found: Sequence[Evidence]) -> Right:
        return [bool(facts.get(one.place, frozenset()) & wanted) for one in found]

    return _trial(guides.candidates(turn), guides.find_sections(turn), right)


def procedure_trials(file: Path, encoder: Encoder) -> Iterator[Trial]:
    """The tuning questions about procedures, asked of a catalogue imported from ``file``; one order, in force."""
    with tempfile.TemporaryDirectory() as folder:
        import_procedures(file, Path(folder), lambda: encoder)
        catalogue = CurrentCatalogue(Path(folder), lambda: encoder).get()
        if catalogue is None:
            raise RuntimeError("the catalogue just imported is not in force")
        for row in load_questions(TUNING):
            for typed in (row.question, fold(row.question)):
                rank = ask_search(catalogue, row, typed).rank
                yield Trial((), [] if rank is None else [False] * rank + [True])


def _trial(
    found: Sequence[Evidence], ordered: Sequence[Evidence], right: Callable[[Sequence[Evidence]], Right]
) -> Trial:
    return Trial(right(sorted(found, key=lambda one: -one.hit.score)), right(ordered))


def _shares(questions: str, encoder: str, trials: Sequence[Trial]) -> dict[str, Figure]:
    joined = [one.joined for one in trials] if any(one.joined for one in trials) else []
    in_force = [one.in_force for one in trials]
    shares = [_share(those, depth) for those in (joined, in_force) for depth in (1, DEPTH)]
    return dict(zip(_UNITS, (questions, Path(encoder).name, len(trials), *shares), strict=True))


def _share(trials: Sequence[Right], depth: int) -> str:
    """How many have a right place among the first ``depth``; NaN without trials."""
    return f"{sum(any(one[:depth]) for one in trials) / len(trials):.3f}" if trials else "NaN"


def main() -> None:
    """Measure and print."""
    settings = load_settings()
    parser = argparse.ArgumentParser(description="Measure what an encoder adds.")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--procedures", type=Path, help="a file of procedures to import")
    parser.add_argument("--encoder", nargs="+", default=[NONE, settings.encoder])
    options = parser.parse_args()
    figures = measure(options.files, options.procedures, options.encoder, settings.knowledge_dir)
    Console(width=120).print(figures.as_table())


if __name__ == "__main__":
    main()
