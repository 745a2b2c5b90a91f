"""From texts to a stream of word numbers, and from the stream to counts of one, two and three words in a row."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vietnamese.folding import fold
from vietnamese.normalising import normalize
from vietnamese.restoration.statistics import MARKS, NUMBER, PAUSE, STOP, UNKNOWN
from vietnamese.restoration.tokens import Kind, Token, scan
from vietnamese.training.corpus import Text

LEAST_COUNT = 3
BARE, BARE_FROM = 0.75, 3  # share of words without diacritics, and words, from which a sentence is left out
REPEATED_FROM = 30  # characters from which a paragraph counts once, however often articles repeat it
_MARKS = {Kind.STOP: STOP, Kind.PAUSE: PAUSE, Kind.NUMBER: NUMBER, Kind.CODE: NUMBER}

Stream = NDArray[np.int64]


class Counts(NamedTuple):
    """Distinct rows of word numbers (sorted) and how often each was seen."""

    rows: tuple[Stream, ...]
    times: Stream


class Corpus(NamedTuple):
    """The vocabulary (marks first, then by folded form and falling count), each source as numbers in it, spellings.

    ``spellings`` are the words most often written with capitals inside ("IoT", "UBND").
    """

    words: tuple[str, ...]
    streams: dict[str, Stream]
    spellings: tuple[str, ...]


def read_corpus(texts: Iterable[Text]) -> Corpus:
    """Number the words of ``texts``; those seen less than ``LEAST_COUNT`` times become ``UNKNOWN``."""
    seen: set[int] = set()
    numbers: dict[str, int] = {}
    forms: Counter[str] = Counter()
    raw: dict[str, array[int]] = {}
    for text in texts:
        stream = raw.setdefault(text.source, array("q", [STOP]))
        for paragraph in normalize(text.text).split("\n"):
            if len(paragraph) >= REPEATED_FROM:
                if (mark := hash(paragraph)) in seen:
                    continue
                seen.add(mark)
            for sentence in _sentences(paragraph):
                for token in sentence:
                    number = _MARKS.get(token.kind)
                    if number is None:
                        number = len(MARKS) + numbers.setdefault(token.text.lower(), len(numbers))
                        forms[token.text] += 1
                    stream.append(number)
                stream.append(STOP)
    streams = {source: np.frombuffer(stream, np.int64) for source, stream in raw.items()}
    words, streams = _renumbered(list(numbers), streams)
    return Corpus(words, streams, _spellings(forms, frozenset(words)))


def _sentences(paragraph: str) -> Iterator[list[Token]]:
    """The tokens between stops; what is foreign or was itself written without diacritics teaches nothing."""
    for stop, tokens in groupby(scan(paragraph), key=lambda token: token.kind is Kind.STOP):
        sentence = [] if stop else list(tokens)
        words = [token.text for token in sentence if token.kind is Kind.WORD]
        bare = sum(word.isascii() for word in words)
        if sentence and (len(words) < BARE_FROM or bare < BARE * len(words)):
            yield sentence


def _spellings(forms: Counter[str], words: frozenset[str]) -> tuple[str, ...]:
    by_word: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        if form.lower() in words:
            by_word[form.lower()].append(form)
    chosen = (max(same, key=forms.__getitem__) for same in by_word.values())
    return tuple(sorted(form for form in chosen if not form[1:].islower() and len(form) > 1))


def _renumbered(words: list[str], streams: dict[str, Stream]) -> tuple[tuple[str, ...], dict[str, Stream]]:
    totals = sum(np.bincount(stream, minlength=len(words) + len(MARKS)) for stream in streams.values())
    times = dict(zip(words, np.asarray(totals)[len(MARKS) :].tolist(), strict=True))
    kept = sorted((word for word in words if times[word] >= LEAST_COUNT), key=lambda one: (fold(one), -times[one], one))
    place = {word: at for at, word in enumerate(kept, start=len(MARKS))}
    table = np.array([*range(len(MARKS)), *(place.get(word, UNKNOWN) for word in words)], np.int64)
    return (*MARKS, *kept), {source: table[stream] for source, stream in streams.items()}


def count(streams: Iterable[Stream], size: int, order: int) -> Counts:
    """Count rows of ``order`` words (two or three) out of ``size``; all that stands before a stop counts as a stop."""
    parts: list[Stream] = []
    for stream in streams:
        columns = [stream[at : len(stream) - order + 1 + at] for at in range(order)]
        if order > 2:
            columns[0] = np.where(columns[1] == STOP, STOP, columns[0])
        keys = columns[0]
        for column in columns[1:]:
            keys = keys * size + column
        parts.append(keys[(columns[-2] != STOP) | (columns[-1] != STOP)])
    keys, times = np.unique(np.concatenate(parts), return_counts=True)
    return Counts(tuple(keys // size ** (order - 1 - at) % size for at in range(order)), times)
