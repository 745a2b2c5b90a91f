"""Doubtful lines are recognised again, at other sizes and in other company; the surest reading is kept.

A misread figure is worse than a misread letter, for it still reads well: lines with figures are always looked at
again, and where the readings differ in a figure the word is marked as unsure. A number alone in a cell is too little
for Tesseract to see its size by: such short pieces are put side by side and read as one line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from knowledge_base.ingest.reading.pages import tesseract
from knowledge_base.ingest.reading.pages.lines import lines_of
from knowledge_base.ingest.reading.pages.parts import Line, Word
from knowledge_base.ingest.reading.pages.pictures import Picture

_OTHER_SIZES = (0.85, 1.2)
"""Far enough from the first size to make other mistakes; measured on pages of 13-point type."""
_DOUBTFUL = 0.8
_DISAGREED = 0.5
_SHORT = 4.0
"""A line less wide than so many times its height says too little about itself."""
_PAD = 10
_APART = 26
_CAPITALS = re.compile(r"^(?:[IVXL1l]+\s?\.|[^a-zà-ỹđ]{6,}$)")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class _Piece:
    """A line cut out: its picture at ``size``, its place in the page and in the picture it is put into."""

    line: int
    crop: Picture
    corner: tuple[int, int]
    size: float

    def put_back(self, word: Word, place: tuple[int, int]) -> Word:
        return replace(word, box=word.box.moved(-place[0], -place[1]).scaled(1 / self.size).moved(*self.corner))


def looked_at_twice(picture: Picture, words: Sequence[Word], *, seconds: float) -> list[Word]:
    """Give back ``words`` of ``picture`` (boxes in pixels) with doubtful lines in their surest reading.

    A word without text stands for ink that was not recognised; when nothing else reads it either, it is left out.
    """
    lines = lines_of(words)
    doubtful = [line for line in lines if _is_doubtful(line)]
    if not doubtful:
        return list(words)
    kept = [word for line in lines if not _is_doubtful(line) for word in line.words]
    readings: list[list[list[Word]]] = [[] for _ in doubtful]
    for size in _OTHER_SIZES:
        _read_below(_cut(picture, doubtful, size, short=None), readings, seconds)
    _read_beside(_cut(picture, doubtful, _OTHER_SIZES[-1], short=True), readings, seconds)
    for line, others in zip(doubtful, readings, strict=True):
        kept += [word for word in _surest(line, others) if word.text]
    return kept


def _is_short(line: Line) -> bool:
    return line.box.width < _SHORT * max(line.letter_height, 30.0)


def _is_doubtful(line: Line) -> bool:
    if _is_short(line) or _CAPITALS.search(line.text):
        return True
    return any(word.confidence < _DOUBTFUL or _DIGIT.search(word.text) for word in line.words)


def _cut(picture: Picture, lines: Sequence[Line], size: float, *, short: bool | None) -> list[_Piece]:
    pieces = []
    for index, line in enumerate(lines):
        if short is not None and _is_short(line) is not short:
            continue
        left, top = max(0, int(line.box.x0) - _PAD), max(0, int(line.box.top) - _PAD)
        crop = picture[top : int(line.box.bottom) + _PAD, left : int(line.box.x1) + _PAD]
        way = cv2.INTER_AREA if size < 1 else cv2.INTER_CUBIC
        resized = np.asarray(cv2.resize(crop, None, fx=size, fy=size, interpolation=way), dtype=np.uint8)
        pieces.append(_Piece(index, resized, (left, top), size))
    return pieces


def _read_below(pieces: Sequence[_Piece], readings: list[list[list[Word]]], seconds: float) -> None:
    """Read the pieces put one below the other."""
    if not pieces:
        return
    width = max(piece.crop.shape[1] for piece in pieces) + 2 * _APART
    height = sum(piece.crop.shape[0] + _APART for piece in pieces) + _APART
    column = np.full((height, width), 255, dtype=np.uint8)
    places, below = [], _APART
    for piece in pieces:
        rows, columns = piece.crop.shape
        column[below : below + rows, _APART : _APART + columns] = piece.crop
        places.append((_APART, below))
        below += rows + _APART
    _sort_in(column, pieces, places, readings, seconds, axis=1)


def _read_beside(pieces: Sequence[_Piece], readings: list[list[list[Word]]], seconds: float) -> None:
    """Read the pieces put side by side, the writing of each on the same line."""
    if not pieces:
        return
    width = sum(piece.crop.shape[1] + _APART // 2 for piece in pieces) + _APART
    height = max(piece.crop.shape[0] for piece in pieces) + 2 * _PAD
    row = np.full((height, width), 255, dtype=np.uint8)
    places, beside = [], _APART
    for piece in pieces:
        rows, columns = piece.crop.shape
        row[height - _PAD - rows : height - _PAD, beside : beside + columns] = piece.crop
        places.append((beside, height - _PAD - rows))
        beside += columns + _APART // 2
    _sort_in(row, pieces, places, readings, seconds, axis=0)


def _sort_in(
    together: Picture,
    pieces: Sequence[_Piece],
    places: Sequence[tuple[int, int]],
    readings: list[list[list[Word]]],
    seconds: float,
    *,
    axis: int,
) -> None:
    """Recognise the picture and give every piece the words that stand on it; ``axis`` 0: side by side."""
    found: list[list[Word]] = [[] for _ in pieces]
    for word in tesseract.recognise(together, seconds=seconds, layout=tesseract.BLOCK):
        middle = word.box.middle[axis]
        index = max((i for i, place in enumerate(places) if place[axis] - _PAD / 2 <= middle), default=0)
        found[index].append(pieces[index].put_back(word, places[index]))
    for piece, words in zip(pieces, found, strict=True):
        readings[piece.line].append(sorted(words, key=lambda word: word.box.x0))


def _surest(line: Line, others: Sequence[Sequence[Word]]) -> Sequence[Word]:
    length = _letters(line.words)
    readings = [line.words, *(words for words in others if words and _plausible(length, _letters(words)))]
    chosen = max(readings, key=_sureness)
    needed = 2 if _is_short(line) else len(readings)
    told = [_figures(words) for words in readings]
    return [
        replace(word, confidence=min(word.confidence, _DISAGREED))
        if any(sum(figure in figures for figures in told) < needed for figure in _figures([word]))
        else word
        for word in chosen
    ]


def _plausible(length: int, other: int) -> bool:
    return abs(other - length) <= 2 or (0.8 <= other / max(1, length) <= 1.25) or (length == 0 and other <= 6)


def _sureness(words: Sequence[Word]) -> float:
    sure = [word.confidence for word in words]
    return sum(sure) / len(sure) + min(sure)


def _figures(words: Sequence[Word]) -> list[str]:
    return ["".join(_DIGIT.findall(word.text)) for word in words if _DIGIT.search(word.text)]


def _letters(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words)
