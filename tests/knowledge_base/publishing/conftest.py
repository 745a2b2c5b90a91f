"""A desk in a home of the test's own: the sample knowledge, a real database, real index builds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from knowledge_base.answer.assistant import Assistant
from knowledge_base.ingest.reading.document import Document
from knowledge_base.ingest.reading.reader import read_here
from knowledge_base.ingest.structuring.draft import Draft
from knowledge_base.ingest.structuring.draft_yaml import to_yaml
from knowledge_base.ingest.structuring.structurer import structure
from knowledge_base.publishing import ledger
from knowledge_base.publishing.building import Index
from knowledge_base.publishing.database import KnowledgeDatabase
from knowledge_base.publishing.desk import Desk
from knowledge_base.publishing.ingesting import Intake
from knowledge_base.publishing.ledger import NewDraft
from knowledge_base.publishing.versions import Version
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import CurrentSearcher
from knowledge_base.store.database import Store
from tests.databases.backends import Backend
from tests.knowledge_base.asking import Visitor
from tests.knowledge_base.publishing.office import write_text
from tests.knowledge_base.sample_knowledge import write_knowledge


@dataclass(frozen=True)
class Home:
    """Everything that a commune's server has of publishing."""

    folder: Path
    url: str
    database: KnowledgeDatabase
    desk: Desk
    encoder: str

    @property
    def knowledge(self) -> Path:
        return self.folder / "knowledge"

    @property
    def index(self) -> Path:
        return self.folder / "index"

    @property
    def review(self) -> Path:
        return self.folder / "review"

    @property
    def intake(self) -> Intake:
        return Intake(self.database, self.desk.shelf, self.review)

    def draft(self, document: str = "van-hoa", agency: str = "van-hoa", **changes: str) -> Version:
        """A draft of the office's plan, as ingesting stores it."""
        found, draft, content = structured(tuple(sorted(changes.items())))
        new = NewDraft(
            document_id=document,
            agency=agency,
            file_name="ke-hoach.txt",
            content=content,
            title=draft.title.value or "",
            document=found,
            draft=draft,
            review=to_yaml(draft, document_id=document, agency=agency, name="ke-hoach.txt"),
            report=[],
            doubts=0,
            seconds=0.1,
            peak_bytes=1,
        )
        with self.database.write() as connection:
            return ledger.add_draft(connection, new, "lan")

    def edit(self, version: Version, old: str, new: str) -> Path:
        """Edit the review file of a draft, as the clerk does."""
        path = self.desk.shelf.review_file(version)
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    def store(self) -> Store:
        """The records of the index in force."""
        return CurrentSearcher(self.index, lambda: Encoder(self.encoder)).get().store

    def visitor(self, agency: str | None = None) -> Visitor:
        return Visitor(Assistant(self.index, self.encoder), agency)

    def state(self, version: Version) -> str:
        with self.database.read() as connection:
            return ledger.get(connection, version.document_id, version.number).state


@lru_cache(maxsize=32)
def structured(changes: tuple[tuple[str, str], ...]) -> tuple[Document, Draft, bytes]:
    """The office's plan with ``changes``, read and structured once for all tests."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_text(Path(folder) / "ke-hoach.txt", **dict(changes))
        document = read_here(path)
        return document, structure(document), path.read_bytes()


@pytest.fixture
def home(backend: Backend, tmp_path: Path, tiny_encoder: str) -> Iterator[Home]:
    """A home with the sample's two plans; nothing is ingested, no index is built."""
    write_knowledge(tmp_path / "knowledge")
    with backend.database(tmp_path / "knowledge.db") as url:
        database = KnowledgeDatabase(url)
        index = Index(tmp_path / "knowledge", tmp_path / "index", tiny_encoder)
        yield Home(tmp_path, url, database, Desk(database, index, review_dir=tmp_path / "review"), tiny_encoder)
        database.close()
