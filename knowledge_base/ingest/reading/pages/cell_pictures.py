"""The cells of a scanned table, read all at once: put one below the other they are one column of text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from knowledge_base.ingest.reading.pages import tesseract
from knowledge_base.ingest.reading.pages.grids import Grid
from knowledge_base.ingest.reading.pages.parts import Box, Word
from knowledge_base.ingest.reading.pages.pictures import Picture
from knowledge_base.ingest.reading.pages.second_look import looked_at_twice

_MARGIN = 24
_INSET = 6
_INK = 140
_LEAST_INK = 40
_NUMBER = re.compile(r"^\d{2,3}$")
_STROKES = re.compile(r"^[|!l1I]*[|!l][|!l1I]*$")
_GUESSED = 0.6
_LOW = 0.35
"""A blob less high than this share of the figures is a full stop, when it stands at their foot."""


def read_cells(picture: Picture, grid: Grid, points: float, *, seconds: float) -> list[Word]:
    """The words in the cells of ``grid`` (in points); ``picture`` holds no lines any more. Boxes are in pixels."""
    cells = [box for span in grid.spans if (box := _inked(picture, span.box.scaled(1 / points))) is not None]
    if not cells:
        return []
    width = int(max(box.width for box in cells)) + 2 * _MARGIN
    height = int(sum(box.height + 2 * _MARGIN for box in cells)) + len(cells)
    column = np.full((height, width), 255, dtype=np.uint8)
    tops, top = [], _MARGIN
    for box in cells:
        x0, y0, x1, y1 = int(box.x0), int(box.top), int(box.x1), int(box.bottom)
        column[top : top + y1 - y0, _MARGIN : _MARGIN + x1 - x0] = picture[y0:y1, x0:x1]
        tops.append(top)
        top += y1 - y0 + 2 * _MARGIN
    words = tesseract.recognise(column, seconds=seconds, layout=tesseract.BLOCK)
    read = {_index(word, tops) for word in words}
    words += [_unread(cell, tops[index]) for index, cell in enumerate(cells) if index not in read]
    words = [_as_number(_with_stops(column, word)) for word in looked_at_twice(column, words, seconds=seconds)]
    return [_put_back(word, cells, tops) for word in words]


def _unread(cell: Box, top: int) -> Word:
    """A place in the column where there is ink and no word."""
    return Word("", Box(_MARGIN, top, _MARGIN + cell.width, top + cell.height), confidence=0.0)


def _index(word: Word, tops: Sequence[int]) -> int:
    return max((i for i, top in enumerate(tops) if top - _MARGIN <= word.box.middle[1]), default=0)


def _put_back(word: Word, cells: Sequence[Box], tops: Sequence[int]) -> Word:
    index = _index(word, tops)
    cell, top = cells[index], tops[index]
    return replace(word, box=word.box.moved(int(cell.x0) - _MARGIN, int(cell.top) - top))


def _as_number(word: Word) -> Word:
    """A stroke alone in a cell is a Roman figure, for the lines of the table are gone."""
    if not _STROKES.match(word.text):
        return word
    return replace(word, text="I" * len(word.text), confidence=min(word.confidence, _GUESSED))


def _with_stops(picture: Picture, word: Word) -> Word:
    """A "41" is "4.1" when a full stop is to be seen between the figures."""
    if not _NUMBER.match(word.text):
        return word
    box = word.box
    part = picture[max(0, int(box.top) - 4) : int(box.bottom) + 4, max(0, int(box.x0) - 4) : int(box.x1) + 4]
    ink = np.asarray(part < _INK, dtype=np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    blobs = sorted((tuple(int(one) for one in row) for row in stats[1:] if row[4] > 8), key=lambda blob: blob[0])
    if not blobs:
        return word
    highest = max(blob[3] for blob in blobs)
    foot = max(blob[1] + blob[3] for blob in blobs)
    stops = [blob[3] < _LOW * highest and blob[1] + blob[3] > foot - 0.3 * highest for blob in blobs]
    if len(blobs) - sum(stops) != len(word.text) or stops[0] or stops[-1]:
        return word
    figures = iter(word.text)
    return replace(word, text="".join("." if stop else next(figures) for stop in stops))


def _inked(picture: Picture, cell: Box) -> Box | None:
    """The part of a cell that is written on, ``None`` for an empty cell."""
    x0, y0 = max(0, int(cell.x0) + _INSET), max(0, int(cell.top) + _INSET)
    part = picture[y0 : int(cell.bottom) - _INSET, x0 : int(cell.x1) - _INSET]
    if part.size == 0:
        return None
    dark = part < _INK
    rows, columns = np.flatnonzero(dark.sum(axis=1) > 1), np.flatnonzero(dark.sum(axis=0) > 1)
    if not len(rows) or not len(columns) or dark.sum() < _LEAST_INK:
        return None
    return Box(
        max(x0, x0 + int(columns[0]) - _INSET),
        max(y0, y0 + int(rows[0]) - _INSET),
        min(x0 + part.shape[1], x0 + int(columns[-1]) + 1 + _INSET),
        min(y0 + part.shape[0], y0 + int(rows[-1]) + 1 + _INSET),
    )
