"""What a page consists of before it is read: words and ruling lines. All lengths are points (1/72 inch)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge_base.ingest.reading.document import WeakWord

_SURE = 0.96
"""Tesseract's confidence from which 999 of 1000 words of a readable scan are right; nine in ten words reach it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; the origin is the page's upper left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    def holds(self, point: tuple[float, float]) -> bool:
        return self.x0 <= point[0] <= self.x1 and self.top <= point[1] <= self.bottom

    def moved(self, across: float, down: float) -> Box:
        return Box(self.x0 + across, self.top + down, self.x1 + across, self.bottom + down)

    def scaled(self, factor: float) -> Box:
        return Box(self.x0 * factor, self.top * factor, self.x1 * factor, self.bottom * factor)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all ``boxes``, of which there is at least one."""
    all_of_them = list(boxes)
    return Box(
        min(one.x0 for one in all_of_them),
        min(one.top for one in all_of_them),
        max(one.x1 for one in all_of_them),
        max(one.bottom for one in all_of_them),
    )


@dataclass(frozen=True, slots=True)
class Word:
    """A word and how sure its reader was of it (0 to 1)."""

    text: str
    box: Box
    confidence: float = 1.0
    bold: bool = False


def weak_words(words: Iterable[Word]) -> tuple[WeakWord, ...]:
    """The words that were not recognised for sure."""
    return tuple(
        WeakWord(text=word.text, confidence=round(max(word.confidence, 0.0), 2))
        for word in words
        if word.confidence < _SURE
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line: ``at`` is the middle of its place across, ``start`` and ``end`` its extent along."""

    horizontal: bool
    at: float
    start: float
    end: float
    thickness: float = 0.0


@dataclass(frozen=True)
class Line:
    """Words side by side, from left to right."""

    words: tuple[Word, ...]

    @cached_property
    def box(self) -> Box:
        return around(word.box for word in self.words)

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words if any(one.isalnum() for one in word.text))

    @property
    def confidence(self) -> float:
        return sum(word.confidence for word in self.words) / len(self.words)

    @property
    def letter_height(self) -> float:
        heights = sorted(word.box.height for word in self.words)
        return heights[len(heights) // 2]


@dataclass(frozen=True)
class Page:
    """One page ready to be laid out. ``number`` counts from 1."""

    number: int
    width: float
    height: float
    words: Sequence[Word]
    rules: Sequence[Rule]
