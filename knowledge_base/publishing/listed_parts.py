"""The listed parts of two records compared: targets, report deadlines, tasks, duties."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_base.ingest.records import Duty, PlanRecord, ReportDeadline, Target, Task
from knowledge_base.publishing import worded
from knowledge_base.publishing.changes import Change, Part, Teller
from knowledge_base.publishing.pairing import pair

_OTHER_YEAR = 0.2
_OTHER_ROOM = 0.3
# A reporter and the word "báo cáo" are about all that two deadlines have to share.
_ALIKE_DEADLINES = 0.45
_DAY = re.compile(r"\d{1,2}/\d{1,2}")


def targets(before: PlanRecord, after: PlanRecord) -> Iterator[Change]:
    """Figures and years that changed, targets added or taken out."""
    teller = Teller(Part.TARGET, before, after)
    pairs, gone, come = pair(
        before.targets,
        after.targets,
        said=lambda one: f"{one.subject} {one.population or ''}",
        place=lambda one: one.id,
        apart=lambda old, new: 0.0 if old.year == new.year else _OTHER_YEAR,
    )
    nothing = worded.word("nothing")
    for old, new in pairs:
        figures = worded.figure(old), worded.figure(new)
        if figures[0] != figures[1]:
            yield teller.changed("figure", worded.target_name(new), figures, new)
        if old.year != new.year:
            years = str(old.year or nothing), str(new.year or nothing)
            yield teller.changed("year", worded.shortened(new.subject), years, new)
        if figures[0] == figures[1] and old.year == new.year:
            yield from _reworded(teller, worded.target_name(new), old, new)
    yield from teller.gone_and_come(gone, come, said=_target_content, name=worded.target_name)


def deadlines(before: PlanRecord, after: PlanRecord) -> Iterator[Change]:
    """Days, recipients and ways of reports that changed, reports added or taken out."""
    only = len(before.report_deadlines) <= 1 and len(after.report_deadlines) <= 1
    teller = Teller(Part.DEADLINE, before, after, only=only)
    pairs, gone, come = pair(
        before.report_deadlines,
        after.report_deadlines,
        said=lambda one: f"{one.reporter} {one.recipient} {_without_days(one.subject)}",
        place=lambda one: one.id,
        apart=lambda old, new: 0.0 if (old.day is None) == (new.day is None) else _OTHER_YEAR,
        least=_ALIKE_DEADLINES,
    )
    for old, new in pairs:
        values = zip(_fields(old), _fields(new), strict=True)
        for (field, one), (_, other) in values:
            if not worded.same(one, other):
                yield teller.changed(field, new.reporter, (one, other), new)
        if not worded.same(_without_days(old.subject), _without_days(new.subject)):
            yield teller.changed("content", new.reporter, (old.subject, new.subject), new, wording=True)
    yield from teller.gone_and_come(gone, come, said=worded.due, name=lambda one: one.reporter)


def tasks(before: PlanRecord, after: PlanRecord) -> Iterator[Change]:
    """Units and periods that changed, tasks added, taken out or renumbered."""
    teller = Teller(Part.TASK, before, after)
    pairs, gone, come = pair(
        before.tasks,
        after.tasks,
        said=lambda one: one.content,
        place=lambda one: one.id,
        apart=lambda old, new: 0.0 if old.in_appendix == new.in_appendix else _OTHER_ROOM,
    )
    nothing = worded.word("nothing")
    for old, new in pairs:
        name = worded.shortened(new.content)
        for field in ("lead_units", "coordinating_units"):
            one, other = getattr(old, field), getattr(new, field)
            if not worded.same_units(one, other):
                yield teller.changed(field, name, (worded.units(one), worded.units(other)), new)
        periods = worded.period(old.period), worded.period(new.period)
        if periods[0] != periods[1]:
            yield teller.changed("period", name, periods, new)
        if old.number != new.number:
            yield teller.changed("number", name, (old.number or nothing, new.number or nothing), new, wording=True)
        yield from _reworded(teller, name, old, new)
    yield from teller.gone_and_come(gone, come, said=_task_content, name=lambda one: worded.shortened(one.content))


def duties(before: PlanRecord, after: PlanRecord) -> Iterator[Change]:
    """Duties added, taken out or given to another unit."""
    teller = Teller(Part.DUTY, before, after)
    pairs, gone, come = pair(
        before.duties, after.duties, said=lambda one: f"{one.unit} {one.content}", place=lambda one: one.id
    )
    for old, new in pairs:
        if not worded.same(old.unit, new.unit):
            yield teller.changed("unit", worded.shortened(new.content), (old.unit, new.unit), new)
        yield from _reworded(teller, new.unit, old, new)
    yield from teller.gone_and_come(gone, come, said=_duty_content, name=lambda one: one.unit)


def _reworded(teller: Teller, name: str, old: Target | Task | Duty, new: Target | Task | Duty) -> Iterator[Change]:
    if not worded.same(old.content, new.content):
        yield teller.changed("content", name, (old.content, new.content), new, wording=True)


def _fields(deadline: ReportDeadline) -> tuple[tuple[str, str], ...]:
    return (
        ("when", worded.day(deadline)),
        ("reporter", deadline.reporter),
        ("recipient", deadline.recipient),
        ("through", deadline.through or worded.word("nothing")),
    )


def _without_days(subject: str) -> str:
    return _DAY.sub("", subject)


def _target_content(target: Target) -> str:
    content = target.content.strip().rstrip(".;")
    return content if target.year is None else f"{content} ({worded.word('by_year', year=target.year)})"


def _task_content(task: Task) -> str:
    return worded.task_name(task)


def _duty_content(duty: Duty) -> str:
    return duty.content
