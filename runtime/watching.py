"""Watching a running assistant: supervisord restarts what ends, this restarts what hangs."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from runtime.errors import StartError
from runtime.health import is_alive
from runtime.process_manager import ProcessManager
from runtime.processes import Process
from runtime.progress import Reporter

_SECONDS_BETWEEN_LOOKS = 10
_SILENCES_BEFORE_RESTART = 3
_GIVEN_UP = "FATAL"


class Watch:
    """Looks after the processes of ``manager`` until it is interrupted."""

    def __init__(
        self,
        manager: ProcessManager,
        reporter: Reporter,
        answers: Callable[[Process], bool] = is_alive,
    ) -> None:
        self._manager = manager
        self._reporter = reporter
        self._answers = answers
        self._silences: Counter[str] = Counter()
        self._answered: dict[str, int] = {}

    def run(self, ended: Callable[[], bool]) -> None:
        """Look every 10 s until ``ended()``, asked every second. Raises ``StartError`` without supervisord."""
        for second in itertools.count(1):
            time.sleep(1)
            if ended():
                return
            if second % _SECONDS_BETWEEN_LOOKS == 0:
                self.look()

    def look(self) -> None:
        """Restart each process that supervisord gave up, or that was silent at three looks in a row.

        One that is still starting is left its time: on a slow machine that is longer than three looks.
        """
        if not self._manager.alive:
            raise StartError("The process manager ended; everything it ran is being stopped.")
        states = self._manager.states()
        for process in self._manager.processes:
            state = states.get(process.name, {})
            given_up = state.get("statename") == _GIVEN_UP
            self._answered.setdefault(process.name, state.get("pid", 0))  # the first ones were waited for
            if not given_up and self._answers(process):
                self._answered[process.name] = state.get("pid", 0)
                self._silences[process.name] = 0
            elif not self._is_starting(process, state):
                self._silences[process.name] += 1
            if given_up or self._silences[process.name] >= _SILENCES_BEFORE_RESTART:
                self._reporter.say(f"{process.name} does not answer: starting it again.")
                self._silences[process.name] = 0
                self._manager.restart(process.name)

    def _is_starting(self, process: Process, state: Mapping[str, Any]) -> bool:
        """Whether it has not answered yet, and need not have."""
        age = state.get("now", 0) - state.get("start", 0)
        return bool(state.get("pid", 0) != self._answered[process.name] and age < process.seconds_to_start)
