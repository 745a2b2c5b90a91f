"""Words into the cells of a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.ingest.reading.document import Cell
from knowledge_base.ingest.reading.pages.grids import Grid
from knowledge_base.ingest.reading.pages.lines import join_texts, lines_of
from knowledge_base.ingest.reading.pages.parts import Box, Line, Word, weak_words

_CODE = re.compile(r"[A-ZĐ&./\d-]{3,}$")
_CODE_GOES_ON = re.compile(r"^[A-ZĐ&./\d]+(?![a-zà-ỹđ])")


@dataclass(frozen=True)
class PageTable:
    """A table, or one page's part of it. ``xs``: where its columns begin and end, in points.

    ``bold``: for each row, whether all its words are bold. ``lined``: drawn with ruling lines. ``header``: the rows
    that belong together with the first one because a cell covers them. ``spans``: for each place, the number of the
    cell that covers it, empty where no cell covers more than one.
    """

    page: int
    box: Box
    xs: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bold: tuple[bool, ...] = ()
    lined: bool = True
    uneven: bool = False
    header: int = 1
    pages: tuple[int, ...] = ()
    spans: tuple[tuple[int, ...], ...] = ()


def table_of(grid: Grid, words: Sequence[Word], page: int) -> PageTable:
    """Read the table of ``grid``; the text of a merged cell stands in each of its places."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    empty = Cell(text="")
    cells = [[empty] * columns for _ in range(rows)]
    bold = [True] * rows
    covering = [[0] * columns for _ in range(rows)]
    header = 1
    for number, span in enumerate(grid.spans):
        inside = [word for word in words if span.box.holds(word.box.middle)]
        cell = cell_of(lines_of(inside), span.box)
        for row in range(span.row, span.row + span.rows):
            bold[row] = bold[row] and all(word.bold for word in inside)
            for column in range(span.column, span.column + span.columns):
                cells[row][column] = cell
                covering[row][column] = number
        if span.row == 0:
            header = max(header, span.rows)
    kept = [index for index, row in enumerate(cells) if any(cell.text for cell in row)]
    return PageTable(
        page=page,
        box=grid.box,
        xs=grid.xs,
        rows=tuple(tuple(cells[index]) for index in kept),
        bold=tuple(bold[index] for index in kept),
        uneven=grid.uneven,
        header=min(header, len(kept)),
        pages=(page,),
        spans=tuple(tuple(covering[index]) for index in kept),
    )


def cell_of(lines: Sequence[Line], box: Box | None = None) -> Cell:
    """The lines of a cell as its text, as sure as the mean of its words; ``box`` is the cell's, when it is known."""
    words = [word for line in lines for word in line.words]
    if not words:
        return Cell(text="")
    sure = sum(word.confidence for word in words) / len(words)
    texts: list[str] = []
    for index, line in enumerate(lines):
        if index and box is not None and _is_cut(lines[index - 1], line, box):
            texts[-1] += line.text
        else:
            texts.append(line.text)
    return Cell(text=join_texts(texts), confidence=min(1.0, sure), weak=weak_words(words))


def _is_cut(before: Line, line: Line, box: Box) -> bool:
    """Whether a code too long for its cell was cut at the cell's edge: "BCVT&CNT" + "T".

    It fills the line from edge to edge, and the letters to both sides of the cut are no end and beginning of words.
    """
    if len(before.words) != 1 or not _CODE.search(before.text) or not _CODE_GOES_ON.match(line.text):
        return False
    letter = before.box.width / len(before.text)
    padding = max(before.box.x0 - box.x0, 2.0)
    return box.x1 - padding - before.box.x1 < 1.4 * letter
