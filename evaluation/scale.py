"""Search in indexes of growing size, each built and searched by a process of its own, so that memory is its own too.

By itself, for a profiler: ``python -m evaluation.scale build FOLDER PASSAGES``, then ``… search FOLDER``.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evaluation.conversations import load_scripts
from evaluation.figures import Figure, Figures, quantiles
from evaluation.memory import peak_megabytes
from evaluation.parts import SIZES
from evaluation.starting import folder_megabytes
from evaluation.synthetic import from_articles, recombined
from knowledge_base.ingest.library import load_library
from knowledge_base.search.dense import DenseIndex
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.indexer import write_build
from knowledge_base.search.lexical import LexicalIndex
from knowledge_base.search.searcher import DENSE_DEPTH, Searcher
from knowledge_base.store.builds import Manifest
from knowledge_base.store.passages import PLAN_KINDS, cut
from runtime.processes import tool_environment
from settings import REPOSITORY, Settings, load_settings

_UNITS = {
    "passages": "",
    "build": "s",
    "build memory": "MB",
    "on disk": "MB",
    "open": "s",
    "memory": "MB",
    "search p50": "ms",
    "search p95": "ms",
    "within one p50": "ms",
    "within one p95": "ms",
    "prepare p50": "ms",
    "encode p50": "ms",
    "lexical p50": "ms",
    "dense p50": "ms",
}


def measure_search(
    settings: Settings,
    *,
    sizes: Sequence[int] = SIZES,
    articles: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Figures:
    """Build an index of each size and search it; passages come from ``articles``, else from our own texts.

    A size whose process fails, such as for want of memory, has NaN for its figures.
    """
    rows: list[dict[str, Figure]] = []
    failures: dict[str, str] = {}
    for size in sizes:
        say(f"Search among {size:,} passages …")
        with tempfile.TemporaryDirectory(prefix="troly-scale-") as folder:
            more = ["--articles", str(articles.absolute())] if articles else []
            try:
                built = _run(settings, "build", folder, str(size), *more)
                found = _run(settings, "search", folder)
            except subprocess.CalledProcessError as error:
                failures[str(size)] = f"exit status {error.returncode}: {str(error.stderr)[-500:]}"
                built, found = {"passages": size}, {}
        rows.append(dict.fromkeys(_UNITS, math.nan) | built | found)
    return Figures(
        title=f"Search, passages {'of ' + articles.name if articles else 'recombined from our own texts'}",
        units=_UNITS,
        rows=rows,
        notes={"failures": failures},
    )


def build(folder: Path, size: int, articles: Path | None) -> dict[str, Figure]:
    """Write an index of ``size`` passages (fewer when ``articles`` holds fewer) under ``folder``."""
    settings = load_settings()
    library = load_library(settings.knowledge_dir)
    passages = list(from_articles(articles, size) if articles else recombined(cut(library), size))
    encoder = Encoder(settings.encoder)
    began = time.perf_counter()
    write_build(folder, library, passages, encoder)
    took = time.perf_counter() - began
    manifest = Manifest(
        build=folder.name,
        encoder=settings.encoder,
        encoder_fingerprint=encoder.fingerprint,
        dimension=encoder.dimension,
        passages=len(passages),
        views=sum(len(one.views) for one in passages),
        source_fingerprint="synthetic",
    )
    (folder / "manifest.json").write_text(manifest.model_dump_json(), encoding="utf-8")
    return {
        "passages": len(passages),
        "build": round(took, 3),
        "build memory": peak_megabytes(os.getpid()),
        "on disk": folder_megabytes(folder),
    }


def search(folder: Path) -> dict[str, Figure]:
    """Search the index under ``folder`` for every question of the bench, each once, after a warm-up."""
    encoder = Encoder(load_settings().encoder)
    manifest = Manifest.model_validate_json((folder / "manifest.json").read_text(encoding="utf-8"))
    began = time.perf_counter()
    searcher = Searcher(folder, manifest, encoder)
    searcher.search(searcher.query("hạ tầng số"))
    opened = time.perf_counter() - began
    questions = sorted({line.text for script in load_scripts() for line in script.lines})
    timings: dict[str, list[float]] = {name: [] for name in ("prepare", "search", "within one")}
    queries = []
    for at, question in enumerate(questions):
        query = _timed(timings["prepare"], searcher.query, question)
        queries.append(query)
        _timed(timings["search"], searcher.search, query)
        # A turn asks several times for one query: its own plans first, then the guides.
        document = f"van-ban-{at % max(1, manifest.passages // 100):05}"
        _timed(timings["within one"], searcher.search, query, documents=[document], kinds=PLAN_KINDS)
    memory = peak_megabytes(os.getpid())
    parts = _parts(folder, manifest, encoder, [(query.text, query.terms) for query in queries])
    figures: dict[str, Figure] = {"open": round(opened, 3), "memory": memory}
    for name in ("search", "within one"):
        measured = quantiles(timings[name])
        figures |= {f"{name} p50": measured["p50"], f"{name} p95": measured["p95"]}
    for name, values in {"prepare": timings["prepare"], **parts}.items():
        figures[f"{name} p50"] = quantiles(values)["p50"]
    return figures


def _parts(
    folder: Path, manifest: Manifest, encoder: Encoder, queries: Sequence[tuple[str, tuple[str, ...]]]
) -> dict[str, list[float]]:
    """What encoding and the two rankings take of a search."""
    lexical = LexicalIndex.load(folder / "lexical", manifest.views)
    dense = DenseIndex.load(folder / "dense.faiss")
    took: dict[str, list[float]] = {"encode": [], "lexical": [], "dense": []}
    for text, terms in queries:
        vector = _timed(took["encode"], encoder.encode, [text])
        _timed(took["lexical"], lexical.scores, terms)
        _timed(took["dense"], dense.nearest, vector, DENSE_DEPTH)
    return took


def _timed(into: list[float], call: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    began = time.perf_counter()
    result = call(*arguments, **named)
    into.append((time.perf_counter() - began) * 1000)
    return result


def _run(settings: Settings, *arguments: str) -> dict[str, Figure]:
    answer = subprocess.run(
        [sys.executable, "-m", "evaluation.scale", *arguments],
        cwd=REPOSITORY,
        env=tool_environment(settings),
        capture_output=True,
        text=True,
        check=True,
    )
    figures: dict[str, Figure] = json.loads(answer.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Do one half and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    halves = parser.add_subparsers(dest="half", required=True)
    building = halves.add_parser("build")
    building.add_argument("folder", type=Path)
    building.add_argument("passages", type=int)
    building.add_argument("--articles", type=Path)
    halves.add_parser("search").add_argument("folder", type=Path)
    given = parser.parse_args()
    building_it = given.half == "build"
    figures = build(given.folder, given.passages, given.articles) if building_it else search(given.folder)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
