"""Files made from documents: text that reads back as the same blocks, Word documents with head and end in columns."""

from __future__ import annotations

from pathlib import Path

import docx

from knowledge_base.ingest.reading.plain import read_plain
from knowledge_base.ingest.structuring.rendering_files import write_docx, write_text
from tests.knowledge_base.ingest.structuring.invented_texts import WATER_PLAN, document


def test_a_text_file_reads_back_as_the_same_blocks(tmp_path: Path) -> None:
    made = document(WATER_PLAN)
    path = tmp_path / "a.txt"
    write_text(made, path)
    assert [one.model_dump(exclude={"header_rows"}) for one in read_plain(path).blocks] == [
        one.model_dump(exclude={"header_rows"}) for one in made.blocks
    ]


def test_a_word_document_has_every_paragraph_and_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_docx(document(WATER_PLAN), path)
    word = docx.Document(str(path))
    head, end, indicators, tasks = word.tables
    assert [cell.text.split("\n")[0] for cell in head.rows[0].cells] == [
        "ỦY BAN NHÂN DÂN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]
    assert [cell.text.split("\n")[0] for cell in end.rows[0].cells] == ["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"]
    assert [cell.text for cell in indicators.rows[1].cells] == ["1", "Hộ dùng nước sạch", "%", "85", "92"]
    assert len(tasks.rows) == 6
    texts = [one.text for one in word.paragraphs]
    assert texts[0] == "KẾ HOẠCH"
    assert "đ) Mở 1.500 lớp phân loại rác tại nguồn." in texts
    assert texts[-2:] == ["PHỤ LỤC II", "PHÂN CÔNG NHIỆM VỤ"]
