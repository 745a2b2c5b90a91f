"""An original as its page shows it: blocks with anchors, a list of contents, the cited clause marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge_base.ingest.originals import Original, OriginalPart, whole_paragraphs
from knowledge_base.ingest.records import PlanRecord

_ROMAN = re.compile(r"[IVXLC]+\b\s*[.)]?")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
_LETTER = re.compile(r"[a-zđ]\s*[.)]")
_PLACE = re.compile(r"([IVXLC]+|\d+)([.)\s]|$)")
LISTED_LEVELS = 2


@dataclass(frozen=True)
class Row:
    """A row of a table. ``whole``: one cell stands over all columns."""

    cells: list[str]
    anchor: str | None = None
    cited: bool = False
    first_cited: bool = False
    whole: bool = False
    repaired: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading (``level`` 1 is the highest below the title) or a table (``rows``).

    ``anchor`` is the clause's id where the block is the first of its clause, ``page`` a page that begins here,
    ``as_read`` the damaged text that a repair replaced, for the cited clause only.
    """

    text: str = ""
    level: int = 0
    anchor: str | None = None
    page: int | None = None
    centred: bool = False
    cited: bool = False
    first_cited: bool = False
    as_read: str | None = None
    header: list[list[str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    width: int = 0
    number: int = 0

    @property
    def listed(self) -> bool:
        """Whether the list of contents names it."""
        return 0 < self.level <= LISTED_LEVELS


@dataclass(frozen=True)
class View:
    """What the template is given. ``cited`` says whether the asked clause stands on the page."""

    blocks: list[Block]
    clause: str | None
    place: str | None
    repaired: int

    @property
    def contents(self) -> list[Block]:
        """The headings of the list of contents."""
        return [one for one in self.blocks if one.listed]

    @property
    def cited(self) -> bool:
        """Whether the asked clause has wording here."""
        return any(one.cited or any(row.cited for row in one.rows) for one in self.blocks)


def view_of(original: Original, plan: PlanRecord | None, clause: str | None) -> View:
    """Lay out ``original`` with ``clause`` marked."""
    blocks = list(_Layout(clause).blocks(original))
    locator = next((one.locator for one in plan.clauses if one.id == clause), None) if plan else None
    repaired = sum(one.repaired is not None for one in original.parts)
    repaired += sum(
        shown != read for one in original.parts for shown, read in zip(one.shown_rows, one.rows, strict=False)
    )
    return View(blocks, clause, place_of(locator) if locator else clause, repaired)


def place_of(locator: str) -> str:
    """A locator in words: "III.1" is "mục III.1", "Phụ lục, mục 1" stays."""
    return f"mục {locator}" if _PLACE.match(locator) else locator


class _Layout:
    """One walk over the parts; keeps which anchors, pages and heading levels have been."""

    def __init__(self, clause: str | None) -> None:
        self._clause = clause
        self._anchors: set[str] = set()
        self._page: int | None = None
        self._level = 0
        self._cited = False
        self._tables = 0

    def blocks(self, original: Original) -> Iterator[Block]:
        for at, part in enumerate(whole_paragraphs(original.parts)):
            page = part.page if part.page != self._page else None
            self._page = part.page or self._page
            if part.rows:
                yield self._table(part, page)
            elif part.shown.strip():
                yield self._paragraph(part, at, page)

    def _paragraph(self, part: OriginalPart, at: int, page: int | None) -> Block:
        level = self._heading_level(part.shown) if part.heading else 0
        anchor = self._anchor(part.clause)
        if level and anchor is None:
            anchor = f"_{at}"  # no clause's id begins so
        cited = part.clause is not None and part.clause == self._clause
        return Block(
            text=part.shown,
            level=level,
            anchor=anchor,
            page=page,
            centred=part.centred,
            cited=cited,
            first_cited=self._first(cited),
            as_read=part.text if cited and part.repaired is not None else None,
        )

    def _table(self, part: OriginalPart, page: int | None) -> Block:
        self._tables += 1
        shown = part.shown_rows
        width = max(map(len, shown))
        padded = [row + [""] * (width - len(row)) for row in shown]
        clauses = [*part.row_clauses, *[None] * len(shown)]
        rows = [
            self._row(padded[at], clauses[at], repaired=shown[at] != part.rows[at])
            for at in range(part.header_rows, len(padded))
            if any(padded[at])
        ]
        anchor = self._anchor(part.clause)
        return Block(
            text=part.shown,
            anchor=anchor,
            page=page,
            header=padded[: part.header_rows],
            rows=rows,
            width=width,
            number=self._tables,
        )

    def _row(self, cells: list[str], clause: str | None, *, repaired: bool) -> Row:
        cited = clause is not None and clause == self._clause
        whole = len(cells) > 1 and len(set(cells)) == 1
        anchor = self._anchor(clause)
        return Row(cells[:1] if whole else cells, anchor, cited, self._first(cited), whole, repaired)

    def _anchor(self, clause: str | None) -> str | None:
        if clause is None or clause in self._anchors:
            return None
        self._anchors.add(clause)
        return clause

    def _first(self, cited: bool) -> bool:
        first = cited and not self._cited
        self._cited = self._cited or cited
        return first

    def _heading_level(self, text: str) -> int:
        """By its number ("II.", "2.", "2.1.", "a)"); never more than one below the heading before."""
        text = text.strip()
        if (number := _NUMBER.match(text)) is not None:
            level = 2 + number.group().count(".")
        else:
            level = 3 if _LETTER.match(text) and not _ROMAN.match(text) else 1
        self._level = min(level, self._level + 1)
        return self._level
