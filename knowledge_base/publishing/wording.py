"""The original's wording tied to a record: each paragraph and table row with the clause it belongs to.

The structuring kept the text of each clause as it was read; paragraphs are found in it again, in the order of the
document. The draft's clauses are the record's by id, or by locator where the reviewer (or another record) named them
otherwise.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass

from knowledge_base.ingest.originals import Original, OriginalPart
from knowledge_base.ingest.reading.document import Document, Paragraph, Table
from knowledge_base.ingest.records import Clause, PlanRecord
from knowledge_base.ingest.structuring.draft import Draft, DraftClause
from vietnamese import fold

_LETTERS = re.compile(r"[^\W_]+")
# A paragraph that a page break cut, or that holds a clause: shorter ones say too little to be told by.
_TELLING = 12  # letters
_AHEAD = 1_000  # clauses; going back is as bad as jumping that far


@dataclass(frozen=True)
class Wording:
    """The original of a record, and the locators of the record's clauses that it has no text for."""

    original: Original
    silent: tuple[str, ...]


def tie(document: Document, draft: Draft, record: PlanRecord, *, published: datetime.date) -> Wording:
    """Tie the parts of ``document`` to the clauses of ``record``; ``Original.version`` is 1 until it is published."""
    ids = _clauses_of(draft, record)
    places = _Places(draft)
    headings = {_key(one) for clause in draft.clauses for one in clause.heading_path}
    parts = [
        _table(block, places, ids) if isinstance(block, Table) else _paragraph(block, places, ids, headings)
        for block in document.blocks
    ]
    original = Original(
        document_id=record.document_id,
        version=1,
        file_name=document.name,
        sha256=document.sha256,
        published=published,
        parts=parts,
    )
    silent = [clause.locator for clause in record.clauses if not original.wording(clause.id)]
    return Wording(original, tuple(silent))


def _clauses_of(draft: Draft, record: PlanRecord) -> dict[str, str]:
    """The record's clause id for each clause id of the draft."""
    ids = {clause.id: clause.id for clause in record.clauses}
    by_locator: dict[str, Clause] = {_locator(clause.locator): clause for clause in record.clauses}
    found: dict[str, str] = {}
    for clause in draft.clauses:
        same = by_locator.get(_locator(clause.locator))
        if same is not None:
            found[clause.id] = same.id
        elif clause.id in ids:
            found[clause.id] = clause.id
    return found


class _Places:
    """The draft's clauses in order, and the one that was met last."""

    def __init__(self, draft: Draft) -> None:
        self._clauses = draft.clauses
        self._keys = [_key(clause.text) for clause in draft.clauses]
        self._by_key: dict[str, list[int]] = {}
        for at, key in enumerate(self._keys):
            self._by_key.setdefault(key, []).append(at)
        self._last = 0

    def row(self, key: str) -> DraftClause | None:
        """The clause of a table row: its whole text."""
        return self._take(self._by_key.get(key, []))

    def paragraph(self, key: str) -> DraftClause | None:
        """The clause that is this paragraph, or holds it, or is held by it."""
        if not key:
            return None
        at = self._by_key.get(key, [])
        if not at and len(key) >= _TELLING:
            at = [at for at, text in enumerate(self._keys) if key in text or (len(text) >= _TELLING and text in key)]
        elif not at:
            near = range(self._last, min(self._last + 2, len(self._keys)))
            at = [place for place in near if key in self._keys[place]]
        return self._take(at)

    def _take(self, places: list[int]) -> DraftClause | None:
        """The nearest of these places, ahead rather than back."""
        if not places:
            return None
        best = min(places, key=lambda at: at - self._last if at >= self._last else self._last - at + _AHEAD)
        self._last = best
        return self._clauses[best]


def _paragraph(block: Paragraph, places: _Places, ids: dict[str, str], headings: set[str]) -> OriginalPart:
    read = block.original or block.text
    clause = places.paragraph(_key(read))
    named = any(heading and _key(block.text).endswith(heading) for heading in headings)
    return OriginalPart(
        text=read,
        repaired=block.text if block.original is not None else None,
        clause=ids.get(clause.id) if clause else None,
        page=block.page,
        heading=block.heading_level is not None or (clause is None and named),
        centred=block.centred,
    )


def _table(table: Table, places: _Places, ids: dict[str, str]) -> OriginalPart:
    rows = [[cell.original or cell.text for cell in row] for row in table.rows]
    clauses = [places.row(_key(" ".join(row))) if any(row) else None for row in rows]
    repaired = any(cell.original is not None for row in table.rows for cell in row)
    return OriginalPart(
        text="",
        page=table.pages[0] if table.pages else None,
        rows=rows,
        row_clauses=[ids.get(clause.id) if clause else None for clause in clauses],
        repaired_rows=[[cell.text for cell in row] for row in table.rows] if repaired else [],
        header_rows=table.header_rows,
    )


def _key(text: str) -> str:
    """The letters and figures of ``text``, small and without blanks."""
    return "".join(_LETTERS.findall(unicodedata.normalize("NFC", text).lower()))


def _locator(locator: str) -> str:
    """A locator in one spelling; "II.1.đ" stays apart from "II.1.d"."""
    return "".join(_LETTERS.findall(fold(locator.lower().replace("đ", "dd"))))
