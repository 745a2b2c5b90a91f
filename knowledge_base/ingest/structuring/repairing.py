"""Repair before structuring: text that lost its diacritics is restored, and the text as it was read is kept.

The restorer is handed in, so that structuring does not depend on one: it takes a text and says which words it put in
their places, and how sure it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from knowledge_base.ingest.reading.document import Cell, Document, Finding, FindingCode, Paragraph, Table
from knowledge_base.ingest.structuring.lines import is_damaged

# What numbers a line is for the reading of markers to judge: "I11. ", "c¢) ", "- ".
_MARKER = re.compile(r"\s*(?:[^\s.)]{1,5}[.)]\s+|[^\w\s]{1,3}\s*)")
Holder = TypeVar("Holder", Paragraph, Cell)


class RestoredWord(Protocol):
    """One word of a restored text."""

    @property
    def confidence(self) -> float:
        """How sure the restorer is, from 0 to 1."""


class Restored(Protocol):
    """A restored text and its words."""

    @property
    def text(self) -> str:
        """The text with its diacritics."""

    @property
    def words(self) -> Sequence[RestoredWord]:
        """Its words in order."""


class Restorer(Protocol):
    """Puts diacritics back; ``damaged``: letters were misread as well."""

    def __call__(self, text: str, *, damaged: bool) -> Restored: ...


def repair(document: Document, restore: Restorer) -> Document:
    """The document with restored text where it is damaged as a whole; a sound one is returned as it is.

    Each repaired paragraph and cell keeps its text in ``original``; its confidence is the mean of its words'.
    """
    if not is_damaged(document):
        return document
    blocks = tuple(
        _table(one, restore) if isinstance(one, Table) else _repaired(one, restore) for one in document.blocks
    )
    changed = sum(one.original is not None for one in blocks if isinstance(one, Paragraph))
    finding = Finding(code=FindingCode.DIACRITICS_RESTORED, details={"count": str(changed)})
    return document.model_copy(update={"blocks": blocks, "findings": (*document.findings, finding)})


def _table(table: Table, restore: Restorer) -> Table:
    rows = tuple(tuple(_repaired(cell, restore) for cell in row) for row in table.rows)
    return table.model_copy(update={"rows": rows})


def _repaired(holder: Holder, restore: Restorer) -> Holder:
    marker = _MARKER.match(holder.text)
    begin = marker.end() if marker else 0
    restored = restore(holder.text[begin:], damaged=True)
    text = holder.text[:begin] + restored.text
    if text == holder.text:
        return holder
    sure = [one.confidence for one in restored.words]
    confidence = holder.confidence * (sum(sure) / len(sure) if sure else 0.0)
    return holder.model_copy(
        update={"text": text, "original": holder.text, "confidence": min(max(confidence, 0.0), 1.0)}
    )
