"""The form in which text with and without diacritics is the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese import fold, fold_keeping_length, has_diacritics, normalize


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đến năm 2030", "den nam 2030"),
        ("Ủy ban nhân dân Hớn Quản", "uy ban nhan dan hon quan"),
        ("CHỮ KÝ SỐ", "chu ky so"),
        ("đường dây nóng", "duong day nong"),
        ("already plain", "already plain"),
        (unicodedata.normalize("NFD", "Trương Quang Trọng"), "truong quang trong"),
        ("ăâêôơư ĂÂÊÔƠƯ đĐ", "aaeoou aaeoou dd"),
        ("", ""),
    ],
)
def test_takes_diacritics_and_case_off(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_positions_in_the_folded_text_are_positions_in_the_text(text: str) -> None:
    assert len(fold_keeping_length(text)) == len(text)


def test_keeping_length_folds_vietnamese_like_fold() -> None:
    text = normalize("Ở đâu có Wifi công cộng? Đức Phú ạ")
    assert fold_keeping_length(text) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("chữ ký số", True), ("đ", True), ("chu ky so", False), ("VNeID 5G", False), ("Đ", True), ("", False)],
)
def test_says_whether_there_are_diacritics(text: str, expected: bool) -> None:
    assert has_diacritics(text) is expected
