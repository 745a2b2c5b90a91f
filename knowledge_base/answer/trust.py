"""How far a plan's passage can be trusted to answer the question: what was found, and what the NLU thinks is asked."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

from knowledge_base.answer.evidence import Evidence, codes_in, gather, names_code, weighed_query
from knowledge_base.answer.guides import find_sections
from knowledge_base.answer.question import GUIDE_ACTS, PLAN_ACTS, Act
from knowledge_base.answer.refusing import REFUSALS
from knowledge_base.answer.turn import Turn

_GENERATION = re.compile(r"\dg")
# A logistic model of what ``features_of`` gives; `python -m evaluation.calibrate --readings` fits and prints it.
WEIGHTS = (1.17, 7.7, 2.61, 0.82, 3.8, -0.45, -1.27, 1.3, 0.72, -1.02, 3.17)
BIAS = -12.67
TRUSTED = 0.08
# Below this, what is told is said to be only the nearest there is.
PLAINLY = 0.4
LEAST_COVERED = 0.36
# As much more has to be covered as the NLU gives to what is refused.
IF_SUSPECT = 0.2
# How people ask finds a passage and proves nothing: so much of the question has to stand in what it says itself.
LEAST_OF_ITS_OWN = 0.15
# Else it has to be trusted so far.
TRUSTED_IF_NOT_ITS_OWN = 0.6
# A passage of one kind is not enough where one of another kind and place covers so much more of the question.
NEARLY = 0.7
# Shares of a follow-up's weight that a passage has to cover: the NLU says little of what leans on the turn before.
INHERITED_ENOUGH = 0.48
INHERITED_ON_TOPIC = 0.36


def enough(turn: Turn, found: Evidence | None) -> bool:
    """Whether the best evidence of the plans in scope allows an answer from it."""
    if found is None:
        return False
    if turn.inherited:
        return found.coverage >= (INHERITED_ON_TOPIC if turn.topics else INHERITED_ENOUGH)
    if names_code(turn) and turn.query.without(codes_in(turn)).empty:
        return True  # nothing is asked but where the document is spoken of, and the passage names it
    if not _of_the_same_network(turn, found):
        return False
    if turn.act is Act.ASK_UNIT_DUTIES and not _holds_neighbours(turn, found):
        return False
    best = max((one.coverage for one in _of_its_plan(turn, found) if one.place != found.place), default=0.0)
    least = TRUSTED if found.own >= LEAST_OF_ITS_OWN else TRUSTED_IF_NOT_ITS_OWN
    suspect = IF_SUSPECT * turn.question.share_of(REFUSALS)
    return found.coverage >= max(LEAST_COVERED + suspect, NEARLY * best) and trust(turn, found) >= least


def says_plainly(turn: Turn, found: Evidence) -> bool:
    """Whether the passage most likely says what is asked, and is not only the nearest there is."""
    return turn.inherited or names_code(turn) or trust(turn, found) >= PLAINLY


def _holds_neighbours(turn: Turn, found: Evidence) -> bool:
    """Whether some neighbours in the question stand together in the passage: "công" and "an" are not "công an"."""
    pairs = turn.query.pairs
    return not pairs or any(found.hit.bags[at].holds_folded(pair) for pair in pairs for at in found.hit.own)


def _of_the_same_network(turn: Turn, found: Evidence) -> bool:
    """Whether the passage speaks of the generation of networks that is asked about: what is said of 5G is not of 4G."""
    asked = [unit.folded for unit in turn.query.units if _GENERATION.fullmatch(unit.folded[0])]
    return not asked or any(found.hit.bags[at].holds_folded(one) for one in asked for at in found.hit.own)


def trust(turn: Turn, found: Evidence) -> float:
    """The calibrated probability that the passage answers the question, 0 to 1."""
    logit = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, features_of(turn, found), strict=True))
    return 1 / (1 + math.exp(-logit))


def features_of(turn: Turn, found: Evidence) -> tuple[float, ...]:
    """What the trust is made of, in the order of ``WEIGHTS``, each between 0 and 1.

    The passage's own evidence, its score over that of the best passage of any kind; how much the NLU gives to acts of
    plans, of guides, and to the state of things; whether the plan is named, and whether the visitor is on an agency's
    page; how far a guide's section is believed instead; how much of the question stands in the passage word by word:
    "cầu" in "yêu cầu" is none.
    """
    sections = find_sections(turn)
    top = max((one.hit.score for one in _of_its_plan(turn, found)), default=found.hit.score)
    return (
        found.coverage,
        found.strength,
        max(found.hit.dense, 0.0),
        min(found.hit.score / top, 1.0),
        _share_of(turn, PLAN_ACTS),
        _share_of(turn, GUIDE_ACTS),
        _share_of(turn, {Act.ASK_ACTUAL_STATE}),
        float(turn.explicit),
        float(turn.question.agency is not None),
        sections[0].belief if sections else 0.0,
        weighed_query(turn).covered_by_words([found.hit.bags[at] for at in found.hit.own]),
    )


def _of_its_plan(turn: Turn, found: Evidence) -> list[Evidence]:
    return gather(turn, documents=[found.passage.document_id])


def _share_of(turn: Turn, acts: Collection[Act]) -> float:
    """How much the NLU gives to ``acts``, 0 to 1; all or nothing where the act did not come from it."""
    if not turn.question.ranking:
        return float(turn.act in acts)
    return turn.question.share_of(acts)
