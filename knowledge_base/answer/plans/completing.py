"""What the chosen passages leave unsaid of a question that asks for two things: the passage that says it."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_base.answer.evidence import Evidence
from knowledge_base.answer.turn import Turn

# Shares of the question: what one more passage has to say by itself, and beyond those that are chosen.
SAYS = 0.4
ADDS = 0.25


def beside(turn: Turn, found: Sequence[Evidence], chosen: Sequence[Evidence]) -> list[Evidence]:
    """The one of ``found`` that says most of what ``chosen`` leaves unsaid, in a list; empty when that is little."""
    bags = tuple(bag for one in chosen for bag in one.hit.bags)
    said = turn.query.coverage_by_any(bags)
    places = {one.passage.id for one in chosen}
    rest = [one for one in found if one.passage.id not in places and one.coverage >= SAYS]
    gains = [(turn.query.coverage_by_any((*bags, *one.hit.bags)) - said, one) for one in rest]
    gain, best = max(gains, key=lambda one: one[0], default=(0.0, None))
    return [best] if best is not None and gain >= ADDS else []
