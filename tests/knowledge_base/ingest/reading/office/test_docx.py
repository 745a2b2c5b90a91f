"""Word files as offices leave them: numbering, merged cells, tracked changes, text boxes, old fonts, pictures."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as DocxDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from PIL import Image

from knowledge_base.ingest.reading.document import Document, FindingCode, Paragraph, Table
from knowledge_base.ingest.reading.reader import read_here
from tests.knowledge_base.ingest.reading.samples import rows, texts

Make = Callable[[DocxDocument], None]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[DocxDocument], Document]:
    def save_and_read(made: DocxDocument) -> Document:
        made.save(str(tmp_path / "a.docx"))
        return read_here(tmp_path / "a.docx")

    return save_and_read


def left_out(document: Document) -> dict[str, str]:
    return {
        finding.details["what"]: finding.details["count"]
        for finding in document.findings
        if finding.code is FindingCode.LEFT_OUT
    }


def numbering(made: DocxDocument, *levels: tuple[str, str], number: int = 77, overrides: str = "") -> None:
    """Define list ``number`` with levels of (format, text)."""
    written = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{way}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (way, text) in enumerate(levels)
    )
    part = made.part.numbering_part.element
    part.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{written}</w:abstractNum>'))
    part.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/>{overrides}</w:num>')
    )


def numbered(made: DocxDocument, text: str, depth: int = 0, number: int = 77) -> None:
    properties = made.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def test_automatic_numbers_stand_in_the_text(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    numbering(made, ("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))
    for text, depth in (
        ("MỤC ĐÍCH", 0), ("Mục đích", 1), ("Yêu cầu", 1), ("NHIỆM VỤ", 0), ("Trồng cây", 1), ("Ươm cây", 2),
        ("Chăm sóc", 2), ("Tưới nước", 3),
    ):  # fmt: skip
        numbered(made, text, depth)
    assert texts(read(made)) == [
        "I. MỤC ĐÍCH", "1. Mục đích", "2. Yêu cầu", "II. NHIỆM VỤ", "1. Trồng cây", "a) Ươm cây", "b) Chăm sóc",
        "- Tưới nước",
    ]  # fmt: skip


def test_numbers_of_several_levels_and_a_list_that_starts_anew(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    numbering(made, ("decimal", "%1."), ("decimal", "%1.%2."))
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    part = made.part.numbering_part.element
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="78"><w:abstractNumId w:val="77"/>{again}</w:num>'))
    numbered(made, "một")
    numbered(made, "một một", 1)
    numbered(made, "hai")
    numbered(made, "năm", number=78)
    numbered(made, "sáu", number=78)
    assert texts(read(made)) == ["1. một", "1.1. một một", "2. hai", "5. năm", "6. sáu"]


def test_numbering_may_come_from_a_style(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    for text in ("Một", "Hai"):
        made.add_paragraph(text, style="List Number")
    made.add_paragraph("Ba", style="List Bullet")
    assert texts(read(made)) == ["1. Một", "2. Hai", "• Ba"]


def test_an_automatic_number_alone_in_a_cell_is_kept(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    numbering(made, ("decimal", "%1"))
    table = made.add_table(3, 2, style="Table Grid")
    for row, (first, second) in enumerate((("TT", "Nhiệm vụ"), ("", "Trồng cây"), ("", "Tưới cây"))):
        table.cell(row, 0).text, table.cell(row, 1).text = first, second
        if row:
            table.cell(row, 0).paragraphs[0]._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
            )
    assert rows(read(made)) == [[["TT", "Nhiệm vụ"], ["1", "Trồng cây"], ["2", "Tưới cây"]]]


def test_tracked_changes_are_accepted_and_told(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Trước ngày ")._p
    change = f'{nsdecls("w")} w:id="1" w:author="A" w:date="2025-01-01T00:00:00Z"'
    paragraph.append(parse_xml(f"<w:del {change}><w:r><w:delText>10/12</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {change}><w:r><w:t>15/12</w:t></w:r></w:ins>"))
    document = read(made)
    assert texts(document) == ["Trước ngày 15/12"]
    assert [(one.code, one.details) for one in document.findings] == [(FindingCode.CHANGES_ACCEPTED, {"count": "2"})]


def test_text_boxes_are_read_and_pictures_are_told(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    picture = io.BytesIO()
    Image.new("L", (40, 40), 128).save(picture, "PNG")
    run = made.add_paragraph("Ảnh cây xanh").add_run()
    run.add_picture(picture, width=Cm(2))
    box = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    made.add_paragraph("Đoạn sau")._p.append(box)
    document = read(made)
    assert texts(document) == ["Ảnh cây xanh", "Đoạn sau", "DỰ THẢO"]
    assert left_out(document) == {"picture": "1"}


def test_footnotes_comments_objects_and_hidden_text_are_told(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Theo Luật Cây xanh")
    for mark in ('<w:footnoteReference w:id="2"/>', '<w:commentReference w:id="0"/>', "<w:object/>"):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{mark}</w:r>"))
    paragraph.add_run("không in").font.hidden = True
    document = read(made)
    assert texts(document) == ["Theo Luật Cây xanh"]
    assert left_out(document) == {"footnote": "1", "comment": "1", "embedded_object": "1", "hidden_text": "1"}


def test_merged_cells_stand_in_each_place(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    table = made.add_table(4, 4, style="Table Grid")
    for row in range(4):
        for column in range(4):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "TT"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Số lượng"
    table.cell(2, 3).merge(table.cell(3, 3)).text = "xã"
    document = read(made)
    assert rows(document) == [
        [
            ["TT", "Số lượng", "Số lượng", "03"],
            ["TT", "11", "12", "13"],
            ["20", "21", "22", "xã"],
            ["30", "31", "32", "xã"],
        ]
    ]
    assert isinstance(document.blocks[0], Table)
    assert document.blocks[0].header_rows == 2


def test_a_table_in_a_cell_keeps_its_text(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    table = made.add_table(2, 2, style="Table Grid")
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "TT", "Việc", "1"
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Sáng", "Chiều"
    assert rows(read(made)) == [[["TT", "Việc"], ["1", "Sáng | Chiều"]]]


def test_a_table_split_by_hand_is_joined(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    for number in (1, 2):
        table = made.add_table(2, 2, style="Table Grid")
        for cell, text in zip(table._cells, ("TT", "Nhiệm vụ", str(number), f"Việc {number}"), strict=True):
            cell.text = text
        made.add_paragraph("")
    document = read(made)
    assert rows(document) == [[["TT", "Nhiệm vụ"], ["1", "Việc 1"], ["2", "Việc 2"]]]
    assert [finding.code for finding in document.findings] == [FindingCode.TABLE_JOINED]


def test_a_head_typed_with_tabs_is_read_side_by_side(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    made.add_paragraph("UBND XÃ AN PHÚ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    made.add_paragraph("Số: 12/KH-UBND\t\tĐộc lập - Tự do - Hạnh phúc")
    made.add_paragraph("KẾ HOẠCH")
    made.add_paragraph("1.\tMục đích")
    assert texts(read(made)) == [
        "UBND XÃ AN PHÚ", "Số: 12/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "KẾ HOẠCH", "1. Mục đích",
    ]  # fmt: skip


def test_an_end_typed_with_tabs_is_read_side_by_side(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    made.add_paragraph("Các thôn triển khai thực hiện./.")
    made.add_paragraph("Nơi nhận:\tTM. ỦY BAN NHÂN DÂN")
    made.add_paragraph("- Các thôn;\tCHỦ TỊCH")
    made.add_paragraph("- Lưu: VT.")
    made.add_paragraph("\tLê Văn Cường")
    assert texts(read(made))[1:] == [
        "Nơi nhận:", "- Các thôn;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Cường",
    ]  # fmt: skip


def test_line_breaks_join_plain_text_and_part_numbered_lines(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    made.add_paragraph("Các thôn trồng\ncây xanh;\n- Chăm sóc cây;\n- Tưới nước.")
    assert texts(read(made)) == ["Các thôn trồng cây xanh;", "- Chăm sóc cây;", "- Tưới nước."]


def test_capitals_headings_and_bold_come_from_styles_too(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    made.styles["Heading 1"].font.all_caps = True
    made.add_heading("Mục tiêu", level=1)
    made.add_paragraph("Đoạn thường")
    heading, plain = read(made).blocks
    assert isinstance(heading, Paragraph)
    assert isinstance(plain, Paragraph)
    assert (heading.text, heading.bold, heading.heading_level) == ("MỤC TIÊU", True, 1)
    assert (plain.bold, plain.heading_level) == (False, None)


def test_old_fonts_become_unicode_and_are_told(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    for font, text in ((".VnTimeH", "ñy ban nh©n d©n"), ("VNI-Times", "Uûy ban nhaân daân")):
        made.add_paragraph().add_run(text).font.name = font
    document = read(made)
    assert texts(document) == ["ỦY BAN NHÂN DÂN", "Ủy ban nhân dân"]
    (finding,) = document.findings
    assert finding.code is FindingCode.FONT_CONVERTED
    assert finding.details == {"fonts": ".VnTimeH, VNI-Times"}


def test_content_controls_and_links_are_read(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Số: ")
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>12/KH-UBND</w:t></w:r></w:sdtContent></w:sdt>")
    paragraph._p.append(control)
    block = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    inner = copy.deepcopy(made.add_paragraph("Trong khung")._p)
    made.element.body.remove(made.paragraphs[-1]._p)
    block[0].append(inner)
    paragraph._p.addnext(block)
    assert texts(read(made)) == ["Số: 12/KH-UBND", "Trong khung"]


def test_a_deleted_row_stays_away(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    table = made.add_table(3, 2, style="Table Grid")
    for row, text in enumerate(("Việc", "Giữ", "Bỏ")):
        table.cell(row, 0).text, table.cell(row, 1).text = str(row), text
    properties = table.rows[2]._tr.get_or_add_trPr()
    properties.append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="A"/>'))
    document = read(made)
    assert rows(document) == [[["0", "Việc"], ["1", "Giữ"]]]
    assert [finding.code for finding in document.findings] == [FindingCode.CHANGES_ACCEPTED]


def test_headers_and_page_numbers_are_not_text(read: Callable[[DocxDocument], Document]) -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Kế hoạch trồng cây"
    made.add_paragraph("Nội dung")
    assert texts(read(made)) == ["Nội dung"]
    assert made.element.body.find(qn("w:sectPr")) is not None
