"""Tables of a text file: rows of cells split by tabs or bars, runs of them put together to whole tables.

A run after a page break repeats the header, and its first row may continue the last one before the break: a row
without a number of its own, whose other cells are empty or go on where the ones above stop.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_base.ingest.reading.document import Cell, Table

Row = list[str]
_FEW = 2


def joined_tables(runs: Sequence[Sequence[Row]]) -> tuple[list[Table], int, int]:
    """The tables of ``runs`` (each a list of rows), how many runs and how many rows were joined.

    Two runs are one table when the second repeats the first one's header.
    """
    tables: list[list[Row]] = []
    runs_joined = rows_joined = 0
    for run in runs:
        rows = [_stripped(row) for row in run]
        if tables and rows and _key(rows[0]) == _key(tables[-1][0]):
            runs_joined += 1
            rest = rows[1:]
            if rest and continues(tables[-1][-1], rest[0]):
                tables[-1][-1] = append(tables[-1][-1], rest.pop(0))
                rows_joined += 1
            tables[-1].extend(rest)
        else:
            tables.append(rows)
    return [_table(rows) for rows in tables], runs_joined, rows_joined


def continues(above: Row, row: Row) -> bool:
    """Whether ``row``, the first after a page break, goes on with the row ``above`` the break."""
    if row[:1] != [""] or not any(row) or len([one for one in above if one]) <= _FEW:
        return False
    last_above, last = above[len(row) - 1 :], row[-1]
    return not (last and last_above and last_above[0])


def append(above: Row, row: Row) -> Row:
    """The two rows as one, cell by cell."""
    width = max(len(above), len(row))
    above, row = above + [""] * (width - len(above)), row + [""] * (width - len(row))
    return [f"{one} {other}".strip() for one, other in zip(above, row, strict=True)]


def _stripped(row: Row) -> Row:
    return [" ".join(cell.split()) for cell in row]


def _key(row: Row) -> list[str]:
    return [cell.casefold() for cell in row]


def _table(rows: list[Row]) -> Table:
    width = max(len(row) for row in rows)
    cells = tuple(tuple(Cell(text=text) for text in row + [""] * (width - len(row))) for row in rows)
    return Table(rows=cells, header_rows=1 if len(rows) > 1 and all(rows[0]) else 0)
