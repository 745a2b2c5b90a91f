"""Evidence: how well a passage speaks to a question, and whether that is enough to answer from it."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.search.query import Query
from knowledge_base.search.searcher import Hit
from knowledge_base.search.terms import Phrase, syllables
from knowledge_base.store.passages import PLAN_KINDS, Passage, PassageKind
from vietnamese import fold

# A document's number in a question ("30/KH-UBND", "13-NQ/TU", "23/2025/NĐ-CP" in small letters too, "23/2025"; a day is
# none): a passage that does not name that document says nothing of it.
_KIND = "kh|nq|q[dđ]|n[dđ]|tt|tb|ct|bc|ttr|ctr|qh|h[dđ]|cv"
_CODE = re.compile(
    rf"(?<![\w/.,-])\d{{1,5}}(?:(?:/\d{{4}})?/|-(?=[^\W\d]+/))(?:(?i:{_KIND})|[A-ZĐ]{{2,}})(?![a-zà-ỹ])\d*(?:[-/][^\W\d_]+\d*)*"
    r"|(?<![\w/.,-])\d+/20\d\d(?![/\d])"
)
_STEM = re.compile(r"\d+(?:/\d{4})?(?:[/-][a-z]+)?")

# The share of a question that a passage covers when there is little doubt that it answers it.
CERTAIN = 0.8
# The share of a question's weight that a passage has to cover before it may speak for its document.
ENOUGH = 0.48


# How likely a guide's section is the right one: a logistic model of its coverage, the share of neighbouring words
# found together, the two likenesses, the covered weight and the share of the best score. `python -m
# evaluation.calibrate` fits and prints it.
BELIEF = (1.71, -0.05, 0.85, 8.55, 2.53, 4.03)
BELIEF_BIAS = -11.19
FULL_WEIGHT = 12.0
# How passages are ranked within one question: weights of the coverage by all views together and by what it says
# itself, of the likeness, of the score, of the centroid. `python -m evaluation.ranking` fits and prints them.
STRENGTH = (3.4, 1.1, 0.6, 3.9, 16.0)


@dataclass(frozen=True)
class Evidence:
    """A hit judged against the question.

    ``coverage``: the share of the question it covers, 0 to 1. ``share``: its score over the best one of its search,
    0 to 1. ``strength``: for ranking within one question, 0 to 1. ``belief``: the calibrated probability that it is the
    right place, 0 to 1. ``own``: the share of the question that stands in what the passage says itself, 0 to 1.
    """

    hit: Hit
    coverage: float
    share: float
    strength: float
    belief: float
    own: float

    @property
    def passage(self) -> Passage:
        """The passage that speaks."""
        return self.hit.passage

    @property
    def place(self) -> tuple[str, str]:
        """Its document and locator."""
        return self.passage.document_id, self.passage.locator


def gather(
    turn: Turn,
    *,
    documents: Collection[str] | None = None,
    kinds: Collection[PassageKind] | None = None,
    limit: int = 16,
    keep: int = 8,
    by_topic: bool = True,
) -> list[Evidence]:
    """The passages that speak to the question, strongest first; those that lack its named topic are left out."""
    asked = (documents and tuple(documents), kinds and tuple(kinds), limit, keep, by_topic)
    return turn.once(asked, lambda: _weighed(turn, documents, kinds, limit, by_topic=by_topic)[:keep])


def _weighed(
    turn: Turn, documents: Collection[str] | None, kinds: Collection[PassageKind] | None, limit: int, *, by_topic: bool
) -> list[Evidence]:
    stems = [stem.group() for code in document_numbers(turn.question.text) if (stem := _STEM.match(fold(code)))]
    focused = weighed_query(turn)
    hits = turn.searcher.search(turn.query, documents=documents, kinds=kinds, limit=limit)
    top = max((hit.score for hit in hits), default=1.0) or 1.0
    topics = topic_phrases(turn.topics_asked) if by_topic and not turn.of_its_subject else []
    weighed = [
        weigh(focused, hit, top)
        for hit in hits
        if speaks_of(topics, hit) and of_the_year(turn, hit) and _holds_all(stems, hit)
    ]
    return sorted(weighed, key=lambda one: one.strength, reverse=True)


def weighed_query(turn: Turn) -> Query:
    """What passages are judged by: the question with its topics before all else, without the documents' numbers."""
    return turn.query.focused(turn.topics).without(codes_in(turn))


def _holds_all(stems: Sequence[str], hit: Hit) -> bool:
    """Whether a passage names each document: by its number and kind, whoever issued it."""
    said = fold(" ".join([hit.passage.views[-1], *hit.passage.laws])) if stems else ""
    return all(stem in said for stem in stems)


def of_the_year(turn: Turn, hit: Hit) -> bool:
    """Whether a passage may speak for the years asked for: a target of another year may not."""
    return not turn.years or hit.passage.year is None or hit.passage.year in turn.years


def document_numbers(text: str) -> list[str]:
    """The numbers of documents in a text, as typed.

    >>> document_numbers("nq 13-nq/tu va 30/KH-UBND ngày 27/02/2025")
    ['13-nq/tu', '30/KH-UBND']
    """
    return _CODE.findall(text)


def names_code(turn: Turn) -> bool:
    """Whether the question names a document by its number."""
    return bool(document_numbers(turn.question.text))


def codes_in(turn: Turn) -> list[str]:
    """The syllables of the documents' numbers in the question."""
    return [one for code in document_numbers(turn.question.text) for one in syllables(code)]


def weigh(query: Query, hit: Hit, top: float) -> Evidence:
    """Judge one hit; ``top`` is the best score of its search. The view that covers most counts."""
    share = hit.score / top
    features = features_of(query, hit, share)
    coverage, cohesion = features[:2]
    parts = strength_of(query, hit, share)
    weighed = sum(weight * one for weight, one in zip(STRENGTH, parts, strict=True))
    logit = BELIEF_BIAS + sum(weight * value for weight, value in zip(BELIEF, features, strict=True))
    covered = 0.94 * coverage + 0.06 * cohesion
    return Evidence(hit, covered, share, weighed / sum(STRENGTH), 1 / (1 + math.exp(-logit)), own=parts[1])


def own_coverage(query: Query, hit: Hit) -> float:
    """The share of the question's weight that stands in what the passage says itself, 0 to 1."""
    fit = query.fit(hit.bags)
    return max(fit.shares[at] for at in hit.own)


def strength_of(query: Query, hit: Hit, share: float) -> tuple[float, ...]:
    """What the strength is made of, in the order of ``STRENGTH``, each between 0 and 1."""
    return query.fit(hit.bags).by_any, own_coverage(query, hit), max(hit.dense, 0.0), share, hit.centroid


def features_of(query: Query, hit: Hit, share: float) -> tuple[float, ...]:
    """What the belief is made of, in the order of ``BELIEF``, each between 0 and 1."""
    fit = query.fit(hit.bags)
    coverage, cohesion = fit.shares[fit.nearest], query.cohesion(hit.bags[fit.nearest])
    weight = min(coverage * query.weight, FULL_WEIGHT) / FULL_WEIGHT
    return coverage, cohesion, max(hit.dense, 0.0), hit.centroid, weight, share


def topic_phrases(names: Iterable[str]) -> list[Phrase]:
    """Topic names as phrases to look for."""
    return [phrase for name in names if (phrase := syllables(name))]


def speaks_of(topics: Collection[Phrase], hit: Hit) -> bool:
    """Whether a passage holds one of the question's topics (always, when it named none)."""
    return not topics or any(hit.bags[at].holds_folded(topic) for at in hit.own for topic in topics)


def of_plan(turn: Turn, plan: PlanRecord) -> list[Evidence]:
    """The passages of one plan that speak to the question, strongest first."""
    return _of_plans(turn, [plan.document_id])


def plan_evidence(turn: Turn) -> list[Evidence]:
    """The passages of the plans in scope that speak to the question, strongest first."""
    return _of_plans(turn, [plan.document_id for plan in turn.scope]) if turn.scope else []


def _of_plans(turn: Turn, documents: Collection[str]) -> list[Evidence]:
    kinds = [PassageKind(kind) for kind in PLAN_KINDS]
    return gather(turn, documents=documents, kinds=kinds, limit=40, keep=40)
