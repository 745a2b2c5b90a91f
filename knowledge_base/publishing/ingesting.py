"""Ingesting: a file read in a process of its own, repaired, structured, stored as a draft, handed out for review."""

from __future__ import annotations

import hashlib
import re
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge_base.ingest.reading.document import Document, Paragraph
from knowledge_base.ingest.reading.errors import ReadingError
from knowledge_base.ingest.reading.limits import Limits
from knowledge_base.ingest.reading.reader import read
from knowledge_base.ingest.reading.report import explain, report
from knowledge_base.ingest.records import Agency
from knowledge_base.ingest.structuring.draft import Draft, Found
from knowledge_base.ingest.structuring.draft_yaml import to_yaml
from knowledge_base.ingest.structuring.repairing import check, repair
from knowledge_base.ingest.structuring.structurer import structure
from knowledge_base.publishing import contents, ledger
from knowledge_base.publishing.database import KnowledgeDatabase
from knowledge_base.publishing.errors import RefusedFileError, UnknownAgencyError
from knowledge_base.publishing.ledger import NewDraft
from knowledge_base.publishing.naming import Guess, guess_document
from knowledge_base.publishing.review import review_path, write_review
from knowledge_base.publishing.shelf import Shelf
from knowledge_base.publishing.texts import say
from knowledge_base.publishing.versions import Version, read_name
from vietnamese.restoring import Restoration, needs_restoring, restore

_DOUBT = re.compile(r"# kiểm tra:")


@dataclass(frozen=True)
class Ingested:
    """A draft, or with ``known`` the version that was made from this very file before.

    ``aside`` is where a review file of the same name was put; ``seconds`` and ``peak_bytes`` are of reading,
    repairing and structuring.
    """

    version: Version
    review: Path
    report: tuple[str, ...] = ()
    guess: Guess | None = None
    known: bool = False
    aside: Path | None = None
    seconds: float = 0.0
    peak_bytes: int = 0


@dataclass(frozen=True)
class Intake:
    """Takes files in; ``limits`` bound the reading."""

    database: KnowledgeDatabase
    shelf: Shelf
    review_dir: Path
    limits: Limits = Limits()  # noqa: RUF009 - frozen

    def ingest(
        self,
        file: Path,
        *,
        agency: str,
        by: str,
        document: str | None = None,
        title: str | None = None,
        again: bool = False,
    ) -> Ingested:
        """Make a draft of ``file`` for ``document``, or for the plan of ``agency`` that it looks like.

        The same file gives no second draft unless ``again``. Raises ``RefusedFileError``, ``UnknownAgencyError`` or
        ``BadNameError``.
        """
        document = read_name(document).document if document is not None else None
        library = self.shelf.library()
        _known_agency(agency, library.agencies)
        started = time.monotonic()
        if not again and (known := self._known(file, agency, document)) is not None:
            return Ingested(known, review_path(self.review_dir, known), known=True)
        found, content = _read(file, self.limits)
        found = _repaired(found)
        draft = _titled(structure(found), title)
        guess = None
        if document is None:
            guess = guess_document(draft, file.stem, agency, library.plans, self._titles(agency))
            document = guess.document
        review = to_yaml(draft, document_id=document, agency=agency, name=file.name)
        seconds, peak = time.monotonic() - started, _peak_bytes()
        noticed = tuple(report(draft.findings))
        new = NewDraft(
            document_id=document,
            agency=agency,
            file_name=file.name,
            content=content,
            title=draft.title.value or file.stem,
            document=found,
            draft=draft,
            review=review,
            report=noticed,
            doubts=len(_DOUBT.findall(review)),
            seconds=seconds,
            peak_bytes=peak,
        )
        with self.database.write() as connection:
            known = None if again else ledger.find_file(connection, found.sha256, agency=agency, document=document)
            version = known or ledger.add_draft(connection, new, by)
        path = review_path(self.review_dir, version)
        if known is not None:
            return Ingested(version, path, known=True)
        aside = write_review(path, review)
        return Ingested(version, path, noticed, guess, aside=aside, seconds=seconds, peak_bytes=peak)

    def _known(self, file: Path, agency: str, document: str | None) -> Version | None:
        """The version that was made from this very file, without reading it again."""
        try:
            with file.open("rb") as content:
                sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        except OSError:
            raise RefusedFileError(say("errors.no_file", file=file)) from None
        with self.database.read() as connection:
            return ledger.find_file(connection, sha256, agency=agency, document=document)

    def _titles(self, agency: str) -> dict[str, str]:
        """The title of the latest version of each document of the agency."""
        with self.database.read() as connection:
            return {one.document_id: one.title for one in ledger.all_versions(connection) if one.agency == agency}


def summary(done: Ingested, draft: Draft) -> list[str]:
    """What the clerk is told after the report: what was found, what to look at, where the file is, what it took."""
    counts = {name: len(getattr(draft, name)) for name in ("clauses", "targets", "tasks", "report_deadlines", "duties")}
    lines = [say("ingest.found", **counts)]
    doubts = done.version.doubts
    lines.append(say("ingest.doubts", count=doubts) if doubts else say("ingest.no_doubts"))
    if done.guess is not None:
        why = say(f"ingest.why.{done.guess.why}")
        lines.append(say("ingest.guessed_document", why=why, document=done.guess.document))
    lines.append(say("ingest.review_file", path=done.review))
    if done.aside is not None:
        lines.append(say("ingest.aside", path=done.aside))
    lines.append(say("ingest.cost", seconds=done.seconds, megabytes=done.peak_bytes / 1e6))
    lines.append(say("ingest.next", version=done.version.name))
    return lines


def told(done: Ingested, database: KnowledgeDatabase) -> list[str]:
    """Everything the clerk is told about an ingested file."""
    version = done.version
    if done.known:
        state = say(f"states.{version.state}")
        return [say("ingest.same_file", version=version.name, state=state, date=version.created_at)]
    with database.read() as connection:
        draft = contents.draft_of(connection, version)
    return [say("ingest.draft", version=version.name, title=version.title), *done.report, *summary(done, draft)]


def _read(file: Path, limits: Limits) -> tuple[Document, bytes]:
    """The document in ``file``, and the bytes it was read from. Raises ``RefusedFileError``."""
    try:
        found = read(file, limits=limits)
        content = file.read_bytes()
    except ReadingError as error:
        raise RefusedFileError(explain(error)) from error
    except OSError:
        raise RefusedFileError(say("errors.no_file", file=file)) from None
    if hashlib.sha256(content).hexdigest() != found.sha256:
        raise RefusedFileError(say("errors.changed_file", file=file))
    return found, content


def _known_agency(slug: str, agencies: Sequence[Agency]) -> None:
    if slug not in {one.slug for one in agencies}:
        raise UnknownAgencyError(slug, [one.slug for one in agencies])


def _repaired(document: Document) -> Document:
    """The document with its diacritics back where they are missing, and with the words that may have been misread."""
    text = "\n".join(
        block.text if isinstance(block, Paragraph) else "\n".join(cell.text for row in block.rows for cell in row)
        for block in document.blocks
    )
    need = needs_restoring(text)
    if need == "none":
        return check(document, restore)
    return repair(document, restore if need == "damaged" else _restore_typed)


def _restore_typed(text: str, *, damaged: bool) -> Restoration:  # noqa: ARG001 - the whole text says it is not
    """Text that was typed without diacritics: no letter of it was misread."""
    return restore(text)


def _titled(draft: Draft, title: str | None) -> Draft:
    return draft if title is None else draft.model_copy(update={"title": Found[str](value=title.strip(), text=title)})


def _peak_bytes() -> int:
    """The most memory that this process and any that it started held at once, each for itself."""
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
