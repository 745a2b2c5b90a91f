"""The lexical ranking: BM25 (Robertson and Zaragoza, 2009; variant of Lucene) over folded terms, by bm25s."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from knowledge_base.search.terms import terms

Scores = NDArray[np.float32]


class LexicalIndex:
    """BM25 over views. Scores are not bounded; compare them within one query only."""

    def __init__(self, ranking: Any, size: int) -> None:
        self._ranking = ranking
        self._vocabulary: dict[str, int] = ranking.vocab_dict
        self._size = size

    @classmethod
    def build(cls, views: Sequence[str]) -> LexicalIndex:
        """Index ``views`` in their order."""
        vocabulary: dict[str, int] = {}
        # Numbers at once, never the words of all views side by side: 200,000 passages fit into a small server.
        numbered = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms(view)] for view in views]
        ranking = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        ranking.index((numbered, vocabulary), show_progress=False)
        return cls(ranking, len(views))

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Open what ``save`` wrote; the arrays stay on disk until they are used."""
        ranking = bm25s.BM25.load(folder, mmap=True)
        # Plain views of the mapped memory: slicing a memmap costs more than scoring with it.
        ranking.scores = {
            name: np.asarray(value) if isinstance(value, np.ndarray) else value
            for name, value in ranking.scores.items()
        }
        return cls(ranking, size)

    def save(self, folder: Path) -> None:
        """Write the ranking's arrays under ``folder``."""
        self._ranking.save(folder)

    def scores(self, query_terms: Sequence[str]) -> Scores:
        """One score per view, shape (views,)."""
        known = [self._vocabulary[term] for term in query_terms if term in self._vocabulary]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._ranking.get_scores_from_ids(known), dtype=np.float32)

    def weight(self, term: str) -> float:
        """The inverse document frequency of ``term``; that of a term seen once when it is unknown."""
        at = self._vocabulary.get(term)
        held = 1 if at is None else int(self._frequencies[at])
        return float(np.log1p((self._size - held + 0.5) / (held + 0.5)))

    @cached_property
    def syllables(self) -> frozenset[str]:
        """Every single syllable that some view holds."""
        return frozenset(term for term in self._vocabulary if "_" not in term)

    @cached_property
    def _frequencies(self) -> NDArray[np.int64]:
        """How many views hold each term: the lengths of the ranking's columns."""
        starts: NDArray[np.int64] = np.asarray(self._ranking.scores["indptr"], dtype=np.int64)
        return starts[1:] - starts[:-1]
