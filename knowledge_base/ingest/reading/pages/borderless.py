"""Tables without ruling lines, told by columns that several lines share. A guess, and reported as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.ingest.reading.document import Cell
from knowledge_base.ingest.reading.pages.columns import Gutter, gaps_of
from knowledge_base.ingest.reading.pages.parts import Line, around
from knowledge_base.ingest.reading.pages.tables import PageTable, cell_of

_LEAST_LINES = 3
_LEAST_GAPS = 2


@dataclass(frozen=True)
class Run:
    """Lines ``start`` to ``end`` (exclusive) that keep ``gutters`` empty."""

    start: int
    end: int
    gutters: tuple[Gutter, ...]


def find_runs(lines: Sequence[Line]) -> list[Run]:
    """Find where ``lines``, from top to bottom, stand in three columns or more."""
    runs, index = [], 0
    while index < len(lines):
        run = _run(lines, index)
        if run is None:
            index += 1
        else:
            runs.append(run)
            index = run.end
    return runs


def borderless_table(lines: Sequence[Line], gutters: Sequence[Gutter], page: int) -> PageTable:
    """The table that ``lines`` make; a line with something in the first column begins a row."""
    middles = [(gutter.left + gutter.right) / 2 for gutter in gutters]
    rows: list[list[list[Line]]] = []
    for line in lines:
        columns = [
            tuple(word for word in line.words if sum(word.box.middle[0] > middle for middle in middles) == column)
            for column in range(len(middles) + 1)
        ]
        if columns[0] or not rows:
            rows.append([[] for _ in columns])
        for held, words in zip(rows[-1], columns, strict=True):
            if words:
                held.append(Line(words))
    box = around(line.box for line in lines)
    cells: list[tuple[Cell, ...]] = [tuple(cell_of(held) for held in row) for row in rows]
    return PageTable(
        page=page,
        box=box,
        xs=(box.x0, *middles, box.x1),
        rows=tuple(cells),
        bold=tuple(all(line.bold for held in row for line in held) for row in rows),
        lined=False,
        pages=(page,),
    )


def _run(lines: Sequence[Line], start: int) -> Run | None:
    gutters = gaps_of(lines[start])
    if len(gutters) < _LEAST_GAPS:
        return None
    end, told = start + 1, 1
    while end < len(lines):
        narrowed = [_kept_empty(gutter, lines[end]) for gutter in gutters]
        if any(one is None for one in narrowed):
            break
        gutters = [one for one in narrowed if one is not None]
        told += len(gaps_of(lines[end])) >= _LEAST_GAPS
        end += 1
    return Run(start, end, tuple(gutters)) if told >= _LEAST_LINES else None


def _kept_empty(gutter: Gutter, line: Line) -> Gutter | None:
    """The part of ``gutter`` where no word of ``line`` stands."""
    left, right = gutter.left, gutter.right
    for word in line.words:
        if word.box.x1 <= left or word.box.x0 >= right:
            continue
        if word.box.middle[0] < (left + right) / 2:
            left = max(left, word.box.x1)
        else:
            right = min(right, word.box.x0)
    return gutter.narrowed(Gutter(left, right)) if right > left else None
