"""``troly eval`` and ``troly bench``: the figures, through the same door as the widget."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.asking import Api, assistant_address
from runtime.progress import Reporter

Json = Annotated[Path | None, typer.Option("--json", help="Also write the figures to this file.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("eval")(evaluate_file)
    app.command()(bench)


def evaluate_file(
    file: Annotated[
        Path, typer.Argument(help="Questions, one JSON object a line.", exists=True, dir_okay=False)
    ],
    api: Api = None,
    json: Json = None,
    fold: Annotated[bool, typer.Option("--fold", help="Ask without diacritics.")] = False,
) -> None:
    """Ask every question of a file and report outcome, sources and key facts."""
    from evaluation.run import evaluate

    with assistant_address(api) as address:
        evaluate(file, address, fold=fold, json_path=json)


def bench(json: Json = None) -> None:
    """Measure turns, throughput, index, search, start-up and memory."""
    from evaluation.bench import run_bench

    run_bench(json_path=json)
