"""One spelling of the same characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese import normalize


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Xin   chào", "Xin chào"),
        ("  đầu và cuối \t", "đầu và cuối"),
        ("dòng một \n\n  dòng hai", "dòng một\ndòng hai"),
        (unicodedata.normalize("NFD", "chữ ký số"), "chữ ký số"),
        ("chu\u031b\u0303 ky\u0301 s\u00f4\u0301", "chữ ký số"),
        ("nộp CCCD ở www.a.vn, mục III.1", "nộp CCCD ở www.a.vn, mục III.1"),
        ("quáaaa, cứuuu, đượccc", "quá, cứu, được"),
        ("Ｋế hoạch ５Ｇ", "Kế hoạch 5G"),
        ("tải ﬁle", "tải file"),
        ("năm 2025–2030", "năm 2025-2030"),
        ("số\u2011hóa", "số-hóa"),
        ("", ""),
    ],
)
def test_brings_text_into_one_form(typed: str, expected: str) -> None:
    assert normalize(typed) == expected


@pytest.mark.parametrize(
    "invisible",
    ["\u200b", "\u200c", "\u200d", "\u200e", "\u202e", "\u2060", "\ufeff", "\u00ad", "\u180e", "\ufe0f", "\U000e0041"],
)
def test_invisible_characters_are_taken_out(invisible: str) -> None:
    assert normalize(f"{invisible}chữ{invisible} ký s{invisible}ố{invisible}") == "chữ ký số"


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\x85"])
def test_control_characters_become_blanks(control: str) -> None:
    assert normalize(f"chữ{control}ký số").split() == ["chữ", "ký", "số"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("alooooo", "alo"),
        ("chàoooo ơiiii", "chào ơi"),
        ("KHÔNGGGG", "KHÔNG"),
        ("ALOooO", "ALO"),
        ("xong!!!!!!", "xong!"),
        ("sao???", "sao?"),
        ("để xem.....", "để xem."),
        ("xoong", "xoong"),
        ("2000000 đồng", "2000000 đồng"),
        ("111", "111"),
        ("số 1900.0368", "số 1900.0368"),
    ],
)
def test_stretched_letters_are_shortened_and_digits_left_alone(typed: str, expected: str) -> None:
    assert normalize(typed) == expected


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("hoà", "hòa"),
        ("Hoá đơn", "Hóa đơn"),
        ("khoẻ", "khỏe"),
        ("uỷ ban", "ủy ban"),
        ("Uỷ Ban", "Ủy Ban"),
        ("UỶ BAN", "ỦY BAN"),
        ("thuý", "thúy"),
        ("mã hoá", "mã hóa"),
        ("xoá", "xóa"),
    ],
)
def test_the_tone_is_placed_the_older_way(newer: str, older: str) -> None:
    assert normalize(newer) == older
    assert normalize(older) == older


@pytest.mark.parametrize("word", ["quý", "Quý", "quỳ", "quỹ", "QUỸ", "hoàn", "khoán", "thoát", "toàn", "huỳnh"])
def test_a_tone_that_has_one_place_only_stays(word: str) -> None:
    assert normalize(word) == word


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_never_fails_and_always_answers_in_nfc(text: str) -> None:
    result = normalize(text)
    assert unicodedata.is_normalized("NFC", result)
    assert result == result.strip()
    assert "  " not in result
