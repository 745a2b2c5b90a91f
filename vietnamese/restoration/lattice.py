"""Which of the possible words stands at each place: sums over all ways to read a sentence.

First every pair of neighbours is weighed, what is all but impossible is dropped, then every three in a row among the
rest (coarse to fine). Both passes are the forward–backward algorithm (Rabiner, 1989) over many sentences at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vietnamese.restoration.statistics import STOP, Ids, Scores, Statistics

KEPT = 4  # candidates a place at most in the second pass
LEAST = 1e-4  # share below which a candidate does not reach the second pass
_BATCH = 2048  # places worked on at once
_WINDOW, _OVERLAP = 96, 8  # longer sentences are cut
_IMPOSSIBLE = np.float32(-60.0)
_SMALLEST = 1e-300

Shares = NDArray[np.float64]


class Place(NamedTuple):
    """The words that may stand at one place and the log-probability that each would be typed as it was."""

    words: tuple[int, ...]
    typed: tuple[float, ...]


class Reading(NamedTuple):
    """The words left for a place, likeliest first, with their probabilities."""

    words: list[int]
    shares: list[float]


def read(sentences: Sequence[Sequence[Place]], statistics: Statistics) -> list[list[Reading]]:
    """For each place of each sentence, its likeliest words (at most ``KEPT``)."""
    readings: list[list[Reading]] = [[] for _ in sentences]
    windows = [(at, *cut) for at, sentence in enumerate(sentences) for cut in _cut(len(sentence))]
    found: dict[tuple[int, int], list[Reading]] = {}
    for batch in _batches(windows):
        lattice = _Lattice([sentences[at][start:end] for at, start, end, _ in batch], statistics)
        for row, (at, start, end, keep) in enumerate(batch):
            found[at, start] = lattice.readings(row, keep - start, end - start)
    for at, start, end, keep in windows:
        sentence = readings[at]
        del sentence[keep:]
        sentence += found[at, start]
        assert len(sentence) == end  # noqa: S101
    return readings


def _cut(length: int) -> Iterator[tuple[int, int, int]]:
    """Windows (start, end, first place to keep) that overlap, so that each cut has words on both sides."""
    start = 0
    while True:
        end = min(length, start + _WINDOW)
        yield start, end, start + (_OVERLAP // 2 if start else 0)
        if end == length:
            return
        start = end - _OVERLAP


Window = tuple[int, int, int, int]


def _batches(windows: list[Window]) -> Iterator[list[Window]]:
    """Windows of like length together, longest first."""
    batch: list[Window] = []
    for window in sorted(windows, key=lambda one: one[1] - one[2], reverse=False):
        if batch and (len(batch) + 1) * (batch[0][2] - batch[0][1]) > _BATCH:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


class _Lattice:
    """Sentences side by side, each between two stops: arrays of (sentence, place, candidate)."""

    def __init__(self, sentences: Sequence[Sequence[Place]], statistics: Statistics) -> None:
        length = max(map(len, sentences)) + 2
        width = max((len(place.words) for sentence in sentences for place in sentence), default=1)
        words = np.full((len(sentences), length, width), STOP, np.int64)
        typed = np.full(words.shape, _IMPOSSIBLE, np.float32)
        typed[:, :, 0] = 0
        for row, sentence in enumerate(sentences):
            for at, place in enumerate(sentence, start=1):
                words[row, at, : len(place.words)] = place.words
                typed[row, at, : len(place.words)] = np.asarray(place.typed) - max(place.typed)
        self._statistics = statistics
        words, shares = self._second_pass(*self._first_pass(words, typed))
        order = np.argsort(-shares, axis=2, kind="stable")
        self._words = np.take_along_axis(words, order, axis=2)
        self._shares = np.take_along_axis(shares, order, axis=2)

    def readings(self, row: int, start: int, end: int) -> list[Reading]:
        """The readings of the places from ``start`` to ``end`` of one sentence."""
        words = self._words[row, start + 1 : end + 1].tolist()
        shares = self._shares[row, start + 1 : end + 1].tolist()
        many = (self._shares[row, start + 1 : end + 1] > 0).sum(axis=1).tolist()
        return [Reading(one[:count], of[:count]) for one, of, count in zip(words, shares, many, strict=True)]

    def _first_pass(self, words: Ids, typed: Scores) -> tuple[Ids, Scores]:
        """Weigh pairs of neighbours; keep the best ``KEPT`` candidates of each place."""
        possible = typed > _IMPOSSIBLE
        both = possible[:, :-1, :, None] & possible[:, 1:, None, :]
        row, at, before, after = np.nonzero(both)
        weights = np.zeros(both.shape, np.float32)
        scores, _ = self._statistics.two(words[row, at, before], words[row, at + 1, after])
        weights[row, at, before, after] = _weight(scores + typed[row, at + 1, after])
        shares = _shares(weights)
        kept = np.argsort(-shares, axis=2, kind="stable")[:, :, :KEPT]
        words, typed = np.take_along_axis(words, kept, axis=2), np.take_along_axis(typed, kept, axis=2)
        typed = np.where(np.take_along_axis(shares, kept, axis=2) > LEAST, typed, _IMPOSSIBLE)
        width = int((typed > _IMPOSSIBLE).sum(axis=2).max())
        return words[:, :, :width], typed[:, :, :width]

    def _second_pass(self, words: Ids, typed: Scores) -> tuple[Ids, Shares]:
        """Weigh three in a row: the states are pairs of neighbours."""
        rows, length, width = words.shape
        possible = typed > _IMPOSSIBLE
        two = np.full((rows, length - 1, width, width), _IMPOSSIBLE, np.float32)
        number = np.full(two.shape, -1, np.int64)
        row, at, before, after = np.nonzero(possible[:, :-1, :, None] & possible[:, 1:, None, :])
        two[row, at, before, after], number[row, at, before, after] = self._statistics.two(
            words[row, at, before], words[row, at + 1, after]
        )
        three = np.zeros((rows, length - 2, width * width, width * width), np.float32)
        both = possible[:, :-2, :, None, None] & possible[:, 1:-1, None, :, None] & possible[:, 2:, None, None, :]
        row, at, first, second, third = np.nonzero(both)
        scores = self._statistics.three(
            number[row, at, first, second], words[row, at + 2, third], two[row, at + 1, second, third]
        )
        state, following = first * width + second, second * width + third
        three[row, at, state, following] = _weight(scores + typed[row, at + 2, third])
        start = np.where(two[:, 0] > _IMPOSSIBLE, _weight(two[:, 0] + typed[:, 1, None, :]), 0)
        pairs = _shares(three, start.reshape(rows, -1)).reshape(rows, length - 1, width, width)
        return words, np.concatenate([pairs[:, :1].sum(axis=3), pairs.sum(axis=2)], axis=1)


def _weight(scores: Scores) -> Scores:
    """Probabilities from their logarithms, none of them so small that it is lost."""
    return np.exp(np.maximum(scores, _IMPOSSIBLE))


def _shares(weights: Scores, start: Scores | None = None) -> Shares:
    """Probability of each state at each place; ``weights`` are (sentence, place, state, next state)."""
    rows, steps, states, _ = weights.shape
    forward = np.zeros((rows, steps + 1, states), np.float32)
    backward = np.ones_like(forward)
    forward[:, 0] = [1.0] + [0.0] * (states - 1) if start is None else start / start.sum(axis=1, keepdims=True)
    for at in range(steps):
        reached = (forward[:, at, None, :] @ weights[:, at])[:, 0]
        forward[:, at + 1] = reached / reached.sum(axis=1, keepdims=True)
    for at in range(steps - 1, -1, -1):
        reached = (weights[:, at] @ backward[:, at + 1, :, None])[:, :, 0]
        backward[:, at] = reached / reached.sum(axis=1, keepdims=True)
    shares = forward.astype(np.float64) * backward
    whole = shares.sum(axis=2, keepdims=True)
    return np.where(whole > 0, shares / np.maximum(whole, _SMALLEST), forward)
