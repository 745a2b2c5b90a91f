"""Words, syllables and sentences."""

from __future__ import annotations

import pytest

from vietnamese import segment, sentences, words


def test_syllables_of_one_word_stay_together() -> None:
    assert segment("chữ ký số") == ["chữ ký", "số"]


def test_segmenting_loses_no_syllable() -> None:
    text = "Trung tâm Phục vụ hành chính công xã Mộ Đức"
    assert " ".join(segment(text)).split() == text.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kế hoạch 30/KH-UBND, mục 4.2.", ("Kế", "hoạch", "30/KH-UBND", "mục", "4.2")),
        ("1.500.000 đồng!", ("1.500.000", "đồng")),
        ("vật lý - số", ("vật", "lý", "số")),
        ("KH&CN", ("KH&CN",)),
        ("?!…", ()),
        ("", ()),
    ],
)
def test_words_keep_codes_and_numbers_whole(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Câu một. Câu hai? Câu ba!", ["Câu một.", "Câu hai?", "Câu ba!"]),
        ("Trước ngày 15.12 phải gửi. Ở xã.", ["Trước ngày 15.12 phải gửi.", "Ở xã."]),
        ("Mức 1.500.000 đồng một tháng.", ["Mức 1.500.000 đồng một tháng."]),
        ("dòng một\ndòng hai", ["dòng một", "dòng hai"]),
        ("", []),
    ],
)
def test_sentences_end_at_marks_and_lines_not_inside_numbers(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
