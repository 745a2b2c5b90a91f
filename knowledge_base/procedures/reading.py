"""The file that is imported, read line by line: every problem found and named, none passed over."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from knowledge_base.ingest.errors import FieldError, SourceError
from knowledge_base.procedures.errors import ImportRefusedError
from knowledge_base.procedures.rows import ProcedureRow

MOST_PROBLEMS = 200
# A catalogue of the whole country is some 7,000 rows of 12 KB; what is far beyond that is no catalogue.
LONGEST_LINE = 2_000_000
LARGEST_FILE = 500_000_000
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class RowsRead:
    """The rows in the file's order, and how many empty lines stood between them."""

    rows: list[ProcedureRow]
    empty_lines: int


def read_rows(path: Path) -> RowsRead:
    """Read a ``.jsonl`` file, gzipped or not. Raises ``ImportRefusedError`` with all problems of the file."""
    rows: list[ProcedureRow] = []
    problems: list[SourceError] = []
    line_of: dict[str, int] = {}
    empty = 0
    try:
        for number, line in _lines(path):
            if not line.strip():
                empty += 1
                continue
            try:
                row = _row(path, number, line)
                if row.ma_thu_tuc in line_of:
                    problem = f"used before, on line {line_of[row.ma_thu_tuc]}"
                    raise FieldError(path, number, "ma_thu_tuc", row.ma_thu_tuc, problem)
            except SourceError as problem_found:
                problems.append(problem_found)
                if len(problems) >= MOST_PROBLEMS:
                    break
                continue
            line_of[row.ma_thu_tuc] = number
            rows.append(row)
    except SourceError as unreadable:
        problems.append(unreadable)
    if not problems and not rows:
        problems.append(SourceError(path, 1, "holds no procedure"))
    if problems:
        raise ImportRefusedError(problems)
    return RowsRead(rows, empty)


def _row(path: Path, number: int, line: str) -> ProcedureRow:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise SourceError(path, number, f"not readable as JSON: {error}") from None
    if not isinstance(data, dict):
        raise SourceError(path, number, f"a row is a JSON object, not {type(data).__name__}")
    try:
        return ProcedureRow.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "(whole row)"
        value = "(missing)" if first["type"] == "missing" else first["input"]
        more = f"; {error.error_count() - 1} more in this row" if error.error_count() > 1 else ""
        raise FieldError(path, number, field, value, f"{first['msg']}{more}") from None


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    number, size = 0, 0
    try:
        with _opened(path) as file:
            while chunk := file.readline(LONGEST_LINE + 1):
                number += 1
                size += len(chunk)
                if len(chunk) > LONGEST_LINE:
                    raise SourceError(path, number, f"longer than {LONGEST_LINE} bytes")
                if size > LARGEST_FILE:
                    raise SourceError(path, number, f"more than {LARGEST_FILE} bytes unpacked")
                yield number, chunk.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(path, number, f"not UTF-8 at byte {error.start} of the line") from None
    except (OSError, EOFError, gzip.zlib.error) as error:  # type: ignore[attr-defined]
        raise SourceError(path, number + 1, f"cannot be read: {error}") from None


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(len(_GZIP)) == _GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]
