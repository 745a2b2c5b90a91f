"""Passages: the unit that search works on, cut from records, guides and the glossary."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from knowledge_base.ingest.asked import Wordings
from knowledge_base.ingest.guides import Guide
from knowledge_base.ingest.library import Library
from knowledge_base.ingest.records import Clause, ClauseKind, Contact, GlossaryEntry, PlanRecord, Task

CONTACTS_DOCUMENT = "lien-he-can-biet"
GLOSSARY_DOCUMENT = "giai-thich-thuat-ngu"
PLAN_KINDS = frozenset({"target", "task", "duty", "deadline", "clause", "funding"})


class PassageKind(StrEnum):
    """What a passage is, and so which questions it may answer."""

    TARGET = "target"
    TASK = "task"
    DUTY = "duty"
    DEADLINE = "deadline"
    FUNDING = "funding"
    CLAUSE = "clause"
    GUIDE = "guide"
    TERM = "term"
    CONTACT = "contact"


class Passage(BaseModel):
    """One answerable piece of one document.

    ``id`` is stable across rebuilds (document and item); ``item`` names the record's part; ``silent`` marks a guide
    section that says that nothing verified is known, ``laws`` are those it stands on, ``procedures`` the codes of
    those it explains; ``views`` are the wordings that search compares a question with, among them those of ``asked``:
    how people ask for a plan's passage, which says nothing of what it holds.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    document_id: str
    agency: str | None
    kind: PassageKind
    item: str
    clause: str | None
    locator: str
    heading: str
    text: str
    year: int | None = None
    silent: bool = False
    laws: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    views: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """A digest of everything that search sees of the passage."""
        return hashlib.sha256(
            "\x1f".join((self.id, self.text, *self.laws, *self.procedures, *self.views)).encode()
        ).hexdigest()[:24]


def cut(library: Library) -> list[Passage]:
    """Cut every document of the library into passages, in the library's order."""
    passages: list[Passage] = []
    misread = {one.document_id: one.misread() for one in library.originals}
    for plan in library.plans:
        passages += _plan_passages(plan, misread.get(plan.document_id, {}), library.asked.get(plan.document_id, {}))
    for guide in library.guides:
        passages += _guide_passages(guide)
    passages += [_term_passage(entry) for entry in library.glossary]
    passages += [_contact_passage(contact) for contact in library.contacts]
    return passages


def _plan_passages(plan: PlanRecord, misread: Mapping[str, str], asked: Wordings) -> Iterator[Passage]:
    """The passages of ``plan``; ``misread`` is what was read in clauses whose text was repaired."""
    clauses = {clause.id: clause for clause in plan.clauses}
    spoken_for: set[str] = set()

    def passage(
        kind: PassageKind, item: str, clause: Clause, text: str, *more: str, year: int | None = None
    ) -> Passage:
        heading = " › ".join(clause.heading_path)
        wordings, repaired = asked.get(item, ()), filter(None, [misread.get(clause.id)])
        return Passage(
            id=f"{plan.document_id}:{item}",
            document_id=plan.document_id,
            agency=plan.agency,
            kind=kind,
            item=item,
            clause=clause.id,
            locator=clause.locator,
            heading=heading,
            text=text,
            year=year,
            asked=wordings,
            views=(text, *repaired, *wordings, " ".join((*clause.heading_path, text, *more))),
        )

    for target in plan.targets:
        spoken_for.add(target.clause)
        more = (target.subject, target.population or "", f"đến năm {target.year}" if target.year else "")
        yield passage(PassageKind.TARGET, target.id, clauses[target.clause], target.content, *more, year=target.year)
    for task in plan.tasks:
        spoken_for.add(task.clause)
        yield passage(PassageKind.TASK, task.id, clauses[task.clause], task.content, *_task_words(task))
    for duty in plan.duties:
        spoken_for.add(duty.clause)
        yield passage(PassageKind.DUTY, duty.id, clauses[duty.clause], duty.content, duty.unit)
    for deadline in plan.report_deadlines:
        spoken_for.add(deadline.clause)
        text = f"{deadline.reporter} báo cáo {deadline.recipient} {deadline.subject}"
        yield passage(
            PassageKind.DEADLINE,
            deadline.id,
            clauses[deadline.clause],
            text,
            "hạn báo cáo hằng năm trước ngày",
        )
    for clause in plan.clauses:
        if clause.id not in spoken_for:
            kind = PassageKind.FUNDING if clause.kind is ClauseKind.FUNDING else PassageKind.CLAUSE
            yield passage(kind, clause.id, clause, clause.content)


def _task_words(task: Task) -> tuple[str, ...]:
    return (
        task.group or "",
        *task.lead_units,
        *task.coordinating_units,
        f"nhiệm vụ {task.number}" if task.number else "",
    )


def _guide_passages(guide: Guide) -> Iterator[Passage]:
    for section in guide.sections:
        yield Passage(
            id=f"{guide.document_id}:{section.id}",
            document_id=guide.document_id,
            agency=None,
            kind=PassageKind.GUIDE,
            item=section.id,
            clause=None,
            locator=section.title,
            heading=guide.head.title,
            text=section.answer,
            silent=section.silent,
            laws=tuple(section.laws),
            procedures=tuple(section.procedures),
            views=(section.title, *section.asked, f"{guide.head.title} {section.title} {section.answer}"),
        )


def _contact_passage(contact: Contact) -> Passage:
    text = f"{contact.value}: {contact.purpose}." + (f" {contact.note}" if contact.note else "")
    what, reached = (
        ("số gì", "số điện thoại, tổng đài, hotline")
        if contact.is_telephone
        else ("trang gì", "trang web, địa chỉ mạng")
    )
    return Passage(
        id=f"{CONTACTS_DOCUMENT}:{contact.key}",
        document_id=CONTACTS_DOCUMENT,
        agency=None,
        kind=PassageKind.CONTACT,
        item=contact.key,
        clause=None,
        locator=contact.value,
        heading="Số điện thoại và địa chỉ cần biết",
        text=text,
        views=(f"{contact.value} là {what}", f"{reached} {contact.purpose}", *contact.asked, text),
    )


def _term_passage(entry: GlossaryEntry) -> Passage:
    names = (entry.term, *entry.aliases)
    return Passage(
        id=f"{GLOSSARY_DOCUMENT}:{entry.id}",
        document_id=GLOSSARY_DOCUMENT,
        agency=None,
        kind=PassageKind.TERM,
        item=entry.id,
        clause=None,
        locator=entry.term,
        heading="Giải thích thuật ngữ",
        text=entry.definition,
        views=(*(f"{name} là gì" for name in names), f"{' '.join(names)} {entry.definition}"),
        laws=(entry.source,) if entry.source else (),
    )
