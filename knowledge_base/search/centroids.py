"""The centroid ranking: how close a question is to all the wordings of a passage taken together.

BM25 and the encoder compare a question with one wording at a time. Here every passage that is worded in several ways is
one vector, the sum of its wordings' tf-idf vectors over runs of 2 to 5 letters within words (Rocchio's centroid, 1971;
runs of letters after McNamee and Mayfield, 2004), and a question is compared with it by the cosine.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.feature_extraction.text import HashingVectorizer

from knowledge_base.search.lexical import Scores
from vietnamese import expand, fold, normalize

RUNS = (2, 5)
FEATURES = 2**18
FEWEST_VIEWS = 3
_MATRIX = "centroids.npz"
_FREQUENCIES = "centroid-idf.npy"


class CentroidIndex:
    """One centroid per passage with at least ``FEWEST_VIEWS`` views; the others score 0."""

    def __init__(self, by_feature: sparse.csr_matrix, idf: NDArray[np.float32]) -> None:
        self._by_feature = by_feature
        self._idf = idf

    @classmethod
    def build(cls, views: Sequence[Sequence[str]]) -> CentroidIndex:
        """Index the views of each passage, in the passages' order."""
        flat = [(at, view) for at, those in enumerate(views) if len(those) >= FEWEST_VIEWS for view in those]
        if not flat:
            return cls(sparse.csr_matrix((FEATURES, len(views)), dtype=np.float32), np.ones(FEATURES, np.float32))
        counts = _counts([view for _, view in flat])
        holding = np.bincount(counts.indices, minlength=FEATURES)
        idf = (np.log((1 + len(flat)) / (1 + holding)) + 1).astype(np.float32)
        owners = np.array([at for at, _ in flat])
        joining = sparse.csr_matrix(
            (np.ones(len(flat), np.float32), (owners, np.arange(len(flat)))), shape=(len(views), len(flat))
        )
        centroids = _unit(joining @ _unit(_weighted(counts, idf)))
        return cls(sparse.csr_matrix(centroids.T), idf)

    @classmethod
    def load(cls, folder: Path) -> CentroidIndex:
        """Open what ``save`` wrote."""
        return cls(sparse.load_npz(folder / _MATRIX), np.load(folder / _FREQUENCIES))

    def save(self, folder: Path) -> None:
        """Write the matrix and the frequencies under ``folder``."""
        sparse.save_npz(folder / _MATRIX, self._by_feature, compressed=False)
        np.save(folder / _FREQUENCIES, self._idf)

    def scores(self, text: str) -> Scores:
        """The cosine of ``text`` with every passage's centroid, shape (passages,), 0 to 1."""
        query = _unit(_weighted(_counts([text]), self._idf))
        # The columns of the few features the question has, not a product with the whole matrix.
        rows = self._by_feature[query.indices]
        return np.asarray(query.data @ rows, dtype=np.float32)


@lru_cache(maxsize=1)
def _vectorizer() -> HashingVectorizer:
    return HashingVectorizer(
        preprocessor=_read,
        analyzer="char_wb",
        ngram_range=RUNS,
        n_features=FEATURES,
        alternate_sign=False,
        norm=None,
        dtype=np.float32,
    )


def _read(text: str) -> str:
    return fold(expand(normalize(text)))


def _counts(texts: Sequence[str]) -> sparse.csr_matrix:
    return sparse.csr_matrix(_vectorizer().transform(texts))


def _weighted(counts: sparse.csr_matrix, idf: NDArray[np.float32]) -> sparse.csr_matrix:
    weighted = counts.copy()
    weighted.data = (1 + np.log(weighted.data)) * idf[weighted.indices]
    return weighted


def _unit(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags_array(1 / np.maximum(lengths, 1e-9)) @ rows, dtype=np.float32)
