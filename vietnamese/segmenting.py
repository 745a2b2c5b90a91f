"""Splitting text: words through underthesea, syllables, sentences."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+(?:[.,/&-]\w+)*", re.UNICODE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-z])|\n+")


def segment(text: str) -> list[str]:
    """Split ``text`` into Vietnamese words; the syllables of one word stay together with a blank.

    >>> segment("chữ ký số")
    ['chữ ký', 'số']
    """
    from underthesea import word_tokenize  # slow to import; only callers that segment pay for it

    return [str(word) for word in word_tokenize(text)]


def words(text: str) -> tuple[str, ...]:
    """The syllables, numbers and codes of ``text`` in order, punctuation left out.

    >>> words("Kế hoạch 30/KH-UBND, mục 4.2.")
    ('Kế', 'hoạch', '30/KH-UBND', 'mục', '4.2')
    """
    return tuple(_WORD.findall(text))


def sentences(text: str) -> list[str]:
    """Split at sentence ends and line breaks; numbers and dates with points are not ends."""
    return [one.strip() for one in _SENTENCE_END.split(text) if one.strip()]
