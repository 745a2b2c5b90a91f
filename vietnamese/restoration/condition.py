"""In what condition a text is: as it should be, without diacritics, or misread.

Good Vietnamese has diacritics on four words in five, so a line is worth reading only when it has clearly fewer, and
is restored only when the reading agrees that marks are missing. Good text must never change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from vietnamese.folding import fold
from vietnamese.restoration.lattice import Reading
from vietnamese.restoration.places import STRANGE, Sentence, sentences, words_like
from vietnamese.restoration.statistics import statistics
from vietnamese.restoration.tokens import Kind, Token, scan

_WORTH_READING = 0.3  # share of words without marks from which a line is read
_UNLIKELY = 0.05  # probability of the bare word below which its marks are missing
_MISSING = 0.3  # share of words whose marks are missing from which a line is restored
_LEAST_MISSING = 2
_IN_VIETNAMESE = 0.4  # share of bare words that could carry marks, below which a line is in another language
_ODD = 0.08  # share of words no one writes from which a text counts as misread
_LEAST_ODD = 2
_VIETNAMESE = 0.5  # share of words that are known, below which the text is in another language
_CHUNK = re.compile(r"[^\s.,;:!?()\"“”]+")
_MIXED = re.compile(r"(?![a-z]{1,3}[23]$)[^\W\d_]*(?:[$¥§¢&{}\[\]|~]|[0-9])[^\W\d_]*")


class Line(NamedTuple):
    """A line of the text: its words, and, when marks may be missing, its sentences ``to_read``."""

    words: list[Token]
    sentences: list[Sentence]
    marked: int
    to_read: bool


def lines(text: str) -> list[Line]:
    """The lines of ``text`` in order; a line that goes on in small letters and its continuation are one."""
    found: list[Line] = []
    tokens: list[Token] = []
    for token in scan(text):
        if token.kind is Kind.STOP and token.text.startswith("\n"):
            found.append(_line(tokens))
            tokens = []
        else:
            tokens.append(token)
    return [*found, _line(tokens)]


def _line(tokens: list[Token]) -> Line:
    words = [token for token in tokens if token.kind is Kind.WORD]
    marked = sum(not token.text.isascii() for token in words)
    bare = sum(len(words_like(token.text.lower()).words) > 1 for token in words if token.text.isascii())
    to_read = bare > 0 and bare >= _WORTH_READING * (bare + marked)
    return Line(words, sentences(tokens) if to_read else [], marked, to_read)


def lacks_diacritics(line: Line, readings: Sequence[Sequence[Reading]], *, among_marked: bool) -> bool:
    """Whether enough of the line's bare words should carry marks, judging by how the line reads.

    ``among_marked`` says that the text has marks elsewhere: then one bare word is a name or a code, not a lack.
    """
    bare = missing = 0
    for sentence, reading in zip(line.sentences, readings, strict=True):
        for slot, choice in zip(sentence, reading, strict=True):
            if slot.word and len(slot.place.words) > 1:
                bare += 1
                missing += _share_as_typed(slot.token.text, choice) < _UNLIKELY
    if bare < _IN_VIETNAMESE * (len(line.words) - line.marked):
        return False
    if not among_marked:
        return True
    return missing >= _LEAST_MISSING and missing >= _MISSING * (bare + line.marked)


def _share_as_typed(typed: str, reading: Reading) -> float:
    at = statistics().ids.get(typed.lower(), -1)
    return dict(zip(reading.words, reading.shares, strict=True)).get(at, 0.0)


def is_damaged(text: str) -> bool:
    """Whether ``text`` is Vietnamese in which words are misspelt as only an optical reader misspells them."""
    known = odd = words = 0
    groups = statistics().groups
    for chunk in _CHUNK.findall(text):
        if not any(map(str.isalpha, chunk)):
            continue
        words += 1
        letters = chunk.lower()
        if letters.isalpha():
            known += fold(letters) in groups
            odd += not letters.isascii() and words_like(letters) is STRANGE
        elif chunk[0].islower():
            odd += _MIXED.fullmatch(chunk) is not None
    return odd >= _LEAST_ODD and odd >= _ODD * words and known >= _VIETNAMESE * words
