"""Normalising: one spelling of the same characters, nothing invisible, nothing stretched."""

from __future__ import annotations

import re
import unicodedata

from vietnamese.folding import fold, fold_keeping_length

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_STRETCHED_LETTER = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_HORN = "\u031b"
_NUMERAL = re.compile(r"(?<!\w)[IVX]+(?!\w)")
_VOWEL = re.compile(r"([aeiouy])\1{2,}")
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
    text = _shortened(_STRETCHED_MARK.sub(r"\1", text))
    return _TONE.sub(_place_tone, text)


def _shortened(text: str) -> str:
    """Stretched letters as one; of vowels that differ in their marks alone, the one that carries most."""
    folded = fold_keeping_length(text)
    pieces, end = [], 0
    for run in _VOWEL.finditer(folded):
        typed = text[run.start() : run.end()]
        if len(set(typed.lower())) > 1:
            marked = max(typed, key=lambda one: len(unicodedata.normalize("NFD", one)))
            rhyme = typed[-1] if _HORN in unicodedata.normalize("NFD", marked) and typed[-1] in "uU" else ""
            pieces += [text[end : run.start()], marked + rhyme]  # "cứuuu" is "cứu", "quáaa" is "quá"
            end = run.end()
    text = "".join([*pieces, text[end:]])
    return _STRETCHED_LETTER.sub(lambda run: run.group() if _are_letters(run, text) else run.group()[0], text)


def _are_letters(run: re.Match[str], text: str) -> bool:
    """Whether equal letters are meant one by one: consonants that begin a word ("CCCD", "www"), Roman numbers."""
    if any(one.start() <= run.start() < one.end() for one in _NUMERAL.finditer(text)):
        return True
    return not text[: run.start()][-1:].isalpha() and fold(run.group()[0]) not in "aeiouy"


def _place_tone(match: re.Match[str]) -> str:
    found = match.group(1)
    placed = _NEW_TO_OLD[found.lower()]
    if found.isupper():
        return placed.upper()
    return placed.capitalize() if found[0].isupper() else placed
