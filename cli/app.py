"""``troly``: the commands, and the one place where what goes wrong becomes a line a person can act on."""

from __future__ import annotations

import sys

import httpx2 as httpx
import typer
from rich.console import Console

from cli import asking, deliveries, fakes, knowledge, measuring, plans, procedures, running, switching, telegram, zalo
from connectors.errors import ConnectingError
from evaluation.rows import QuestionFileError
from knowledge_base.ingest.errors import KnowledgeError
from runtime.errors import RuntimeProblem
from runtime.stopping import StopRequested
from settings import SettingsError

app = typer.Typer(
    name="troly",
    help="Trợ lý ảo cho chính quyền cấp xã: run it, ask it, measure it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for commands in (
    running,
    asking,
    knowledge,
    plans,
    procedures,
    measuring,
    fakes,
    telegram,
    zalo,
    switching,
    deliveries,
):
    commands.register(app)

_INTERRUPTED = 130


def main() -> None:
    """Run one command. Exit status: 0 done, 1 a problem (named), 2 wrong usage, 130 interrupted."""
    try:
        app()
    except (ConnectingError, KnowledgeError, QuestionFileError, RuntimeProblem, SettingsError) as error:
        _fail(str(error))
    except httpx.HTTPError as error:
        where = _address(error)
        _fail(f"The assistant at {where} does not answer ({type(error).__name__}). Does `troly up` run?")
    except FileNotFoundError as error:
        _fail(f"No such file: {error.filename}")
    except (KeyboardInterrupt, StopRequested):
        sys.exit(_INTERRUPTED)


def _fail(message: str) -> None:
    Console(stderr=True).print(f"Error: {message}", style="red", markup=False, highlight=False, soft_wrap=True)
    sys.exit(1)


def _address(error: httpx.HTTPError) -> str:
    try:
        return str(error.request.url.copy_with(path="/", query=None))
    except RuntimeError:
        return "an unknown address"


if __name__ == "__main__":
    main()
