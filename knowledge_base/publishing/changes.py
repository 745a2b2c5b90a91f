"""What a change between two records is made of, and the teller that makes changes with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from knowledge_base.ingest.records import Duty, LegalBasis, PlanRecord, ReportDeadline, Target, Task

Listed = LegalBasis | Target | ReportDeadline | Task | Duty
One = TypeVar("One", LegalBasis, Target, ReportDeadline, Task, Duty)


class Part(StrEnum):
    """What changed; the values name the sentences in ``differences.vi.yml``."""

    HEAD = "head"
    BASIS = "basis"
    TARGET = "target"
    DEADLINE = "deadline"
    TASK = "task"
    DUTY = "duty"
    CLAUSE = "clause"


class Kind(StrEnum):
    """How it changed."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One change. ``name`` says of what (a subject, a unit, the start of a task), ``field`` what of it.

    ``before`` and ``after`` are worded values, ``None`` where there was or is none. ``locator`` and ``clause`` are the
    place in the newer record, in the older one for what was removed. ``item`` is the id of the record's part,
    ``number`` the document's own. ``only``: the plan has no other part of the kind. ``wording`` marks a change of
    words alone: same figures, units, dates.
    """

    part: Part
    kind: Kind
    name: str
    field: str
    before: str | None
    after: str | None
    locator: str = ""
    clause: str | None = None
    item: str | None = None
    number: str | None = None
    only: bool = False
    wording: bool = False


class Teller:
    """Makes the changes of one kind of part between two records."""

    def __init__(self, part: Part, before: PlanRecord, after: PlanRecord, *, only: bool = False) -> None:
        self._part = part
        self._old = {clause.id: clause.locator for clause in before.clauses}
        self._new = {clause.id: clause.locator for clause in after.clauses}
        self._only = only

    def changed(self, field: str, name: str, values: tuple[str, str], new: Listed, *, wording: bool = False) -> Change:
        """A field of ``new`` that had the first of ``values`` and has the second."""
        before, after = values
        return self._made(Kind.CHANGED, field, name, before, after, new, self._new, wording=wording)

    def gone_and_come(
        self, gone: Iterable[One], come: Iterable[One], *, said: Callable[[One], str], name: Callable[[One], str]
    ) -> Iterator[Change]:
        """What was taken out, then what was added; ``said`` words a part, ``name`` is what it is told by."""
        for one in gone:
            yield self._made(Kind.REMOVED, Kind.REMOVED, name(one), said(one), None, one, self._old)
        for one in come:
            yield self._made(Kind.ADDED, Kind.ADDED, name(one), None, said(one), one, self._new)

    def _made(
        self,
        kind: Kind,
        field: str,
        name: str,
        before: str | None,
        after: str | None,
        part: Listed,
        places: dict[str, str],
        *,
        wording: bool = False,
    ) -> Change:
        return Change(
            part=self._part,
            kind=kind,
            name=name,
            field=field,
            before=before,
            after=after,
            locator=places.get(part.clause, part.clause),
            clause=part.clause,
            item=getattr(part, "id", None),
            number=getattr(part, "number", None),
            only=self._only,
            wording=wording,
        )
