"""What a reader of one format hands over; ``reader`` makes the document of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.ingest.reading.document import Block, Finding


@dataclass(frozen=True)
class Gathered:
    """Blocks in reading order, what was noticed, and the number of pages where the format has pages."""

    blocks: Sequence[Block]
    findings: Sequence[Finding] = ()
    page_count: int | None = None
