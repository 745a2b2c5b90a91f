"""Text files: paragraphs wrapped or not, tables by tabs and bars, Markdown marks, pages, old encodings."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from knowledge_base.ingest.reading.document import Document, FindingCode, Paragraph, Table
from knowledge_base.ingest.reading.plain import read_plain


def read(folder: Path, content: str | bytes, name: str = "a.txt") -> Document:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_plain(path)


def texts(document: Document) -> list[str]:
    return [one.text for one in document.blocks if isinstance(one, Paragraph)]


def rows(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in one.rows] for one in document.blocks if isinstance(one, Table)]


def test_every_line_is_a_paragraph_where_lines_are_not_wrapped(tmp_path: Path) -> None:
    long = "Câu này dài hơn một dòng giấy nên tệp không ngắt dòng giữa câu. " * 4
    document = read(tmp_path, f"KẾ HOẠCH\nTrồng cây\n{long}\n- Một;\n- Hai.\n")
    assert texts(document) == ["KẾ HOẠCH", "Trồng cây", long.strip(), "- Một;", "- Hai."]
    assert document.page_count is None
    assert document.findings == ()


def test_wrapped_lines_are_joined_up_to_the_next_marker(tmp_path: Path) -> None:
    wrapped = (
        "I. MỤC TIÊU\n"
        "1. Mục đích\n\n"
        "Trồng cây xanh dọc các tuyến đường chính của xã và tại các điểm trường học,\n"
        "góp phần giữ gìn cảnh quan, môi trường sạch đẹp cho người dân trong toàn xã và\n"
        "các xã lân cận.\n"
        "- Gạch đầu dòng thứ nhất đủ dài để tràn sang một dòng nữa ở phía dưới đây cho\n"
        "hết câu;\n"
        "- Gạch đầu dòng thứ hai đủ dài để tràn sang một dòng nữa ở phía dưới đây cho đủ\n"
        "Nơi nhận:\n"
        "- UBND tỉnh.\n"
    )
    found = texts(read(tmp_path, wrapped))
    assert found[:2] == ["I. MỤC TIÊU", "1. Mục đích"]
    assert found[2].endswith("các xã lân cận.")
    assert found[3].endswith("cho hết câu;")
    assert found[-2:] == ["Nơi nhận:", "- UBND tỉnh."]
    assert len(found) == 7


def test_tables_by_tabs_are_whole_over_page_breaks(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "TT\tNhiệm vụ\tChủ trì\tThời gian\n"
        "1\tNhóm một\t\t\n"
        "\tViệc của nhóm một.\tPhòng A\t2026\n"
        "2\tNhóm hai\t\t\n"
        "2.1\tViệc bị cắt\tPhòng A,\t2026\n"
        "\n"
        "TT\tNhiệm vụ\tChủ trì\tThời gian\n"
        "\tngang trang.\tPhòng B\t\n"
        "2.2\tViệc khác.\tPhòng C\t2027\n",
    )
    assert rows(document) == [
        [
            ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
            ["1", "Nhóm một", "", ""],
            ["", "Việc của nhóm một.", "Phòng A", "2026"],
            ["2", "Nhóm hai", "", ""],
            ["2.1", "Việc bị cắt ngang trang.", "Phòng A, Phòng B", "2026"],
            ["2.2", "Việc khác.", "Phòng C", "2027"],
        ]
    ]
    assert [(one.code, one.details["count"]) for one in document.findings] == [
        (FindingCode.TABLE_JOINED, "1"),
        (FindingCode.TABLE_ROW_JOINED, "1"),
    ]


def test_a_row_after_the_break_with_a_period_of_its_own_is_a_row(tmp_path: Path) -> None:
    header = "TT\tNhiệm vụ\tChủ trì\tThời gian\n"
    document = read(tmp_path, f"{header}1\tMột\tPhòng A\t2026\n\n{header}\tHai\tPhòng B\t2027\n")
    assert [row[1] for row in rows(document)[0]] == ["Nhiệm vụ", "Một", "Hai"]


def test_markdown_marks_become_hints(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "## **I. MỤC ĐÍCH**\n\n***Nơi nhận:***\n\nGửi *(qua Phòng A)* **trước ngày 15/12**.\n\n"
        "| TT | Việc | Ai |\n|---|:--:|---|\n| 1 | Một | Phòng A |\n",
        "a.md",
    )
    heading, label, sentence = (one for one in document.blocks if isinstance(one, Paragraph))
    assert (heading.text, heading.heading_level, heading.bold) == ("I. MỤC ĐÍCH", 2, True)
    assert (label.text, label.bold, label.heading_level) == ("Nơi nhận:", True, None)
    assert sentence.text == "Gửi (qua Phòng A) trước ngày 15/12."
    assert rows(document) == [[["TT", "Việc", "Ai"], ["1", "Một", "Phòng A"]]]
    assert document.media_type == "text/markdown"


def test_form_feeds_count_the_pages_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    document = read(tmp_path, "Trang một\n\n1\n\fTrang hai\n\n- 2 -\n")
    assert [(one.text, one.page) for one in document.blocks if isinstance(one, Paragraph)] == [
        ("Trang một", 1),
        ("Trang hai", 2),
    ]
    assert document.page_count == 2


SENTENCE = "Kế hoạch của Ủy ban nhân dân xã về đường, điện, trường, trạm"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_encodings_are_read_without_a_word(tmp_path: Path, encoding: str) -> None:
    document = read(tmp_path, SENTENCE.encode(encoding))
    assert texts(document) == [SENTENCE]
    assert document.findings == ()


def test_the_code_page_of_windows_is_told_and_reported(tmp_path: Path) -> None:
    import unicodedata

    # The code page has its tones as combining marks, the other letters whole.
    toned = "".join(one if one in "âêôăơưđÂÊÔĂƠƯĐ" else _apart(unicodedata.normalize("NFD", one)) for one in SENTENCE)
    document = read(tmp_path, toned.encode("cp1258"))
    assert texts(document) == [SENTENCE]
    assert document.findings[0].details == {"encoding": "windows-1258"}


def _apart(decomposed: str) -> str:
    """A letter with its shape mark composed and its tone apart, as code page 1258 has it."""
    import unicodedata

    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    shape = "".join(one for one in decomposed if one not in tones)
    return unicodedata.normalize("NFC", shape) + "".join(one for one in decomposed if one in tones)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"K\xd5 ho\xb9ch c\xf1a \xf1y ban nh\xa9n d\xa9n x\xb7 v\xd2 \xae\xad\xeang", "TCVN3"),
        (b"Ke\xe1 hoa\xefch cu\xfba u\xfby ban nha\xe2n da\xe2n xa\xf5 ve\xe0 \xf1\xf6\xf4\xf8ng", "VNI"),
    ],
)
def test_text_typed_for_the_fonts_before_unicode_is_told_and_reported(
    tmp_path: Path, data: bytes, encoding: str
) -> None:
    document = read(tmp_path, data)
    assert texts(document) == ["Kế hoạch của ủy ban nhân dân xã về đường"]
    assert document.findings[0].details == {"encoding": encoding}


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    import unicodedata

    assert texts(read(tmp_path, unicodedata.normalize("NFD", SENTENCE))) == [SENTENCE]


def test_an_empty_file_has_no_blocks(tmp_path: Path) -> None:
    document = read(tmp_path, codecs.BOM_UTF8 + b" \n\n")
    assert document.blocks == ()
    assert len(document.sha256) == 64
