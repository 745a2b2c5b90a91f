"""The syllable statistics: words grouped by their folded form, and how they follow one another.

A pruned, interpolated Kneser–Ney model of three words (Chen and Goodman, 1999) with log-probabilities in steps of
``STEP``. Keys are sorted integers found by bisection, so that a whole text is looked up in one call.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from vietnamese.folding import fold

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]

SYLLABLES = "syllables.npz"
STEP = 0.0625  # natural logarithm, so that one byte reaches down to e^-16
UNKNOWN, STOP, PAUSE, NUMBER = range(4)
MARKS = ("<unknown>", "<stop>", "<pause>", "<number>")


class Statistics:
    """Probabilities of words after up to two words before them; words are numbers, ``MARKS`` the first of them.

    ``groups`` gives for each folded form its first (and commonest) word and how many there are; ``spellings`` the
    capitals of words that are usually written with some inside.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.words: tuple[str, ...] = tuple(arrays["words"].tobytes().decode().split("\n"))
        self.ids = {word: at for at, word in enumerate(self.words)}
        self.groups: dict[str, tuple[int, int]] = {}
        for at, word in enumerate(self.words[len(MARKS) :], start=len(MARKS)):
            first, size = self.groups.get(folded := fold(word), (at, 0))
            self.groups[folded] = (first, size + 1)
        spellings = arrays["spellings"].tobytes().decode().split("\n")
        self.spellings = {form.lower(): form for form in spellings}
        self._unigram: Scores = _scores(arrays["unigram"])
        self._unigram_backoff: Scores = _scores(arrays["unigram_backoff"])
        self._pairs = _keys(arrays["pairs"])
        self._pair: Scores = _scores(arrays["pair"])
        self._pair_backoff: Scores = _scores(arrays["pair_backoff"])
        self._triples = _keys(arrays["triples"])
        self._triple: Scores = _scores(arrays["triple"])

    def one(self, word: Ids) -> Scores:
        """Log-probability of ``word`` on its own."""
        return self._unigram[word]

    def two(self, before: Ids, word: Ids) -> tuple[Scores, Ids]:
        """Log-probability of ``word`` after ``before``, and the number of that pair (-1: a pair not kept)."""
        number = _find(self._pairs, before * len(self.words) + word)
        backed_off = self._unigram_backoff[before] + self._unigram[word]
        return np.where(number >= 0, self._pair[number], backed_off), number

    def three(self, pair: Ids, word: Ids, two: Scores) -> Scores:
        """Log-probability of ``word`` after the pair numbered ``pair``; ``two`` is it after one word."""
        number = _find(self._triples, pair * len(self.words) + word)
        backed_off = np.where(pair >= 0, self._pair_backoff[pair], np.float32(0)) + two
        return np.where((number >= 0) & (pair >= 0), self._triple[number], backed_off)


@lru_cache(maxsize=1)
def statistics() -> Statistics:
    """The statistics that are shipped, read on first use."""
    with files("vietnamese.restoration").joinpath(SYLLABLES).open("rb") as file:
        return load(file)


def load(file: IO[bytes]) -> Statistics:
    """Read what ``vietnamese.training`` wrote."""
    with np.load(file, allow_pickle=False) as arrays:
        return Statistics({name: arrays[name] for name in arrays.files})


def pack(keys: Ids) -> NDArray[np.uint8]:
    """Sorted keys as the bytes of their differences, lowest bytes first, which compress well."""
    differences = np.diff(keys, prepend=0).astype("<u8")
    planes = differences.view(np.uint8).reshape(-1, 8).T
    return np.ascontiguousarray(planes[planes.any(axis=1)]) if len(keys) else np.zeros((0, 0), np.uint8)


def quantise(scores: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Log-probabilities as whole steps below zero, at most 255; backoffs above one count as one."""
    return np.clip(np.rint(-scores / STEP), 0, 255).astype(np.uint8)


def _keys(planes: NDArray[np.uint8]) -> Ids:
    keys = np.zeros(planes.shape[1], np.int64)
    for at, plane in enumerate(planes):
        keys |= plane.astype(np.int64) << (8 * at)
    return np.cumsum(keys)


def _scores(steps: NDArray[np.uint8]) -> Scores:
    return steps.astype(np.float32) * np.float32(-STEP)


def _find(keys: Ids, wanted: Ids) -> Ids:
    """Where each wanted key stands, -1 for those that are not there."""
    place = np.searchsorted(keys, wanted)
    place[place == len(keys)] = 0
    return np.where(keys[place] == wanted, place, -1)
