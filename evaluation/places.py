"""Where a guide question may be answered from, and which facts stand there."""

from __future__ import annotations

from pathlib import Path

from knowledge_base.ingest.library import load_library
from knowledge_base.store.passages import CONTACTS_DOCUMENT, GLOSSARY_DOCUMENT, PassageKind

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
