"""Where a question may be answered from: facts of guide sections, clauses that restate a plan's own sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from evaluation.rows import Row, Source
from knowledge_base.ingest.library import load_library
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.search.terms import stop_terms, syllables
from knowledge_base.store.database import Store
from knowledge_base.store.passages import CONTACTS_DOCUMENT, GLOSSARY_DOCUMENT, PassageKind

_YEAR = re.compile(r"\b20[234]\d\b")
# A quote of fewer telling words stands in a clause by chance.
FEWEST_WORDS = 5
GUIDE_KINDS = (PassageKind.GUIDE, PassageKind.TERM, PassageKind.CONTACT)


def facts_of_places(folder: Path) -> dict[tuple[str, str], frozenset[str]]:
    """The fact codes of every place that a guide question may be answered from."""
    library = load_library(folder)
    places = {
        (guide.document_id, section.title): frozenset(section.facts)
        for guide in library.guides
        for section in guide.sections
    }
    places |= {(GLOSSARY_DOCUMENT, entry.term): frozenset(entry.source_codes) for entry in library.glossary}
    return places | {(CONTACTS_DOCUMENT, one.value): frozenset(one.source_codes) for one in library.contacts}


def clauses_of_quote(plan: PlanRecord, source: Source) -> set[tuple[str, str]]:
    """Document and locator of the clauses of a plan's record that restate the quoted lines.

    They are those most like the quote; where one holds every word of it, those, however much more they say.
    """
    quote = frozenset(syllables(source.quote_restored or source.quote or "")) - stop_terms()
    words = {clause.locator: frozenset(syllables(clause.content)) - stop_terms() for clause in plan.clauses}
    whole = {locator: said for locator, said in words.items() if len(quote) >= FEWEST_WORDS and quote <= said}
    shared = {locator: _likeness(quote, said) for locator, said in (whole or words).items()}
    best = max(shared.values(), default=0.0)
    return {(plan.document_id, locator) for locator, share in shared.items() if share >= 0.95 * best}


def meant_by(row: Row, plans: Mapping[str, PlanRecord]) -> tuple[tuple[str, ...], frozenset[tuple[str, str]]]:
    """The agencies whose plans answer ``row``, and the places (document, locator) that are right."""
    meant = [(plans[source.document], source) for source in row.sources if source.document and source.document in plans]
    agencies = tuple(dict.fromkeys(plan.agency for plan, _ in meant))
    return agencies, frozenset(place for plan, source in meant for place in clauses_of_quote(plan, source))


def named_in(text: str, store: Store) -> tuple[str, ...]:
    """The agencies with plans one of whose names stands in ``text``, diacritics aside."""
    said = f" {' '.join(syllables(text))} "
    return tuple(
        agency.slug
        for agency in store.agencies.values()
        if agency.plans and any(f" {' '.join(syllables(name))} " in said for name in (agency.name, *agency.aliases))
    )


def years_said(text: str) -> tuple[int, ...]:
    """The years that ``text`` names, in order, each once.

    >>> years_said("từ 2025 đến 2030, hết 2025")
    (2025, 2030)
    """
    return tuple(dict.fromkeys(map(int, _YEAR.findall(text))))


def _likeness(quote: frozenset[str], words: frozenset[str]) -> float:
    return len(quote & words) / len(quote | words) if quote or words else 0.0
