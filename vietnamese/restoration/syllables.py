"""What a Vietnamese syllable can look like once its diacritics are off."""

from __future__ import annotations

import re
import unicodedata

from vietnamese.folding import fold
from vietnamese.spelling import TONES

_SYLLABLE = re.compile(
    r"(?:ngh|[cgknpt]h|n?g|gi|qu|tr|[bcdhklmnprstvx])?[aeiouy]{1,3}(?:[cn]h|ng|[cmnpt])?",
)


def is_syllable(word: str) -> bool:
    """Whether ``word`` (lower case) is one syllable with at most one tone.

    >>> is_syllable("nghiêng"), is_syllable("củacơ"), is_syllable("củá")
    (True, False, False)
    """
    tones = sum(one in TONES for one in unicodedata.normalize("NFD", word))
    return tones <= 1 and _SYLLABLE.fullmatch(fold(word)) is not None
