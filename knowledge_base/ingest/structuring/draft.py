"""The draft: a plan record as it was found in a document, with how sure each part is and where it stands.

A part is doubtful when its confidence lies below ``CERTAIN`` or when a field is named in ``doubtful``; the reviewer
sees those first. Nothing here is invented: what the document leaves blank is ``None``.
"""

from __future__ import annotations

import datetime
from typing import Generic, Literal, TypeVar

from knowledge_base.ingest.reading.document import Finding, Part, Share
from knowledge_base.ingest.records import ClauseKind, Comparator, Period

CERTAIN = 0.8
Value = TypeVar("Value")


class Found(Part, Generic[Value]):
    """One value of the head or the end: ``text`` is the document's own wording, ``page`` counts from 1."""

    value: Value | None = None
    confidence: Share = 1.0
    page: int | None = None
    text: str = ""

    @property
    def doubted(self) -> bool:
        """Whether a reviewer has to look."""
        return self.value is None or self.confidence < CERTAIN


class Piece(Part):
    """Base of the listed parts. ``text`` is verbatim, ``doubtful`` names fields that are a guess."""

    confidence: Share = 1.0
    page: int | None = None
    text: str = ""
    doubtful: tuple[str, ...] = ()

    @property
    def doubted(self) -> bool:
        """Whether a reviewer has to look."""
        return self.confidence < CERTAIN or bool(self.doubtful)


class DraftClause(Piece):
    """A place of the document; ``content`` is its text as repaired, ``text`` as it was read."""

    id: str
    locator: str
    kind: ClauseKind
    heading_path: tuple[str, ...] = ()
    content: str


class DraftTarget(Piece):
    """A target; fields as in ``records.Target``."""

    id: str
    subject: str
    population: str | None = None
    comparator: Comparator
    value: float | None = None
    value_to: float | None = None
    unit: str | None = None
    year: int | None = None
    content: str
    clause: str


class DraftTask(Piece):
    """A task of the body or a row of the appendix; fields as in ``records.Task``."""

    id: str
    number: str | None = None
    group: str | None = None
    content: str
    lead_units: tuple[str, ...] = ()
    coordinating_units: tuple[str, ...] = ()
    period: Period | None = None
    in_appendix: bool = False
    clause: str


class DraftDeadline(Piece):
    """A report; fields as in ``records.ReportDeadline``."""

    id: str
    reporter: str
    recipient: str
    through: str | None = None
    day: int | None = None
    month: int | None = None
    every_year: bool = True
    subject: str
    clause: str


class DraftDuty(Piece):
    """What a unit has to do; fields as in ``records.Duty``."""

    id: str
    unit: str
    content: str
    clause: str


class DraftBasis(Piece):
    """A document this one refers to; fields as in ``records.LegalBasis``."""

    number: str
    date: datetime.date | None = None
    issuer: str | None = None
    title: str
    relation: Literal["carries_out", "cites", "proposed_by"]
    clause: str


class Draft(Part):
    """Everything found in one document, in the order of the document."""

    title: Found[str] = Found()
    number: Found[str] = Found()
    date: Found[datetime.date | str] = Found()
    issuer: Found[str] = Found()
    signatory: Found[str] = Found()
    signatory_role: Found[str] = Found()
    period_start: Found[int] = Found()
    period_end: Found[int] = Found()
    carries_out: tuple[DraftBasis, ...] = ()
    recipients: tuple[Found[str], ...] = ()
    clauses: tuple[DraftClause, ...] = ()
    targets: tuple[DraftTarget, ...] = ()
    tasks: tuple[DraftTask, ...] = ()
    report_deadlines: tuple[DraftDeadline, ...] = ()
    duties: tuple[DraftDuty, ...] = ()
    findings: tuple[Finding, ...] = ()
