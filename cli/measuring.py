"""``troly eval`` and ``troly bench``: the figures, through the same door as the widget."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.asking import Api, assistant_address
from evaluation.parts import SIZES, THROUGH_HTTP, Bench, Part
from runtime.progress import Reporter
from runtime.stopping import stop_signals
from settings import load_settings

Json = Annotated[Path | None, typer.Option("--json", help="Also write the figures to this file.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("eval")(evaluate_file)
    app.command()(bench)


def evaluate_file(
    file: Annotated[
        Path | None,
        typer.Argument(help="Questions, one JSON object a line; none: every part.", exists=True, dir_okay=False),
    ] = None,
    api: Api = None,
    json: Json = None,
    fold: Annotated[bool, typer.Option("--fold", help="Ask without diacritics.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Every part: keep the report and the figures.")] = False,
) -> None:
    """Ask every question of a file and report outcome, sources and key facts; without one, measure every part."""
    from evaluation.release import release
    from evaluation.run import evaluate

    if file is None and (json is not None or fold):
        raise typer.BadParameter("--json and --fold go with a file")
    if file is not None and write:
        raise typer.BadParameter("--write goes without a file")
    with assistant_address(api) as address:
        if file is not None:
            evaluate(file, address, fold=fold, json_path=json)
        elif release(address, write=write, console=Console(width=140)) and not write:
            raise typer.Exit(1)


def bench(
    only: Annotated[
        list[Part] | None, typer.Option(help="Measure this part alone; may be given several times.")
    ] = None,
    api: Annotated[str | None, typer.Option(help="Address of a running assistant: turns and throughput alone.")] = None,
    json: Json = None,
    scale: Annotated[
        list[int] | None, typer.Option(help="Search among so many passages; may be given several times.")
    ] = None,
    articles: Annotated[
        Path | None,
        typer.Option(help="Search among the paragraphs of this file (.jsonl.gz) instead.", exists=True, dir_okay=False),
    ] = None,
    at_once: Annotated[int, typer.Option(min=1, help="Visitors side by side.")] = 16,
    seconds: Annotated[float, typer.Option(min=1, help="How long they ask.")] = 25.0,
) -> None:
    """Measure turns, throughput, memory, start-up, index build and search; minutes, on an idle machine."""
    from evaluation.bench import run_bench

    parts = frozenset(only or Part)
    if api is not None and only and not parts <= THROUGH_HTTP:
        raise typer.BadParameter("--api measures turns and throughput alone")
    wanted = Bench(
        parts=parts,
        api=api,
        at_once=at_once,
        seconds=seconds,
        sizes=tuple(scale or SIZES),
        articles=articles,
    )
    with stop_signals():
        run_bench(load_settings(), wanted, json_path=json, reporter=Reporter())
