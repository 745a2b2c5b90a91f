"""Being told to stop: Ctrl-C, SIGTERM and a closed terminal all end a block in the same orderly way."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from runtime.errors import NotRunningError, RuntimeProblem
from runtime.state import holder, is_held

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SECONDS_TO_STOP = 60


class StopRequested(BaseException):
    """Raised once, at the first signal; not an ``Exception``, so that nothing on the way keeps it."""


@contextlib.contextmanager
def stop_signals() -> Iterator[None]:
    """Raise ``StopRequested`` at the first signal to stop; further ones wait for the cleaning up.

    A signal that is ignored stays so: ``nohup troly up`` outlives its terminal.
    """
    heeded = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in heeded:
            signal.signal(number, signal.SIG_IGN)
        raise StopRequested

    before = {number: signal.signal(number, stop) for number in heeded}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def terminal_watch() -> Callable[[], bool]:
    """Return a check of whether the terminal we were started from is gone.

    The kernel tells only the first process of a session: under ``ssh -t host make up`` that is make, which waits for
    us without a word.
    """
    terminals = [descriptor for descriptor in range(3) if os.isatty(descriptor)]
    if not terminals or signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        return lambda: False
    return lambda: not any(os.isatty(descriptor) for descriptor in terminals)


def stop_running(run_dir: Path) -> None:
    """Tell the assistant of this home to stop and wait until it has.

    Raises ``NotRunningError`` when none runs, ``RuntimeProblem`` when it does not stop in time.
    """
    pid = holder(run_dir)
    if pid is None:
        raise NotRunningError("The assistant is not running.")
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + _SECONDS_TO_STOP
    while is_held(run_dir):
        if time.monotonic() > end:
            raise RuntimeProblem(f"The assistant (process {pid}) did not stop in {_SECONDS_TO_STOP} s")
        time.sleep(0.1)
