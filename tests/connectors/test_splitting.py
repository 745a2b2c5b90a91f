"""Long texts are split where a reader would pause, within any platform's own count, and nothing is lost."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.channels.splitting import split_text, utf16_length

TEXTS = st.text(st.sampled_from("ab Đế.\n!?…”)😀1"), max_size=300)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.integers(2, 60), st.sampled_from([len, utf16_length]))
def test_every_part_fits_and_nothing_but_blanks_is_lost(text: str, limit: int, length: Callable[[str], int]) -> None:
    parts = split_text(text, limit, length)
    assert all(0 < length(part) <= limit for part in parts)
    assert all(part == part.strip() for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("Ngắn.", 10, ["Ngắn."]),
        ("", 10, []),
        (" \n ", 10, []),
        ("Một hai. Ba bốn.", 12, ["Một hai.", "Ba bốn."]),
        ("Đoạn một.\n\nĐoạn hai. Thêm câu.", 24, ["Đoạn một.", "Đoạn hai. Thêm câu."]),
        ("- một mục\n- hai mục dài", 15, ["- một mục", "- hai mục dài"]),
        ("Nộp 1.500.000 đồng nhé", 12, ["Nộp", "1.500.000", "đồng nhé"]),
        ("Ông nói: “Đúng.” Rồi đi.", 17, ["Ông nói: “Đúng.”", "Rồi đi."]),
        ("x" * 25, 10, ["x" * 10, "x" * 10, "x" * 5]),
    ],
)
def test_where_it_is_split(text: str, limit: int, parts: list[str]) -> None:
    assert split_text(text, limit) == parts


def test_what_comes_taken_apart_is_put_together_before_it_is_measured() -> None:
    text = "Ế" * 2000
    assert split_text(unicodedata.normalize("NFD", text), 2000) == [text]
