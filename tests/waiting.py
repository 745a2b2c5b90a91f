"""Waiting for what comes to be so, with a limit that costs nothing when all goes well."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def until(found: Callable[[], Found], seconds: float = 60) -> Found:
    """What ``found`` returns once it is something. Raises ``TimeoutError``."""
    deadline = time.monotonic() + seconds
    while not (result := found()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing came within {seconds} s")
        time.sleep(0.01)
    return result
