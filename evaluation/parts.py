"""What ``troly bench`` can measure, and how much of it is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

SIZES = (1_000, 10_000, 200_000)


class Part(StrEnum):
    """What can be measured, in the order it is."""

    TURNS = "turns"
    THROUGHPUT = "throughput"
    MEMORY = "memory"
    STARTUP = "startup"
    INDEX = "index"
    SEARCH = "search"


THROUGH_HTTP = frozenset({Part.TURNS, Part.THROUGHPUT})
OF_ONE_ASSISTANT = THROUGH_HTTP | {Part.MEMORY}


@dataclass(frozen=True)
class Bench:
    """What to measure and how long. With ``api`` a running server is asked and the rest is left out."""

    parts: frozenset[Part] = frozenset(Part)
    api: str | None = None
    rounds: int = 3
    at_once: int = 16
    seconds: float = 25.0
    ramp: float = 3.0
    wait: int = 30
    sizes: Sequence[int] = SIZES
    articles: Path | None = None
    starts: int = 3

    @property
    def measured(self) -> frozenset[Part]:
        """The parts that can be measured here."""
        return self.parts & THROUGH_HTTP if self.api else self.parts
