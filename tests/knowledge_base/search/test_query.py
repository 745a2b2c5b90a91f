"""Reading a question: what is mistyped is read alike in every process."""

from __future__ import annotations

import os
import subprocess
import sys
from string import ascii_lowercase

import pytest

from knowledge_base.search.query import Bag, make_query
from knowledge_base.search.terms import read


def test_of_words_equally_near_to_a_mistyped_one_always_the_same_is_read() -> None:
    near = frozenset(f"kho{letter}nk" for letter in ascii_lowercase if letter != "z")
    assert make_query("khoznk", weigh=lambda _: 1.0, vocabulary=near).terms == ("khoank",)


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_a_text_is_read_alike_in_every_process(seed: str) -> None:
    text = "Tui nghe nói tới 2025 người lớn ai cũng phải có cái điện thoại thông minh, có thiệt rứa không"
    program = f"from knowledge_base.search.terms import read; print([one.folded for one in read({text!r})])"
    said = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.strip() == str([one.folded for one in read(text)])


def test_without_diacritics_a_stop_word_is_told_from_a_word_that_is_spelt_like_it() -> None:
    said = {one.folded: one for one in read("lam sao bao ve tai khoan ngan hang")}
    assert not said["bao"].stop
    assert (said["bao"].meant, said["ve"].meant) == ("bảo", "vệ")
    assert {one.folded: one for one in read("bao ve")}["bao"].typed == "bao"


def test_what_may_be_several_words_is_not_guessed() -> None:
    alone = read("ban")
    assert [one.meant for one in alone] == [""]
    assert [one.stop for one in alone] == [read("bạn")[0].stop]


def test_without_diacritics_the_same_is_asked() -> None:
    def topics(text: str) -> list[str]:
        return [one.folded for one in read(text) if one.folded and not one.stop]

    assert topics("đăng ký chữ ký số cá nhân ở chỗ nào") == topics("dang ky chu ky so ca nhan o cho nao")


def test_a_number_or_a_code_beside_does_not_stop_the_reading_of_diacritics() -> None:
    alone = [one for one in read("den nam nay huyen se phu song bao nhieu dan so") if one.folded]
    beside = [one for one in read("den nam 2025 huyen se phu song 4g bao nhieu % dan so") if one.folded]
    meant = {one.folded: one.meant for one in beside}
    assert [one.meant for one in alone if one.meant in ("phủ", "sóng")] == ["phủ", "sóng"]
    assert (meant["phu"], meant["song"], meant["2025"], meant["4g"]) == ("phủ", "sóng", "2025", "4g")


@pytest.mark.parametrize(
    ("text", "is_the_phrase"),
    [
        ("dùng chung hạ tầng", True),
        ("dung chung ha tang", True),
        ("dúng chung hạ tầng", True),
        ("xây dựng chung hạ tầng", False),
    ],
)
def test_a_phrase_with_synonyms_is_not_one_that_is_only_spelt_alike_without_marks(
    text: str, is_the_phrase: bool
) -> None:
    query = make_query(text, weigh=lambda _: 1.0, vocabulary=frozenset())
    assert any(unit.folded == ("dung", "chung", "ha", "tang") for unit in query.units) is is_the_phrase


@pytest.mark.parametrize("text", ["ai quản lý nghĩa trang", "ai quan ly nghia trang"])
def test_words_are_found_as_words(text: str) -> None:
    query = make_query(text, weigh=lambda _: 1.0, vocabulary=frozenset())
    assert ("nghia", "trang") in {unit.folded for unit in query.words}
    page = Bag.of("quản lý trang web, nghĩa vụ của người dùng")
    assert query.coverage(page) == pytest.approx(1.0)
    assert query.covered_by_words([page]) == pytest.approx(0.5)
    assert query.covered_by_words([Bag.of("quản lý"), Bag.of("nghĩa trang")]) == pytest.approx(1.0)


def test_a_question_without_topic_words_is_covered_by_nothing() -> None:
    assert make_query("là gì", weigh=lambda _: 1.0, vocabulary=frozenset()).covered_by_words([Bag.of("là gì")]) == 0.0
