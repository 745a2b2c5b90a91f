"""The words of a text, each with the words it may stand for: what the lattice chooses from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from vietnamese.folding import fold
from vietnamese.normalising import normalize
from vietnamese.restoration.lattice import Place
from vietnamese.restoration.statistics import NUMBER, PAUSE, STOP, UNKNOWN, Statistics, statistics
from vietnamese.restoration.tokens import Kind, Token

LONGEST_WORD = 40  # characters; longer ones are no words and are not remembered
_WIDEST = 16  # words of one folded form that are considered, the commonest first


class Slot(NamedTuple):
    """A token and what it may be. ``word`` says whether it may change."""

    token: Token
    place: Place
    word: bool


Sentence = list[Slot]

MARKS = {
    Kind.STOP: Place((STOP,), (0.0,)),
    Kind.PAUSE: Place((PAUSE,), (0.0,)),
    Kind.NUMBER: Place((NUMBER,), (0.0,)),
    Kind.CODE: Place((NUMBER,), (0.0,)),
}
STRANGE = Place((UNKNOWN,), (0.0,))


def sentences(tokens: Iterable[Token]) -> list[Sentence]:
    """The tokens between stops, each with its place; stops are left out."""
    found: list[Sentence] = [[]]
    for token in tokens:
        if token.kind is Kind.STOP:
            found.append([])
        elif token.kind is Kind.WORD:
            found[-1].append(Slot(token, words_like(token.text.lower()), word=True))
        else:
            found[-1].append(Slot(token, MARKS[token.kind], word=False))
    return [sentence for sentence in found if sentence]


def words_like(typed: str) -> Place:
    """The words that are ``typed`` (lower case) without diacritics; itself alone when it carries some."""
    return _words_like(typed) if len(typed) <= LONGEST_WORD else STRANGE


@lru_cache(maxsize=20_000)
def _words_like(typed: str) -> Place:
    known = statistics()
    if not typed.isascii():
        at = known.ids.get(normalize(typed))
        return STRANGE if at is None else Place((at,), (0.0,))
    if typed not in known.groups:
        return STRANGE
    words = _group(known, fold(typed))
    return Place(words, (0.0,) * len(words))


def _group(known: Statistics, folded: str) -> tuple[int, ...]:
    first, size = known.groups[folded]
    return tuple(range(first, first + min(size, _WIDEST)))
