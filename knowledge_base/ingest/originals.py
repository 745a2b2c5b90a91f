"""The wording of an original document: what an operator ingested and published, part by part, with its clauses.

It lives in the database and in the index builds made from it, never in the repository. Answers quote it, the gateway
shows it.
"""

from __future__ import annotations

import datetime

from pydantic import Field

from knowledge_base.ingest.records import Record, Slug, Text


class OriginalPart(Record):
    """One paragraph or one table of the original, in its order.

    ``clause`` is the clause of the plan's record that the part belongs to, ``None`` for what stands in no clause (the
    head, the signature). A table has ``rows`` (rows × columns, the header first) and ``row_clauses``, one per row.
    ``repaired`` is the text with its diacritics restored, where it was damaged; ``text`` is as it was read.
    """

    text: str
    repaired: str | None = None
    clause: Slug | None = None
    page: int | None = None
    heading: bool = False
    centred: bool = False
    rows: list[list[str]] = Field(default_factory=list)
    row_clauses: list[Slug | None] = Field(default_factory=list)


class Original(Record):
    """A published original. ``version`` counts the document's published versions from 1; ``sha256`` is the file's."""

    document_id: Slug
    version: int
    file_name: Text
    sha256: Text
    published: datetime.date
    parts: list[OriginalPart]

    def wording(self, clause: str) -> str:
        """What the original says in ``clause``, as repaired; empty when it holds no part of it."""
        lines: list[str] = []
        for part in self.parts:
            if part.clause == clause and not part.rows:
                lines.append(part.repaired or part.text)
            lines += [
                " · ".join(filter(None, row))
                for row, at in zip(part.rows, part.row_clauses, strict=False)
                if at == clause
            ]
        return "\n".join(lines)
