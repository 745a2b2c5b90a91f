"""Rows and cells of a Word table as they stand in its grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

from knowledge_base.ingest.reading.office.pieces import Notes

_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")}
_MOST_COLUMNS = 63
"""Word's own limit for the columns of a table."""


@dataclass(frozen=True)
class GridCell:
    """``columns`` it covers; ``continues``: it is the lower part of the merged cell above."""

    element: _Element
    columns: int
    continues: bool


@dataclass(frozen=True)
class GridRow:
    """``before``: columns left out at its beginning; ``header``: repeated on every page."""

    before: int
    cells: tuple[GridCell, ...]
    header: bool


def columns_of(row: GridRow) -> int:
    return row.before + sum(cell.columns for cell in row.cells)


def grid_rows(table: _Element, notes: Notes) -> Iterator[GridRow]:
    """The rows of ``table``; those whose deletion is tracked are left out."""
    for row in _children(table, qn("w:tr")):
        properties = row.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            notes.changes += 1
            continue
        cells: list[GridCell] = []
        for cell in _children(row, qn("w:tc")):
            merged_left = _merge(cell, "w:hMerge")
            if merged_left == "continue" and cells:
                cells[-1] = GridCell(cells[-1].element, cells[-1].columns + _span(cell), cells[-1].continues)
            else:
                cells.append(GridCell(cell, _span(cell), _merge(cell, "w:vMerge") == "continue"))
        yield GridRow(_number(properties, "w:gridBefore", 0), tuple(cells), _flag(properties, "w:tblHeader"))


def _children(parent: _Element, tag: str) -> Iterator[_Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _merge(cell: _Element, name: str) -> str | None:
    found = cell.find(f"{qn('w:tcPr')}/{qn(name)}")
    return None if found is None else str(found.get(qn("w:val"), "continue"))


def _span(cell: _Element) -> int:
    return max(1, min(_number(cell.find(qn("w:tcPr")), "w:gridSpan", 1), _MOST_COLUMNS))


def _number(properties: _Element | None, name: str, default: int) -> int:
    found = properties.find(qn(name)) if properties is not None else None
    return default if found is None else min(int(found.get(qn("w:val"), default)), _MOST_COLUMNS)


def _flag(properties: _Element | None, name: str) -> bool:
    found = properties.find(qn(name)) if properties is not None else None
    return found is not None and found.get(qn("w:val"), "1") not in {"0", "false", "off"}
