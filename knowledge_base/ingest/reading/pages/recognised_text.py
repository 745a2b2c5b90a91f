"""A picture of a page into words and ruling lines: made flat, upright and straight, tables read cell by cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge_base.ingest.reading.document import Finding, FindingCode
from knowledge_base.ingest.reading.errors import ToolFailedError
from knowledge_base.ingest.reading.pages import perspective, pictures, tesseract
from knowledge_base.ingest.reading.pages.cell_pictures import read_cells
from knowledge_base.ingest.reading.pages.grids import find_grids
from knowledge_base.ingest.reading.pages.parts import Page, Word
from knowledge_base.ingest.reading.pages.pictures import Picture
from knowledge_base.ingest.reading.pages.ruling import find_rules, without_grid_lines
from knowledge_base.ingest.reading.pages.second_look import looked_at_twice

_STUCK = re.compile(r"^([IVX]{1,5}\.|[a-zđ]\))([A-ZĐÀ-Ỹ][A-ZĐÀ-Ỹa-zà-ỹđ]+,?)$")
_UNSURE = 0.75
_WORTH_TELLING = 0.3


@dataclass(frozen=True)
class Reading:
    """A page as recognised, and what there was to say about it."""

    page: Page
    findings: tuple[Finding, ...]


def read_picture(picture: Picture, number: int, *, seconds: float) -> Reading:
    """Recognise page ``number``. Raises ``ToolMissingError`` and ``ToolFailedError``."""
    flat = perspective.flattened(picture)
    picture = pictures.without_dark_edges(pictures.evenly_lit(picture if flat is None else flat))
    picture = pictures.without_grain(picture)
    picture, points = pictures.at_working_size(picture)
    if pictures.is_blank(picture):
        height, width = picture.shape
        page = Page(number, width * points, height * points, (), ())
        return Reading(page, (Finding(code=FindingCode.PAGE_EMPTY, page=number),))
    findings = [Finding(code=FindingCode.PAGE_SCANNED, page=number)]
    if flat is not None:
        findings.append(Finding(code=FindingCode.PAGE_FLATTENED, page=number))
    turn = _turn(picture, seconds)
    if turn:
        findings.append(Finding(code=FindingCode.PAGE_ROTATED, page=number, details={"degrees": str(turn)}))
        picture = pictures.turned(picture, turn)
    skew = pictures.skew_of(picture)
    if skew:
        picture = pictures.straightened(picture, skew)
        if abs(skew) >= _WORTH_TELLING:
            degrees = f"{abs(skew):.1f}".replace(".", ",")
            findings.append(Finding(code=FindingCode.PAGE_SKEWED, page=number, details={"degrees": degrees}))
    page = _read_upright(picture, number, points, seconds)
    if not page.words:
        findings.append(Finding(code=FindingCode.PAGE_UNREADABLE, page=number, details={"reason": "no_words"}))
    elif (sure := _confidence(page.words)) < _UNSURE:
        findings.append(Finding(code=FindingCode.LOW_CONFIDENCE, page=number, details={"percent": f"{100 * sure:.0f}"}))
    return Reading(page, tuple(findings))


def _read_upright(picture: Picture, number: int, points: float, seconds: float) -> Page:
    rules = find_rules(picture, points)
    cleaned = picture.copy()
    words: list[Word] = []
    for grid in find_grids(rules):
        words += read_cells(without_grid_lines(picture, rules, grid, points), grid, points, seconds=seconds)
        box = grid.box.scaled(1 / points)
        cleaned[max(0, int(box.top)) : int(box.bottom) + 1, max(0, int(box.x0)) : int(box.x1) + 1] = 255
    text = tesseract.recognise(cleaned, seconds=seconds)
    words += looked_at_twice(cleaned, text, seconds=seconds)
    height, width = picture.shape
    placed = [replace(part, box=part.box.scaled(points)) for word in words for part in _unglued(word)]
    return Page(number, width * points, height * points, placed, rules)


def _unglued(word: Word) -> list[Word]:
    """A number stuck to the word behind it, "I.MỤC", as two words."""
    stuck = _STUCK.match(word.text)
    if stuck is None:
        return [word]
    cut = word.box.x0 + word.box.width * stuck.end(1) / len(word.text)
    first, second = replace(word.box, x1=cut), replace(word.box, x0=cut)
    return [replace(word, text=stuck[1], box=first), replace(word, text=stuck[2], box=second)]


def _turn(picture: Picture, seconds: float) -> int:
    """How far to turn the page: as Tesseract says, and where it cannot say, the turn that reads best."""
    told = tesseract.orientation(picture, seconds=seconds)
    if told is not None:
        return told
    height, width = picture.shape
    part = np.ascontiguousarray(picture[height // 4 : height * 3 // 4 : 2, width // 4 : width * 3 // 4 : 2])
    return max((0, 90, 180, 270), key=lambda turn: (_legible(pictures.turned(part, turn), seconds), turn == 0))


def _legible(picture: Picture, seconds: float) -> float:
    try:
        words = tesseract.recognise(picture, seconds=seconds, layout=tesseract.BLOCK)
    except ToolFailedError:
        return 0.0
    return sum(word.confidence * len(word.text) for word in words if word.confidence > 0.5 and len(word.text) > 1)


def _confidence(words: Sequence[Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
