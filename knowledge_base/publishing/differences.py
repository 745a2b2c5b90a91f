"""Differences between two plan records: what was added, taken out or changed, each with its place.

>>> for change in compare(before, after):  # doctest: +SKIP
...     print(sentence(change))
Hạn báo cáo đổi từ 15/12 sang 30/11 (mục VII.6).
"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_base.ingest.records import Clause, PlanRecord
from knowledge_base.publishing import worded
from knowledge_base.publishing.changes import Change, Kind, Listed, Part, Teller
from knowledge_base.publishing.listed_parts import deadlines, duties, targets, tasks
from knowledge_base.publishing.pairing import pair
from knowledge_base.publishing.sentences import sentence, sentences

__all__ = ["Change", "compare", "sentence", "sentences"]

_HEAD = ("title", "number", "date", "issuer", "issuer_now", "signatory", "signatory_role")
_OTHER_NUMBER = 0.3
_ALIKE_CLAUSES = 0.55


def compare(before: PlanRecord, after: PlanRecord) -> list[Change]:
    """What changed from ``before`` to ``after``: head, legal bases, targets, deadlines, tasks, duties, other text."""
    return [
        *_head(before, after),
        *_bases(before, after),
        *targets(before, after),
        *deadlines(before, after),
        *tasks(before, after),
        *duties(before, after),
        *_clauses(before, after),
    ]


def _head(before: PlanRecord, after: PlanRecord) -> Iterator[Change]:
    values = [(name, worded.stated(getattr(before, name)), worded.stated(getattr(after, name))) for name in _HEAD]
    values.append(("period", _period(before), _period(after)))
    nothing = worded.word("nothing")
    for name, old, new in values:
        if not worded.same(old, new):
            yield Change(Part.HEAD, Kind.CHANGED, name, name, old or nothing, new or nothing)
    gone, come = _only_in(before, after), _only_in(after, before)
    if gone:
        yield Change(Part.HEAD, Kind.REMOVED, "recipients", "recipients", gone, None)
    if come:
        yield Change(Part.HEAD, Kind.ADDED, "recipients", "recipients", None, come)


def _period(plan: PlanRecord) -> str:
    return f"{plan.period_start}–{plan.period_end}"


def _only_in(plan: PlanRecord, other: PlanRecord) -> str:
    return "; ".join(one for one in plan.recipients if not any(worded.same(one, two) for two in other.recipients))


def _bases(before: PlanRecord, after: PlanRecord) -> Iterator[Change]:
    teller = Teller(Part.BASIS, before, after)
    pairs, gone, come = pair(
        before.carries_out,
        after.carries_out,
        said=lambda one: f"{one.number} {one.title}",
        place=lambda one: one.number,
        apart=lambda old, new: 0.0 if worded.same(old.number, new.number) else _OTHER_NUMBER,
    )
    for old, new in pairs:
        if not worded.same(old.number, new.number) or old.date != new.date:
            yield teller.changed("changed", new.number, (worded.basis_name(old), worded.basis_name(new)), new)
    yield from teller.gone_and_come(gone, come, said=worded.basis_name, name=lambda one: one.number)


def _clauses(before: PlanRecord, after: PlanRecord) -> Iterator[Change]:
    """Clauses that no target, task, duty, deadline or basis speaks for."""
    pairs, gone, come = pair(
        _spoken_for_by_none(before, after),
        _spoken_for_by_none(after, before),
        said=lambda one: one.content,
        place=lambda one: one.locator,
        least=_ALIKE_CLAUSES,
    )
    for old, new in pairs:
        if not worded.same(old.content, new.content):
            yield _clause(Kind.CHANGED, new, old.content, new.content)
    for one in gone:
        yield _clause(Kind.REMOVED, one, one.content, None)
    for one in come:
        yield _clause(Kind.ADDED, one, None, one.content)


def _clause(kind: Kind, clause: Clause, before: str | None, after: str | None) -> Change:
    changed = kind is Kind.CHANGED
    return Change(
        part=Part.CLAUSE,
        kind=kind,
        name=worded.shortened(clause.content),
        field="content" if changed else kind,
        before=before,
        after=after,
        locator=clause.locator,
        clause=clause.id,
        item=clause.id,
        wording=changed,
    )


def _spoken_for_by_none(plan: PlanRecord, other: PlanRecord) -> list[Clause]:
    """Clauses without a part of their own; those that stand in the other record word for word did not change."""
    parts: list[Listed] = [*plan.carries_out, *plan.targets, *plan.tasks, *plan.report_deadlines, *plan.duties]
    taken = {part.clause for part in parts}
    kept = {worded.plain(clause.content) for clause in other.clauses}
    return [one for one in plan.clauses if one.id not in taken and worded.plain(one.content) not in kept]
