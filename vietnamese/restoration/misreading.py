"""From a misread word to the words it may be: "s6" to "số", "dir" to "dữ", "ctia" to "của".

``misreadings.tsv`` says how often each letter is read as what. The vocabulary is walked letter by letter beside the
word as it was read; every way to account for all of it is a candidate.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from vietnamese.restoration.statistics import MARKS, Statistics, statistics
from vietnamese.restoration.syllables import is_syllable

MISREADINGS = "misreadings.tsv"
LONGEST = 3  # characters one letter may be read as
CANDIDATES = 24
_SPREAD = 7.0  # log-probability below the best at which a candidate is dropped
_FLOOR = -13.0
_STRANGE = -9.0  # a letter read as what it was never seen read as, or a speck read as a letter

Letters = Literal["small", "first", "capitals"]


class Misreadings:
    """The letters' misreadings and the vocabulary as a tree of letters."""

    def __init__(self, shares: Mapping[str, Mapping[str, float]], vocabulary: Statistics) -> None:
        self._costs = {
            letter: tuple((read, math.log(share)) for read, share in readings.items())
            for letter, readings in shares.items()
        }
        self._tree = _Node()
        for at, word in enumerate(vocabulary.words[len(MARKS) :], start=len(MARKS)):
            if word.isascii() or word in vocabulary.spellings or is_syllable(word):
                self._tree.add(word, at)

    def candidates(self, read: str, letters: Letters) -> tuple[tuple[int, float], ...]:
        """Words that may have been read as ``read`` (lower case), with the log-probability of that reading.

        ``letters`` says which of them were printed as capitals, whose misreadings differ. Only when no word fits are
        parts allowed that no letter was ever read as.
        """
        found: dict[int, float] = {}
        for strange in (0, 1, 2):
            self._walk(self._tree, read, 0, 0.0, found, letters, strange)
            if found:
                break
        ordered = sorted(found.items(), key=lambda one: -one[1])[:CANDIDATES]
        return tuple(one for one in ordered if one[1] > ordered[0][1] - _SPREAD)

    def _walk(
        self, node: _Node, read: str, at: int, score: float, found: dict[int, float], letters: Letters, strange: int
    ) -> None:
        if at == len(read) and node.word >= 0:
            found[node.word] = _sum(found.get(node.word, -math.inf), score)
        after: Letters = "small" if letters == "first" else letters
        for letter, child in node.children.items():
            for part, cost in self._costs_of(letter, letters):
                if score + cost > _FLOOR and read.startswith(part, at):
                    self._walk(child, read, at + len(part), score + cost, found, after, strange)
            if strange and at < len(read):
                self._walk(child, read, at + 1, score + _STRANGE, found, after, strange - 1)
        if strange and at < len(read) and at:
            self._walk(node, read, at + 1, score + _STRANGE, found, letters, strange - 1)

    def _costs_of(self, letter: str, letters: Letters) -> tuple[tuple[str, float], ...]:
        if letters != "small" and (costs := self._costs.get(letter.upper())):
            return costs
        return self._costs.get(letter, ())


class _Node:
    """A place in the tree: the letters that may follow, and the word that ends here, if any."""

    __slots__ = ("children", "word")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.word = -1

    def add(self, word: str, number: int) -> None:
        node = self
        for letter in word:
            node = node.children.setdefault(letter, _Node())
        node.word = number


@lru_cache(maxsize=1)
def misreadings() -> Misreadings:
    """The misreadings that are shipped, read on first use."""
    return Misreadings(load_shares(), statistics())


def load_shares() -> dict[str, dict[str, float]]:
    """For each letter what it is read as, and how often, as shipped."""
    text = files("vietnamese.restoration").joinpath(MISREADINGS).read_text(encoding="utf-8")
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for line in text.splitlines()[1:]:
        letter, read, share = line.split("\t")
        shares[letter][read] = float(share)
    return shares


@lru_cache(maxsize=20_000)
def candidates(read: str, letters: Letters) -> tuple[tuple[int, float], ...]:
    """``Misreadings.candidates`` of the shipped data, remembered."""
    return misreadings().candidates(read, letters)


def _sum(left: float, right: float) -> float:
    larger, smaller = max(left, right), min(left, right)
    return larger + math.log1p(math.exp(smaller - larger)) if smaller > -math.inf else larger
