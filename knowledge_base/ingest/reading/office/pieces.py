"""Paragraphs and tables of a word processor's file, before they become blocks.

The head and the end of a document often stand in a table without lines, or left and right of a tab: what is side by
side there is read block by block, as on a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from knowledge_base.ingest.reading.document import Block, Cell, Finding, FindingCode, Paragraph, Table
from knowledge_base.ingest.reading.pages.headers import header_rows, same_row
from knowledge_base.ingest.reading.pages.lines import join_texts
from knowledge_base.ingest.reading.pages.shapes import is_marker, starts_with_marker
from knowledge_base.ingest.reading.spelling import tidy
from vietnamese import fold

_SIDE_BY_SIDE = re.compile(r"\t+| {4,}")
_MOTTO = re.compile(r"cong hoa xa hoi chu nghia|doc lap\s*-\s*tu do")
_RECIPIENTS = re.compile(r"^\s*noi nhan\s*:?")
_MOST_LAYOUT_ROWS = 4
_MOST_LAYOUT_COLUMNS = 3


@dataclass(frozen=True)
class Text:
    """A paragraph; tabs and line feeds in it are tabs and line breaks."""

    text: str
    bold: bool = False
    centred: bool = False
    heading_level: int | None = None


@dataclass(frozen=True)
class TableCell:
    """A cell's content: paragraphs and tables."""

    content: Sequence[Piece] = ()


@dataclass(frozen=True)
class OfficeTable:
    """Rows × columns of cells; a merged cell stands in each of its places. ``lined``: its lines are drawn."""

    rows: Sequence[Sequence[TableCell]]
    header_rows: int = 0
    spanned: int = 1
    lined: bool = True


Piece = Text | OfficeTable


@dataclass
class Notes:
    """What is counted while walking through a file."""

    left_out: dict[str, int] = field(default_factory=dict)
    fonts: set[str] = field(default_factory=set)
    changes: int = 0

    def leave_out(self, what: str, count: int = 1) -> None:
        self.left_out[what] = self.left_out.get(what, 0) + count

    def findings(self) -> list[Finding]:
        found = [
            Finding(code=FindingCode.LEFT_OUT, details={"what": what, "count": str(count)})
            for what, count in self.left_out.items()
        ]
        if self.changes:
            found.append(Finding(code=FindingCode.CHANGES_ACCEPTED, details={"count": str(self.changes)}))
        if self.fonts:
            found.append(Finding(code=FindingCode.FONT_CONVERTED, details={"fonts": ", ".join(sorted(self.fonts))}))
        return found


def blocks_of(pieces: Sequence[Piece]) -> tuple[list[Block], list[Finding]]:
    """Make blocks of ``pieces``; tables that go on under their own header again are joined, and said so."""
    blocks: list[Block] = []
    joined: dict[int, int] = {}
    for piece in _flattened(_untabbed(pieces)):
        if isinstance(piece, Text):
            blocks += _paragraphs(piece)
            continue
        table = _table(piece)
        if table is None:
            continue
        whole = _with(blocks[-1], table) if blocks and isinstance(blocks[-1], Table) else None
        if whole is not None:
            blocks[-1] = whole
            number = sum(isinstance(block, Table) for block in blocks)
            joined[number] = joined.get(number, 1) + 1
        else:
            blocks.append(table)
    findings = [
        Finding(code=FindingCode.TABLE_JOINED, details={"table": str(number), "parts": str(parts)})
        for number, parts in joined.items()
    ]
    return blocks, findings


def _paragraphs(piece: Text) -> Iterable[Paragraph]:
    """A line break ends a paragraph where lines are centred or numbered; elsewhere it is a blank."""
    lines = [tidy(line) for line in piece.text.split("\n")]
    groups: list[list[str]] = []
    for line in filter(None, lines):
        if not groups or piece.centred or starts_with_marker(line):
            groups.append([line])
        else:
            groups[-1].append(line)
    for group in groups:
        yield Paragraph(
            text=join_texts(group), bold=piece.bold, centred=piece.centred, heading_level=piece.heading_level
        )


def _table(piece: OfficeTable) -> Table | None:
    cells = [tuple(Cell(text=_cell_text(cell)) for cell in row) for row in piece.rows]
    rows = [row for row in cells if any(cell.text for cell in row)]
    if not rows:
        return None
    told = min(piece.header_rows, len(rows) - 1)
    bold = [all(text.bold for cell in row for text in _texts(cell) if text.text.strip()) for row in piece.rows]
    header = told or header_rows(rows, spanned=piece.spanned, bold=bold)
    first = rows[:header]
    body = [row for index, row in enumerate(rows) if index < header or not any(same_row(row, one) for one in first)]
    return Table(rows=tuple(body), header_rows=header)


def _with(before: Block, table: Table) -> Table | None:
    """``before`` and ``table`` as one, when the second has the first one's header again."""
    if not isinstance(before, Table) or len(before.rows[0]) != len(table.rows[0]) or not before.header_rows:
        return None
    count = before.header_rows
    pairs = zip(before.rows[:count], table.rows[:count], strict=False)
    if len(table.rows) < count or not all(same_row(one, other) for one, other in pairs):
        return None
    return before.model_copy(update={"rows": before.rows + table.rows[count:]})


def _cell_text(cell: TableCell) -> str:
    lines: list[str] = []
    for piece in cell.content:
        if isinstance(piece, Text):
            lines += [tidy(line) for line in piece.text.split("\n")]
        else:
            lines += [" | ".join(filter(None, (_cell_text(one) for one in row))) for row in piece.rows]
    return join_texts(lines)


def _texts(cell: TableCell) -> list[Text]:
    return [piece for piece in cell.content if isinstance(piece, Text)]


def _flattened(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Tables that only place text side by side become their columns, one after the other."""
    for piece in pieces:
        if isinstance(piece, OfficeTable) and _only_places(piece):
            for column in range(len(piece.rows[0])):
                seen: TableCell | None = None
                for row in piece.rows:
                    if row[column] is not seen and not any(row[column] is other for other in row[:column]):
                        yield from _flattened(row[column].content)
                    seen = row[column]
        else:
            yield piece


def _only_places(table: OfficeTable) -> bool:
    if not table.rows or len(table.rows) > 2 * _MOST_LAYOUT_ROWS:
        return False
    said = [fold(text.text) for row in table.rows for cell in row for text in _texts(cell)]
    few = len(table.rows) <= _MOST_LAYOUT_ROWS and len(table.rows[0]) <= _MOST_LAYOUT_COLUMNS
    told = any(_MOTTO.search(text) or _RECIPIENTS.match(text) for text in said)
    one_cell = len(table.rows) == 1 and len(table.rows[0]) == 1
    return one_cell or told or (few and not table.lined)


def _untabbed(pieces: Sequence[Piece]) -> Iterable[Piece]:
    """Lines whose left and right sides are parted by a tab: first the left sides, then the right ones."""
    index = 0
    while index < len(pieces):
        end = _side_by_side(pieces, index)
        if end == index:
            yield pieces[index]
            index += 1
            continue
        lines = [(one, line) for one in pieces[index:end] if isinstance(one, Text) for line in one.text.split("\n")]
        sides = [(one, _SIDE_BY_SIDE.split(line.strip("\n"), maxsplit=1)) for one, line in lines]
        yield from (replace(one, text=side[0]) for one, side in sides if side[0].strip())
        yield from (replace(one, text=side[1]) for one, side in sides if len(side) > 1 and side[1].strip())
        index = end


def _side_by_side(pieces: Sequence[Piece], start: int) -> int:
    """Where the run of two-sided lines ends that begins at ``start``; ``start`` when there is none."""
    first = pieces[start]
    if not isinstance(first, Text) or not _is_split(first.text):
        return start
    head = not _RECIPIENTS.match(fold(first.text))
    end, told = start, False
    while end < len(pieces):
        piece = pieces[end]
        if not isinstance(piece, Text) or not (_is_split(piece.text) or _is_end_line(piece.text, head=head)):
            break
        said = fold(piece.text)
        told = told or bool(_MOTTO.search(said) or _RECIPIENTS.match(said))
        end += 1
    return end if told else start


def _is_split(text: str) -> bool:
    for line in text.split("\n"):
        sides = [side for side in _SIDE_BY_SIDE.split(line.strip()) if side.strip()]
        if len(sides) == 2 and not is_marker(sides[0].strip()):
            return True
    return False


def _is_end_line(text: str, *, head: bool) -> bool:
    """A line that stands on one side only: a recipient on the left, a name pushed to the right by tabs."""
    return not head and (text.strip().startswith("-") or text.startswith(("\t", "    ")) or not text.strip())
