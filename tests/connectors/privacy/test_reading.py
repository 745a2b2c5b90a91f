from __future__ import annotations

from connectors.privacy.reading import read


def test_a_reading_knows_where_each_sign_was_typed() -> None:
    typed = "Số\u200b ０９ Đủ"
    reading = read(typed)
    assert reading.text == "so 09 du"
    assert typed[slice(*reading.typed(3, 5))] == "０９"


def test_marks_that_stand_on_digits_are_not_read() -> None:
    assert read("0\ufe0f\u20e39\ufe0f\u20e3").text == "09"
    assert read("0\u03369\u0336").text == "09"


def test_digits_spelled_as_words_are_read_in_a_row_only() -> None:
    assert read("bốn tám hai chín một ba").text == "482913"
    assert read("năm hai không hai lăm").text == "nam hai khong hai lam"
