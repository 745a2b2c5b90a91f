"""Citations: where a statement stands, from passages and records, and in what words the original says it."""

from __future__ import annotations

from collections.abc import Collection

from knowledge_base.answer.quoting import Statement, figures_of, quote
from knowledge_base.answer.reply import Citation, Reply
from knowledge_base.answer.texts import issued, period_text, stated
from knowledge_base.ingest.records import Duty, PlanRecord, ReportDeadline, Target, Task
from knowledge_base.store.database import Store
from knowledge_base.store.passages import CONTACTS_DOCUMENT, GLOSSARY_DOCUMENT, Passage


def cite(store: Store, passage: Passage) -> Citation:
    """The citation of a passage."""
    if passage.document_id in store.plans:
        return cite_plan(store.plans[passage.document_id], passage.locator)
    if passage.document_id == GLOSSARY_DOCUMENT:
        term = store.terms[passage.item]
        return Citation(
            document_id=GLOSSARY_DOCUMENT, title="Giải thích thuật ngữ", issuer=term.source, locator=term.term
        )
    if passage.document_id == CONTACTS_DOCUMENT:
        contact = store.contacts[passage.item]
        return Citation(
            document_id=CONTACTS_DOCUMENT,
            title=passage.heading,
            issuer=contact.source,
            issued=f"kiểm tra ngày {contact.checked:%d/%m/%Y}",
            locator=contact.value,
        )
    guide = store.guides[passage.document_id]
    return Citation(
        document_id=guide.document_id,
        title=guide.head.title,
        issued=f"kiểm tra ngày {guide.head.checked:%d/%m/%Y}",
        locator=passage.locator,
    )


def cite_plan(plan: PlanRecord, locator: str) -> Citation:
    """The citation of a place in a plan."""
    return Citation(
        document_id=plan.document_id,
        title=plan.title,
        number=stated(plan.number),
        issuer=plan.issuer,
        issued=issued(plan),
        locator=locator,
    )


def cite_clause(plan: PlanRecord, clause_id: str) -> Citation:
    """The citation of a clause, by its id."""
    locator = next((clause.locator for clause in plan.clauses if clause.id == clause_id), clause_id)
    return cite_plan(plan, locator)


def with_originals(reply: Reply, store: Store, *, asked: str, used: Collection[str]) -> Reply:
    """``reply`` with the originals' wording and address in its citations, for the documents whose original is known.

    ``asked`` is the question, ``used`` are the ids of the passages that the reply was made of. A citation without an
    original, or with an address of its own, stays as it is.
    """
    if not any(one.document_id in store.originals for one in reply.citations):
        return reply
    return reply.model_copy(
        update={"citations": [_with_original(one, reply.text, store, asked, used) for one in reply.citations]}
    )


def document_url(document_id: str, clause: str | None = None) -> str:
    """The gateway's page of an original, relative to the gateway; of a clause, with its place on the page."""
    return f"/documents/{document_id}/{clause}#{clause}" if clause else f"/documents/{document_id}"


def _with_original(citation: Citation, text: str, store: Store, asked: str, used: Collection[str]) -> Citation:
    original, plan = store.originals.get(citation.document_id), store.plans.get(citation.document_id)
    if original is None or plan is None or citation.url is not None:
        return citation
    clause = next((one.id for one in plan.clauses if one.locator == citation.locator), None)
    if clause is None or not original.wording(clause):
        return citation.model_copy(update={"url": document_url(plan.document_id)})
    words = quote(original, clause, _statement(plan, clause, text, asked, used))
    return citation.model_copy(update={"quote": words, "url": document_url(plan.document_id, clause)})


def _statement(plan: PlanRecord, clause: str, text: str, asked: str, used: Collection[str]) -> Statement:
    """What the reply says from ``clause``: the record's parts there that it was made of, else the clause's content."""
    listed: list[Target | Task | ReportDeadline | Duty] = [*plan.targets, *plan.tasks, *plan.report_deadlines]
    at = [part for part in (*listed, *plan.duties) if part.clause == clause]
    parts = [part for part in at if f"{plan.document_id}:{part.id}" in used] or at
    bases = [f"{one.number} {one.title}" for one in plan.carries_out if one.clause == clause and one.number in text]
    words = [_words(part) for part in parts] or bases
    said = "\n".join(words) or next(one.content for one in plan.clauses if one.id == clause)
    figures = frozenset[str]().union(*(_figures(part) for part in parts))
    return Statement(said=said, asked=asked, figures=figures & figures_of(text))


def _words(part: Target | Task | ReportDeadline | Duty) -> str:
    if isinstance(part, Target):
        return f"{part.content} {part.population or ''}"
    if isinstance(part, Task):
        units = "; ".join((*part.lead_units, *part.coordinating_units))
        return f"{part.content}\n{units}\n{period_text(part.period) or ''}"
    if isinstance(part, ReportDeadline):
        return f"{part.reporter} báo cáo {part.recipient} {part.through or ''} {part.subject} {_day(part)}"
    return f"{part.unit} {part.content}"


def _figures(part: Target | Task | ReportDeadline | Duty) -> frozenset[str]:
    """What the quote must hold: a target's value, a deadline's day and month."""
    if isinstance(part, Target) and part.value is not None:
        ends = [value for value in (part.value, part.value_to) if value is not None]
        return frozenset[str]().union(*(figures_of(f"{value:.6f}".rstrip("0").rstrip(".")) for value in ends))
    return figures_of(_day(part)) if isinstance(part, ReportDeadline) else frozenset()


def _day(deadline: ReportDeadline) -> str:
    return f"{deadline.day or ''} {deadline.month or ''}"
