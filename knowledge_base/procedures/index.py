"""The catalogue's own index: BM25 and dense rankings over the procedures' names, apart from plans and guides."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge_base.procedures.model import Procedure
from knowledge_base.procedures.naming import short_name, spelled
from knowledge_base.search.dense import DenseIndex
from knowledge_base.search.encoding import Encoder, Vectors
from knowledge_base.search.lexical import LexicalIndex, Scores

VIEWS = 2
_MOST_RESULTS = 3
_LONGEST_VIEW = 600


def views_of(procedure: Procedure) -> tuple[str, str]:
    """What search compares a question with: the short name, and the name with its subject and results."""
    name = spelled(short_name(procedure.name))
    around = " ".join((procedure.subject or "", *procedure.results[:_MOST_RESULTS]))
    return name, f"{name} {spelled(around)}"[:_LONGEST_VIEW]


def write_index(folder: Path, views: Sequence[tuple[str, str]], encoder: Encoder, before: Path | None = None) -> int:
    """Write the rankings under ``folder``; return how many vectors were taken over from the build ``before``."""
    texts = [text for pair in views for text in pair]
    digests = [hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts]
    vectors, reused = _vectors(texts, digests, encoder, before)
    (folder / "digests.json").write_text(json.dumps(digests), encoding="utf-8")
    (folder / "views.json").write_text(json.dumps(views, ensure_ascii=False), encoding="utf-8")
    LexicalIndex.build(texts).save(folder / "lexical")
    DenseIndex.build(vectors).save(folder / "dense.faiss")
    return reused


def _vectors(
    texts: Sequence[str], digests: Sequence[str], encoder: Encoder, before: Path | None
) -> tuple[Vectors, int]:
    known: dict[str, int] = {}
    old: Vectors = np.zeros((0, encoder.dimension), dtype=np.float32)
    if before is not None:
        known = {name: at for at, name in enumerate(json.loads((before / "digests.json").read_text(encoding="utf-8")))}
        old = DenseIndex.load(before / "dense.faiss").vectors()
    fresh = [at for at, digest in enumerate(digests) if digest not in known]
    vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
    for at, digest in enumerate(digests):
        if digest in known:
            vectors[at] = old[known[digest]]
    if fresh:
        vectors[fresh] = encoder.encode([texts[at] for at in fresh])
    return vectors, len(texts) - len(fresh)


class ProcedureIndex:
    """The opened rankings; positions are those of the store."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self.views: list[tuple[str, str]] = [
            (name, around) for name, around in json.loads((folder / "views.json").read_text(encoding="utf-8"))
        ]
        self.lexical = LexicalIndex.load(folder / "lexical", len(self.views) * VIEWS)
        # Two vectors a procedure, a few megabytes: a product with all of them costs less than a search structure.
        self._vectors = DenseIndex.load(folder / "dense.faiss").vectors()
        self._encoder = encoder

    def dense(self, texts: Sequence[str]) -> Scores:
        """The best cosine of each procedure's views with each text, shape (texts, procedures)."""
        # Not `@`: waking BLAS's threads for so small a product costs ten times what it saves.
        cosines: Scores = np.einsum("td,vd->tv", self._encoder.encode(texts), self._vectors)
        best: NDArray[np.float32] = cosines.reshape(len(texts), len(self.views), VIEWS).max(axis=2)
        return best

    def lexical_scores(self, query_terms: Sequence[str]) -> Scores:
        """The best BM25 score among each procedure's views, shape (procedures,)."""
        scores: Scores = self.lexical.scores(query_terms).reshape(len(self.views), VIEWS).max(axis=1)
        return scores
