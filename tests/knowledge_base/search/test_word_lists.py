"""The word lists of the search: YAML reads an unquoted 1022 as a number and an unquoted "no" as false."""

from __future__ import annotations

import pytest

from knowledge_base.search.query import synonyms
from knowledge_base.search.terms import load_words, stop_terms


def test_every_way_of_saying_the_same_is_text() -> None:
    groups: list[list[object]] = load_words("synonyms.yml")
    assert [group for group in groups if not all(isinstance(one, str) and one.strip() for one in group)] == []
    assert [group for group in groups if len(group) < 2] == []


def test_every_frame_is_text() -> None:
    assert [one for one in load_words("framing.yml") if not isinstance(one, str)] == []


@pytest.mark.parametrize("word", ["gi", "bao", "nhieu", "toi", "la"])
def test_question_words_carry_no_topic(word: str) -> None:
    assert word in stop_terms()


def test_synonyms_go_both_ways() -> None:
    table = synonyms()
    assert ("smartphone",) in table["dien", "thoai", "thong", "minh"]
    assert ("dien", "thoai", "thong", "minh") in table["smartphone",]
