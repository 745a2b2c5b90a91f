"""Showing long work: a live line per step on a terminal, a line at its beginning and end anywhere else."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

_DETAIL_WIDTH = 60
_TAIL_BYTES = 400


class Step:
    """One piece of work being shown."""

    def __init__(self, title: str, console: Console, live: Progress | None) -> None:
        self._title = title
        self._console = console
        self._live = live
        self._began = time.monotonic()
        self._task: TaskID | None = None
        if live is None:
            console.print(f"{title} …", highlight=False)
        else:
            self._task = live.add_task(title, total=1, detail="")

    def show_tail(self, log: Path) -> None:
        """Show the last thing that ``log`` says, on a terminal."""
        if self._live is not None and self._task is not None:
            self._live.update(self._task, detail=_last_line(log))

    def done(self) -> None:
        """The work is finished."""
        seconds = time.monotonic() - self._began
        if self._live is not None and self._task is not None:
            self._live.update(self._task, completed=1, detail="")
        else:
            self._console.print(f"{self._title}: done in {seconds:.1f} s", highlight=False)


class Reporter:
    """Where progress goes: standard output, or standard error for commands whose output is data."""

    def __init__(self, *, to_stderr: bool = False) -> None:
        self.console = Console(stderr=to_stderr)

    @contextlib.contextmanager
    def steps(self) -> Iterator[Steps]:
        """Show steps until the block ends."""
        if not self.console.is_terminal:
            yield Steps(self.console, None)
            return
        columns = (
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[detail]}"),
        )
        with Progress(*columns, console=self.console) as live:
            yield Steps(self.console, live)

    def say(self, text: str) -> None:
        """Print one line; a terminal that is gone is no reason to stop."""
        with contextlib.suppress(OSError):
            self.console.print(text, highlight=False, markup=False, soft_wrap=True)


class Steps:
    """The steps of one block of work."""

    def __init__(self, console: Console, live: Progress | None) -> None:
        self._console = console
        self._live = live

    def begin(self, title: str) -> Step:
        """Show that a step began."""
        return Step(title, self._console, self._live)


def _last_line(log: Path) -> str:
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
            words = file.read().decode("utf-8", errors="replace").replace("\r", "\n").split("\n")
    except OSError:
        return ""
    lines = [line.strip() for line in words if line.strip()]
    return lines[-1][:_DETAIL_WIDTH].replace("[", "(") if lines else ""
