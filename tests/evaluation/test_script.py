"""Telling which message a text answers."""

from __future__ import annotations

import pytest

from connectors.texts import load_texts
from evaluation.script import Asked, Counted

APOLOGY = load_texts().apology("unavailable")
ANSWERS = {f"{letter} là gì?": f"{letter} là thứ" for letter in "ABCDEF"}


def test_the_fake_rasas_answers_name_their_message() -> None:
    texts = ["Xin chào!", "Trả lời: câu 12\nNguồn: …", f"{load_texts().repeated}\n\nTrả lời: câu 3"]
    assert Counted().numbers(texts, 0, 1) == [12, 3]
    assert Counted().numbers([APOLOGY, "Trả lời: câu 4", APOLOGY], 1, 3) == [1, 4, 7]
    assert Counted().apologies([*texts, APOLOGY]) == 1
    assert Counted().text(7, 3) == "câu 7"


def test_questions_go_round_in_a_circle() -> None:
    script = Asked(ANSWERS)
    assert [script.text(number, 2) for number in (0, 1, 2, 12)] == ["A là gì?", "A là gì?", "B là gì?", "A là gì?"]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ("ABCDEFAB", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("ACD", [0, 2, 3]),
        ("ABBC", [0, 1, 1, 2]),
        ("ABDCE", [0, 1, 3, 2, 4]),
        ("A?C", [0, 1, 2]),
        ("BCDEFA", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_answers_are_counted_along_the_circle(seen: str, expected: list[int]) -> None:
    texts = [APOLOGY if letter == "?" else f"Chào anh/chị!\n{letter} là thứ …" for letter in seen]
    assert Asked(ANSWERS).numbers(texts, 0, 1) == expected
    # And of the second of three users
    assert Asked(ANSWERS).numbers([*texts, "một phần nữa"], 1, 3) == [1 + 3 * place for place in expected]
    assert Asked(ANSWERS).apologies(texts) == seen.count("?")
