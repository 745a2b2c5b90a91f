"""A look at a PDF page before it is read: its text may be stored, or the page may be a picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_DEEPEST = 6
_WHOLE_PAGE = 0.7
_WORTH_TELLING = 0.015
_FEW_OBJECTS = 12
"""A scan may carry a stamp of text, put on when it was signed or registered."""


class Way(Enum):
    """How a page is to be read."""

    STORED = "stored"
    PICTURE = "picture"
    EMPTY = "empty"


@dataclass(frozen=True)
class Survey:
    """What a page holds. ``pictures``: those large enough to matter; ``hidden``: a text layer nobody sees."""

    way: Way
    pictures: int = 0
    hidden: bool = False


def survey(page: pdfium.PdfPage) -> Survey:
    """Look at the page's objects in the order they are painted."""
    page_area = max(1.0, page.get_width() * page.get_height())
    visible = invisible = drawn = pictures = 0
    largest, covered = 0.0, 0
    for item in page.get_objects(max_depth=_DEEPEST):
        if item.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            mode = pdfium_c.FPDFTextObj_GetTextRenderMode(item.raw)
            if mode in {pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP}:
                invisible += 1
            else:
                visible += 1
        elif item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            share = _area(item) / page_area
            largest = max(largest, share)
            pictures += share >= _WORTH_TELLING
            if share >= _WHOLE_PAGE:
                covered = visible
        elif item.type in {pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_SHADING}:
            drawn += 1
    seen = visible - covered
    hidden = invisible + covered > 0
    if largest >= _WHOLE_PAGE and seen <= _FEW_OBJECTS:
        return Survey(Way.PICTURE, hidden=hidden)
    if seen == 0:
        # Letters may be drawn as shapes: whatever is there to be seen is looked at.
        return Survey(Way.PICTURE if pictures or drawn > _FEW_OBJECTS or hidden else Way.EMPTY, hidden=hidden)
    return Survey(Way.STORED, pictures=pictures)


def _area(item: pdfium.PdfObject) -> float:
    left, bottom, right, top = (float(edge) for edge in item.get_bounds())
    return max(0.0, right - left) * max(0.0, top - bottom)
