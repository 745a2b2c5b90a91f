"""A running assistant: started for good by ``troly up``, or for the length of a block by whoever needs one.

    with running_assistant(load_settings(), Reporter()) as assistant:
        httpx.post(f"{assistant.url}/v1/web/sessions", json={"agency": "minh-long"})

Everything started here is stopped here, however the block ends.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from runtime.errors import StartError
from runtime.health import wait_until_ready
from runtime.ports import ensure_free, with_ports
from runtime.preparation import prepare
from runtime.process_manager import ProcessManager, process_states
from runtime.processes import local_gateway_url, processes
from runtime.progress import Reporter
from runtime.state import RunningState, hold, is_held, read_state, write_state
from runtime.temporary_home import temporary_home
from runtime.watching import Watch
from settings import Settings

_SECONDS_TO_START = 600


@dataclass(frozen=True)
class Assistant:
    """Where a running assistant answers, and whether it was started only for the caller."""

    url: str
    run_dir: Path
    temporary: bool
    seconds_to_start: float | None = None

    def process_ids(self) -> dict[str, int]:
        """Process id by name: ``action-server``, ``rasa``, ``gateway``."""
        return {name: state["pid"] for name, state in process_states(self.run_dir).items()}


@contextlib.contextmanager
def standing_assistant(settings: Settings, reporter: Reporter) -> Iterator[Watch]:
    """Prepare and start the assistant of this home; yield the watch over it, stop it at the end.

    Raises ``AlreadyRunningError``, ``PortInUseError``, ``PreparationError`` or ``StartError``.
    """
    with hold(settings.run_dir):
        ensure_free(settings.host, settings.port, "TROLY_PORT")
        prepare(settings, reporter)
        with _started(with_ports(settings), reporter) as (manager, _):
            yield Watch(manager, reporter)


@contextlib.contextmanager
def running_assistant(settings: Settings, reporter: Reporter, *, attach: bool = True) -> Iterator[Assistant]:
    """The assistant of this home if one runs (and ``attach``), else a temporary one that ends with the block.

    The temporary one has free ports and a home of its own, so that nothing asked of it stays; it uses the
    same model and index, which are made first where they are due.
    """
    if attach and is_held(settings.run_dir):
        yield Assistant(url=_wait_for_other(settings), run_dir=settings.run_dir, temporary=False)
        return
    prepare(settings, reporter)
    with (
        temporary_home(settings) as own,
        hold(own.run_dir),
        _started(with_ports(own), reporter) as (_, seconds),
    ):
        yield Assistant(own.gateway_url, own.run_dir, temporary=True, seconds_to_start=seconds)


@contextlib.contextmanager
def _started(settings: Settings, reporter: Reporter) -> Iterator[tuple[ProcessManager, float]]:
    began = time.monotonic()
    parts = processes(settings)
    manager = ProcessManager(settings, parts)
    try:
        manager.start()
        _publish(settings, manager, ready=False)
        with reporter.steps() as steps:
            for part in parts:
                step = steps.begin(f"Starting {part.title}")
                wait_until_ready(part, manager.raise_if_given_up)
                step.done()
        _publish(settings, manager, ready=True)
        yield manager, time.monotonic() - began
    finally:
        manager.stop()


def _publish(settings: Settings, manager: ProcessManager, *, ready: bool) -> None:
    state = RunningState(
        url=local_gateway_url(settings),
        pid=os.getpid(),
        supervisor_pid=manager.pid,
        rasa_port=settings.rasa_port or 0,
        action_port=settings.action_port or 0,
        ready=ready,
    )
    write_state(settings.run_dir, state)


def _wait_for_other(settings: Settings) -> str:
    end = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < end:
        state = read_state(settings.run_dir)
        if state is not None and state.ready:
            return state.url
        if not is_held(settings.run_dir):
            raise StartError("The assistant that was starting stopped. Run the command again.")
        time.sleep(0.2)
    raise StartError(f"The assistant that is starting was not ready after {_SECONDS_TO_START} s")
