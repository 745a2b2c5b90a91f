"""Agencies named with a slip of the keyboard."""

from __future__ import annotations

import pytest

from knowledge_base.answer.misspelt import misspelt_agencies
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import CurrentSearcher, Searcher
from tests.knowledge_base.encoders import SHIPPED


@pytest.fixture(scope="module")
def searcher(real_index) -> Searcher:
    return CurrentSearcher(real_index, lambda: Encoder(SHIPPED)).get()


@pytest.mark.parametrize(
    ("text", "slug", "words"),
    [
        ("chữ ký số của hớn qản là mấy", "hon-quan", "hớn qản"),
        ("duc fu bao cao khi nao", "duc-phu", "duc fu"),
        ("min long có 5G chưa", "minh-long", "min long"),
        ("phường Trương Quang Trọg có 6g không", "truong-quang-trong", "trương quang trọg"),
    ],
)
def test_a_slip_is_read_as_the_agency(searcher: Searcher, text: str, slug: str, words: str) -> None:
    assert (slug, words) in misspelt_agencies(text, searcher)


@pytest.mark.parametrize(
    "text",
    [
        "ca sĩ Đức Phúc hát ở đâu",
        "hơn quan trọng nhất",
        "hỏi về lòng minh mẫn",
        "Minh Long có 5G chưa",
        "",
        "trường quang trung",
    ],
)
def test_what_merely_resembles_a_name_is_none(searcher: Searcher, text: str) -> None:
    assert misspelt_agencies(text, searcher) == []
