"""Asking a process whether it can work, and waiting until it says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import httpx2 as httpx

from connectors.http import trust
from runtime.errors import StartError
from runtime.processes import Process

_BETWEEN_TRIES = 0.15


def is_ready(process: Process) -> bool:
    """Whether ``process`` can work now."""
    return answers(process.ready, dict(process.ready_query), timeout=2.0)


def is_alive(process: Process) -> bool:
    """Whether ``process`` answers at all, however busy it is."""
    return answers(process.alive, timeout=10.0)


def wait_until_ready(process: Process, check: Callable[[], None]) -> None:
    """Return once ``process`` is ready; call ``check`` between tries, so that it can raise.

    Raises ``StartError`` when it takes longer than the process is given.
    """
    end = time.monotonic() + process.seconds_to_start
    while not is_ready(process):
        check()
        if time.monotonic() > end:
            raise StartError(f"{process.title} was not ready after {process.seconds_to_start} s")
        time.sleep(_BETWEEN_TRIES)


def answers(url: str, query: Mapping[str, str] | None = None, timeout: float = 5.0) -> bool:
    """Whether ``url`` answers 200 within ``timeout`` seconds."""
    try:
        answer = httpx.get(url, params=query, timeout=timeout, trust_env=False, verify=trust(url))
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK
