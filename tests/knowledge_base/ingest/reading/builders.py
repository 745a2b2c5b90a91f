"""Documents for the tests, made as an office makes them: typed in a word processor, printed to PDF, scanned.

>>> from pathlib import Path
>>> plan = OfficeDocument()
>>> plan.head(["ỦY BAN NHÂN DÂN", "XÃ AN PHÚ"], "Số: 12/KH-UBND", "An Phú, ngày 05 tháng 3 năm 2025")
>>> plan.paragraph("I. MỤC ĐÍCH", bold=True)
>>> plan.save(Path("plan.docx"))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import docx
import pypdf
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph as DocxParagraph
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from evaluation.renditions import Scan, convert, pictures
from knowledge_base.ingest.reading.document import Document, Paragraph
from tests.programs import needs_program

_SEED = 7
_WIDTHS_CM = (1.3, 6.7, 3.0, 3.0, 2.0)
MOTTO = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


class OfficeDocument:
    """A .docx in the layout of Decree 30/2020/NĐ-CP: margins, justified text, page number on top, 13 points."""

    def __init__(self, *, size: float = 13, page_numbers: bool = True, running_head: str | None = None) -> None:
        self.docx = docx.Document()
        style = self.docx.styles["Normal"]
        style.font.name = "Liberation Serif"
        style.font.size = Pt(size)
        section = self.docx.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
        header = section.header.paragraphs[0]
        header.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if page_numbers:
            _page_number(header)
        if running_head:
            section.header.add_paragraph(running_head)

    def head(self, agency: Sequence[str], number: str, place_and_date: str) -> None:
        table = _two_columns(self.docx.add_table(2, 2))
        for cell, lines in ((table.cell(0, 0), agency), (table.cell(0, 1), MOTTO)):
            _lines(cell, lines, bold=True)
        _lines(table.cell(1, 0), [number])
        _lines(table.cell(1, 1), [place_and_date], italic=True)

    def title(self, *lines: str) -> None:
        for line in lines:
            made = self.docx.add_paragraph()
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
            made.add_run(line).bold = True

    def paragraph(self, text: str, *, bold: bool = False, indent_cm: float = 1.27) -> DocxParagraph:
        made = self.docx.add_paragraph()
        made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        made.paragraph_format.first_line_indent = Cm(indent_cm)
        made.paragraph_format.space_after = Pt(6)
        made.add_run(text).bold = bold
        return made

    def table(
        self,
        rows: Sequence[Sequence[str]],
        *,
        widths_cm: Sequence[float] = (),
        repeat_header: bool = True,
        merges: Iterable[tuple[tuple[int, int], tuple[int, int]]] = (),
    ) -> Table:
        """A table with lines; the first row is the header. ``merges``: pairs of (row, column), corner to corner."""
        made = self.docx.add_table(len(rows), len(rows[0]))
        made.style = "Table Grid"
        made.autofit = not widths_cm
        for column, width in zip(made.columns, widths_cm, strict=False):
            column.width = Cm(width)
        cells = [list(row.cells) for row in made.rows]
        for row, texts in zip(cells, rows, strict=True):
            for column, (cell, text) in enumerate(zip(row, texts, strict=True)):
                cell.paragraphs[0].text = text
                if widths_cm:
                    cell.width = Cm(widths_cm[column])
        for cell in cells[0]:
            for run in cell.paragraphs[0].runs:
                run.bold = True
        for (top, left), (bottom, right) in merges:
            kept = cells[top][left].text
            merged = cells[top][left].merge(cells[bottom][right])
            merged.text = kept
        if repeat_header:
            properties = made.rows[0]._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:tblHeader"))
        return made

    def signature(self, recipients: Sequence[str], office: Sequence[str], name: str) -> None:
        table = self.docx.add_table(1, 2)
        left, right = table.cell(0, 0), table.cell(0, 1)
        _lines(left, ["Nơi nhận:", *recipients], centred=False)
        _lines(right, [*office, "", "", name], bold=True)

    def page_break(self) -> None:
        self.docx.add_page_break()

    def landscape_section(self) -> None:
        section = self.docx.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)

    def save(self, path: Path) -> Path:
        self.docx.save(str(path))
        return path


def from_document(document: Document) -> OfficeDocument:
    """Any document typed anew: its paragraphs, its tables with lines."""
    made = OfficeDocument()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            made.paragraph(block.text, bold=block.bold)
        else:
            widths = _WIDTHS_CM if len(block.rows[0]) == len(_WIDTHS_CM) else ()
            made.table([[cell.text for cell in row] for row in block.rows], widths_cm=widths)
    return made


def to_pdf(source: Path, *, kind: str = "pdf") -> Path:
    """Let LibreOffice convert ``source``; the result stands beside it."""
    needs_program("soffice")
    return convert(source, kind)


def pictures_of(
    pdf: Path, *, dpi: int = 300, turn: int = 0, skew: float = 0.0, noise: float = 0.0
) -> list[Image.Image]:
    """The pages as a scanner sees them. ``turn``: degrees clockwise; ``skew``: degrees; ``noise``: sigma of 255."""
    return list(pictures(pdf, Scan(dpi, turn, skew, grain=noise), seed=_SEED))


def with_hidden_text(pdf: Path, path: Path, text: str) -> Path:
    """``pdf`` with invisible words on each page, as scanning programs put them behind the picture."""
    writer = pypdf.PdfWriter(clone_from=str(pdf))
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for page in writer.pages:
        page["/Resources"][NameObject("/Font")] = DictionaryObject({NameObject("/Hidden"): font})
        hidden = StreamObject()
        hidden.set_data(f"\nBT 3 Tr /Hidden 12 Tf 72 700 Td ({text}) Tj ET".encode("ascii"))
        shown = page["/Contents"]
        parts = list(shown) if isinstance(shown, ArrayObject) else [page.raw_get("/Contents")]
        page[NameObject("/Contents")] = ArrayObject([*parts, writer._add_object(hidden)])
    writer.write(str(path))
    return path


def _two_columns(table: Table) -> Table:
    """The narrow and the wide column of a head."""
    table.autofit = False
    for column, width in zip(table.columns, (5.7, 10.5), strict=True):
        for cell in column.cells:
            cell.width = Cm(width)
        column.width = Cm(width)
    return table


def _page_number(paragraph: DocxParagraph) -> None:
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _lines(
    cell: object, lines: Sequence[str], *, bold: bool = False, italic: bool = False, centred: bool = True
) -> None:
    paragraphs = [cell.paragraphs[0], *(cell.add_paragraph() for _ in lines[1:])]  # type: ignore[attr-defined]
    for paragraph, line in zip(paragraphs, lines, strict=True):
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line)
        run.bold, run.italic = bold, italic
