"""``troly procedures``: take the catalogue of administrative procedures in, look at it, take it away."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from runtime.progress import Reporter
from settings import load_settings

_LEVELS = {"xa": "Cấp xã", "tinh": "Cấp tỉnh", "bo": "Cấp bộ", "khac": "Cơ quan khác"}


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    procedures = typer.Typer(help="The catalogue of administrative procedures.", no_args_is_help=True)
    procedures.command("import")(import_file)
    procedures.command("list")(list_procedures)
    procedures.command()(show)
    procedures.command()(remove)
    app.add_typer(procedures, name="procedures")


def import_file(
    file: Annotated[Path, typer.Argument(help="A .jsonl or .jsonl.gz file, one procedure a line.")],
    date: Annotated[
        datetime.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Date of the data, such as 2026-07-31; else that of the file."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Accept a file with fewer than half of what was there.")
    ] = False,
) -> None:
    """Check every row, then put all of them in force at once, in place of what was imported before."""
    from knowledge_base.procedures.importing import import_procedures  # loads the encoder's libraries: seconds
    from knowledge_base.procedures.report import import_lines
    from knowledge_base.search.encoding import Encoder

    settings = load_settings()
    if not file.is_file():
        raise FileNotFoundError(2, "No such file", str(file))
    report = import_procedures(
        file,
        settings.procedures_dir,
        lambda: Encoder(settings.encoder),
        date=date.date() if date else None,
        force=force,
    )
    _say(import_lines(report))


def list_procedures(
    words: Annotated[str | None, typer.Argument(help="Only names with these words, diacritics or not.")] = None,
    level: Annotated[str | None, typer.Option(help="Only this level: xa, tinh, bo or khac.")] = None,
) -> None:
    """List codes, levels and names, with the date of the data."""
    from knowledge_base.procedures.catalogue import open_store
    from knowledge_base.procedures.report import list_lines
    from vietnamese import fold

    if level is not None and level not in _LEVELS:
        raise typer.BadParameter(f"{level!r} is none of {', '.join(_LEVELS)}", param_hint="--level")
    store, facts = open_store(load_settings().procedures_dir)
    entries = [
        one
        for one in store.listed()
        if (level is None or _LEVELS[level] in one.levels) and (words is None or fold(words) in fold(one.name))
    ]
    _say(list_lines(facts, entries))


def show(code: Annotated[str, typer.Argument(help="The procedure's code, such as 1.001193.")]) -> None:
    """Print everything that is kept of one procedure, as JSON."""
    from knowledge_base.procedures.catalogue import open_store

    store, _ = open_store(load_settings().procedures_dir)
    typer.echo(store.procedure(code).model_dump_json(indent=2))


def remove(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Take the whole catalogue away: the assistant no longer answers from it."""
    from knowledge_base.procedures.catalogue import open_store, remove_catalogue
    from knowledge_base.procedures.report import told

    folder = load_settings().procedures_dir
    open_store(folder)[0].close()
    if not yes:
        typer.confirm(told("confirm"), abort=True)
    _say([told("removed", count=remove_catalogue(folder))])


def _say(lines: list[str]) -> None:
    reporter = Reporter()
    for line in lines:
        reporter.say(line)
