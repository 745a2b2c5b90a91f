"""OpenDocument texts (.odt): the body in its order, with list numbers written out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml.etree import LxmlError
from odfdo import Document, Element
from odfdo.xmlpart import XmlPart

from knowledge_base.ingest.reading.errors import TooManyPagesError, UnreadableError
from knowledge_base.ingest.reading.gathered import Gathered
from knowledge_base.ingest.reading.legacy_fonts import converted, is_legacy
from knowledge_base.ingest.reading.limits import Limits
from knowledge_base.ingest.reading.office.odt_lists import Count
from knowledge_base.ingest.reading.office.odt_styles import ListLevel, Styles
from knowledge_base.ingest.reading.office.odt_tables import grid_rows
from knowledge_base.ingest.reading.office.pieces import Notes, OfficeTable, Piece, TableCell, Text, blocks_of

_CARRIERS = {"text:section", "text:index-body", "text:table-of-content", "office:text", "text:list-header"}
_SILENT = {
    "text:tracked-changes",
    "text:sequence-decls",
    "office:forms",
    "text:variable-decls",
    "text:user-field-decls",
}
_LEFT_OUT = {"draw:object": "embedded_object", "draw:object-ole": "embedded_object", "math:math": "formula"}
_DEEPEST = 30


def read_odt(path: Path, limits: Limits) -> Gathered:
    """Read ``path``. Raises ``UnreadableError`` and ``TooManyPagesError`` (by the page breaks left in the text)."""
    try:
        document = Document(path)
        body = document.body
        pages = 1 + len(body.get_elements("//text:soft-page-break"))
        if pages > limits.pages:
            raise TooManyPagesError(pages, limits.pages)
        walk = _Walk(Styles([_root(document, "styles.xml"), _root(document, "content.xml")]))
        blocks, joined = blocks_of(list(walk.pieces(body, 0)))
    except (LxmlError, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError) as error:
        raise UnreadableError(f"not a whole OpenDocument text: {type(error).__name__}: {error}") from None
    return Gathered(blocks, [*walk.notes.findings(), *joined])


def _root(document: Document, name: str) -> Element:
    part = document.get_part(name)
    if not isinstance(part, XmlPart):
        raise UnreadableError(f"no {name}")
    return part.root


@dataclass(frozen=True)
class _Look:
    """What surrounds a piece of text."""

    bold: bool
    capitals: bool
    font: str | None
    hidden: bool


class _Walk:
    """Goes through a document once; lists count as it goes."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.notes = Notes()
        self._counts: dict[str, Count] = {}
        self._by_id: dict[str, Count] = {}
        self._outline = Count()
        self._boxes: list[Element] = []

    def pieces(self, parent: Element, depth: int) -> Iterator[Piece]:
        """The paragraphs and tables under ``parent``, text boxes behind the paragraph they hang on."""
        if depth > _DEEPEST:
            raise ValueError("nested too deeply")
        for child in parent.children:
            if child.tag == "text:tracked-changes":
                self.notes.changes += len(child.get_elements("text:changed-region"))
            elif child.tag in {"text:p", "text:h"}:
                yield from self._paragraph(child, "", depth)
            elif child.tag == "text:list":
                yield from self._list(child, None, 1, depth)
            elif child.tag == "table:table":
                yield self._table(child, depth)
            elif child.tag in _CARRIERS:
                yield from self.pieces(child, depth + 1)
            elif child.tag == "draw:frame":
                self._frame(child)
                yield from self._waiting_boxes(depth)

    def _paragraph(self, paragraph: Element, number: str, depth: int) -> Iterator[Piece]:
        style = _name(paragraph, "text:style-name")
        level = int(_name(paragraph, "text:outline-level") or 0) if paragraph.tag == "text:h" else 0
        if level and not number:
            number = self._outline.next(level, self.styles.outline)
        look = _Look(
            bool(self.styles.bold("paragraph", style)),
            self.styles.capitals("paragraph", style),
            self.styles.font("paragraph", style),
            hidden=False,
        )
        spoken = list(self._spoken(paragraph, look))
        text = "".join(part for part, _ in spoken)
        if text.strip() or number:
            yield Text(
                text=f"{number} {text.lstrip()}" if number else text,
                bold=bool(text.strip()) and all(bold for part, bold in spoken if part.strip()),
                centred=self.styles.centred(style),
                heading_level=level or None,
            )
        yield from self._waiting_boxes(depth)

    def _waiting_boxes(self, depth: int) -> Iterator[Piece]:
        while self._boxes:
            yield from self.pieces(self._boxes.pop(0), depth + 1)

    def _spoken(self, element: Element, look: _Look) -> Iterator[tuple[str, bool]]:
        """Pieces of text and whether they are bold."""
        yield self._said(element.text, look)
        for child in element.children:
            if child.tag == "text:s":
                yield " " * int(_name(child, "text:c") or 1), look.bold
            elif child.tag == "text:tab":
                yield "\t", look.bold
            elif child.tag == "text:line-break":
                yield "\n", look.bold
            elif child.tag == "text:note":
                self.notes.leave_out("footnote")
            elif child.tag == "office:annotation":
                self.notes.leave_out("comment")
            elif child.tag in {"draw:frame", "draw:g", "draw:custom-shape"}:
                self._frame(child)
            elif child.tag not in _SILENT and not child.tag.startswith(("draw:", "office:", "text:change")):
                yield from self._spoken(child, self._inside(child, look))
            yield self._said(child.tail, look)

    def _inside(self, span: Element, look: _Look) -> _Look:
        style = _name(span, "text:style-name")
        if span.tag != "text:span" or style is None:
            return look
        bold = self.styles.bold("text", style)
        return _Look(
            look.bold if bold is None else bold,
            look.capitals or self.styles.capitals("text", style),
            self.styles.font("text", style) or look.font,
            look.hidden or self.styles.hidden("text", style),
        )

    def _said(self, text: str | None, look: _Look) -> tuple[str, bool]:
        text = " ".join((text or "").replace("\n", " ").split("\t"))
        if look.hidden:
            if text.strip():
                self.notes.leave_out("hidden_text")
            return "", look.bold
        if text.strip() and look.font is not None and is_legacy(look.font):
            self.notes.fonts.add(look.font)
            text = converted(text, look.font)
        return (text.upper() if look.capitals else text), look.bold

    def _frame(self, frame: Element) -> None:
        boxes = frame.get_elements("descendant::draw:text-box")
        self._boxes += boxes
        if frame.tag == "draw:custom-shape" and frame.get_elements("text:p"):
            self._boxes.append(frame)
        for name, what in _LEFT_OUT.items():
            if frame.get_elements(f"descendant::{name}"):
                self.notes.leave_out(what)
                return
        if not boxes and frame.get_elements("descendant::draw:image"):
            self.notes.leave_out("picture")

    def _list(self, listed: Element, inherited: str | None, level: int, depth: int) -> Iterator[Piece]:
        own = _name(listed, "text:style-name")
        style = own or inherited
        count = self._count(listed, style, level)
        for item in listed.children:
            start = _name(item, "text:start-value")
            first = item.tag == "text:list-item"
            for child in item.children:
                if child.tag == "text:list":
                    yield from self._list(child, style, level + 1, depth + 1)
                elif child.tag in {"text:p", "text:h"}:
                    levels = self._levels(style, child)
                    number = count.next(level, levels, int(start) if start else None) if first else ""
                    first = False
                    yield from self._paragraph(child, number, depth)
                elif child.tag == "table:table":
                    yield self._table(child, depth)

    def _levels(self, style: str | None, paragraph: Element) -> dict[int, ListLevel]:
        return self.styles.list_levels(style or self.styles.list_of_paragraph(_name(paragraph, "text:style-name")))

    def _count(self, listed: Element, style: str | None, level: int) -> Count:
        """The numbers a list goes on with: its own, those of the list it continues, or of the one around it."""
        if level > 1:
            return self._counts.setdefault(style or "", Count())
        continued = _name(listed, "text:continue-list")
        goes_on = (_name(listed, "text:continue-numbering") or "").lower() == "true"
        if continued in self._by_id:
            count = self._by_id[continued]
        elif goes_on and style in self._counts:
            count = self._counts[style]
        else:
            count = Count()
        self._counts[style or ""] = count
        own_id = _name(listed, "xml:id")
        if own_id:
            self._by_id[own_id] = count
        return count

    def _table(self, table: Element, depth: int) -> OfficeTable:
        lined = False
        content: dict[int, TableCell] = {}
        rows, header, spanned = grid_rows(table)
        cells: list[list[TableCell]] = []
        for row in rows:
            line = []
            for cell in row:
                if cell is None:
                    line.append(TableCell())
                    continue
                key = id(cell)
                if key not in content:
                    content[key] = TableCell(tuple(self.pieces(cell, depth + 1)))
                    lined = lined or self.styles.cell_is_lined(_name(cell, "table:style-name"))
                line.append(content[key])
            cells.append(line)
        return OfficeTable(cells, header, spanned, lined)


def _name(element: Element, attribute: str) -> str | None:
    value = element.get_attribute(attribute)
    return None if value is None else str(value)
