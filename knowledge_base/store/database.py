"""The store of one index build: documents and passages in a SQLite file, opened for reading only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from knowledge_base.ingest.guides import Guide
from knowledge_base.ingest.library import Library
from knowledge_base.ingest.originals import Original
from knowledge_base.ingest.records import Agency, Contact, GlossaryEntry, PlanRecord
from knowledge_base.store.passages import Passage

Model = TypeVar("Model")

_SCHEMA = """
CREATE TABLE records (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id));
CREATE TABLE passages (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL, agency TEXT, kind TEXT NOT NULL,
    item TEXT NOT NULL, fingerprint TEXT NOT NULL, body TEXT NOT NULL
);
CREATE INDEX passages_by_document ON passages (document_id);
"""


def write_store(path: Path, library: Library, passages: Iterable[Passage]) -> None:
    """Write a new store file with the library's records and its passages (positions count from 0)."""
    with sqlite3.connect(path) as connection:
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO records VALUES (?, ?, ?)", _record_rows(library))
        connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    at,
                    one.id,
                    one.document_id,
                    one.agency,
                    one.kind,
                    one.item,
                    one.fingerprint,
                    one.model_dump_json(),
                )
                for at, one in enumerate(passages)
            ),
        )
    connection.close()


def _record_rows(library: Library) -> Iterable[tuple[str, str, str]]:
    yield from (("plan", one.document_id, one.model_dump_json()) for one in library.plans)
    yield from (("guide", one.document_id, one.model_dump_json()) for one in library.guides)
    yield from (("agency", one.slug, one.model_dump_json()) for one in library.agencies)
    yield from (("term", one.id, one.model_dump_json()) for one in library.glossary)
    yield from (("contact", one.key, one.model_dump_json()) for one in library.contacts)
    yield from (("original", one.document_id, one.model_dump_json()) for one in library.originals)
    yield from (("before", one.document_id, one.model_dump_json()) for one in library.before)


def passage_fingerprints(path: Path) -> dict[str, str]:
    """The fingerprint of every passage in a store file by its id; empty when the file is unreadable.

    Two builds are compared by them, also when other code wrote the older one.
    """
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        return dict(connection.execute("SELECT id, fingerprint FROM passages").fetchall())
    except sqlite3.Error:
        return {}
    finally:
        connection.close()


class Store:
    """Read access to one build's records and passages; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.plans = {one.document_id: one for one in self._records("plan", PlanRecord)}
        self.guides = {one.document_id: one for one in self._records("guide", Guide)}
        self.agencies = {one.slug: one for one in self._records("agency", Agency)}
        self.terms = {one.id: one for one in self._records("term", GlossaryEntry)}
        self.contacts = {one.key: one for one in self._records("contact", Contact)}
        self.originals = {one.document_id: one for one in self._records("original", Original)}
        self.before = {one.document_id: one for one in self._records("before", PlanRecord)}

    def passages(self, positions: Sequence[int]) -> list[Passage]:
        """The passages at these positions, in the order asked for. Raises ``KeyError`` for an unknown one."""
        marks = ",".join("?" * len(positions))
        rows = self._connection.execute(
            f"SELECT position, body FROM passages WHERE position IN ({marks})",  # noqa: S608 - marks only
            [int(one) for one in positions],
        )
        found = {position: Passage.model_validate_json(body) for position, body in rows}
        return [found[int(one)] for one in positions]

    def by_id(self, passage_id: str) -> Passage:
        """The passage with this id. Raises ``KeyError``."""
        row = self._connection.execute("SELECT body FROM passages WHERE id = ?", (passage_id,)).fetchone()
        if row is None:
            raise KeyError(passage_id)
        return Passage.model_validate_json(row[0])

    def placed(self) -> list[tuple[str, str]]:
        """Document and kind of every passage, by position."""
        return list(self._connection.execute("SELECT document_id, kind FROM passages ORDER BY position"))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _records(self, kind: str, model: type[Model]) -> list[Model]:
        adapter = TypeAdapter(model)
        rows = self._connection.execute("SELECT body FROM records WHERE kind = ? ORDER BY rowid", (kind,))
        return [adapter.validate_json(body) for (body,) in rows]
