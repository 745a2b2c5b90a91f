"""Documents written to files: plain text, and Word documents in the layout of Decree 30/2020/NĐ-CP.

The evaluation makes its .docx files from texts this way. In Word the head and the end stand in two columns, as in
every real document: the agency beside the motto, the recipients beside the signature. The appendix begins a page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from knowledge_base.ingest.reading.document import Block, Document, Paragraph, Table
from knowledge_base.ingest.structuring.folded import cue, folded
from knowledge_base.ingest.structuring.lines import Line
from knowledge_base.ingest.structuring.sections import appendix_label, is_document_kind, is_signing

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import _Cell as WordCell

_HEAD_LINES = 15


def write_text(document: Document, path: Path) -> None:
    """Write paragraphs apart by blank lines, tables as lines of cells apart by tabs."""
    path.write_text(to_text(document), encoding="utf-8")


def to_text(document: Document) -> str:
    """The document as text."""
    pieces = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            pieces.append(block.text)
        else:
            pieces.append("\n".join("\t".join(" ".join(cell.text.split()) for cell in row) for row in block.rows))
    return "\n\n".join(pieces) + "\n"


def write_docx(document: Document, path: Path) -> None:
    """Write a Word document: head and end in two columns, tables with their lines."""
    import docx  # only who writes Word files pays for it

    word = docx.Document()
    head, body, end, rest = _divided(document.blocks)
    if head:
        _two_columns(word, *_head_columns(head))
    for block in body:
        _add(word, block)
    if end:
        _two_columns(word, *_end_columns(end))
    if rest:
        word.add_page_break()  # type: ignore[no-untyped-call]
    for block in rest:
        _add(word, block)
    word.save(str(path))


def _add(word: WordDocument, block: Block) -> None:
    if isinstance(block, Table):
        _table(word, block)
    else:
        _paragraph(word.add_paragraph(), block)


def _paragraph(paragraph: object, block: Paragraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    run = paragraph.add_run(block.text)  # type: ignore[attr-defined]
    run.bold = block.bold
    if block.centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER  # type: ignore[attr-defined]


def _table(word: WordDocument, block: Table) -> None:
    table = word.add_table(rows=len(block.rows), cols=len(block.rows[0]))
    table.style = "Table Grid"
    for row, cells in zip(table.rows, block.rows, strict=True):
        for cell, content in zip(row.cells, cells, strict=True):
            cell.text = content.text


def _two_columns(word: WordDocument, left: list[Paragraph], right: list[Paragraph]) -> None:
    table = word.add_table(rows=1, cols=2)
    for cell, blocks in zip(table.rows[0].cells, (left, right), strict=True):
        _fill(cell, blocks)


def _fill(cell: WordCell, blocks: list[Paragraph]) -> None:
    for at, block in enumerate(blocks):
        _paragraph(cell.paragraphs[0] if at == 0 else cell.add_paragraph(), block)


def _divided(blocks: tuple[Block, ...]) -> tuple[list[Paragraph], list[Block], list[Paragraph], list[Block]]:
    """Head, body, end (recipients and signature) and what follows."""
    lines = [Line(one.text, one.text, centred=one.centred) if isinstance(one, Paragraph) else None for one in blocks]
    kinds = (at for at, line in enumerate(lines[:_HEAD_LINES]) if line and is_document_kind(line))
    title = next(kinds, 0)
    ends = (at for at, line in enumerate(lines) if at > title and line and (_receives(line) or is_signing(line)))
    start = next(ends, len(blocks))
    stops = (at for at, line in enumerate(lines) if at > start and (line is None or appendix_label(line)))
    stop = next(stops, len(blocks))
    head = [one for one in blocks[:title] if isinstance(one, Paragraph)]
    end = [one for one in blocks[start:stop] if isinstance(one, Paragraph)]
    return head, list(blocks[title:start]), end, list(blocks[stop:])


def _head_columns(head: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """The agency and the number on the left; the motto, place and date on the right."""
    right = [one for one in head if cue("motto").search(folded(one.text)) or "năm" in one.text]
    return [one for one in head if one not in right], right


def _end_columns(end: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """The recipients on the left, the signature on the right."""
    left = [one for one in end if one.text.startswith("-") or _receives(Line(one.text, one.text))]
    return left, [one for one in end if one not in left]


def _receives(line: Line) -> bool:
    return cue("recipients").match(line.folded) is not None and len(line.text) < 20
