"""The text as its reader sees it, with the way back to what was typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from vietnamese import fold

_DROPPED = frozenset({"Cf", "Mn", "Me"})  # invisible signs, and marks that stand on a digit (keycaps, strike-through)
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
_SPELLED = {
    "khong": "0", "linh": "0", "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5", "lam": "5",
    "sau": "6", "bay": "7", "tam": "8", "chin": "9",
}  # fmt: skip
_WORD = "|".join(sorted(_SPELLED, key=len, reverse=True))
_SPELLED_RUN = re.compile(rf"(?<![a-z0-9])(?:{_WORD})(?:[ ,.-]+(?:{_WORD})){{5,}}(?![a-z0-9])")
_WITH_LETTER_O = re.compile(r"(?<![a-z0-9])[0-9o]{6,}(?![a-z0-9])")
_FEWEST_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """``text``: lower case, no diacritics, digits 0–9; its sign ``n`` was typed at ``starts[n]`` to ``ends[n]``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in what was typed."""
        return self.starts[start], self.ends[end - 1]


def read(typed: str) -> Reading:
    """Read what was typed; digits spelled as words ("không chín không…") and with the letter o become digits.

    >>> read("Số ０９").text
    'so 09'
    """
    signs: list[tuple[str, int, int]] = []
    for at, sign in enumerate(typed):
        if unicodedata.category(sign) in _DROPPED or sign in _BLANK_LETTERS:
            continue
        for one in unicodedata.normalize("NFKC", sign):
            signs.extend((plain, at, at + 1) for plain in _plain(one))
    text = "".join(sign for sign, _, _ in signs)
    for run in reversed([match for match in _WITH_LETTER_O.finditer(text) if _mostly_digits(match[0])]):
        for at in range(run.start(), run.end()):
            signs[at] = (signs[at][0].replace("o", "0"), *signs[at][1:])
    for run in reversed(list(_SPELLED_RUN.finditer(text))):
        words = list(re.finditer(_WORD, run[0]))
        signs[run.start() : run.end()] = [
            (_SPELLED[word[0]], signs[run.start() + word.start()][1], signs[run.start() + word.end() - 1][2])
            for word in words
        ]
    return Reading(
        "".join(sign for sign, _, _ in signs),
        tuple(start for _, start, _ in signs),
        tuple(end for _, _, end in signs),
    )


def _plain(sign: str) -> str:
    if sign == "\n":
        return sign
    if sign.isspace():
        return " "
    if unicodedata.category(sign) == "Pd" or sign == "\u2212":
        return "-"
    value = unicodedata.decimal(sign, None)
    return fold(sign) if value is None else str(value)


def _mostly_digits(token: str) -> bool:
    return "o" in token and sum(sign.isdigit() for sign in token) >= _FEWEST_DIGITS
