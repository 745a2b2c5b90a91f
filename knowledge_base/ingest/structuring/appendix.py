"""Appendix and body tables: a clause and a task for each row, targets for the rows of a table of indicators."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge_base.ingest.reading.document import Finding, FindingCode, Table
from knowledge_base.ingest.records import ClauseKind, Comparator
from knowledge_base.ingest.structuring.clauses import DAMAGED, MISREAD, OUT_OF_ORDER, Place
from knowledge_base.ingest.structuring.doubting import sure_of_content
from knowledge_base.ingest.structuring.draft import CERTAIN, DraftClause, DraftTarget, DraftTask
from knowledge_base.ingest.structuring.figures import figures_of
from knowledge_base.ingest.structuring.locators import appendix_locator, id_of, unused
from knowledge_base.ingest.structuring.periods import period_of
from knowledge_base.ingest.structuring.tables import Column, Row, Sheet, joined, understand
from knowledge_base.ingest.structuring.units import split_units, starts_unit

_GUESSED_COLUMNS = 0.5
_MISPRINTED = 0.85
_LONGEST_UNIT = 120
_COUNTED = re.compile(r"\d+(?:\.\d+)*")
_COLUMNS_OF_TASKS = (Column.LEAD, Column.COORDINATING, Column.PERIOD)
PLAIN_LABEL = "Phụ lục"


@dataclass
class Rows:
    """What the tables of one place hold."""

    places: list[Place] = field(default_factory=list)
    tasks: list[DraftTask] = field(default_factory=list)
    targets: list[DraftTarget] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_tables(
    tables: Sequence[Table],
    label: str,
    *,
    damaged: bool = False,
    start: int | None = None,
    first: int = 1,
    taken: set[str] | None = None,
) -> Rows:
    """The rows of ``tables`` under ``label`` ("Phụ lục", "Biểu 1", or the locator of a place of the body).

    ``start``: the plan's first year. ``first``: the number of the first table in the document, for the findings.
    ``taken``: the ids of clauses that are there already; those of the rows are added.
    """
    found = Rows()
    taken = set() if taken is None else taken
    for number, table in enumerate(joined(tables), start=first):
        sheet = understand(table)
        reader = _Reader(sheet, label, number, damaged, start, taken)
        reader.read(found)
    return found


@dataclass
class _Reader:
    sheet: Sheet
    label: str
    table: int
    damaged: bool
    start: int | None
    taken: set[str]
    unnumbered: Counter[str | None] = field(default_factory=Counter)

    def read(self, found: Rows) -> None:
        indicators = self.sheet.has(Column.TARGET) and (self.sheet.has(Column.YEAR) or self.sheet.has(Column.MEASURE))
        assigned = any(self.sheet.has(one) for one in _COLUMNS_OF_TASKS)
        lonely = Counter(row.group_number for row in self.sheet.rows if row.number is None)
        repeated = _repeated([row.number for row in self.sheet.rows if row.number])
        for row in self.sheet.rows:
            place = self._place(row, lonely, repeated)
            found.places.append(place)
            if indicators:
                found.targets += self._targets(row, place)
            elif assigned:
                found.tasks.append(self._task(row, place))
        for read, taken in self.sheet.misread:
            details = {"read": read, "taken": taken}
            found.findings.append(Finding(code=FindingCode.NUMBERING_MISREAD, details=details))
        if assigned and not indicators:
            found.findings += self._blanks()
        elif not indicators:
            details = {"table": str(self.table), "place": self.label}
            found.findings.append(Finding(code=FindingCode.TEXT_UNPLACED, details=details))

    def _place(self, row: Row, lonely: Counter[str | None], repeated: set[str]) -> Place:
        number = row.number
        line: int | None = None
        if number is None and row.group_number and lonely[row.group_number] == 1:
            number = row.group_number
        elif number is not None and repeated and row.group_number:
            number = f"{row.group_number}.{number}"
        elif number is None:
            number = row.group_number
            line = self.unnumbered[number] = self.unnumbered[number] + 1
        locator = unused(appendix_locator(self.label, number, line), self.taken)
        name = f"{row.group_number}. {row.group}" if row.group_number and row.group else row.group
        headings = (self.label, name) if name else (self.label,)
        misread = {taken for _, taken in self.sheet.misread} & {row.number, row.group_number}
        content = row.cells.get(Column.CONTENT) or row.cells.get(Column.TARGET) or row.text
        confidence = (
            min(row.confidence, sure_of_content(content, row.weak))
            * (OUT_OF_ORDER if row.recognised and self._jumps(row) else 1)
            * (MISREAD if misread else 1)
            * (DAMAGED if self.damaged else 1)
            * (_GUESSED_COLUMNS if self.sheet.guessed else 1)
        )
        clause = DraftClause(
            id=id_of(locator),
            locator=locator,
            kind=ClauseKind.APPENDIX,
            heading_path=headings,
            content=content,
            confidence=confidence,
            page=row.page,
            text=row.text,
        )
        return Place(clause, headings, self.damaged, weak=row.weak, recognised=row.recognised)

    def _task(self, row: Row, place: Place) -> DraftTask:
        lead, lead_misprinted = split_units(row.cells.get(Column.LEAD, ""))
        helping, helping_misprinted = split_units(row.cells.get(Column.COORDINATING, ""))
        said = row.cells.get(Column.PERIOD, "")
        period, guessed = period_of(said, damaged=self.damaged, start=self.start)
        doubts = {
            "lead_units": lead_misprinted
            or (not lead and self.sheet.has(Column.LEAD))
            or self._odd_units(row, place, lead),
            "coordinating_units": helping_misprinted or self._odd_units(row, place, helping),
            "period": guessed or (period is None and self.sheet.has(Column.PERIOD)) or place.unsure(said),
            "group": sure_of_content(row.group or "", row.weak) < CERTAIN,
        }
        parts = place.clause.locator.removeprefix(self.label).lstrip(", ")
        number = parts.removeprefix("mục ") if parts.startswith("mục ") and "," not in parts else None
        return DraftTask(
            id=_task_id(place.clause.id),
            number=number,
            group=row.group,
            content=place.clause.content,
            lead_units=lead,
            coordinating_units=helping,
            period=period,
            in_appendix=True,
            clause=place.clause.id,
            confidence=place.clause.confidence * (_MISPRINTED if any(doubts.values()) else 1.0),
            page=row.page,
            text=row.text,
            doubtful=tuple(name for name, doubted in doubts.items() if doubted),
        )

    def _odd_units(self, row: Row, place: Place, units: Sequence[str]) -> bool:
        """Whether names of units may be misread, or do not begin as such a name does."""
        return row.recognised and (
            any(place.unsure(unit) for unit in units)
            or any(not starts_unit(unit) or len(unit) > _LONGEST_UNIT for unit in units)
        )

    def _jumps(self, row: Row) -> bool:
        """Whether the row has no number beside others of its group, or its number does not follow on the one before."""
        rows = self.sheet.rows
        at = next(at for at, one in enumerate(rows) if one is row)
        near = rows[max(at - 1, 0) : at + 2]
        alone = row.number is None and any(one is not row and one.group_number == row.group_number for one in near)
        return alone or any(not _in_order(one, other) for one, other in pairwise(near))

    def _targets(self, row: Row, place: Place) -> list[DraftTarget]:
        """One target for each year's column, or for the row's only figure."""
        measure = row.cells.get(Column.MEASURE)
        said = [(heading.year, text) for heading, text in row.by_year]
        if not said:
            rest = [text for kind, text in row.cells.items() if kind not in (Column.TARGET, Column.MEASURE)]
            said = [(None, text) for text in rest if any(one.isdigit() for one in text)]
        found = []
        for at, (year, text) in enumerate(said):
            figures = figures_of(text, damaged=self.damaged) or figures_of(f"{text} {measure or ''}")
            figure = figures[0] if figures else None
            subject = row.cells.get(Column.TARGET, row.cells.get(Column.CONTENT, "")).strip(" .;")
            found.append(
                DraftTarget(
                    id=f"t-{place.clause.id}" + (f"-{at + 1}" if at else ""),
                    subject=subject,
                    comparator=figure.comparator if figure else Comparator.QUALITATIVE,
                    value=figure.value if figure else None,
                    value_to=figure.value_to if figure else None,
                    unit=measure or (figure.unit if figure else None),
                    year=year,
                    content=f"{subject}: {text}{f' {measure}' if measure and measure not in text else ''}.",
                    clause=place.clause.id,
                    confidence=place.clause.confidence * (1.0 if figure else 0.6),
                    page=row.page,
                    text=row.text,
                    doubtful=("value",) if place.unsure(text) else (),
                )
            )
        return found

    def _blanks(self) -> list[Finding]:
        found = []
        for column in _COLUMNS_OF_TASKS:
            if self.sheet.has(column):
                blank = [row for row in self.sheet.rows if not row.cells.get(column)]
                if blank:
                    rows = ", ".join(row.number or row.group_number or "?" for row in blank)
                    details = {"table": str(self.table), "column": str(column), "count": str(len(blank)), "rows": rows}
                    page = blank[0].page
                    found.append(Finding(code=FindingCode.ROWS_WITHOUT, page=page, details=details))
        return found


def _in_order(row: Row, following: Row) -> bool:
    """Whether the second row's number may follow on the first's: 2.3 on 2.2, 3.1 on 2.4."""
    one, other = row.number, following.number
    if not one or not other or not _COUNTED.fullmatch(one) or not _COUNTED.fullmatch(other):
        return True
    before, after = ([int(part) for part in number.split(".")] for number in (one, other))
    if row.group_number != following.group_number or len(before) != len(after):
        return after[-1] == 1 or (len(after) == 1 and after[0] == before[0] + 1)
    return after == [*before[:-1], before[-1] + 1] or (after[:-1] > before[:-1] and after[-1] == 1)


def _task_id(clause: str) -> str:
    return f"n-{clause.removeprefix('pl-')}"


def _repeated(numbers: list[str]) -> set[str]:
    return {number for number, count in Counter(numbers).items() if count > 1}
