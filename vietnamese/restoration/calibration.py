"""What the lattice's probabilities are worth: how often words with such a share turned out right.

The lattice is too sure of itself, as models of neighbours are. ``calibration.tsv`` gives measured pairs of share and
confidence (isotonic regression on the tuning part); between them the confidence is interpolated.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import lru_cache
from importlib.resources import files
from typing import Literal

Mode = Literal["plain", "damaged"]
Knots = tuple[tuple[float, float], ...]

CALIBRATION = "calibration.tsv"
STRANGE = -1.0  # the share under which the table gives the confidence of words that are not known at all


def confidence_of(share: float, mode: Mode) -> float:
    """The measured probability that a word read with this share is right; ``STRANGE`` for an unknown word."""
    knots = table()[mode]
    at = bisect_right(knots, (share, 2.0))
    if at == 0 or at == len(knots) or knots[at - 1][0] == STRANGE:
        return knots[min(max(at - 1, 0 if share == STRANGE else 1), len(knots) - 1)][1]
    (left, low), (right, high) = knots[at - 1], knots[at]
    return low + (high - low) * (share - left) / (right - left)


@lru_cache(maxsize=1)
def table() -> dict[str, Knots]:
    """For each mode its knots, as shipped."""
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    text = files("vietnamese.restoration").joinpath(CALIBRATION).read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            mode, share, confidence = line.split("\t")
            rows[mode].append((float(share), float(confidence)))
    return {mode: tuple(sorted(knots)) for mode, knots in rows.items()}
