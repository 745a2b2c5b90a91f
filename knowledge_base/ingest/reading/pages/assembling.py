"""Pages put together: tables and paragraphs that run over a page break become whole again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from knowledge_base.ingest.reading.document import Block, Cell, Finding, FindingCode, Table
from knowledge_base.ingest.reading.pages.headers import header_rows, same_row
from knowledge_base.ingest.reading.pages.layout import LaidOut
from knowledge_base.ingest.reading.pages.lines import join_texts
from knowledge_base.ingest.reading.pages.paragraphs import Flow, goes_on
from knowledge_base.ingest.reading.pages.tables import PageTable

_NEAR = 8.0
"""Points by which the columns of one table may differ from page to page."""

Row = Sequence[Cell]


@dataclass
class _Whole:
    """A table as it grows over its pages."""

    table: PageTable
    header: int
    rows_joined: list[int] = field(default_factory=list)


def assemble(pages: Sequence[LaidOut]) -> tuple[list[Block], list[Finding]]:
    """Make the document's blocks out of its pages, and say what was put together."""
    parts: list[Flow | _Whole] = []
    for page in pages:
        for place, item in enumerate(page.items):
            before = parts[-1] if parts else None
            if isinstance(item, PageTable):
                follows = isinstance(before, _Whole) and place == 0 and before.table.pages[-1] < page.number
                if isinstance(before, _Whole) and follows and _joined(before, item):
                    continue
                parts.append(_Whole(item, header_rows(item.rows, spanned=item.header, bold=item.bold)))
            elif isinstance(before, Flow) and place == 0 and before.page < page.number and goes_on(before, item):
                parts[-1] = before.joined(item)
            else:
                parts.append(item)
    tables = [part for part in parts if isinstance(part, _Whole)]
    findings = [finding for number, whole in enumerate(tables, 1) for finding in _findings(number, whole)]
    return [_block(part) for part in parts], findings


def continues(above: Row, row: Row) -> bool:
    """Whether ``row``, the first of a page, is the rest of the row ``above`` it.

    The rest has no number of its own and something only where the row above has begun. A row that begins afresh in
    most of its cells (a capital or a figure in each) is a new one without a number.
    """
    if len(above) != len(row) or row[0].text:
        return False
    pairs = [(one.text, other.text) for one, other in zip(above[1:], row[1:], strict=True) if other.text]
    if not pairs or any(not one for one, _ in pairs):
        return False
    afresh = [other[:1].isupper() or other[:1].isdigit() for _, other in pairs]
    many = len(pairs) >= max(2, 0.6 * (len(row) - 1))
    return not (all(afresh) and many and pairs[0][0].endswith((".", ";", ":")))


def _joined(whole: _Whole, part: PageTable) -> bool:
    """Add ``part`` to ``whole`` when it is the same table on a later page."""
    fitted = _fitted(whole.table, part)
    if fitted is None:
        return False
    kept, rows, columns = fitted
    header = whole.header or _repeated(kept, rows)
    repeats = (
        bool(header)
        and len(rows) >= header
        and all(same_row(one, other) for one, other in zip(kept[:header], rows[:header], strict=True))
    )
    if not repeats and header_rows(rows, spanned=part.header, bold=part.bold):
        return False
    rest = list(rows[header:] if repeats else rows)
    if rest and continues(kept[-1], rest[0]) and len(kept) > header:
        whole_row = tuple(together(one, other) for one, other in zip(kept[-1], rest[0], strict=True))
        spans = part.spans[header if repeats else 0 :] if len(part.xs) == len(columns) else ()
        kept, rest = [*kept[:-1], whole_row], _covered(rest[1:], whole_row, spans)
        whole.rows_joined.append(part.page)
    whole.header = header
    whole.table = replace(
        whole.table,
        xs=columns,
        rows=(*kept, *rest),
        uneven=whole.table.uneven or part.uneven,
        pages=(*whole.table.pages, part.page),
    )
    return True


def _covered(
    rows: Sequence[tuple[Cell, ...]], above: tuple[Cell, ...], spans: Sequence[Sequence[int]]
) -> list[tuple[Cell, ...]]:
    """``rows`` with the text of cells that reach down to them from the row ``above``, begun on the page before."""
    if len(spans) != len(rows) + 1:
        return list(rows)
    return [
        tuple(
            whole if own == first else cell
            for cell, whole, own, first in zip(row, above, spans[index], spans[0], strict=True)
        )
        for index, row in enumerate(rows, 1)
    ]


def _repeated(kept: Sequence[Row], rows: Sequence[Row]) -> int:
    """1 when the first row comes again on the next page, which only a header does."""
    return int(len(kept) > 1 and bool(rows) and same_row(kept[0], rows[0]) and all(cell.text for cell in rows[0]))


def _fitted(
    one: PageTable, other: PageTable
) -> tuple[list[tuple[Cell, ...]], list[tuple[Cell, ...]], tuple[float, ...]] | None:
    """Both tables' rows with the same columns; ``None`` when the columns do not match."""
    if one.lined != other.lined:
        return None
    shift = other.xs[0] - one.xs[0]
    xs = [x - shift for x in other.xs]
    if abs(xs[-1] - one.xs[-1]) > 2 * _NEAR:
        return None
    if len(xs) == len(one.xs):
        close = all(abs(x - y) <= 2 * _NEAR for x, y in zip(xs, one.xs, strict=True))
        return (list(one.rows), list(other.rows), one.xs) if close else None
    wide, narrow = (one.xs, xs) if len(one.xs) > len(xs) else (xs, one.xs)
    places = [min(range(len(wide)), key=lambda index: abs(wide[index] - x)) for x in narrow]
    if any(abs(wide[place] - x) > _NEAR for place, x in zip(places, narrow, strict=True)):
        return None
    if wide is one.xs:
        return list(one.rows), _widened(other.rows, places), one.xs
    return _widened(one.rows, places), list(other.rows), tuple(xs)


def _widened(rows: Sequence[Row], places: Sequence[int]) -> list[tuple[Cell, ...]]:
    """Rows whose cells cover several columns of the other part: their text stands in each."""
    return [
        tuple(
            cell
            for cell, start, end in zip(row, places, places[1:], strict=False)
            for _ in range(end - start)
        )
        for row in rows
    ]  # fmt: skip


def together(one: Cell, other: Cell) -> Cell:
    """The parts of a cell that a page's end cut in two."""
    if not one.text or not other.text:
        return one if one.text else other
    weights = len(one.text), len(other.text)
    sure = (one.confidence * weights[0] + other.confidence * weights[1]) / sum(weights)
    return Cell(text=join_texts([one.text, other.text]), confidence=min(1.0, sure), weak=(*one.weak, *other.weak))


def _block(part: Flow | _Whole) -> Block:
    if isinstance(part, Flow):
        return part.paragraph()
    return Table(rows=part.table.rows, header_rows=part.header, pages=part.table.pages)


def _findings(number: int, whole: _Whole) -> list[Finding]:
    table, first = {"table": str(number)}, whole.table.pages[0]
    found = []
    if len(whole.table.pages) > 1:
        pages = {"pages": ",".join(str(page) for page in whole.table.pages)}
        found.append(Finding(code=FindingCode.TABLE_JOINED, page=first, details=table | pages))
    found += [Finding(code=FindingCode.TABLE_ROW_JOINED, page=page, details=table) for page in whole.rows_joined]
    if whole.table.uneven:
        found.append(Finding(code=FindingCode.TABLE_UNEVEN, page=first, details=table))
    if not whole.table.lined:
        found.append(Finding(code=FindingCode.TABLE_WITHOUT_LINES, page=first, details=table))
    return found
