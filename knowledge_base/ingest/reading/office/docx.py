"""Word files (.docx): the body in its order, with numbering written out and tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import InvalidXmlError
from docx.oxml.ns import qn
from lxml.etree import LxmlError, _Element

from knowledge_base.ingest.reading.errors import TooManyPagesError, UnreadableError
from knowledge_base.ingest.reading.gathered import Gathered
from knowledge_base.ingest.reading.limits import Limits
from knowledge_base.ingest.reading.office.docx_numbering import Numbering
from knowledge_base.ingest.reading.office.docx_styles import Styles
from knowledge_base.ingest.reading.office.docx_tables import columns_of, grid_rows
from knowledge_base.ingest.reading.office.docx_text import spoken
from knowledge_base.ingest.reading.office.pieces import Notes, OfficeTable, Piece, TableCell, Text, blocks_of

_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo"), qn("w:smartTag")}
_DEEPEST = 30


def read_docx(path: Path, limits: Limits) -> Gathered:
    """Read ``path``. Raises ``UnreadableError`` and ``TooManyPagesError`` (by the page breaks Word left in it)."""
    try:
        document = docx.Document(str(path))
        body = document.element.body
        pages = 1 + sum(1 for _ in body.iter(qn("w:lastRenderedPageBreak")))
        if pages > limits.pages:
            raise TooManyPagesError(pages, limits.pages)
        walk = _Walk(document)
        pieces = list(walk.pieces(body, 0))
        blocks, joined = blocks_of(pieces)
    except (OpcError, InvalidXmlError, LxmlError, KeyError, ValueError, AttributeError, IndexError) as error:
        raise UnreadableError(f"not a whole Word document: {type(error).__name__}: {error}") from None
    return Gathered(blocks, [*walk.notes.findings(), *joined])


class _Walk:
    """Goes through a document once; numbering counts as it goes."""

    def __init__(self, document: DocxDocument) -> None:
        part = document.part
        self.styles = Styles(document.styles.element)
        has_numbering = any(one.reltype == RELATIONSHIP_TYPE.NUMBERING for one in part.rels.values())
        self.numbering = Numbering(part.numbering_part.element if has_numbering else None, self.styles)
        self.notes = Notes()

    def pieces(self, parent: _Element, depth: int) -> Iterator[Piece]:
        """The paragraphs and tables under ``parent``, text boxes behind the paragraph they hang on."""
        if depth > _DEEPEST:
            raise ValueError("nested too deeply")
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child, depth)
            elif child.tag == qn("w:tbl"):
                yield self._table(child, depth)
            elif child.tag in _WRAPPERS:
                yield from self.pieces(child, depth + 1)
            elif child.tag == qn("w:altChunk"):
                self.notes.leave_out("embedded_object")

    def _paragraph(self, paragraph: _Element, depth: int) -> Iterator[Piece]:
        said = spoken(paragraph, self.styles, self.notes)
        number = self.numbering.before(paragraph)
        inside_cell = any(one.tag == qn("w:tc") for one in paragraph.iterancestors())
        if said.text.strip() or (number and inside_cell):
            yield Text(
                text=f"{number} {said.text.lstrip()}" if number else said.text,
                bold=said.bold,
                centred=self.styles.centred(paragraph),
                heading_level=self.styles.heading_level(paragraph),
            )
        for box in said.boxes:
            yield from self.pieces(box, depth + 1)

    def _table(self, table: _Element, depth: int) -> OfficeTable:
        rows = list(grid_rows(table, self.notes))
        width = max((columns_of(row) for row in rows), default=0)
        empty = TableCell()
        cells: list[list[TableCell]] = []
        header, spanned = 0, 1
        for index, row in enumerate(rows):
            line = [empty] * row.before
            for cell in row.cells:
                above = cells[-1][len(line)] if cells and len(line) < width else empty
                content = above if cell.continues else TableCell(tuple(self.pieces(cell.element, depth + 1)))
                if cell.continues and spanned == index:
                    spanned = index + 1
                line += [content] * cell.columns
            cells.append((line + [empty] * width)[:width])
            if row.header and header == index:
                header = index + 1
        return OfficeTable(cells, header, min(spanned, len(cells)), self.styles.table_is_lined(table))
