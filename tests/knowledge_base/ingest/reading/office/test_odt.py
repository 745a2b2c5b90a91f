"""OpenDocument texts: lists, outline numbers, merged cells, notes, tracked changes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from knowledge_base.ingest.reading.document import Document, FindingCode, Table
from knowledge_base.ingest.reading.reader import read_here
from tests.knowledge_base.ingest.reading.samples import rows, texts

_NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
    )
)  # fmt: skip
_NAMESPACES += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    "</manifest:manifest>"
)


def odt(folder: Path, body: str, *, automatic: str = "", common: str = "") -> Path:
    """An .odt with this body and these styles."""
    path = folder / "a.odt"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("META-INF/manifest.xml", _MANIFEST)
        package.writestr(
            "content.xml",
            f"<office:document-content {_NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        package.writestr(
            "styles.xml",
            f"<office:document-styles {_NAMESPACES}><office:styles>{common}</office:styles></office:document-styles>",
        )
        package.writestr("meta.xml", f"<office:document-meta {_NAMESPACES}/>")
    return path


LISTS = """
<text:list-style style:name="L1">
 <text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>
 <text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."/>
 <text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="2" style:num-suffix="."/>
 <text:list-level-style-bullet text:level="4" text:bullet-char="–"/>
</text:list-style>"""


def item(*content: str) -> str:
    return f"<text:list-item>{''.join(content)}</text:list-item>"


def test_list_numbers_stand_in_the_text(tmp_path: Path) -> None:
    nested = f"<text:list>{item('<text:p>Mục đích</text:p>')}{item('<text:p>Yêu cầu</text:p>', _deep())}</text:list>"
    body = f'<text:list text:style-name="L1">{item("<text:p>MỤC ĐÍCH</text:p>", nested)}</text:list>'
    goes_on = '<text:list text:style-name="L1" text:continue-numbering="true">'
    body += f"<text:p>Đoạn giữa</text:p>{goes_on}{item('<text:p>NHIỆM VỤ</text:p>')}</text:list>"
    document = read_here(odt(tmp_path, body, automatic=LISTS))
    assert texts(document) == [
        "I. MỤC ĐÍCH", "1. Mục đích", "2. Yêu cầu", "2.1. Kịp thời", "- Hằng năm", "Đoạn giữa", "II. NHIỆM VỤ",
    ]  # fmt: skip


def _deep() -> str:
    bullets = f"<text:list>{item('<text:p>Hằng năm</text:p>')}</text:list>"
    return f"<text:list>{item('<text:p>Kịp thời</text:p>', bullets)}</text:list>"


def test_headings_count_by_the_outline(tmp_path: Path) -> None:
    outline = (
        '<text:outline-style style:name="Outline">'
        '<text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format="1" style:num-suffix="."/></text:outline-style>'
    )
    body = "".join(
        f'<text:h text:outline-level="{level}">{text}</text:h>'
        for level, text in ((1, "Mục tiêu"), (2, "Đến năm 2025"), (2, "Đến năm 2030"), (1, "Nhiệm vụ"), (2, "Trồng"))
    )
    document = read_here(odt(tmp_path, body, common=outline))
    assert texts(document) == ["I. Mục tiêu", "1. Đến năm 2025", "2. Đến năm 2030", "II. Nhiệm vụ", "1. Trồng"]
    assert [block.heading_level for block in document.blocks if not isinstance(block, Table)] == [1, 2, 2, 1, 2]


def test_merged_and_repeated_cells_stand_in_each_place(tmp_path: Path) -> None:
    def cell(text: str, more: str = "") -> str:
        return f'<table:table-cell table:style-name="c" {more}><text:p>{text}</text:p></table:table-cell>'

    across, down = 'table:number-columns-spanned="2"', 'table:number-rows-spanned="2"'
    covered = "<table:covered-table-cell/>"
    lined = (
        '<style:style style:name="c" style:family="table-cell">'
        '<style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>'
    )
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        f"{cell('TT')}{cell('Việc')}{cell('Năm')}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{cell('I')}{cell('Ươm cây', across)}{covered}</table:table-row>"
        f"<table:table-row>{cell('1')}{cell('Làm đất')}{cell('2025', down)}</table:table-row>"
        f"<table:table-row>{cell('2')}{cell('Gieo hạt')}{covered}</table:table-row></table:table>"
    )
    document = read_here(odt(tmp_path, body, automatic=lined))
    assert rows(document) == [
        [["TT", "Việc", "Năm"], ["I", "Ươm cây", "Ươm cây"], ["1", "Làm đất", "2025"], ["2", "Gieo hạt", "2025"]]
    ]
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.header_rows == 1


def test_what_is_not_text_is_told(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>cũ</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>Theo<text:s/>Luật<text:note><text:note-body><text:p>chú thích</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>xem lại</text:p></office:annotation> mới"
        "<draw:frame><draw:image/></draw:frame></text:p>"
        "<text:p><draw:frame><draw:text-box><text:p>DỰ THẢO</text:p></draw:text-box></draw:frame></text:p>"
    )
    document = read_here(odt(tmp_path, body))
    assert texts(document) == ["Theo Luật mới", "DỰ THẢO"]
    told = {(one.code, one.details.get("what")) for one in document.findings}
    assert told == {
        (FindingCode.LEFT_OUT, "footnote"),
        (FindingCode.LEFT_OUT, "comment"),
        (FindingCode.LEFT_OUT, "picture"),
        (FindingCode.CHANGES_ACCEPTED, None),
    }


@pytest.mark.parametrize(("weight", "bold"), [("bold", True), ("normal", False)])
def test_hints_come_from_styles_and_their_parents(tmp_path: Path, weight: str, bold: bool) -> None:
    common = (
        '<style:style style:name="Title" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>'
        f'<style:text-properties fo:font-weight="{weight}"/></style:style>'
    )
    automatic = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    body = '<text:p text:style-name="P1">KẾ HOẠCH</text:p>'
    (block,) = read_here(odt(tmp_path, body, automatic=automatic, common=common)).blocks
    assert not isinstance(block, Table)
    assert (block.centred, block.bold) == (True, bold)


def test_the_document_names_its_type(tmp_path: Path) -> None:
    document: Document = read_here(odt(tmp_path, "<text:p>Một</text:p>"))
    assert document.media_type == "application/vnd.oasis.opendocument.text"
    assert document.page_count is None
