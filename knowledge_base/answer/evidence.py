"""Evidence: how well a passage speaks to a question, and whether that is enough to answer from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from knowledge_base.answer.turn import Turn
from knowledge_base.search.query import Query
from knowledge_base.search.searcher import Hit
from knowledge_base.search.terms import syllables
from knowledge_base.store.passages import Passage, PassageKind

# Shares of a question's weight that a passage has to cover before it may speak for its document.
ENOUGH = 0.5
ENOUGH_UNNAMED = 0.6
DENSE_SHARE = 0.2


@dataclass(frozen=True)
class Evidence:
    """A hit with the share of the question it covers (0 to 1) and its strength (coverage joined with likeness)."""

    hit: Hit
    coverage: float
    strength: float

    @property
    def passage(self) -> Passage:
        """The passage that speaks."""
        return self.hit.passage


def gather(
    turn: Turn,
    *,
    documents: Collection[str] | None = None,
    kinds: Collection[PassageKind] | None = None,
    query: Query | None = None,
    limit: int = 24,
    keep: int = 8,
    by_topic: bool = True,
) -> list[Evidence]:
    """The passages that speak to the question, strongest first; those that lack its named topic are left out."""
    query = query or turn.query
    focused = query.focused(turn.topics)
    hits = turn.searcher.search(query, documents=documents, kinds=kinds, limit=limit)
    top = max((hit.score for hit in hits), default=1.0) or 1.0
    topics = turn.topics if by_topic else []
    weighed = [weigh(focused, hit, top) for hit in hits if speaks_of(topics, hit.passage)]
    return sorted(weighed, key=lambda one: one.strength, reverse=True)[:keep]


def weigh(query: Query, hit: Hit, top: float) -> Evidence:
    """Judge one hit; ``top`` is the best score of its search."""
    passage = hit.passage
    coverage = max(query.coverage(passage.heading, *passage.views[-1:]), *(query.coverage(one) for one in passage.views))
    rank = hit.score / top
    strength = (1 - DENSE_SHARE) * coverage + DENSE_SHARE * max(hit.dense, 0.0) + 0.25 * rank
    return Evidence(hit, coverage, strength / 1.25)


def speaks_of(names: Iterable[str], passage: Passage) -> bool:
    """Whether a passage holds one of the names of the question's topics (always, when it named none)."""
    named = [f" {' '.join(syllables(name))} " for name in names]
    if not named:
        return True
    said = f" {' '.join(one for text in (passage.heading, *passage.views) for one in syllables(text))} "
    return any(topic in said for topic in named)


def enough(turn: Turn, found: Evidence | None) -> bool:
    """Whether the best evidence allows an answer. A question that names its plan needs less."""
    if found is None:
        return False
    return found.coverage >= (ENOUGH if turn.explicit or turn.inherited else ENOUGH_UNNAMED)
