"""Rows and cells of an OpenDocument table as they stand in its grid."""

from __future__ import annotations

from collections.abc import Iterator

from odfdo import Element

_MOST_COLUMNS = 200
_MOST_REPEATS = 50
"""A row or cell may say that it is repeated; a table that claims more is cut, not followed."""

Grid = list[list[Element | None]]


def grid_rows(table: Element) -> tuple[Grid, int, int]:
    """The cells by row and column, a merged one in each of its places; header rows; rows that the first row covers."""
    rows: Grid = []
    pending: dict[tuple[int, int], Element] = {}
    header, spanned = 0, 1
    for row, is_header in _rows(table, inside_header=False):
        index = len(rows)
        line: list[Element | None] = []
        for cell in row.children:
            if cell.tag not in {"table:table-cell", "table:covered-table-cell"}:
                continue
            for _ in range(_times(cell, "table:number-columns-repeated")):
                place = index, len(line)
                if cell.tag == "table:covered-table-cell":
                    line.append(pending.get(place))
                    continue
                line.append(cell)
                down = _times(cell, "table:number-rows-spanned")
                across = _times(cell, "table:number-columns-spanned")
                for r in range(down):
                    for c in range(across):
                        pending[index + r, place[1] + c] = cell
                if index == 0:
                    spanned = max(spanned, down)
        rows.append(line[:_MOST_COLUMNS])
        if is_header and header == index:
            header = index + 1
    width = max((len(row) for row in rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows], header, spanned


def _rows(parent: Element, *, inside_header: bool) -> Iterator[tuple[Element, bool]]:
    for child in parent.children:
        if child.tag == "table:table-row":
            for _ in range(_times(child, "table:number-rows-repeated")):
                yield child, inside_header
        elif child.tag == "table:table-header-rows":
            yield from _rows(child, inside_header=True)
        elif child.tag in {"table:table-rows", "table:table-row-group"}:
            yield from _rows(child, inside_header=inside_header)


def _times(element: Element, attribute: str) -> int:
    value = element.get_attribute(attribute)
    return min(int(str(value)), _MOST_REPEATS) if value is not None else 1
