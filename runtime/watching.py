"""Watching a running assistant: supervisord restarts what ends, this restarts what hangs."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable

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

    def run(self, ended: Callable[[], bool]) -> None:
        """Look every 10 s until ``ended()``, asked every second. Raises ``StartError`` without supervisord."""
        for second in itertools.count(1):
            time.sleep(1)
            if ended():
                return
            if second % _SECONDS_BETWEEN_LOOKS == 0:
                self.look()

    def look(self) -> None:
        """Restart each process that supervisord gave up, or that was silent at three looks in a row."""
        if not self._manager.alive:
            raise StartError("The process manager ended; everything it ran is being stopped.")
        states = self._manager.states()
        for process in self._manager.processes:
            given_up = states.get(process.name, {}).get("statename") == _GIVEN_UP
            self._silences[process.name] = 0 if self._answers(process) else self._silences[process.name] + 1
            if given_up or self._silences[process.name] >= _SILENCES_BEFORE_RESTART:
                self._reporter.say(f"{process.name} does not answer: starting it again.")
                self._silences[process.name] = 0
                self._manager.restart(process.name)
