"""Probabilities from counts: interpolated Kneser–Ney for each kind of text, mixed, pruned by what each entry adds.

Counts are raised to a power below one first: laws repeat themselves word for word, and a phrase seen a thousand times
in them is not a thousand times likelier in a question. Mixing the models rather than adding the counts keeps the few
pages of general language from drowning (Chen and Goodman, 1999; Seymore and Rosenfeld, 1996, for the pruning).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vietnamese.restoration.statistics import MARKS, STOP, pack, quantise
from vietnamese.training.counting import Counts, Stream

_DISCOUNT = 0.5  # where nothing was seen just once

Floats = NDArray[np.float64]


class Settings(NamedTuple):
    """How counts are dampened, and what is kept: entries whose gain in log-likelihood is at least so much."""

    power: float = 0.85
    triple_gain: float = 2.0
    pair_gain: float = 0.5


class Kind(NamedTuple):
    """The counts of one kind of text and its share in the mixture."""

    share: float
    pairs: Counts
    triples: Counts


def train(words: Sequence[str], kinds: Sequence[Kind], settings: Settings) -> dict[str, NDArray[Any]]:
    """The arrays that ``Statistics`` reads, but for the spellings."""
    size = len(words)
    models = [_Model(kind, size, settings.power) for kind in kinds]
    pairs, pair_times = _union([kind.pairs for kind in kinds], size)
    triples, triple_times = _union([kind.triples for kind in kinds], size)
    shares = [kind.share for kind in kinds]
    unigram = _mixed(shares, [model.unigram for model in models])
    before, word = pairs // size, pairs % size
    pair = _mixed(shares, [model.two(pairs) for model in models])
    first_two, third = triples // size, triples % size
    triple = _mixed(shares, [model.three(triples) for model in models])
    context = np.searchsorted(pairs, first_two)
    place = np.searchsorted(pairs, triples % size**2)

    gain = triple_times * np.log(triple / _without(triple, pair[place], context, len(pairs)))
    kept = (np.abs(gain) >= settings.triple_gain) & (pairs[context] != STOP * size + STOP)
    needed = np.zeros(len(pairs), bool)
    needed[context[kept]] = True
    gain = pair_times * np.log(pair / _without(pair, unigram[word], before, size))
    pair_kept = needed | (np.abs(gain) >= settings.pair_gain)

    left = _left(before[pair_kept], pair[pair_kept], unigram[word[pair_kept]], size)
    lower = np.where(pair_kept, pair, left[before] * unigram[word])
    number = (np.cumsum(pair_kept) - 1)[context[kept]]
    pair_left = _left(number, triple[kept], lower[place[kept]], int(pair_kept.sum()))
    return {
        "words": np.frombuffer("\n".join(words).encode(), np.uint8),
        "unigram": quantise(np.log(unigram)),
        "unigram_backoff": quantise(np.log(left)),
        "pairs": pack(pairs[pair_kept]),
        "pair": quantise(np.log(pair[pair_kept])),
        "pair_backoff": quantise(np.log(pair_left)),
        "triples": pack(number * size + third[kept]),
        "triple": quantise(np.log(triple[kept])),
    }


class _Model:
    """One kind of text: probabilities of what was seen, and what is left to the lower order after each context."""

    def __init__(self, kind: Kind, size: int, power: float) -> None:
        self._size = size
        self._pairs, self._triples = _keys(kind.pairs, size), _keys(kind.triples, size)
        before, word = kind.pairs.rows
        self.unigram = _unigram(word, size)
        continued = _sums(np.searchsorted(self._pairs, self._triples % size**2), None, len(self._pairs))
        pair_times = np.where(before == STOP, kind.pairs.times, np.maximum(continued, 1))
        self._pair, self._pair_left = _interpolated(_damped(pair_times, power), before, self.unigram[word], size)
        context = np.searchsorted(self._pairs, self._triples // size)
        lower = self._pair[np.searchsorted(self._pairs, self._triples % size**2)]
        times = _damped(kind.triples.times, power)
        self._triple, self._triple_left = _interpolated(times, context, lower, len(self._pairs))

    def two(self, keys: Stream) -> Floats:
        """Probability of the second word of each pair after the first."""
        found, at = _places(self._pairs, keys)
        backed_off = self._pair_left[keys // self._size] * self.unigram[keys % self._size]
        return np.where(found, self._pair[at], backed_off)

    def three(self, keys: Stream) -> Floats:
        """Probability of the third word of each triple after the first two."""
        found, at = _places(self._triples, keys)
        seen, context = _places(self._pairs, keys // self._size)
        backed_off = np.where(seen, self._triple_left[context], 1.0) * self.two(keys % self._size**2)
        return np.where(found, self._triple[at], backed_off)


def _damped(times: Stream, power: float) -> Floats:
    return np.asarray(times.astype(np.float64) ** power, np.float64)


def _keys(counts: Counts, size: int) -> Stream:
    keys = counts.rows[0]
    for row in counts.rows[1:]:
        keys = keys * size + row
    return keys


def _places(keys: Stream, wanted: Stream) -> tuple[NDArray[np.bool_], Stream]:
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return keys[at] == wanted, at


def _union(counts: Sequence[Counts], size: int) -> tuple[Stream, Floats]:
    keys, place = np.unique(np.concatenate([_keys(one, size) for one in counts]), return_inverse=True)
    return keys, _sums(place, np.concatenate([one.times for one in counts]), len(keys))


def _mixed(shares: Sequence[float], values: Sequence[Floats]) -> Floats:
    return np.asarray(sum(share * value for share, value in zip(shares, values, strict=True)))


def _unigram(word: Stream, size: int) -> Floats:
    """Words by the number of different words before them, a little for those never seen."""
    times = _sums(word, None, size) + 0.1
    times[len(MARKS) :] += 0.4
    return np.asarray(times / times.sum())


def _interpolated(times: Floats, context: Stream, lower: Floats, contexts: int) -> tuple[Floats, Floats]:
    """Discounted shares plus what the discount leaves, spread as ``lower`` says; and what it leaves by context."""
    once, twice = (times == 1).sum(), ((times > 1) & (times <= 2)).sum()
    discount = float(once / (once + 2 * twice)) if once else _DISCOUNT
    total = _sums(context, times, contexts)
    different = _sums(context, None, contexts)
    left = np.where(total > 0, discount * different / np.maximum(total, 1), 1.0)
    return np.asarray((times - discount) / total[context] + left[context] * lower), left


def _without(kept: Floats, lower: Floats, context: Stream, contexts: int) -> Floats:
    """The probability an entry would have if it alone were dropped."""
    mass, below = _sums(context, kept, contexts), _sums(context, lower, contexts)
    left = np.maximum(1 - mass[context] + kept, 1e-6) / np.maximum(1 - below[context] + lower, 1e-6)
    return np.maximum(left * lower, 1e-12)


def _left(context: Stream, kept: Floats, lower: Floats, contexts: int) -> Floats:
    """What is left to the lower order by context, for the entries kept; 1 where none is."""
    mass, below = _sums(context, kept, contexts), _sums(context, lower, contexts)
    return np.clip(np.maximum(1 - mass, 1e-4) / np.maximum(1 - below, 1e-4), 1e-6, 1.0)


def _sums(context: Stream, values: NDArray[Any] | None, contexts: int) -> Floats:
    return np.bincount(context, weights=values, minlength=contexts).astype(np.float64)
