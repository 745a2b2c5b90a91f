"""Giving a restored word the capitals of the word as typed."""

from __future__ import annotations


def cased_like(typed: str, restored: str, *, among_capitals: bool = True) -> str:
    """Case ``restored`` (lower case) like ``typed``, letter by letter, or as a whole where lengths differ.

    ``among_capitals`` says whether the words beside it are in capitals; elsewhere "HO" is "Hỗ", its O a misread "ỗ".

    >>> cased_like("HQI", "hội"), cased_like("sO", "số"), cased_like("DPoc", "độc")
    ('HỘI', 'số', 'Độc')
    """
    if typed.islower():
        return restored
    if typed.lower() == restored:
        return typed
    if typed[0] == "I" and restored[0] == "l" and typed[1:].islower():
        return restored
    if not among_capitals and len(typed) == 2 and typed.isalpha() and typed.isupper():
        return restored[:1].upper() + restored[1:]
    if len(typed) == len(restored) and typed.isalpha() and not _stray(typed):
        return "".join(
            letter.upper() if model.isupper() else letter for model, letter in zip(typed, restored, strict=True)
        )
    letters = [letter for letter in typed if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if capitals > 1 and capitals * 2 > len(letters):
        return restored.upper()
    if letters and letters[0].isupper() and typed[0].isalpha():
        return restored[:1].upper() + restored[1:]
    return restored


def _stray(typed: str) -> bool:
    """Capitals in the middle of small letters, or small ones among capitals, are misreadings, not spelling."""
    inner = typed[1:]
    return not (inner.islower() or typed.isupper() or not inner)
