"""Reading a question: what is mistyped is read alike in every process."""

from __future__ import annotations

from string import ascii_lowercase

from knowledge_base.search.query import make_query


def test_of_words_equally_near_to_a_mistyped_one_always_the_same_is_read() -> None:
    near = frozenset(f"kho{letter}nk" for letter in ascii_lowercase if letter != "z")
    assert make_query("khoznk", weigh=lambda _: 1.0, vocabulary=near).terms == ("khoank",)
