"""What a part is about (``ClauseKind``), from the headings above it."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_base.ingest.records import ClauseKind
from knowledge_base.ingest.structuring.folded import cue, folded

_BY_CUE = (
    ("overall_goal", ClauseKind.OVERALL_GOAL),
    ("organisation", ClauseKind.ORGANISATION),
    ("purpose", ClauseKind.PURPOSE),
    ("target", ClauseKind.TARGET),
    ("requirement", ClauseKind.REQUIREMENT),
    ("task", ClauseKind.TASK),
    ("solution", ClauseKind.SOLUTION),
    ("funding", ClauseKind.FUNDING),
)
# Under these the headings name fields of work or units, whatever words they use.
_SETTLED = (ClauseKind.ORGANISATION, ClauseKind.TASK, ClauseKind.SOLUTION, ClauseKind.FUNDING)
UNKNOWN = ClauseKind.TASK


def kind_of(headings: Sequence[str], *, damaged: bool = False) -> tuple[ClauseKind, bool]:
    """The kind under ``headings``, outermost first, and whether a heading said so."""
    found: ClauseKind | None = None
    for heading in headings:
        said = _said(heading, damaged=damaged)
        if said and found not in _SETTLED:
            found = said
    return found or UNKNOWN, found is not None


def _said(heading: str, *, damaged: bool) -> ClauseKind | None:
    text = folded(heading, damaged=damaged)
    places = [
        (match.start(), order, kind)
        for order, (name, kind) in enumerate(_BY_CUE)
        if (match := cue(name).search(text, damaged=damaged))
    ]
    if not places:
        return None
    if any(kind is ClauseKind.OVERALL_GOAL for _, _, kind in places):
        return ClauseKind.OVERALL_GOAL
    return min(places)[2]
