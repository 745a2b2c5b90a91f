"""Numbers as a word processor writes them before a paragraph.

>>> shown(4, "upperRoman"), shown(27, "lowerLetter")
('IV', 'aa')
"""

from __future__ import annotations

from collections.abc import Mapping

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_BULLETS: Mapping[str, str] = {"": "-", "–": "-", "—": "-", "‒": "-", "-": "-", "+": "+", "*": "*"}


def shown(number: int, way: str) -> str:
    """``number`` in the ``numFmt`` of WordprocessingML (ISO/IEC 29500-1, 17.18.59); an unknown one is decimal."""
    if way in {"upperRoman", "lowerRoman"}:
        roman = _roman(number)
        return roman if way == "upperRoman" else roman.lower()
    if way in {"upperLetter", "lowerLetter"}:
        letter = _ALPHABET[(number - 1) % 26] * ((number - 1) // 26 + 1) if number > 0 else ""
        return letter.upper() if way == "upperLetter" else letter
    if way == "decimalZero":
        return f"{number:02d}"
    if way in {"none", "bullet"}:
        return ""
    return str(number)


def bullet(text: str) -> str:
    """A bullet as plain text: dashes and plus signs as they are, signs of symbol fonts as "•"."""
    text = text.strip()
    if not text or text in _BULLETS:
        return _BULLETS.get(text, text)
    return "•" if any("\ue000" <= one <= "\uf8ff" or one in "§·o●▪■◦○v" for one in text) else text


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written
