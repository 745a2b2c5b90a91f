"""``troly up``, ``down``, ``status``."""

from __future__ import annotations

import os
import sys
import time
import webbrowser

import typer
from rich.console import Console
from rich.table import Table

from runtime.assistant import standing_assistant
from runtime.errors import AlreadyRunningError
from runtime.memory import resident_megabytes
from runtime.process_manager import process_states
from runtime.processes import local_gateway_url
from runtime.progress import Reporter
from runtime.state import is_held, read_state
from runtime.stopping import StopRequested, stop_running, stop_signals, terminal_watch
from settings import load_settings

_NOT_RUNNING = 3


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command()(up)
    app.command()(down)
    app.command()(status)


def up() -> None:
    """Train and index what changed, start everything, and keep it running until Ctrl-C."""
    settings = load_settings()
    reporter = Reporter()
    ended = terminal_watch()
    began = time.monotonic()
    try:
        with stop_signals(), standing_assistant(settings, reporter) as watch:
            address = local_gateway_url(settings)
            reporter.say(f"Ready after {time.monotonic() - began:.1f} s: {address}  (Ctrl-C stops it)")
            if _has_screen():
                webbrowser.open(address)
            watch.run(ended)
    except AlreadyRunningError as error:
        reporter.say(str(error))
        return
    except StopRequested:
        pass
    reporter.say("Stopped.")


def down() -> None:
    """Stop the assistant that `troly up` runs."""
    stop_running(load_settings().run_dir)
    Reporter().say("Stopped.")


def status() -> None:
    """Say whether the assistant runs, where, and how its processes do. Exit status 3 when it does not."""
    settings = load_settings()
    state = read_state(settings.run_dir)
    console = Console()
    if state is None:
        starting = is_held(settings.run_dir)
        console.print("The assistant is being prepared." if starting else "The assistant is not running.")
        raise typer.Exit(0 if starting else _NOT_RUNNING)
    console.print(f"{'Ready' if state.ready else 'Starting'}: {state.url}", highlight=False)
    table = Table("process", "state", "pid", "running for", "memory")
    for name, info in process_states(settings.run_dir).items():
        seconds = max(0, info["now"] - info["start"])
        running_for = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        memory = resident_megabytes(info["pid"])
        table.add_row(
            name,
            info["statename"].lower(),
            str(info["pid"]),
            running_for,
            f"{memory:.0f} MB" if memory else "?",
        )
    console.print(table)


def _has_screen() -> bool:
    windows = sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return windows and sys.stdout.isatty()
