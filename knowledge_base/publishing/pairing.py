"""Pairing the parts of two records: which target of the older record is which of the newer one.

Ids and numbers move when a document is renumbered, so parts are paired by what they say: the assignment with the
greatest total likeness, in which no pair is less alike than a bound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment

from knowledge_base.publishing.worded import likened

One = TypeVar("One")

# Two sentences about the same thing, reworded, still share most of their words.
ALIKE = 0.62
SAME_PLACE = 0.12


def pair(
    old: Sequence[One],
    new: Sequence[One],
    *,
    said: Callable[[One], str],
    place: Callable[[One], str | None],
    apart: Callable[[One, One], float] = lambda _old, _new: 0.0,
    least: float = ALIKE,
) -> tuple[list[tuple[One, One]], list[One], list[One]]:
    """The pairs in the order of ``new``, what of ``old`` is gone, what of ``new`` is added.

    ``said`` is what a part is told by, ``place`` what speaks for two parts being the same besides (its id), ``apart``
    what speaks against it, from 0 to 1.
    """
    if not old or not new:
        return [], list(old), list(new)
    alike = _likeness([said(one) for one in old], [said(one) for one in new]) * (1 - SAME_PLACE)
    places = [place(one) for one in new]
    for row, first in enumerate(old):
        alike[row] += [SAME_PLACE * (at is not None and at == place(first)) for at in places]
        alike[row] -= [apart(first, second) for second in new]
    rows, columns = linear_sum_assignment(-np.where(alike >= least, alike, 0.0))
    pairs = {int(column): int(row) for row, column in zip(rows, columns, strict=True) if alike[row, column] >= least}
    kept = set(pairs.values())
    return (
        [(old[pairs[at]], one) for at, one in enumerate(new) if at in pairs],
        [one for at, one in enumerate(old) if at not in kept],
        [one for at, one in enumerate(new) if at not in pairs],
    )


def _likeness(old: Sequence[str], new: Sequence[str]) -> NDArray[np.float64]:
    """Shape (old, new), 0 to 1: words matter, their order does not; a sentence cut to its kernel stays alike."""
    one, other = [likened(text) for text in old], [likened(text) for text in new]
    whole = process.cdist(one, other, scorer=fuzz.token_sort_ratio, dtype=np.float64)
    shared = process.cdist(one, other, scorer=fuzz.token_set_ratio, dtype=np.float64)
    return np.asarray(whole + shared, dtype=np.float64) / 200
