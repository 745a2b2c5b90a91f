"""Markers are read in the order of the document; a misread one is taken for what the order calls for."""

from __future__ import annotations

import pytest

from knowledge_base.ingest.structuring.lines import Line
from knowledge_base.ingest.structuring.marking import Kind, Marked, mark_lines


def marked(*texts: str, confidence: float = 1.0) -> list[tuple[str, str | None]]:
    """Label and what was misread, line by line."""
    found = mark_lines(tuple(Line(text, text, confidence=confidence) for text in texts))
    made = []
    for one in found:
        assert isinstance(one, Marked)
        made.append((one.marker.label, one.marker.misread) if one.marker else ("", None))
    return made


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        (("I. MỤC ĐÍCH", "1. Một", "a) Điểm", "b) Điểm", "đ) Điểm"), ["I", "1", "a", "b", "đ"]),
        (("I. MỤC ĐÍCH", "11. YÊU CẦU", "111. MỤC TIÊU", "IV. KINH PHÍ"), ["I", "II", "III", "IV"]),
        (("I. MỤC ĐÍCH", "Il. YÊU CẦU", "I11. MỤC TIÊU", "lV. NHIỆM VỤ"), ["I", "II", "III", "IV"]),
        (("I. MỤC ĐÍCH", "l. Một", "2. Hai"), ["I", "1", "2"]),
        (("I. MỤC ĐÍCH", "II. YÊU CẦU", "II. MỤC TIÊU", "IV. NHIỆM VỤ"), ["I", "II", "III", "IV"]),
        (("I. MỤC ĐÍCH", "II YÊU CẦU", "II MỤC TIÊU", "IV. NHIỆM VỤ"), ["I", "II", "III", "IV"]),
        (("I. MỤC ĐÍCH", "II. YÊU CẦU", "II. MỤC TIÊU", "III. NHIỆM VỤ"), ["I", "II", "II", "III"]),
        (("9. Chín", "1O. Mười"), ["9", "10"]),
        (("c) Ba", "d) Bốn", "d) Năm", "e) Sáu"), ["c", "d", "đ", "e"]),
        (("A. PHẦN MỘT", "I. MỘT", "B. PHẦN HAI", "I. MỘT", "C. PHẦN BA"), ["A", "I", "B", "I", "C"]),
        (("1.Mục đích", "1.1. Một", "1.2 Hai", "1.500 đồng"), ["1", "1.1", "1.2", ""]),
        (("- Một", "-100% hai", "+ Ba", "• Bốn", "~ - Năm"), ["-", "-", "+", "-", "-"]),
        (("Điều 1. Phạm vi", "Điều 12: Hiệu lực"), ["Điều 1", "Điều 12"]),
        (("PHẦN THỨ NHẤT: TÌNH HÌNH", "Chương II"), ["Phần THỨ NHẤT", "Chương II"]),
        (("TM. ỦY BAN NHÂN DÂN", "Số: 12/KH-UBND", "TP. Hồ Chí Minh", "P. Trương Quang Trọng"), ["", "", "", ""]),
        (("2025 là năm bản lề.", "30/KH-UBND", "5G phủ sóng"), ["", "", ""]),
    ],
)
def test_markers(texts: tuple[str, ...], labels: list[str]) -> None:
    assert [label for label, _ in marked(*texts)] == labels


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        (
            ("I. MỘT", "II. HAI", "HI. BA", "IV. BỐN", "V. NĂM", "VI. SÁU", "VH. BẢY"),
            ["I", "II", "III", "IV", "V", "VI", "VII"],
        ),
        (("1. MỤC ĐÍCH", "1. Một", "2. Hai", "II. YÊU CẦU"), ["I", "1", "2", "II"]),
        (("1. MỤC ĐÍCH", "1. Một", "IL YÊU CẦU", "II. MỤC TIÊU", "IV. NHIỆM VỤ"), ["I", "1", "II", "III", "IV"]),
        (("b) Hai", "€) Ba", "d) Bốn"), ["b", "c", "d"]),
        (("b) Hai", "C€) Ba", "d) Bốn"), ["b", "c", "d"]),
        (("c) Ba", "đ) Bốn", "đ) Năm", "e) Sáu", "8g) Bảy"), ["c", "d", "đ", "e", "g"]),
        (("1. Một", "2. Hai", "3, Ba", "5, Năm", "9, Chín"), ["1", "2", "3", "5", ""]),
        (("~ Một", "~ Hai"), ["-", "-"]),
    ],
)
def test_what_recognition_makes_of_markers_is_read_in_scans(texts: tuple[str, ...], labels: list[str]) -> None:
    assert [label for label, _ in marked(*texts, confidence=0.95)] == labels


def test_typed_text_is_taken_as_it_is() -> None:
    assert marked("b) Hai", "e) Ba", "1. MỤC ĐÍCH", "2, Hai") == [("b", None), ("e", None), ("1", None), ("", None)]


def test_a_misread_marker_remembers_what_was_read() -> None:
    assert marked("I. MỤC ĐÍCH", "VIl. TỔ CHỨC") == [("I", None), ("VII", "VIl")]
    assert marked("b) Hai", "c¢) Ba") == [("b", None), ("c", "c¢")]


def test_a_part_restarts_the_numbers_below_it() -> None:
    found = mark_lines(tuple(Line(text, text) for text in ("I. MỘT", "- a", "- b", "II. HAI", "- c")))
    values = [one.marker.value for one in found if isinstance(one, Marked) and one.marker]
    assert values == [1, 1, 2, 2, 1]
    assert isinstance(found[0], Marked)
    assert found[0].marker
    assert found[0].marker.kind is Kind.ROMAN
