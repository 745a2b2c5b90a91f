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
