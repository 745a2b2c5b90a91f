"""Repair before structuring: text that lost its diacritics is restored, and the text as it was read is kept.

Text that was recognised on a picture and is sound stays as it was read; the words that the restorer would write
otherwise are told apart, for they were hardly read right. The restorer is handed in, so that structuring does not
depend on one: it takes a text and says which words it put in their places, and how sure it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from knowledge_base.ingest.reading.document import (
    Block,
    Cell,
    Document,
    Finding,
    FindingCode,
    Paragraph,
    WeakWord,
)
from knowledge_base.ingest.structuring.doubting import DOUBTFUL, Judged, judged
from knowledge_base.ingest.structuring.lines import is_damaged

# What numbers a line is for the reading of markers to judge: "I11. ", "c¢) ", "- ".
_MARKER = re.compile(r"\s*(?:[^\s.)]{1,5}[.)]\s+|[^\w\s]{1,3}\s*)")
_MARKS = ".,;:!?()[]“”\"'…-–"
_MOST_SHOWN = 12
RESTORED = 0.9
"""A restored word less sure than this may be another."""
Holder = TypeVar("Holder", Paragraph, Cell)


class Restored(Protocol):
    """A restored text and its words."""

    @property
    def text(self) -> str:
        """The text with its diacritics."""

    @property
    def words(self) -> Sequence[Judged]:
        """Its words in order."""


class Restorer(Protocol):
    """Puts diacritics back; ``damaged``: letters were misread as well."""

    def __call__(self, text: str, *, damaged: bool) -> Restored: ...


class Change(Protocol):
    """What is done to every text of a document."""

    def __call__(self, holder: Holder) -> Holder: ...


def repair(document: Document, restore: Restorer) -> Document:
    """The document with restored text where it is damaged as a whole; a sound one keeps its text.

    Each repaired paragraph and cell keeps its text in ``original``; its confidence is the mean of its words'. In
    ``weak`` stand the words that may be wrong, with the probability that they are right.
    """
    if not is_damaged(document):
        return check(document, restore)
    blocks = _each(document.blocks, lambda holder: _repaired(holder, restore))
    changed = sum(one.original is not None for one in blocks if isinstance(one, Paragraph))
    finding = Finding(code=FindingCode.DIACRITICS_RESTORED, details={"count": str(changed)})
    return document.model_copy(update={"blocks": blocks, "findings": (*document.findings, finding)})


def check(document: Document, restore: Restorer) -> Document:
    """The document with the words of recognised text that may be wrong, and a finding for each page that has some."""
    if not any(holder.confidence < 1 for block in document.blocks for holder, _ in _holders(block)):
        return document
    blocks = _each(document.blocks, lambda holder: _compared(holder, restore))
    unsure: dict[int | None, list[str]] = {}
    for block in blocks:
        for holder, page in _holders(block):
            shown = [word.text.strip(_MARKS) for word in holder.weak if word.confidence < DOUBTFUL]
            unsure.setdefault(page, []).extend(shown)
    findings = [
        Finding(code=FindingCode.WORDS_UNSURE, page=page, details={"words": _listed(words)})
        for page, words in unsure.items()
        if words
    ]
    return document.model_copy(update={"blocks": blocks, "findings": (*document.findings, *findings)})


def _listed(words: Sequence[str]) -> str:
    different = list(dict.fromkeys(words))
    return ", ".join(f"“{word}”" for word in different[:_MOST_SHOWN]) + (" …" if different[_MOST_SHOWN:] else "")


def _holders(block: Block) -> Iterator[tuple[Paragraph | Cell, int | None]]:
    """The texts of a block, each with its page; a table's with the table's first."""
    if isinstance(block, Paragraph):
        yield block, block.page
    else:
        page = block.pages[0] if block.pages else None
        yield from ((cell, page) for row in block.rows for cell in row)


def _each(blocks: Sequence[Block], change: Change) -> tuple[Block, ...]:
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            made.append(change(block))
        else:
            rows = tuple(tuple(change(cell) for cell in row) for row in block.rows)
            made.append(block.model_copy(update={"rows": rows}))
    return tuple(made)


def _compared(holder: Holder, restore: Restorer) -> Holder:
    if holder.confidence == 1 or not holder.text:
        return holder
    words = restore(holder.text, damaged=True).words
    return holder.model_copy(update={"weak": judged(holder.text, holder.weak, words)})


def _repaired(holder: Holder, restore: Restorer) -> Holder:
    marker = _MARKER.match(holder.text)
    begin = marker.end() if marker else 0
    restored = restore(holder.text[begin:], damaged=True)
    text = holder.text[:begin] + restored.text
    if text == holder.text:
        return holder
    sure = [one.confidence for one in restored.words]
    confidence = holder.confidence * (sum(sure) / len(sure) if sure else 0.0)
    weak = tuple(
        WeakWord(text=one.restored, confidence=min(max(one.confidence, 0.0), 1.0))
        for one in restored.words
        if one.confidence < RESTORED
    )
    return holder.model_copy(
        update={"text": text, "original": holder.text, "weak": weak, "confidence": min(max(confidence, 0.0), 1.0)}
    )
