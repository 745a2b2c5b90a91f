"""The original's wording tied to a record: each paragraph and table row with the clause it belongs to.

The structuring kept the text of each clause as it was read; paragraphs are found in it again, in the order of the
document: a heading by its number and by where what stands under it begins, a clause by its own text, a row of a table
only among rows. The draft's clauses are the record's by id, or by locator where the reviewer (or another record) named
them otherwise.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge_base.ingest.originals import Original, OriginalPart
from knowledge_base.ingest.reading.document import Document, Paragraph, Table
from knowledge_base.ingest.records import Clause, ClauseKind, PlanRecord
from knowledge_base.ingest.structuring.draft import Draft, DraftClause
from knowledge_base.ingest.structuring.locators import heading_locator, unnumbered
from vietnamese import fold

_LETTERS = re.compile(r"[^\W_]+")
# A paragraph that a page break cut, or that holds a clause: shorter ones say too little to be told by.
_TELLING = 12  # letters
_AHEAD = 1_000  # clauses; going back is as bad as jumping that far
_LONGEST_NUMBER = 6  # letters and figures of the number before a heading, however it was read


@dataclass(frozen=True)
class Wording:
    """The original of a record, and the locators of the record's clauses that it has no text for."""

    original: Original
    silent: tuple[str, ...]


def tie(document: Document, draft: Draft, record: PlanRecord, *, published: datetime.date) -> Wording:
    """Tie the parts of ``document`` to the clauses of ``record``; ``Original.version`` is 1 until it is published."""
    ids = _clauses_of(draft, record)
    places = _Places(draft)
    named = _headings_of(draft, record)
    parts = [
        _table(block, places, ids) if isinstance(block, Table) else _paragraph(block, places, ids, named)
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


def _headings_of(draft: Draft, record: PlanRecord) -> dict[str, str]:
    """The record's clause for headings that are one: by their locator, where the draft has no text for that clause."""
    texts = {_locator(clause.locator) for clause in draft.clauses}
    silent = {_locator(clause.locator): clause.id for clause in record.clauses}
    found = {path: _locator(heading_locator(path)) for _, path in _opened(draft)}
    return {_path_key(path): silent[at] for path, at in found.items() if at in silent and at not in texts}


class _Places:
    """The draft's clauses and headings in order, and the one that was met last."""

    def __init__(self, draft: Draft) -> None:
        self._clauses = draft.clauses
        self._keys = [_key(clause.text) for clause in draft.clauses]
        self._rows = [clause.kind is ClauseKind.APPENDIX for clause in draft.clauses]
        self._by_key: dict[str, list[int]] = {}
        for at, key in enumerate(self._keys):
            self._by_key.setdefault(key, []).append(at)
        self._headings = list(_opened(draft))
        self._last = 0

    def row(self, key: str) -> DraftClause | None:
        """The clause of a table row: its whole text."""
        return self._take(self._by_key.get(key, []))

    def heading(self, key: str) -> tuple[str, ...] | None:
        """The path of the heading that this paragraph is: one whose first clause lies ahead, and no clause's own text.

        Where a clause has the same words, whichever comes first in the document is meant, and is passed then.
        """
        ahead = [one for one in self._headings if one[0] >= self._last and _is_heading(key, one[1][-1])]
        if not ahead:
            return None
        first = min(ahead, key=lambda one: one[0])
        if any(self._last <= at < first[0] for at in self._by_key.get(key, [])):
            return None
        self._headings.remove(first)
        self._last = first[0]
        return first[1]

    def paragraph(self, key: str) -> DraftClause | None:
        """The clause that is this paragraph, or holds it, or is held by it."""
        if not key:
            return None
        at = self._by_key.get(key, [])
        if not at and len(key) >= _TELLING:
            at = [
                at
                for at, text in enumerate(self._keys)
                if not self._rows[at] and (_holds(text, key) or (len(text) >= _TELLING and _holds(key, text)))
            ]
        elif not at:
            near = range(self._last, min(self._last + 2, len(self._keys)))
            at = [place for place in near if not self._rows[place] and _holds(self._keys[place], key)]
        return self._take(at)

    def _take(self, places: list[int]) -> DraftClause | None:
        """The nearest of these places, ahead rather than back."""
        if not places:
            return None
        best = min(places, key=lambda at: at - self._last if at >= self._last else self._last - at + _AHEAD)
        self._last = best
        return self._clauses[best]


def _opened(draft: Draft) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each heading with the place of the first clause under it, in order; the groups of rows stand in the table."""
    before: tuple[str, ...] = ()
    for at, clause in enumerate(draft.clauses):
        path = clause.heading_path[:1] if clause.kind is ClauseKind.APPENDIX else clause.heading_path
        pairs = enumerate(zip(path, before, strict=False))
        shared = next((depth for depth, (one, other) in pairs if one != other), min(len(path), len(before)))
        for depth in range(shared, len(path)):
            yield at, path[: depth + 1]
        before = path


def _is_heading(key: str, heading: str) -> bool:
    """Whether a paragraph is the heading; its number may have been read otherwise."""
    if key == _key(heading):
        return True
    words = _key(unnumbered(heading))
    return bool(words) and key.endswith(words) and len(key) - len(words) <= _LONGEST_NUMBER


def _holds(text: str, part: str) -> bool:
    """Whether ``part`` stands in ``text`` and does not begin or end within a number: "2 …" is not in "3.2 …"."""
    at = text.find(part)
    while at >= 0:
        end = at + len(part)
        cut_before = at > 0 and text[at - 1].isdigit() and part[0].isdigit()
        cut_behind = end < len(text) and text[end].isdigit() and part[-1].isdigit()
        if not cut_before and not cut_behind:
            return True
        at = text.find(part, at + 1)
    return False


def _paragraph(block: Paragraph, places: _Places, ids: dict[str, str], named: dict[str, str]) -> OriginalPart:
    read = block.original or block.text
    path = places.heading(_key(block.text)) if block.text.strip() else None
    clause = places.paragraph(_key(read)) if path is None else None
    at = named.get(_path_key(path)) if path is not None else (ids.get(clause.id) if clause else None)
    return OriginalPart(
        text=read,
        repaired=block.text if block.original is not None else None,
        clause=at,
        page=block.page,
        heading=block.heading_level is not None or path is not None,
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


def _path_key(path: Sequence[str]) -> str:
    return "/".join(map(_key, path))


def _locator(locator: str) -> str:
    """A locator in one spelling; "II.1.đ" stays apart from "II.1.d"."""
    return "".join(_LETTERS.findall(fold(locator.lower().replace("đ", "dd"))))
