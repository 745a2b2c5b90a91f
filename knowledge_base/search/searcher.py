"""Searching one index build: lexical and dense rankings joined, the best view of each passage counts.

The centroid likeness, in which all views of a passage count, goes with each hit: it tells alike passages apart.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge_base.search.centroids import CentroidIndex
from knowledge_base.search.dense import DenseIndex
from knowledge_base.search.encoding import Encoder, EncoderError
from knowledge_base.search.lexical import LexicalIndex, Scores
from knowledge_base.search.necessity import Necessity
from knowledge_base.search.query import HEAVIEST, Bag, Query, make_query
from knowledge_base.store.builds import Builds, IndexMissingError, Manifest
from knowledge_base.store.database import Store
from knowledge_base.store.passages import Passage

DENSE_WEIGHT = 1.0
DENSE_DEPTH = 400
OPENED_PASSAGES = 4096
REMEMBERED_QUERIES = 64


@dataclass(frozen=True)
class Hit:
    """A passage found: ``score`` joins both rankings and compares within one query only.

    ``dense`` and ``centroid`` are cosines; ``lexical`` is not bounded. ``own`` are the places in ``bags`` of those that
    hold what the passage says, and not how people ask for it.
    """

    passage: Passage
    bags: tuple[Bag, ...]
    own: tuple[int, ...]
    score: float
    lexical: float
    dense: float
    centroid: float = 0.0


class Searcher:
    """One opened build. Raises ``EncoderError`` when the build was made with another encoder."""

    def __init__(
        self, build: Path, manifest: Manifest, encoder: Encoder, *, dense_weight: float = DENSE_WEIGHT
    ) -> None:
        if manifest.encoder_fingerprint != encoder.fingerprint:
            raise EncoderError(
                f"the index {manifest.build} was built with {manifest.encoder!r} ({manifest.encoder_fingerprint}), "
                f"the settings name {encoder.name!r} ({encoder.fingerprint}); run `troly index`"
            )
        self.manifest = manifest
        self.store = Store(build / "store.sqlite")
        self._owners: NDArray[np.int32] = np.load(build / "owners.npy")
        self._lexical = LexicalIndex.load(build / "lexical", manifest.views)
        self._dense = DenseIndex.load(build / "dense.faiss")
        self._centroids = CentroidIndex.load(build)
        self._necessity = Necessity.load(build)
        self._encoder = encoder
        self._dense_weight = dense_weight
        placed = self.store.placed()
        self._documents = _Codes([document for document, _ in placed])
        self._kinds = _Codes([kind for _, kind in placed])
        self._opened = lru_cache(maxsize=OPENED_PASSAGES)(self._open)
        self._ranked = lru_cache(maxsize=REMEMBERED_QUERIES)(self._rank)

    def query(self, text: str, *, without: Iterable[str] = ()) -> Query:
        """Prepare a question for ``search``; the names in ``without`` are taken out."""
        return make_query(text, without=without, weigh=self._weight, vocabulary=self._lexical.syllables)

    def _weight(self, syllable: str) -> float:
        """How telling a folded syllable is: rare in the documents, and said again by who asks for the same."""
        return min(self._lexical.weight(syllable), HEAVIEST) * self._necessity.share(syllable)

    def knows(self, syllable: str) -> bool:
        """Whether some document holds this folded syllable."""
        return syllable in self._lexical.syllables

    def search(
        self,
        query: Query,
        *,
        documents: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        limit: int = 10,
    ) -> list[Hit]:
        """The ``limit`` best passages for ``query`` among ``documents`` and ``kinds`` (``None``: all), best first."""
        allowed = self._allowed(documents, kinds)
        lexical, dense, centroid = (np.where(allowed, one, 0.0) for one in self._ranked(query.text, query.terms))
        top = float(lexical.max(initial=0.0))
        joined = lexical + self._dense_weight * top * np.maximum(dense, 0.0)
        best = np.argpartition(-joined, min(limit, len(joined) - 1))[:limit]
        best = best[np.argsort(-joined[best], kind="stable")]
        best = best[joined[best] > 0]
        return [
            Hit(*self._opened(at), float(joined[at]), float(lexical[at]), float(dense[at]), float(centroid[at]))
            for at in best.tolist()
        ]

    def _open(self, position: int) -> tuple[Passage, tuple[Bag, ...], tuple[int, ...]]:
        """A passage and the bags of its views, the last with its heading; then the places of what it says itself."""
        passage = self.store.passages([position])[0]
        *views, whole = passage.views
        # A passage without a heading may say nothing but the first of its views: it still comes last.
        bags = {view: Bag.of(view) for view in views if view != whole} | {whole: Bag.of(passage.heading, whole)}
        asked = frozenset(passage.asked)
        own = tuple(at for at, view in enumerate(bags) if view not in asked)
        return passage, tuple(bags.values()), own

    def _rank(self, text: str, query_terms: tuple[str, ...]) -> tuple[Scores, Scores, Scores]:
        """The lexical, the dense and the centroid score of every passage; one turn asks for the same several times."""
        vector = self._encoder.encode([text])
        positions, cosines = self._dense.nearest(vector, DENSE_DEPTH)
        dense = self._best_view(self._owners[positions], cosines)
        lexical = self._best_view(self._owners, self._lexical.scores(query_terms))
        return lexical, dense, self._centroids.scores(text)

    def _best_view(self, owners: NDArray[np.int32], scores: Scores) -> Scores:
        """The best score among the views of each passage; 0 for a passage without any."""
        best = np.zeros(self.manifest.passages, dtype=np.float32)
        np.maximum.at(best, owners, scores)
        return best

    def _allowed(self, documents: Collection[str] | None, kinds: Collection[str] | None) -> NDArray[np.bool_]:
        allowed = np.ones(self.manifest.passages, dtype=bool)
        if documents is not None:
            allowed &= self._documents.among(documents)
        if kinds is not None:
            allowed &= self._kinds.among([str(kind) for kind in kinds])
        return allowed


class _Codes:
    """One name per passage, kept as numbers: asking which passages carry certain names compares no text."""

    def __init__(self, names: Sequence[str]) -> None:
        self._numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
        self._of = np.array([self._numbers[name] for name in names], dtype=np.int32)

    def among(self, names: Collection[str]) -> NDArray[np.bool_]:
        """Which passages carry one of ``names``."""
        wanted = np.zeros(len(self._numbers), dtype=bool)
        wanted[[self._numbers[name] for name in names if name in self._numbers]] = True
        return wanted[self._of]


class CurrentSearcher:
    """The searcher of the build in force; a new build is taken up at the next question."""

    def __init__(self, index_dir: Path, encoder: Callable[[], Encoder]) -> None:
        self._builds = Builds(index_dir)
        self._make_encoder = lru_cache(maxsize=1)(encoder)
        self._opened: tuple[str, Searcher] | None = None

    def get(self) -> Searcher:
        """Raises ``IndexMissingError`` when no build is in force, ``EncoderError`` when it does not fit."""
        build = self._builds.current()
        if self._opened is None or self._opened[0] != build.name:
            build, opened = self._builds.open(build, self._open)
            self._opened = (build.name, opened)
            return opened
        return self._opened[1]

    def _open(self, build: Path) -> Searcher:
        return Searcher(build, self._builds.manifest(build), self._make_encoder())


__all__ = ["CurrentSearcher", "Hit", "IndexMissingError", "Searcher"]
