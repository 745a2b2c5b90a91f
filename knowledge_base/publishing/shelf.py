"""The shelf: the records of every version, the library they make together, and the review files. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from knowledge_base.ingest.library import Library, load_library
from knowledge_base.ingest.published import join
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.publishing import contents, ledger
from knowledge_base.publishing.building import read_published
from knowledge_base.publishing.database import KnowledgeDatabase
from knowledge_base.publishing.errors import UnknownPlanError
from knowledge_base.publishing.review import read_review, review_path, write_review
from knowledge_base.publishing.versions import COMMITTED, Name, Version


class Shelf:
    """Read access to what was ingested and published, and to the files in ``knowledge_dir``."""

    def __init__(self, database: KnowledgeDatabase, knowledge_dir: Path, review_dir: Path) -> None:
        self._database = database
        self._knowledge_dir = knowledge_dir
        self.review_dir = review_dir

    def library(self) -> Library:
        """The files with what is published. Raises ``SourceError`` or ``JoinError``."""
        return join(load_library(self._knowledge_dir), read_published(self._database))

    def is_committed(self, document: str) -> bool:
        """Whether the files hold a record of this document."""
        return (self._knowledge_dir / "plans" / f"{document}.yml").exists()

    def record(self, name: Name) -> PlanRecord:
        """The record of a version (0: the committed one), or the one in force; of a draft the edited one.

        Raises ``UnknownPlanError``, ``UnknownVersionError``, ``NothingToDoError`` or ``ReviewError``.
        """
        if name.number is None:
            return _known(name.document, self.library().plans)
        if name.number == COMMITTED:
            return _known(name.document, load_library(self._knowledge_dir).plans)
        with self._database.read() as connection:
            version = ledger.get(connection, name.document, name.number)
            record = contents.record_of(connection, version)
        if record is not None:
            return record
        plans = {plan.document_id for plan in self.library().plans}
        path = self.review_file(version)
        return read_review(path, document=version.document_id, agency=version.agency, plans=plans)

    def review_file(self, version: Version) -> Path:
        """The review file of a version, written again from the database where it is missing."""
        path = review_path(self.review_dir, version)
        if not path.exists():
            with self._database.read() as connection:
                write_review(path, contents.review_of(connection, version))
        return path


def _known(document: str, plans: Iterable[PlanRecord]) -> PlanRecord:
    by_id = {plan.document_id: plan for plan in plans}
    if document not in by_id:
        raise UnknownPlanError(document, sorted(by_id))
    return by_id[document]
