"""Normalising: one spelling of the same characters, nothing invisible, nothing stretched."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_STRETCHED_LETTER = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_STRETCHED_MARK = re.compile(r"([!?.,…~])\1{2,}")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
# The tone of "oa", "oe", "uy" stands on either vowel; the older spelling is the one kept here.
_NEW_TO_OLD = {
    new + suffix: old + suffix
    for new, old in {
        "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
        "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
        "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
    }.items()
    for suffix in ("",)
}  # fmt: skip
_TONE = re.compile(r"(?<![qQ])(" + "|".join(_NEW_TO_OLD) + r")(?![^\W\d_])", re.IGNORECASE)


def normalize(text: str) -> str:
    r"""Bring ``text`` into NFC with one tone placement, no invisible characters, single blanks.

    Stretched letters are shortened to one ("alooooo" → "alo"), runs of marks to one. Digits stay as they are.

    >>> normalize("Xin   chàooo\\u200b!!!")
    'Xin chào!'
    """
    text = unicodedata.normalize("NFKC", text)
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    text = _DASHES.sub("-", text)
    text = _LINES.sub("\n", _BLANKS.sub(" ", text)).strip()
    text = _STRETCHED_LETTER.sub(r"\1", _STRETCHED_MARK.sub(r"\1", text))
    return _TONE.sub(_place_tone, text)


def _place_tone(match: re.Match[str]) -> str:
    found = match.group(1)
    placed = _NEW_TO_OLD[found.lower()]
    if found.isupper():
        return placed.upper()
    return placed.capitalize() if found[0].isupper() else placed
