"""The wording of an original document: what an operator ingested and published, part by part, with its clauses.

It lives in the database and in the index builds made from it, never in the repository. Answers quote it, the gateway
shows it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from pydantic import Field

from knowledge_base.ingest.records import Record, Slug, Text
from vietnamese import fold

_POINT = re.compile(r"\s*\w{1,2}[.)]\s")  # "a) ", "đ. "


class OriginalPart(Record):
    """One paragraph or one table of the original, in its order.

    ``clause`` is the clause of the plan's record that the part belongs to, ``None`` for what stands in no clause (the
    head, the signature). A table has ``rows`` (rows × columns, the header first) and ``row_clauses``, one per row.
    ``repaired`` is the text with its diacritics restored, where it was damaged; ``text`` is as it was read. A table's
    cells stand likewise in ``rows`` as read and, all of them, in ``repaired_rows`` where any of them was damaged.
    ``header_rows`` says how many of the first rows are the header.
    """

    text: str
    repaired: str | None = None
    clause: Slug | None = None
    page: int | None = None
    heading: bool = False
    centred: bool = False
    rows: list[list[str]] = Field(default_factory=list)
    row_clauses: list[Slug | None] = Field(default_factory=list)
    repaired_rows: list[list[str]] = Field(default_factory=list)
    header_rows: int = 1

    @property
    def shown(self) -> str:
        """The text as it is shown: repaired where it was damaged."""
        return self.repaired or self.text

    @property
    def shown_rows(self) -> list[list[str]]:
        """The rows as they are shown: repaired where they were damaged."""
        return self.repaired_rows or self.rows


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
                lines.append(part.shown)
            lines += [
                " · ".join(filter(None, row))
                for row, at in zip(part.shown_rows, part.row_clauses, strict=False)
                if at == clause
            ]
        return "\n".join(lines)

    def misread(self) -> dict[str, str]:
        """What was read in each clause, where it was repaired by more than diacritics: people search for it too."""
        lines: dict[str, list[str]] = {}
        for part in self.parts:
            pairs = [(part.clause, part.text, part.shown)] if not part.rows else []
            rows = zip(part.row_clauses, part.rows, part.shown_rows, strict=False)
            pairs += [(at, " ".join(read), " ".join(shown)) for at, read, shown in rows]
            for clause, read, shown in pairs:
                if clause is not None and fold(read) != fold(shown):
                    lines.setdefault(clause, []).append(read)
        return {clause: "\n".join(said) for clause, said in lines.items()}


def whole_paragraphs(parts: Iterable[OriginalPart]) -> list[OriginalPart]:
    """``parts`` with each paragraph whole that a page's end cut in two: same clause, in the middle of a sentence."""
    found: list[OriginalPart] = []
    for part in parts:
        if found and _goes_on(found[-1], part):
            before = found.pop()
            both = {"text": f"{before.text.rstrip()} {part.text.lstrip()}"}
            if before.repaired or part.repaired:
                both["repaired"] = f"{before.shown.rstrip()} {part.shown.lstrip()}"
            found.append(before.model_copy(update=both))
        else:
            found.append(part)
    return found


def _goes_on(part: OriginalPart, following: OriginalPart) -> bool:
    if part.clause is None or part.clause != following.clause or part.heading or part.rows or following.rows:
        return False
    text, rest = part.shown.rstrip(), following.shown.lstrip()
    return bool(text and rest) and text[-1] not in ".;:!?…”" and rest[0].islower() and not _POINT.match(rest)
