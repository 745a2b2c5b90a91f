"""The store of one imported catalogue: procedures in a SQLite file, opened for reading only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from knowledge_base.procedures.errors import UnknownCodeError
from knowledge_base.procedures.model import Procedure

_SCHEMA = """
CREATE TABLE procedures (
    position INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, levels TEXT NOT NULL,
    for_residents INTEGER NOT NULL, body TEXT NOT NULL
);
"""


class Entry(NamedTuple):
    """A procedure in short. ``for_residents``: people may apply, not only companies and offices."""

    code: str
    name: str
    levels: tuple[str, ...]
    for_residents: bool


def write_store(path: Path, procedures: Iterable[Procedure]) -> None:
    """Write a new store file; positions count from 0 in the order given."""
    with sqlite3.connect(path) as connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO procedures VALUES (?, ?, ?, ?, ?, ?)",
            (
                (at, one.code, one.name, ", ".join(one.levels), one.for_residents, one.model_dump_json())
                for at, one in enumerate(procedures)
            ),
        )
    connection.close()


class ProcedureStore:
    """Read access to one catalogue; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def procedure(self, code: str) -> Procedure:
        """The procedure with this code. Raises ``UnknownCodeError``."""
        row = self._connection.execute("SELECT body FROM procedures WHERE code = ?", (code,)).fetchone()
        if row is None:
            raise UnknownCodeError(f"no procedure has the code {code!r}")
        return Procedure.model_validate_json(row[0])

    def listed(self) -> list[Entry]:
        """Every procedure in short, by position."""
        rows = self._connection.execute("SELECT code, name, levels, for_residents FROM procedures ORDER BY position")
        return [Entry(code, name, tuple(levels.split(", ")), bool(residents)) for code, name, levels, residents in rows]

    def everything(self) -> Iterable[Procedure]:
        """Every procedure, by position, read one after the other."""
        for (body,) in self._connection.execute("SELECT body FROM procedures ORDER BY position"):
            yield Procedure.model_validate_json(body)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
