"""Cutting text into what can be restored and what stays: words, numbers, codes, marks.

Positions are positions in the text as typed. Nothing is normalised here, so that joining the pieces gives the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    WORD = "word"
    NUMBER = "number"
    CODE = "code"
    PAUSE = "pause"
    STOP = "stop"


class Token(NamedTuple):
    """A piece of the text from ``start`` up to ``end``."""

    kind: Kind
    start: int
    end: int
    text: str


_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_LETTERS = rf"(?:{_LETTER})+"
# Repetitions that may turn out not to match have an upper bound, so that no text takes more than linear time.
# Addresses, then anything with a digit in it, then capitals joined by strokes ("KH-UBND", "NQ/TU").
_ADDRESS = (
    r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?:[\w-]{1,63}\.){1,8}(?:vn|com|net|org|info)(?![\w])(?:/\S*)?"
)
_NUMBER = r"\d+(?:[.,/:-]\d+)*(?![^\W_])(?![./-][^\W_])"
_WITH_DIGIT = r"(?:[^\W_]+[-/&_])*[^\W_]*\d[^\W_]*(?:[-/&_][^\W_]+|[.,:]\d[^\W_]*)*"
_TOKEN = re.compile(
    rf"(?P<code>{_ADDRESS})|(?P<number>{_NUMBER})|(?P<digits>{_WITH_DIGIT})"
    rf"|(?P<joined>{_LETTERS}(?:[-/&]{_LETTERS})+)|(?P<word>{_LETTERS})"
    r"|(?P<line>\n\s*)|(?P<stop>[.;:!?…])|(?P<pause>[^\w\s]|_)"
)
_PIECE = re.compile(_LETTERS)


def scan(text: str) -> Iterator[Token]:
    """Yield the tokens of ``text`` in order; blanks, and line ends inside a sentence, are left out.

    >>> [token.text for token in scan("Theo 30/KH-UBND, ha tang so 5G.")]
    ['Theo', '30/KH-UBND', ',', 'ha', 'tang', 'so', '5G', '.']
    """
    for match in _TOKEN.finditer(text):
        name, start = match.lastgroup, match.start()
        if name == "joined":
            yield from _joined(match.group(), start)
            continue
        if name == "line":
            if not text[match.end() : match.end() + 1].islower():
                yield Token(Kind.STOP, start, match.end(), match.group())
            continue
        kind = _KINDS[name or ""]
        yield Token(kind, start, match.end(), match.group())


_KINDS = {
    "code": Kind.CODE,
    "digits": Kind.CODE,
    "number": Kind.NUMBER,
    "word": Kind.WORD,
    "stop": Kind.STOP,
    "pause": Kind.PAUSE,
}
_VOWEL = re.compile(r"[aeiouyAEIOUY\u00c0-\u1ef9]")


def _joined(text: str, start: int) -> Iterator[Token]:
    """Words joined by a stroke are words ("kinh te-xa hoi"); capitals that cannot be read aloud are one code."""
    pieces = list(_PIECE.finditer(text))
    if text.isupper() and not all(_VOWEL.search(piece.group()) for piece in pieces):
        yield Token(Kind.CODE, start, start + len(text), text)
        return
    for piece in pieces:
        if piece.start():
            yield Token(Kind.PAUSE, start + piece.start() - 1, start + piece.start(), text[piece.start() - 1])
        yield Token(Kind.WORD, start + piece.start(), start + piece.end(), piece.group())
