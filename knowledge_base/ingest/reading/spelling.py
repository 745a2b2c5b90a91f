"""Stored text as it should be: one form of the same letter, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
_BLANKS = re.compile(r"\s+")


def tidy(text: str) -> str:
    """``text`` in NFC with single blanks and without invisible characters; the wording stays untouched."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()
