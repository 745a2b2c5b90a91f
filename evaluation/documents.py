"""How well plans are read from each kind of file: precision and recall by kind, with seconds and memory.

    python -m evaluation.documents ../shared/plans --against knowledge_base/plans [--only docx --only scan-300]

Makes the files of ``evaluation.renditions`` from every plan's text, reads each in a process of its own as ingesting
does, and compares what was found with the committed record (``evaluation.extraction`` says what counts as the same).
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from evaluation.extraction import PARTS, Tally, compare, record_for
from evaluation.figures import Figures, write_json
from evaluation.renditions import KINDS, renditions
from knowledge_base.ingest.reading.reader import read
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.ingest.structuring.repairing import repair
from knowledge_base.ingest.structuring.structurer import structure
from knowledge_base.ingest.yaml_source import load_record
from vietnamese.restoring import restore

TABLE_WIDTH = 170
_MEGABYTE = 1000


def measure(texts: Sequence[Path], records: Sequence[PlanRecord], kinds: Sequence[str], console: Console) -> Figures:
    """Read every plan in every kind; one row of the table per kind and plan, and one per kind over all plans."""
    rows: list[dict[str, str | int | float]] = []
    for kind in kinds:
        whole = {part: Tally() for part in PARTS}
        for text in texts:
            record = record_for(text, records)
            with tempfile.TemporaryDirectory() as folder:
                (file,) = renditions(text, Path(folder), [kind])
                began = time.perf_counter()
                document = read(file)
                pages = document.page_count or 0
                found = compare(structure(repair(document, restore)), record)
                seconds = time.perf_counter() - began
            whole = {part: whole[part] + found[part] for part in PARTS}
            rows.append(_row(kind, text.stem, found, pages=pages, seconds=round(seconds, 1)))
            console.print(f"{kind} {text.stem}: {pages} pages, {seconds:.1f} s", highlight=False)
        rows.append(_row(kind, "all", whole, pages=0, seconds=0.0))
    units = {"kind": "", "plan": "", **dict.fromkeys([*PARTS, "errors marked", "right marked"], ""), "seconds": "s"}
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _MEGABYTE
    return Figures("Plans read from files, precision / recall", units, rows, {"peak_megabytes_of_a_reader": peak})


def _row(kind: str, plan: str, found: dict[str, Tally], **more: int | float) -> dict[str, str | int | float]:
    shares = {part: _share(found[part]) for part in PARTS}
    errors = sum(one.errors for one in found.values())
    marked = f"{sum(one.marked for one in found.values())}/{errors}"
    right = f"{sum(one.right_marked for one in found.values())}/{sum(one.matched for one in found.values())}"
    return {"kind": kind, "plan": plan, **shares, "errors marked": marked, "right marked": right, **more}


def _share(tally: Tally) -> str:
    return f"{tally.figures['precision']:.3f} / {tally.figures['recall']:.3f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.documents", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="folder of plans as text (*.txt)")
    parser.add_argument("--against", type=Path, required=True, help="folder of plan records (*.yml)")
    parser.add_argument("--only", action="append", choices=KINDS, help="a kind of file; all when left out")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(arguments)
    records = [load_record(path, PlanRecord) for path in sorted(given.against.glob("*.yml"))]
    console = Console(width=TABLE_WIDTH)
    figures = measure(sorted(given.folder.glob("*.txt")), records, given.only or KINDS, console)
    console.print(figures.as_table())
    if given.json:
        write_json(given.json, figures.as_json())


if __name__ == "__main__":
    main()
