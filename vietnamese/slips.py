"""Slips of the keyboard in syllables with marks, put right: a mark misplaced or left out, a blank left out.

"phừơng" is "phường", "ngừoi" "người", "điẹn" "điện", "chữkýsố" "chữ ký số": where only one syllable that Vietnamese can
spell has these letters, this tone and at least these marks, or a word falls into such syllables in only one way, it is
what was meant. Any other word stays as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from vietnamese.spelling import TONES, VOWELS, is_syllable, toned

_WORD = re.compile(r"(?<![\w@./&-])[^\W\d_]{2,16}(?![\w@/&-])")
_LONGEST = 7
# What may be left of letters that stand side by side, or of the keystrokes for one, and what they are with all marks.
_COMPLETED = (
    *(("ưo", "ươ"), ("uơ", "ươ"), ("ie", "iê"), ("ye", "yê"), ("ua", "uâ"), ("uo", "uô")),
    *(("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư")),
)


def mend_slips(text: str) -> str:
    """``text`` with such words written as they are spelled, capitals kept.

    >>> mend_slips("Phừơng mình có bao nhiêu ngừoi dùng chữkýsố")
    'Phường mình có bao nhiêu người dùng chữ ký số'
    """
    return _WORD.sub(lambda found: _mended(found.group()), text)


@lru_cache(maxsize=8192)
def _mended(word: str) -> str:
    lowered = unicodedata.normalize("NFC", word.lower())
    if word.isascii() or _is_one(lowered):
        return word
    spelled = _spelled(lowered)
    if spelled == lowered and len(ways := _parted(lowered)) == 1:
        spelled = ways[0]
    if spelled == lowered:
        return word
    if word.isupper():
        return spelled.upper()
    return spelled[0].upper() + spelled[1:] if word[0].isupper() else spelled


def _spelled(word: str) -> str:
    letters, tones = _apart(word)
    if len(tones) != 1:
        return word
    meant = {toned(one, tones) for one in (letters, *_completed(letters)) if is_syllable(one, tones)}
    return meant.pop() if len(meant) == 1 else word


def _parted(word: str) -> list[str]:
    """Every way in which ``word`` falls into syllables; those after the first begin with a consonant."""
    if not word:
        return [""]
    heads = [word[:size] for size in range(2, min(_LONGEST, len(word)) + 1) if _is_one(word[:size])]
    return [
        f"{head} {rest}".strip()
        for head in heads
        if head == word or _apart(word[len(head)])[0] not in VOWELS
        for rest in _parted(word[len(head) :])
    ]


def _is_one(word: str) -> bool:
    letters, tones = _apart(word)
    return len(tones) <= 1 and is_syllable(letters, tones) and toned(letters, tones) == word


def _apart(word: str) -> tuple[str, str]:
    """The letters without their tones, and the tones."""
    parts = unicodedata.normalize("NFD", word)
    letters = "".join(one for one in parts if one not in TONES)
    return unicodedata.normalize("NFC", letters), "".join(one for one in parts if one in TONES)


def _completed(letters: str) -> list[str]:
    return [letters.replace(less, full, 1) for less, full in _COMPLETED if less in letters]
