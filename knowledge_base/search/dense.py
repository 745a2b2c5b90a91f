"""The dense ranking: inner product of unit vectors, by FAISS."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge_base.search.encoding import Vectors
from knowledge_base.search.lexical import Scores

# One question is a few million multiplications: waking more threads costs more than they save.
faiss.omp_set_num_threads(1)


class DenseIndex:
    """Exact search over unit vectors held in half precision (2 bytes a dimension)."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """Index ``vectors``, shape (views, dimension), in their order."""
        index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        index.train(vectors)
        index.add(vectors)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Open what ``save`` wrote."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to ``path``."""
        faiss.write_index(self._index, str(path))

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def vectors(self) -> Vectors:
        """Every vector, in order: what an index build takes over for passages that did not change."""
        return np.asarray(self._index.reconstruct_n(0, self._index.ntotal), dtype=np.float32)

    def nearest(self, query: Vectors, depth: int) -> tuple[NDArray[np.int64], Scores]:
        """The positions of the ``depth`` nearest views to ``query`` (shape (1, dimension)) and their cosines."""
        found, at = self._index.search(query, min(depth, self._index.ntotal))
        valid = at[0] >= 0
        return at[0][valid], found[0][valid]
