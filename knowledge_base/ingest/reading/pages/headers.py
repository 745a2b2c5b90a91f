"""The header of a table: which of its first rows name the columns."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from knowledge_base.ingest.reading.document import Cell
from vietnamese import fold

_NUMBER_NAMES = {"tt", "stt", "so tt", "so thu tu"}
_LONGEST_NAME = 60
_ALIKE = 88
"""Of 100: how alike two rows are that a scan has read twice."""


def header_rows(rows: Sequence[Sequence[Cell]], *, spanned: int = 1, bold: Sequence[bool] = ()) -> int:
    """How many rows are header. ``spanned``: rows that a cell of the first row covers; ``bold``: per row."""
    if len(rows) < 2 or not rows[0]:
        return 0
    first = [cell.text for cell in rows[0]]
    named = fold(first[0]).strip(" .") in _NUMBER_NAMES
    short = all(len(text) <= _LONGEST_NAME for text in first)
    filled = sum(bool(text) for text in first) >= len(first) - 1
    told = named or (bool(bold) and bold[0] and len(bold) > 1 and not bold[1])
    if not (short and filled and told):
        return 0
    count = min(max(spanned, 1), len(rows) - 1)
    return count + _counts_columns(rows[count]) if count + 1 < len(rows) else count


def same_row(one: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Whether two rows say the same, misread letters aside."""
    said, again = (" | ".join(fold(cell.text) for cell in row) for row in (one, other))
    return said == again or fuzz.ratio(said, again) >= _ALIKE


def _counts_columns(row: Sequence[Cell]) -> int:
    """1 for a row that numbers the columns, "(1) (2) (3)" or "1 2 3", else 0."""
    numbers = [cell.text.strip(" ().") for cell in row]
    return int(len(numbers) > 2 and numbers == [str(number) for number in range(1, len(numbers) + 1)])
