"""Reading a question: what is mistyped is read alike in every process."""

from __future__ import annotations

import os
import subprocess
import sys
from string import ascii_lowercase

import pytest

from knowledge_base.search.query import make_query
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
