"""Citations: where a statement stands, from passages and records."""

from __future__ import annotations

from knowledge_base.answer.reply import Citation
from knowledge_base.answer.texts import issued, stated
from knowledge_base.ingest.records import PlanRecord
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
