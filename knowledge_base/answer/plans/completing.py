"""What an answer is completed with: what it leaves unsaid of two things asked for, what is as near to the question."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from knowledge_base.answer.evidence import Evidence, of_plan
from knowledge_base.answer.question import Act
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.store.passages import PassageKind

# Shares of the question: what one more passage has to say by itself, and beyond those that are chosen.
SAYS = 0.4
ADDS = 0.25
# A passage is as near to the question as what was told: so much of its strength, and believed as far as this.
AS_NEAR = 0.95
BELIEVED = 0.2
# Where the search found nothing of what was told: a field of the record.
BELIEVED_ALONE = 0.5


def beside(turn: Turn, found: Sequence[Evidence], chosen: Sequence[Evidence]) -> list[Evidence]:
    """The one of ``found`` that says most of what ``chosen`` leaves unsaid, in a list; empty when that is little."""
    bags = tuple(bag for one in chosen for bag in one.hit.bags)
    said = turn.query.coverage_by_any(bags)
    places = {one.passage.id for one in chosen}
    rest = [one for one in found if one.passage.id not in places and one.coverage >= SAYS]
    gains = [(turn.query.coverage_by_any((*bags, *one.hit.bags)) - said, one) for one in rest]
    gain, best = max(gains, key=lambda one: one[0], default=(0.0, None))
    return [best] if best is not None and gain >= ADDS else []


def as_near(turn: Turn, plan: PlanRecord, told: Collection[str]) -> Evidence | None:
    """The strongest passage of ``plan`` outside the clauses ``told``, if it is as strong as those; else ``None``.

    Where the replies beside it tell what is near, nothing more is told.
    """
    if turn.question.one_of_several:
        return None
    found = of_plan(turn, plan)
    strength = max((one.strength for one in found if one.passage.locator in told), default=0.0)
    rest = next((one for one in found if one.passage.locator not in told and not _is_money_unasked(turn, one)), None)
    if rest is None or rest.strength < AS_NEAR * strength or rest.belief < (BELIEVED if strength else BELIEVED_ALONE):
        return None
    return rest


def _is_money_unasked(turn: Turn, found: Evidence) -> bool:
    return found.passage.kind is PassageKind.FUNDING and turn.act is not Act.ASK_FUNDING
