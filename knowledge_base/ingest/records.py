"""The knowledge as it stands in the files: plan records, agencies, glossary, contacts, dated facts.

Every class here is one kind of YAML node under ``knowledge_base/``. The models are strict: an unknown
key, an empty text or a locator that no clause carries is an error, never a guess.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
ProcedureCode = Annotated[str, StringConstraints(pattern=r"^\d\.\d{6}$")]
NOT_STATED: Literal["not stated"] = "not stated"


class Record(BaseModel):
    """Base of every record: no unknown keys, no assignment after load."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Comparator(StrEnum):
    """How a target's value binds; ``BETWEEN``: ``value`` to ``value_to``; ``QUALITATIVE``: without a figure."""

    EXACTLY = "exactly"
    BETWEEN = "between"
    ABOVE = "above"
    AT_LEAST = "at_least"
    UP_TO = "up_to"
    QUALITATIVE = "qualitative"


class ClauseKind(StrEnum):
    """What a clause is about, after the parts of Decree 30/2020/NĐ-CP documents."""

    PREAMBLE = "preamble"
    PURPOSE = "purpose"
    REQUIREMENT = "requirement"
    OVERALL_GOAL = "overall_goal"
    TARGET = "target"
    TASK = "task"
    SOLUTION = "solution"
    FUNDING = "funding"
    ORGANISATION = "organisation"
    CLOSING = "closing"
    RECIPIENTS = "recipients"
    APPENDIX = "appendix"


class Clause(Record):
    """One numbered place of the document: ``III.1``, ``VII.2.d``, ``PL.4.1``, ``III.1-3`` (third dash)."""

    id: Slug
    locator: Text
    kind: ClauseKind
    heading_path: list[Text]
    content: Text


class Target(Record):
    """A target (chỉ tiêu): what of whom reaches which value by which year.

    ``value_to`` is the upper end of a range ("từ 80% đến 90%"), of which ``value`` is the lower.
    """

    id: Slug
    subject: Text
    population: Text | None = None
    comparator: Comparator
    value: float | None = None
    value_to: float | None = None
    unit: Text | None = None
    year: int | None = None
    content: Text
    clause: Slug

    @model_validator(mode="after")
    def _values_match_comparator(self) -> Self:
        if (self.comparator is Comparator.QUALITATIVE) != (self.value is None):
            msg = f"target {self.id}: comparator {self.comparator.value!r} and value {self.value!r} disagree"
            raise ValueError(msg)
        ranges = self.value is not None and self.value_to is not None and self.value_to > self.value
        if ranges != (self.comparator is Comparator.BETWEEN) or (self.value_to is not None and not ranges):
            msg = f"target {self.id}: {self.comparator.value!r} is no range from {self.value!r} to {self.value_to!r}"
            raise ValueError(msg)
        return self


class Period(Record):
    """When a task is carried out: ``start``–``end`` (years) or ``every_year``."""

    start: int | None = None
    end: int | None = None
    every_year: bool = False

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Self:
        if self.every_year == (self.start is not None):
            raise ValueError("a period has a start year or every_year: true, not both, not neither")
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"period ends ({self.end}) before it starts ({self.start})")
        return self


class Task(Record):
    """A task (nhiệm vụ) with the units that answer for it.

    ``number`` is the document's own number in the appendix (``4.1``) or ``None`` for a task of the body.
    ``in_appendix`` says whether it is an appendix row; only those are counted as assigned tasks.
    """

    id: Slug
    number: Text | None = None
    group: Text | None = None
    content: Text
    lead_units: list[Text] = []
    coordinating_units: list[Text] = []
    period: Period | None = None
    in_appendix: bool = False
    clause: Slug


class ReportDeadline(Record):
    """A recurring report: who reports to whom, through whom, before which day of every year."""

    id: Slug
    reporter: Text
    recipient: Text
    through: Text | None = None
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    every_year: bool = True
    subject: Text
    clause: Slug


class Duty(Record):
    """What a unit has to do (tổ chức thực hiện)."""

    id: Slug
    unit: Text
    content: Text
    clause: Slug


class LegalBasis(Record):
    """A document this one carries out or cites."""

    number: Text
    date: datetime.date | None = None
    issuer: Text | None = None
    title: Text
    relation: Literal["carries_out", "cites", "proposed_by"]
    clause: Slug


class PlanRecord(Record):
    """One plan (kế hoạch), complete, each fact with the clause it stands in."""

    document_id: Slug
    agency: Slug
    title: Text
    short_title: Text
    number: Text
    date: datetime.date | Text
    issuer: Text
    issuer_now: Text
    signatory: Text
    signatory_role: Text | None = None
    period_start: int
    period_end: int
    in_force: bool = True
    replaced_by: Slug | None = None
    carries_out: list[LegalBasis]
    recipients: list[Text]
    notes: list[Text] = []
    clauses: list[Clause]
    targets: list[Target]
    tasks: list[Task]
    report_deadlines: list[ReportDeadline]
    duties: list[Duty]

    @model_validator(mode="after")
    def _every_reference_resolves(self) -> Self:
        known = [clause.id for clause in self.clauses]
        if len(known) != len(set(known)):
            twice = sorted({one for one in known if known.count(one) > 1})
            raise ValueError(f"clause id used twice: {', '.join(twice)}")
        parts: list[Target | Task | ReportDeadline | Duty | LegalBasis] = [
            *self.carries_out,
            *self.targets,
            *self.tasks,
            *self.report_deadlines,
            *self.duties,
        ]
        missing = sorted({part.clause for part in parts} - set(known))
        if missing:
            raise ValueError(f"no clause has the id: {', '.join(missing)}")
        ids = [part.id for part in parts if not isinstance(part, LegalBasis)]
        if len(ids) != len(set(ids)):
            raise ValueError(f"id used twice: {', '.join(sorted({i for i in ids if ids.count(i) > 1}))}")
        return self


class FormerAgency(Record):
    """A name an agency's territory or function had before."""

    name: Text
    until: datetime.date | None = None
    note: Text | None = None


class AgencyContact(Record):
    """How to reach an agency; a channel without a verified number carries none."""

    channel: Text
    value: Text | None = None
    note: Text | None = None


class Agency(Record):
    """An agency (cơ quan, đơn vị) as the public knows it, with former names and successors.

    ``communes`` are former communes whose people it spoke for, or that were merged with it. A name that several
    agencies list may be any of theirs.
    """

    slug: Slug
    name: Text
    kind: Literal["province", "commune", "department", "former_district", "former_commune"]
    aliases: list[Text] = []
    former: list[FormerAgency] = []
    successors: list[Text] = []
    communes: list[Text] = []
    succession_note: Text | None = None
    parent: Slug | None = None
    address: Text | None = None
    office_hours: Text | None = None
    contacts: list[AgencyContact] = []
    plans: list[Slug] = []
    where_to_ask: Text


class OtherAgencies(Record):
    """Names of agencies of which there is no document; each of ``levels`` stands before a name.

    ``alone``: the names are known without a level, too.
    """

    levels: list[Text]
    names: list[Text]
    alone: bool = False


class Fact(Record):
    """A dated fact that guides refer to by ``key``: a fee, a threshold, a law number, a web address."""

    key: Slug
    value: Text
    meaning: Text
    source: Text
    source_codes: list[Text]
    checked: datetime.date
    review_by: datetime.date


class Contact(Record):
    """A published telephone number or web address for residents, dated, with its source.

    ``asked`` are ways to ask for it: they help the search and are never shown.
    """

    key: Slug
    value: Text
    purpose: Text
    asked: list[Text] = []
    source: Text
    source_codes: list[Text] = []
    note: Text | None = None
    checked: datetime.date
    review_by: datetime.date

    @property
    def is_telephone(self) -> bool:
        """Whether it is a number to call."""
        return self.value.replace(".", "").replace(" ", "").isdigit()


class GlossaryEntry(Record):
    """A term of the plans in plain words."""

    id: Slug
    term: Text
    aliases: list[Text] = []
    definition: Text
    source: Text | None = None
    source_codes: list[Text]
