"""A document as it was read: blocks in reading order, and what the reader noticed on the way.

Readers make it, structuring turns it into a draft record. Nothing in it is interpreted: numbering that a word processor
keeps apart from the text ("1.", "a)") has been written back into the text, nothing else has been added.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]


class Part(BaseModel):
    """Base of the parts: no unknown keys, no assignment after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FindingCode(StrEnum):
    """What a reader or the structuring noticed; the sentence for each stands in ``findings.vi.yml``."""

    PAGE_SCANNED = "page_scanned"
    PAGE_ROTATED = "page_rotated"
    PAGE_SKEWED = "page_skewed"
    PAGE_FLATTENED = "page_flattened"
    PAGE_EMPTY = "page_empty"
    PAGE_UNREADABLE = "page_unreadable"
    LOW_CONFIDENCE = "low_confidence"
    WORDS_UNSURE = "words_unsure"
    TABLE_JOINED = "table_joined"
    TABLE_ROW_JOINED = "table_row_joined"
    TABLE_UNEVEN = "table_uneven"
    TABLE_WITHOUT_LINES = "table_without_lines"
    CHANGES_ACCEPTED = "changes_accepted"
    FONT_CONVERTED = "font_converted"
    TEXT_LAYER_IGNORED = "text_layer_ignored"
    LEFT_OUT = "left_out"
    ENCODING_GUESSED = "encoding_guessed"
    DIACRITICS_RESTORED = "diacritics_restored"
    DIACRITICS_MISSING = "diacritics_missing"
    NUMBERING_SKIPPED = "numbering_skipped"
    NUMBERING_MISREAD = "numbering_misread"
    FIELD_BLANK = "field_blank"
    ROWS_WITHOUT = "rows_without"
    TEXT_UNPLACED = "text_unplaced"


class Finding(Part):
    """One thing to tell the reviewer; ``details`` fill the places of the code's sentence."""

    code: FindingCode
    page: int | None = None
    details: dict[str, str] = {}


class WeakWord(Part):
    """A word of a text whose reader was less than sure of it, as it stands there."""

    text: str
    confidence: Share


class Paragraph(Part):
    """One paragraph, lines joined; ``page`` counts from 1, ``None`` where a format has no pages.

    ``confidence``: 1 for text that was stored as text, the mean of the recognised words for a scan.
    ``weak``: the words that were recognised or restored with some doubt, in their order.
    ``original``: the text as it was read, where a repair has put another in its place.
    """

    text: str
    page: int | None = None
    confidence: Share = 1.0
    bold: bool = False
    centred: bool = False
    heading_level: int | None = None
    weak: tuple[WeakWord, ...] = ()
    original: str | None = None


class Cell(Part):
    """A cell's text, its lines joined; empty for an empty cell. A merged cell's text stands in each of its places."""

    text: str
    confidence: Share = 1.0
    weak: tuple[WeakWord, ...] = ()
    original: str | None = None


class Table(Part):
    """A whole table: parts on several pages joined, repeated headers taken out.

    ``rows`` is rectangular (rows × columns); the first ``header_rows`` are the header. ``pages``: where it stands.
    """

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0
    pages: tuple[int, ...] = ()


Block = Paragraph | Table


class Document(Part):
    """What a reader made of a file. ``sha256`` is of the file's bytes, ``media_type`` as found, not as named."""

    name: str
    media_type: str
    sha256: str
    page_count: int | None = None
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
