"""The appendices of a record as headed tables: tasks with their units and periods, targets by year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_base.ingest.reading.document import Block, Cell, Paragraph, Table
from knowledge_base.ingest.records import Clause, ClauseKind, Comparator, Period, PlanRecord, Target
from knowledge_base.ingest.structuring.figures import shown

TASK_HEADER = ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian")
TARGET_HEADER = ("TT", "Chỉ tiêu", "Đơn vị tính")
YEARLY = "Hằng năm"
_LABEL = re.compile(r"^((?:Phụ lục|Biểu)(?:\s+[IVX\d]+|\s+[A-H])?)(?=,|$)")
_NUMBER = re.compile(r"\bmục (\S+?)(?=,|$)")
_GROUP = re.compile(r"^([IVX]+|\d+(?:\.\d+)*|[A-Z])\.\s+(.*)$")
_BINDING = {Comparator.ABOVE: "trên ", Comparator.AT_LEAST: "tối thiểu ", Comparator.UP_TO: "không quá "}


def label_of(clause: Clause) -> str:
    """The appendix a clause stands in: "Phụ lục II"; empty for the body."""
    found = _LABEL.match(clause.locator)
    return found[1] if found else ""


def in_appendix(clause: Clause) -> bool:
    """Whether the clause is a row of an appendix, not of a table in the body."""
    return clause.kind is ClauseKind.APPENDIX and bool(label_of(clause))


def appendix_blocks(record: PlanRecord) -> Iterator[Block]:
    """Each appendix: its label, its table."""
    rows = [(label_of(one), one) for one in record.clauses if in_appendix(one)]
    for label in dict.fromkeys(label for label, _ in rows):
        clauses = [one for own, one in rows if own == label]
        yield Paragraph(text=label.upper(), bold=True, centred=True)
        yield _task_table(record, clauses) if _has_tasks(record, clauses) else _target_table(record, clauses)


def period_text(period: Period | None) -> str:
    """A period as tables write it."""
    if period is None:
        return ""
    if period.every_year:
        return YEARLY
    if period.end is None:
        return f"{period.start} và những năm tiếp theo"
    return str(period.start) if period.start == period.end else f"{period.start}-{period.end}"


def _has_tasks(record: PlanRecord, clauses: list[Clause]) -> bool:
    ids = {one.id for one in clauses}
    return any(task.clause in ids for task in record.tasks)


def _task_table(record: PlanRecord, clauses: list[Clause]) -> Table:
    tasks = {task.clause: task for task in record.tasks}
    rows = [_cells(TASK_HEADER)]
    group = None
    for clause in clauses:
        task = tasks.get(clause.id)
        above, rows = _grouped(clause, group, rows)
        group = above
        lead = "; ".join(task.lead_units) if task else ""
        helping = "; ".join(task.coordinating_units) if task else ""
        rows.append(
            _cells((_number(clause, group), clause.content, lead, helping, period_text(task.period if task else None)))
        )
    return Table(rows=tuple(rows), header_rows=1)


def _target_table(record: PlanRecord, clauses: list[Clause]) -> Table:
    ids = {one.id for one in clauses}
    targets = [one for one in record.targets if one.clause in ids]
    years = sorted({one.year for one in targets if one.year is not None})
    rows = [_cells((*TARGET_HEADER, *(f"Năm {year}" for year in years)))]
    for clause in clauses:
        own = {one.year: one for one in targets if one.clause == clause.id}
        measure = next((one.unit for one in own.values() if one.unit), "")
        values = [_value(own[year]) if year in own else "" for year in years]
        rows.append(_cells((_number(clause, None), clause.content, measure or "", *values)))
    return Table(rows=tuple(rows), header_rows=1)


def _value(target: Target) -> str:
    if target.value is None:
        return ""
    if target.value_to is not None:
        return f"{shown(target.value)} - {shown(target.value_to)}"
    return f"{_BINDING.get(target.comparator, '')}{shown(target.value)}"


def _grouped(
    clause: Clause, group: tuple[str, str] | None, rows: list[tuple[Cell, ...]]
) -> tuple[tuple[str, str] | None, list[tuple[Cell, ...]]]:
    """The clause's group; a row for it where it is a new one."""
    name = clause.heading_path[1] if len(clause.heading_path) > 1 else None
    if name is None:
        return None, rows
    found = _GROUP.match(name)
    above = (found[1], found[2]) if found else ("", name)
    if above != group:
        rows = [*rows, _cells((*above, "", "", ""))]
    return above, rows


def _number(clause: Clause, group: tuple[str, str] | None) -> str:
    """The row's own number: blank where it bears its group's, without the group where that is put before it."""
    found = _NUMBER.search(clause.locator)
    number = found[1] if found else ""
    if group and number == group[0]:
        return ""
    roman = bool(group) and not (group or ("",))[0].isdigit()
    return number.removeprefix(f"{group[0]}.") if group and roman else number


def _cells(texts: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(Cell(text=text) for text in texts)
