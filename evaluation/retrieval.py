"""What the encoder adds: the right guide section first and among the first five, by the dense ranking's weight.

    python -m evaluation.retrieval evaluation/questions/fresh.jsonl

A section is right when it carries one of the row's fact codes. Uses the index in force.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evaluation.places import GUIDE_KINDS, facts_of_places
from evaluation.rows import Row, load_rows
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import DENSE_WEIGHT, Searcher
from knowledge_base.store.builds import Builds
from settings import load_settings

WEIGHTS = (0.0, 0.25, 0.5, DENSE_WEIGHT, 2.0)
DEPTH = 5


def measure(path: Path, console: Console) -> None:
    """Print the table for the guide questions of ``path``."""
    settings = load_settings()
    builds = Builds(settings.index_dir)
    build = builds.current()
    encoder = Encoder(settings.encoder)
    facts = facts_of_places(settings.knowledge_dir)
    rows = [row for row in load_rows(path) if row.sources and row.sources[0].facts and not row.context]
    table = Table("dense weight", "n", "hit@1", f"hit@{DEPTH}")
    for weight in WEIGHTS:
        searcher = Searcher(build, builds.manifest(build), encoder, dense_weight=weight)
        found = [_right(row, searcher, facts) for row in rows]
        first, within = sum(one[0] for one in found), sum(any(one) for one in found)
        table.add_row(f"{weight:g}", str(len(rows)), f"{first / len(rows):.3f}", f"{within / len(rows):.3f}")
    console.print(table)


def _right(row: Row, searcher: Searcher, facts: dict[tuple[str, str], frozenset[str]]) -> list[bool]:
    """For each of the first places, whether it is a right one; one ``False`` when nothing is found."""
    wanted = set(row.sources[0].facts)
    hits = searcher.search(searcher.query(row.question), kinds=GUIDE_KINDS, limit=DEPTH)
    places = [(hit.passage.document_id, hit.passage.locator) for hit in hits]
    return [bool(facts.get(place, frozenset()) & wanted) for place in places] or [False]


if __name__ == "__main__":
    measure(Path(sys.argv[1]), Console())
