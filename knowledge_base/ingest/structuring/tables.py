"""Tables: columns told by their headings, rows told apart from group rows, parts on several pages put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge_base.ingest.reading.document import Cell, Table, WeakWord
from knowledge_base.ingest.reading.pages.assembling import continues, together
from knowledge_base.ingest.structuring.folded import cue, folded
from knowledge_base.ingest.structuring.lines import clean

_ROW_NUMBER = re.compile(r"^\(?\s*([IVXLivxl]+|\d{1,3}(?:[.,]{1,3}\d{1,3})*|[A-Za-zđĐ])\s*[.)]?\s*$")
_POINTS = re.compile(r"[.,]+")
_RECOGNISED = 1.0
"""Cells less sure than this were recognised on a picture; their numbers may be misread."""
_YEAR = re.compile(r"(20\d\d)")
_COUNTING = re.compile(r"^\(?\d{1,2}\)?$")
_HEADER_ROWS = 3


class Column(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    CONTENT = "content"
    LEAD = "lead_units"
    COORDINATING = "coordinating_units"
    PERIOD = "period"
    TARGET = "target"
    MEASURE = "unit"
    YEAR = "year"
    OTHER = "other"


_CUES = (
    ("column_number", Column.NUMBER),
    ("column_unit_of_measure", Column.MEASURE),
    ("column_coordinating", Column.COORDINATING),
    ("column_period", Column.PERIOD),
    ("column_other", Column.OTHER),
    ("column_content", Column.CONTENT),
    ("column_lead", Column.LEAD),
    ("column_target", Column.TARGET),
)


@dataclass(frozen=True)
class Heading:
    """A column: its kind, its own words, the year it stands for."""

    kind: Column
    text: str
    year: int | None = None


@dataclass(frozen=True)
class Row:
    """A row: its number, the number and name of the group it stands in, the text of each kind of column."""

    number: str | None
    group: str | None
    group_number: str | None
    cells: dict[Column, str]
    by_year: tuple[tuple[Heading, str], ...] = ()
    confidence: float = 1.0
    page: int | None = None
    text: str = ""
    weak: tuple[WeakWord, ...] = ()

    @property
    def recognised(self) -> bool:
        """Whether the row was read on a picture."""
        return self.confidence < 1


@dataclass(frozen=True)
class Sheet:
    """A table understood: its columns and rows.

    ``guessed`` where no heading told the columns; ``misread``: numbers as they were read and as they were taken.
    """

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    guessed: bool = False
    misread: tuple[tuple[str, str], ...] = ()

    def has(self, *kinds: Column) -> bool:
        """Whether all these columns are there."""
        return {*kinds} <= {one.kind for one in self.headings}


@dataclass
class _Group:
    number: str | None = None
    name: str | None = None
    weak: tuple[WeakWord, ...] = ()


def joined(tables: Sequence[Table]) -> list[Table]:
    """Tables that follow each other with the same columns, as one."""
    whole: list[Table] = []
    for table in tables:
        if not table.rows:
            continue
        before = whole[-1] if whole else None
        if before and len(before.rows[0]) == len(table.rows[0]):
            if _same_header(before, table):
                rows, header = table.rows[max(table.header_rows, 1) :], before.header_rows
            elif not _headings(table)[1]:
                rows, header = table.rows, before.header_rows
            else:
                whole.append(table)
                continue
            pages = tuple(dict.fromkeys(before.pages + table.pages))
            whole[-1] = Table(rows=_seamless(before, table, rows), header_rows=header, pages=pages)
        else:
            whole.append(table)
    return whole


def _seamless(before: Table, table: Table, rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """The rows of both parts; one that the end of a page cut in two is whole again."""
    turned = bool(before.pages) and bool(table.pages) and before.pages[-1] < table.pages[0]
    if not (turned and rows and len(before.rows) > before.header_rows and continues(before.rows[-1], rows[0])):
        return before.rows + rows
    cut = tuple(together(one, other) for one, other in zip(before.rows[-1], rows[0], strict=True))
    return (*before.rows[:-1], cut, *rows[1:])


def understand(table: Table) -> Sheet:
    """The table's columns and rows."""
    headings, used = _headings(table)
    guessed = not used
    if guessed:
        headings, used = _guessed(table), min(table.header_rows, len(table.rows))
    rows: list[Row] = []
    group = _Group()
    misread: list[tuple[str, str]] = []
    last: str | None = None
    page = table.pages[0] if table.pages else None
    for cells in table.rows[used:]:
        texts = [clean(cell.text) for cell in cells]
        if not any(texts) or all(_COUNTING.match(text) for text in texts):
            continue
        read, number = _number(headings, texts)
        if _is_group(headings, texts, number):
            if number is None and (number := _following(group.number)):
                misread.append((read, number))
            number = _due(number, _following(group.number), misread) if _is_recognised(cells) else number
            group = _Group(number, _group_name(headings, texts), tuple(word for cell in cells for word in cell.weak))
            last = group.number and f"{group.number}.0"
            continue
        if read and number is None and (number := _following(last)):
            misread.append((read, number))
        number = _due(number, _following(last), misread) if _is_recognised(cells) else number
        last = number
        rows.append(_row(headings, cells, texts, number, group, page))
    return Sheet(headings, _between(rows, misread), guessed, tuple(misread))


def _is_recognised(cells: Sequence[Cell]) -> bool:
    return any(cell.confidence < _RECOGNISED for cell in cells)


def _due(number: str | None, due: str | None, misread: list[tuple[str, str]]) -> str | None:
    """The number that is due where the one read has lost its point: "41" where 4.1 is due."""
    if number is None or due is None or number == due or number != due.replace(".", ""):
        return number
    misread.append((number, due))
    return due


def _between(rows: list[Row], misread: list[tuple[str, str]]) -> tuple[Row, ...]:
    """The rows with a number set right that is out of order while the one after it follows on the one due: 1, 7, 3."""
    made = list(rows)
    for at, row in enumerate(rows[:-1]):
        before = made[at - 1] if at else None
        same_group = before is not None and before.group_number == row.group_number
        last = before.number if before and same_group else row.group_number and f"{row.group_number}.0"
        due = _following(last or ("0" if not at else None))
        after = rows[at + 1].number
        if row.recognised and row.number and due and row.number != due and after == _following(due):
            misread.append((row.number, due))
            made[at] = replace(row, number=due)
    return tuple(made)


def _headings(table: Table) -> tuple[tuple[Heading, ...], int]:
    """The headings and how many rows they take; none where no row reads like one."""
    for used in range(min(max(table.header_rows, 1), _HEADER_ROWS, len(table.rows)), 0, -1):
        columns = [
            " ".join(dict.fromkeys(clean(row[at].text) for row in table.rows[:used] if clean(row[at].text)))
            for at in range(len(table.rows[0]))
        ]
        headings = tuple(_heading(text) for text in columns)
        known = {one.kind for one in headings} - {Column.OTHER}
        if len(known) > 1 and {Column.CONTENT, Column.TARGET} & known:
            return headings, used
    return (), 0


def _heading(text: str) -> Heading:
    said = folded(text)
    year = _YEAR.search(text)
    places = [
        (found.start(), order, kind) for order, (name, kind) in enumerate(_CUES) if (found := cue(name).search(said))
    ]
    kinds = {kind for _, _, kind in places}
    if Column.NUMBER in kinds or said.strip(". ") in ("tt", "stt", "#", "so"):
        return Heading(Column.NUMBER, text)
    if Column.MEASURE in kinds:
        return Heading(Column.MEASURE, text)
    if year:
        return Heading(Column.YEAR, text, int(year[1]))
    for kind in (Column.COORDINATING, Column.LEAD):
        if kind in kinds and not {Column.PERIOD} & kinds:
            return Heading(kind, text)
    return Heading(min(places)[2], text) if places else Heading(Column.OTHER, text)


def _guessed(table: Table) -> tuple[Heading, ...]:
    """Columns without headings: numbers first, the longest text is the content, years are the period."""
    width = len(table.rows[0])
    texts = [[clean(row[at].text) for row in table.rows] for at in range(width)]
    kinds = [Column.OTHER] * width
    longest = max(range(width), key=lambda at: sum(map(len, texts[at])))
    kinds[longest] = Column.CONTENT
    if longest and sum(bool(_ROW_NUMBER.match(one)) for one in texts[0]) * 2 > len(texts[0]):
        kinds[0] = Column.NUMBER
    for at in range(longest + 1, width):
        if sum(bool(_YEAR.search(one)) for one in texts[at]) * 2 > len(texts[at]):
            kinds[at] = Column.PERIOD
    if Column.PERIOD in kinds:
        between = [at for at in range(longest + 1, width) if kinds[at] is Column.OTHER]
        for at, kind in zip(between, _OF_UNITS, strict=False):
            kinds[at] = kind
    return tuple(Heading(kind, "") for kind in kinds)


def _number(headings: Sequence[Heading], texts: Sequence[str]) -> tuple[str, str | None]:
    """What stands in the column of numbers, and the number it is."""
    for heading, text in zip(headings, texts, strict=True):
        if heading.kind is Column.NUMBER:
            found = _ROW_NUMBER.match(text)
            return text, _POINTS.sub(".", found[1]) if found else None
    return "", None


def _following(number: str | None) -> str | None:
    """The number after ``number``: 2 after 1, 2.4 after 2.3."""
    if not number or not number.rsplit(".", 1)[-1].isdecimal():
        return None
    *above, own = number.split(".")
    return ".".join([*above, str(int(own) + 1)])


def _is_group(headings: Sequence[Heading], texts: Sequence[str], number: str | None) -> bool:
    """A group row has a name and nothing else; a merged one repeats it in every cell."""
    others = [text for heading, text in zip(headings, texts, strict=True) if heading.kind is not Column.NUMBER]
    filled = [text for text in others if text]
    if len(others) < 2 or not filled:
        return False
    if len(set(filled)) == 1 and len(filled) == len(others):
        return True
    named = [text for heading, text in zip(headings, texts, strict=True) if text and heading.kind in _NAMING]
    alone = len(filled) == 1 and bool(named)
    return alone and (number is not None or not _sentence(filled[0]))


_OF_UNITS = (Column.LEAD, Column.COORDINATING)
_NAMING = (Column.CONTENT, Column.TARGET)


def _sentence(text: str) -> bool:
    return text.endswith((".", ";")) or text.startswith(("-", "+"))


def _group_name(headings: Sequence[Heading], texts: Sequence[str]) -> str:
    for heading, text in zip(headings, texts, strict=True):
        if heading.kind in _NAMING and text:
            return text.strip(" .:;")
    return next(text for text in texts if text).strip(" .:;")


def _row(
    headings: Sequence[Heading],
    cells: Sequence[Cell],
    texts: Sequence[str],
    number: str | None,
    group: _Group,
    page: int | None,
) -> Row:
    by_kind: dict[Column, str] = {}
    for heading, text in zip(headings, texts, strict=True):
        if heading.kind not in (Column.NUMBER, Column.YEAR, Column.OTHER) and text:
            by_kind[heading.kind] = f"{by_kind[heading.kind]}; {text}" if heading.kind in by_kind else text
    for heading, cell in zip(headings, cells, strict=True):
        if heading.kind in _OF_UNITS and "\n" in cell.text and by_kind.get(heading.kind) == clean(cell.text):
            by_kind[heading.kind] = cell.text  # its lines may be the borders between units
    years = tuple((h, text) for h, text in zip(headings, texts, strict=True) if h.kind is Column.YEAR and text)
    verbatim = " | ".join(cell.original or cell.text for cell in cells)
    confidence = min((cell.confidence for cell in cells if cell.text), default=1.0)
    weak = (*group.weak, *(word for cell in cells for word in cell.weak))
    return Row(number, group.name, group.number, by_kind, years, confidence, page, verbatim, weak)


def _same_header(one: Table, other: Table) -> bool:
    return [clean(cell.text).casefold() for cell in one.rows[0]] == [
        clean(cell.text).casefold() for cell in other.rows[0]
    ]
