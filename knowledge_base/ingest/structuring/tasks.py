"""Tasks of the body: every place under the parts on tasks and solutions."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge_base.ingest.records import ClauseKind
from knowledge_base.ingest.structuring.clauses import Place
from knowledge_base.ingest.structuring.draft import DraftTask
from knowledge_base.ingest.structuring.folded import cue
from knowledge_base.ingest.structuring.locators import unnumbered

_WORK = (ClauseKind.TASK, ClauseKind.SOLUTION)


def find_tasks(places: Iterable[Place]) -> list[DraftTask]:
    """The tasks in order. A place that only sends the reader to the appendix is none."""
    return [_task(place) for place in places if place.clause.kind in _WORK and not _sends_to_appendix(place)]


def _task(place: Place) -> DraftTask:
    group = unnumbered(place.headings[-1]) if len(place.headings) > 1 else None
    return DraftTask(
        id=f"n-{place.clause.id}",
        group=group,
        content=place.text,
        in_appendix=False,
        clause=place.clause.id,
        confidence=place.clause.confidence * (1.0 if place.kind_known else 0.7),
        page=place.clause.page,
        text=place.clause.text,
    )


def _sends_to_appendix(place: Place) -> bool:
    return place.depth <= 1 and cue("appendix_mention").search(place.folded, damaged=place.damaged) is not None
