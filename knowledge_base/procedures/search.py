"""Which procedure a question means: candidates from both rankings, weighed by how question and name cover each other.

A name that says little more than the question comes before one with conditions of its own ("có yếu tố nước ngoài"), a
procedure of the commune before one of the province or a ministry.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from knowledge_base.procedures.asking import Asked, Words
from knowledge_base.procedures.index import ProcedureIndex
from knowledge_base.procedures.naming import load_words, spelled
from knowledge_base.procedures.store import Entry
from knowledge_base.search.lexical import Scores
from knowledge_base.search.query import Bag, nearest_known
from knowledge_base.search.terms import syllables
from vietnamese import fold

CANDIDATES = 60
KEPT = 8
# What a score is made of; see ``evaluation/procedures.py`` for what comes of it.
RECALL, PRECISION, COHESION, DENSE = 0.42, 0.22, 0.16, 0.2
# What a name says beyond the question counts less: many names list cases that nobody types.
EXCESS = 0.6
AROUND_CREDIT = 0.5
FOLDED_CREDIT = 0.35
HEAVIEST = 6.0
UNKNOWN_SHARE = 0.4
# How many of the rarest syllables a question says that leaves nothing to be wished for.
FULL_MASS = 2.5
# A logistic model: `python -m evaluation.procedures FILE --fit` fits and prints it.
BELIEF = (4.83, 1.33, 4.65, 4.62, 2.61)
BELIEF_BIAS = -12.82
# What a question that is surely about some procedure adds.
TAKEN_FOR = 2.0
LEVEL_BONUS = {"Cấp xã": 0.08, "Cấp tỉnh": 0.02}
RESIDENTS_BONUS = 0.03
ASKED_LEVEL = 0.08
ABOLISHED = 0.03
# For each thing that a name says of itself and nobody means without saying it ("xóa", "cấp lại").
UNASKED = 0.06
# A question that is the name, all of it: nothing else is meant, however few or common its words are.
WHOLE = 0.9
BELIEF_OF_WHOLE = 0.95
_UNSEEN = " "  # no syllable is a blank


@dataclass(frozen=True)
class Found:
    """A procedure found: ``score`` orders one question's results; the others say how sure that is, each 0 to 1.

    ``recall``: the share of the question that the name covers; ``precision``: the share of the name that the question
    covers; ``dense``: cosine of the question with the name; ``mass``: how much was covered in all, not as a share.
    """

    position: int
    code: str
    name: str
    levels: tuple[str, ...]
    score: float
    recall: float
    precision: float
    dense: float
    mass: float

    def belief(self, asked: Asked, taken_for: float = 0.0) -> float:
        """The probability, 0 to 1, that the question is about this procedure and not about something else.

        ``taken_for``: how sure, 0 to 1, it was taken for one about some procedure before the names were looked at.
        """
        features = features_of(self, asked)
        logit = (
            BELIEF_BIAS
            + TAKEN_FOR * taken_for
            + sum(weight * value for weight, value in zip(BELIEF, features, strict=True))
        )
        weighed = 1 / (1 + math.exp(-logit))
        whole = self.recall >= WHOLE and self.precision >= WHOLE
        return max(weighed, BELIEF_OF_WHOLE) if whole else weighed


def features_of(found: Found, asked: Asked) -> tuple[float, ...]:
    """What the belief is made of, in the order of ``BELIEF``, each between 0 and 1."""
    field = 1.0 if asked.fields or asked.said_procedure else 0.0
    return found.recall, found.precision, max(found.dense, 0.0), found.mass, field


@dataclass(frozen=True)
class _Name:
    """A name made ready: bags of its two views, the weights of its folded syllables and their sum, what is unasked."""

    bag: Bag
    around: Bag
    weights: dict[str, float]
    total: float
    unasked: tuple[Words, ...]


@dataclass(frozen=True)
class _Said:
    """One way of saying the question made ready: its words as typed and folded, their weights, neighbouring pairs.

    ``asked``: which of the things that names say of themselves it says too.
    """

    words: Words
    folded: Words
    weights: tuple[float, ...]
    pairs: tuple[Words, ...]
    asked: frozenset[Words]


class ProcedureSearch:
    """Searches one catalogue's names."""

    def __init__(self, index: ProcedureIndex, listed: Sequence[Entry]) -> None:
        self._index = index
        self._listed = listed
        self._bonus = np.array([_standing(one) for one in listed], dtype=np.float32)
        self._base = [syllables(name) for name, _ in index.views]
        self._vocabulary = frozenset(one for name in self._base for one in name)
        self._heaviest = min(index.lexical.weight(_UNSEEN), HEAVIEST)
        self._name = lru_cache(maxsize=4096)(self._make_name)

    def find(self, asked: Asked, *, limit: int = KEPT) -> list[Found]:
        """The procedures ``asked`` may mean, best first; of those that differ in their level only, one."""
        variants = [self._mended(words) for words in asked.variants]
        if not variants:
            return []
        dense = self._index.dense([" ".join(words) for words in variants])
        best: dict[int, Found] = {}
        for words, cosines in zip(variants, dense, strict=True):
            said = self._said(words)
            for at in self._candidates(said, cosines):
                found = self._weigh(at, said, float(cosines[at]), asked)
                if at not in best or found.score > best[at].score:
                    best[at] = found
        ranked = sorted(best.values(), key=lambda one: (-one.score, one.code))
        return self._one_of_each(ranked)[:limit]

    def _said(self, words: Words) -> _Said:
        folded = tuple(map(fold, words))
        asked = frozenset(one for one in _unasked() if _within(one, folded))
        return _Said(words, folded, tuple(map(self._weight, folded)), tuple(pairwise(folded)), asked)

    def _candidates(self, said: _Said, cosines: Scores) -> set[int]:
        lexical = self._index.lexical_scores([*said.folded, *(f"{one}_{two}" for one, two in said.pairs)])
        depth = min(CANDIDATES, len(lexical))
        near = np.argpartition(-cosines, depth - 1)[:depth]
        held = np.argpartition(-lexical, depth - 1)[:depth]
        return {*near.tolist(), *held[lexical[held] > 0].tolist()}

    def _weigh(self, at: int, said: _Said, cosine: float, asked: Asked) -> Found:
        name = self._name(at)
        covered = sum(
            weight * _covered(word, folded, name, asked.marked)
            for word, folded, weight in zip(said.words, said.folded, said.weights, strict=True)
        )
        recall = covered / (sum(said.weights) or 1.0)
        told = sum(name.weights.get(one, 0.0) for one in set(said.folded))
        precision = told / (told + EXCESS * (name.total - told)) if told else 0.0
        together = sum(name.bag.holds_folded(pair) for pair in said.pairs)
        cohesion = together / len(said.pairs) if said.pairs else recall
        mass = min(covered / (FULL_MASS * self._heaviest), 1.0)
        code, title, levels, _ = self._listed[at]
        score = RECALL * recall + PRECISION * precision + COHESION * cohesion + DENSE * max(cosine, 0.0)
        score += float(self._bonus[at]) + ASKED_LEVEL * any(level in levels for level in asked.levels)
        score -= UNASKED * sum(words not in said.asked for words in name.unasked)
        return Found(at, code, title, levels, score, recall, precision, cosine, mass)

    def _weight(self, folded: str) -> float:
        if folded not in self._vocabulary:
            return UNKNOWN_SHARE * self._heaviest
        return min(self._index.lexical.weight(folded), HEAVIEST)

    def _make_name(self, at: int) -> _Name:
        name, around = self._index.views[at]
        weights = {one: self._weight(one) for one in set(self._base[at])}
        unasked = tuple(words for words in _unasked() if _within(words, self._base[at]))
        return _Name(Bag.of(name), Bag.of(around), weights, sum(weights.values()), unasked)

    def _mended(self, words: Words) -> Words:
        """A syllable that no name holds is read as the nearest one that is one slip of the finger away."""
        return tuple(_nearest(word, self._vocabulary) if fold(word) not in self._vocabulary else word for word in words)

    def _one_of_each(self, ranked: Sequence[Found]) -> list[Found]:
        kept: dict[tuple[str, ...], Found] = {}
        for one in ranked:
            kept.setdefault(self._base[one.position], one)
        return list(kept.values())


def _covered(word: str, folded: str, name: _Name, marked: bool) -> float:
    """1 for a word of the name, less with other diacritics, or where only subject and results hold it."""
    if folded in name.bag.folded:
        return 1.0 if not marked or word in name.bag.typed else FOLDED_CREDIT
    if folded in name.around.folded:
        return AROUND_CREDIT if not marked or word in name.around.typed else FOLDED_CREDIT * AROUND_CREDIT
    return 0.0


@lru_cache(maxsize=1)
def _unasked() -> tuple[Words, ...]:
    return tuple(tuple(syllables(spelled(str(one)))) for one in load_words()["unasked"])


def _within(words: Words, all_words: Sequence[str]) -> bool:
    """Whether the words stand in the others, side by side."""
    size = len(words)
    return any(tuple(all_words[at : at + size]) == words for at in range(len(all_words) - size + 1))


def _standing(entry: Entry) -> float:
    """The commune before the province before the ministry, residents' matters before those of companies.

    What was done at the district, abolished in 2025, comes last.
    """
    bonus = max((LEVEL_BONUS.get(level, 0.0) for level in entry.levels), default=0.0)
    bonus += RESIDENTS_BONUS if entry.for_residents else 0.0
    return bonus - (ABOLISHED if "cấp huyện" in entry.name.lower() else 0.0)


def _nearest(word: str, vocabulary: frozenset[str]) -> str:
    folded = fold(word)
    nearest = nearest_known(folded, vocabulary)
    return word if nearest == folded else nearest
