"""``troly fake NAME``: a fake platform to try a channel against, without an account anywhere."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer

from settings import REPOSITORY

FOLDER = REPOSITORY / "tests" / "fakes"
# What there may be to try; each is a module of tests/fakes with a main of its own.
_NAMES = ("zalo", "zalo_bot", "telegram", "rasa")


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(fake)


def fake(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=", ".join(_NAMES))],
) -> None:
    """Serve a fake platform on this machine until Ctrl-C; further options are its own (try --port 8081)."""
    there = {found for found in _NAMES if (FOLDER / f"{found}.py").exists() or (FOLDER / found).is_dir()}
    if name not in there:
        wanted = f"choose from {', '.join(sorted(there))}" if there else "the fakes come with the source code only"
        raise typer.BadParameter(f"no fake {name!r}: {wanted}")
    command = [sys.executable, "-m", f"tests.fakes.{name}", *context.args]
    raise typer.Exit(subprocess.run(command, cwd=REPOSITORY, check=False).returncode)
