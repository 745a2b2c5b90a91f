"""The same plan out of every kind of file: clauses, table and order survive."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.ingest.reading.document import Document, FindingCode, Table
from knowledge_base.ingest.reading.reader import read_here
from tests.knowledge_base.ingest.reading import samples

HEAD = [*samples.AGENCY, samples.NUMBER, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
END = ["Nơi nhận:", *samples.RECIPIENTS, *samples.OFFICE, samples.SIGNATORY]


@pytest.fixture(params=["plan_docx", "plan_odt", "plan_pdf"])
def document(request: pytest.FixtureRequest) -> Document:
    path: Path = request.getfixturevalue(request.param)
    return read_here(path)


def test_the_head_is_read_side_by_side_and_not_across(document: Document) -> None:
    assert samples.texts(document)[:6] == [*HEAD, samples.PLACE_AND_DATE]


def test_every_clause_is_one_paragraph(document: Document) -> None:
    texts = samples.texts(document)
    assert texts[6 : 8 + len(samples.CLAUSES)] == [*samples.TITLE, *samples.CLAUSES]


def test_the_recipients_come_before_the_signature(document: Document) -> None:
    texts = samples.texts(document)
    start = texts.index(END[0])
    assert texts[start : start + len(END)] == END
    assert texts[start + len(END) :] == ["PHỤ LỤC"]


def test_the_table_is_whole_with_merged_cells_in_each_place(document: Document) -> None:
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in table.rows] == samples.merged_rows()
    assert table.header_rows == 1


def test_titles_and_headings_carry_their_hints(document: Document) -> None:
    by_text = {block.text: block for block in document.blocks if not isinstance(block, Table)}
    assert by_text["KẾ HOẠCH"].centred
    assert by_text["KẾ HOẠCH"].bold
    assert by_text["I. MỤC ĐÍCH, YÊU CẦU"].bold
    assert not by_text[samples.CLAUSES[3]].bold
    assert not by_text[samples.CLAUSES[3]].centred


def test_a_pdf_tells_its_pages_and_what_was_joined(plan_pdf: Path) -> None:
    document = read_here(plan_pdf)
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert document.page_count == 3
    assert table.pages == (2, 3)
    assert {finding.code for finding in document.findings} == {FindingCode.TABLE_JOINED, FindingCode.TABLE_ROW_JOINED}
    assert document.blocks[0].page == 1


def test_page_numbers_are_gone(plan_pdf: Path) -> None:
    assert not [text for text in samples.texts(read_here(plan_pdf)) if text.isdigit()]
