"""Repair puts restored text in place and keeps what was read; sound text is left alone."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge_base.ingest.structuring.repairing import repair
from knowledge_base.ingest.structuring.structurer import structure
from tests.knowledge_base.ingest.structuring.invented_texts import SCAN, WATER_PLAN, document


@dataclass(frozen=True)
class Word:
    typed: str
    restored: str
    confidence: float
    start: int = 0
    end: int = 1


@dataclass(frozen=True)
class Restoration:
    text: str
    words: tuple[Word, ...]


def restorer(text: str, *, damaged: bool) -> Restoration:
    """Knows two words."""
    assert damaged
    assert not text.startswith(("I11.", "c¢)", "- "))
    return Restoration(text.replace("cay xanh", "cây xanh"), (Word("cay", "cây", 0.9), Word("xanh", "xanh", 0.5)))


def test_a_damaged_document_is_repaired_paragraph_by_paragraph() -> None:
    repaired = repair(document(SCAN), restorer)
    changed = [one for one in repaired.blocks if getattr(one, "original", None)]
    assert changed
    assert all("cây xanh" in one.text and "cay xanh" in one.original and one.confidence == 0.7 for one in changed)
    assert repaired.findings[-1].code == "diacritics_restored"
    assert repaired.findings[-1].details == {"count": str(len(changed))}


def test_the_draft_has_both_texts() -> None:
    preamble = next(one for one in structure(repair(document(SCAN), restorer)).clauses if one.id == "mo-dau")
    assert "cây xanh" in preamble.content
    assert "cay xanh" in preamble.text


def test_a_sound_document_is_returned_as_it_is() -> None:
    sound = document(WATER_PLAN)
    assert repair(sound, restorer) is sound
