"""How sure a text is, from its words: what the recogniser said of each, and how the restorer would have read it.

The restorer knows which syllables follow one another, so that a recognised word it would write otherwise is hardly
ever right, however sure the recogniser was, and one it would write so nearly always is. The shares below were counted
on 13,000 recognised words of pages scanned at 100 and 150 dpi (see ``evaluation/documents.py``).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from knowledge_base.ingest.reading.document import WeakWord

DOUBTFUL = 0.5
"""A word less likely right than wrong is worth showing."""
_CONFIRMED = ((0.98, 0.99), (0.95, 0.96), (0.8, 0.93), (0.5, 0.8), (0.0, 0.85))
"""From which sureness of a restorer that leaves a word alone, how often it is right."""
_FAINT = 0.85
_FAINT_CONFIRMED = 0.7
_CHANGED = ((0.8, 0.05), (0.5, 0.15), (0.0, 0.5))
_FIGURES = ((0.96, 0.985), (0.9, 0.93), (0.6, 0.75), (0.0, 0.55))
_CODES = ((0.96, 0.98), (0.9, 0.92), (0.8, 0.83), (0.0, 0.3))
_SURE = 0.97
_WEIGHT = 3.0
"""A content is doubtful from about 7 words in 100 that are wrong."""
_SHORT = 8
_EDGES = re.compile(r"^\W+|\W+$")


class Judged(Protocol):
    """A word as typed, as the restorer would write it, and how sure it is; positions in the text."""

    @property
    def typed(self) -> str: ...

    @property
    def restored(self) -> str: ...

    @property
    def confidence(self) -> float: ...

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def judged(text: str, weak: Sequence[WeakWord], words: Sequence[Judged]) -> tuple[WeakWord, ...]:
    """The words of a recognised ``text`` that may be wrong, each with the probability that it is right.

    ``weak``: those that the recogniser was not sure of. ``words``: how the restorer read the text.
    """
    told: dict[str, list[float]] = {}
    for word in weak:
        told.setdefault(word.text, []).append(word.confidence)
    waiting = list(words)
    found = []
    for token in re.finditer(r"\S+", text):
        read = told.get(token[0])
        confidence = read.pop(0) if read else 1.0
        inside = []
        while waiting and waiting[0].start < token.end():
            inside.append(waiting.pop(0))
        right = _right(token[0], confidence, inside)
        if right < _SURE:
            found.append(WeakWord(text=token[0], confidence=round(right, 3)))
    return tuple(found)


def sure_of_field(text: str, weak: Iterable[WeakWord]) -> float:
    """The probability that every word of a short text is right."""
    sure = 1.0
    for word in _inside(text, weak):
        sure *= word.confidence
    return sure


def sure_of_content(text: str, weak: Iterable[WeakWord]) -> float:
    """How sure a longer text is: 1 less the share of its words that are likely wrong, weighted."""
    wrong = sum(1 - word.confidence for word in _inside(text, weak))
    return max(0.0, 1 - _WEIGHT * wrong / max(len(text.split()), _SHORT))


def _inside(text: str, weak: Iterable[WeakWord]) -> list[WeakWord]:
    held = Counter(_plain(word) for word in text.split())
    found = []
    for word in weak:
        plain = _plain(word.text)
        if held[plain] > 0:
            held[plain] -= 1
            found.append(word)
    return found


def _right(token: str, confidence: float, inside: Sequence[Judged]) -> float:
    plain = _EDGES.sub("", token)
    if not plain:
        return 1.0
    if any(one.isdigit() for one in plain):
        return _at(_FIGURES, confidence)
    if not inside:
        return _at(_CODES, confidence)
    changed = [one.confidence for one in inside if one.typed != one.restored]
    if changed:
        return _at(_CHANGED, max(changed))
    least = min(one.confidence for one in inside)
    if least >= _CONFIRMED[0][0]:
        return _CONFIRMED[0][1]
    return min(_at(_CONFIRMED, least), _FAINT_CONFIRMED if confidence < _FAINT else 1.0)


def _at(steps: Sequence[tuple[float, float]], value: float) -> float:
    return next(share for least, share in steps if value >= least)


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", _EDGES.sub("", word)).lower()
