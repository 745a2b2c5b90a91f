"""Pages into blocks: every page's paragraphs and tables in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.ingest.reading.pages.borderless import borderless_table, find_runs
from knowledge_base.ingest.reading.pages.columns import blocks_of
from knowledge_base.ingest.reading.pages.furniture import without_furniture
from knowledge_base.ingest.reading.pages.grids import find_grids
from knowledge_base.ingest.reading.pages.lines import lines_of
from knowledge_base.ingest.reading.pages.margins import Margins, margins_of, page_margins
from knowledge_base.ingest.reading.pages.paragraphs import Flow, paragraphs_of
from knowledge_base.ingest.reading.pages.parts import Line, Page
from knowledge_base.ingest.reading.pages.tables import PageTable, table_of

Item = Flow | PageTable


@dataclass(frozen=True)
class LaidOut:
    """One page's items in reading order."""

    number: int
    items: tuple[Item, ...]


def lay_out(pages: Sequence[Page]) -> list[LaidOut]:
    """Read every page: tables from ruling lines, columns side by side one after the other, lines into paragraphs."""
    tables, lines = [], []
    for page in pages:
        found = [table_of(grid, page.words, page.number) for grid in find_grids(page.rules)]
        kept = [table for table in found if table.rows]
        outside = [word for word in page.words if not any(table.box.holds(word.box.middle) for table in kept)]
        tables.append(kept)
        lines.append(lines_of(outside))
    text, _ = without_furniture([(page.height, held) for page, held in zip(pages, lines, strict=True)])
    margins = page_margins(text)
    return [
        LaidOut(page.number, tuple(_items(page, held, kept, page_margin)))
        for page, held, kept, page_margin in zip(pages, text, tables, margins, strict=True)
    ]


def _items(page: Page, lines: Sequence[Line], tables: Sequence[PageTable], margins: Margins | None) -> list[Item]:
    items: list[Item] = []
    rest = list(lines)
    middles = [table.box.middle[0] for table in tables]
    for table in sorted(tables, key=lambda one: one.box.top):
        above = [line for line in rest if line.box.middle[1] < table.box.top]
        rest = rest[len(above) :]
        items += _text(page, above, margins, middles)
        items.append(table)
    return items + _text(page, rest, margins, middles)


def _text(page: Page, lines: Sequence[Line], margins: Margins | None, middles: Sequence[float]) -> list[Item]:
    if margins is None or not lines:
        return []
    items: list[Item] = []
    done = 0
    for run in find_runs(lines):
        items += _flows(page, lines[done : run.start], margins, middles)
        items.append(borderless_table(lines[run.start : run.end], run.gutters, page.number))
        done = run.end
    return items + _flows(page, lines[done:], margins, middles)


def _flows(page: Page, lines: Sequence[Line], margins: Margins, middles: Sequence[float]) -> list[Item]:
    flows: list[Item] = []
    for block in blocks_of(lines, [(margins.left + margins.right) / 2, *middles]):
        own = margins_of(block.lines) if block.side else margins
        flows += paragraphs_of(block.lines, page.number, own, side=block.side)
    return flows
