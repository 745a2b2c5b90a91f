"""Folding: the form in which text with and without diacritics is the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Capitals, for classes of regular expressions: "À-Ỹ" holds small letters as well.
CAPITALS = "".join(one for one in map(chr, range(ord("ỹ"))) if unicodedata.name(one, "").startswith("LATIN CAPITAL"))
_STROKE = str.maketrans({"đ": "d", "Đ": "D"})


def fold(text: str) -> str:
    """Lower-case ``text`` and take its diacritics off.

    >>> fold("Ủy ban nhân dân Hớn Quản")
    'uy ban nhan dan hon quan'
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKE).lower())
    return "".join(one for one in decomposed if not unicodedata.combining(one))


def fold_keeping_length(text: str) -> str:
    """Fold character by character, so that positions in the result are positions in ``text``.

    ``text`` should be in NFC; a character that folds to nothing or to several stays itself, lower-cased.
    """
    return "".join(_fold_one(one) for one in text)


def has_diacritics(text: str) -> bool:
    """Say whether ``text`` carries Vietnamese diacritics or the letter đ."""
    return fold(text) != text.lower()


@lru_cache(maxsize=4096)
def _fold_one(character: str) -> str:
    folded = fold(character)
    return folded if len(folded) == 1 else character.lower()[:1] or character
