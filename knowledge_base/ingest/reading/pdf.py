"""PDF files: for every page, the text that is stored, or what recognition makes of its picture."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2 as pdfium
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from knowledge_base.ingest.reading.document import Finding, FindingCode
from knowledge_base.ingest.reading.errors import EncryptedError, TooManyPagesError, UnreadableError
from knowledge_base.ingest.reading.gathered import Gathered
from knowledge_base.ingest.reading.limits import Limits
from knowledge_base.ingest.reading.pages.assembling import assemble
from knowledge_base.ingest.reading.pages.layout import lay_out
from knowledge_base.ingest.reading.pages.parts import Page
from knowledge_base.ingest.reading.pages.pictures import DPI, Picture
from knowledge_base.ingest.reading.pages.recognising import recognise_pages
from knowledge_base.ingest.reading.pages.stored_text import is_garbled, notes_on, page_of, turn_needed
from knowledge_base.ingest.reading.pages.survey import Survey, Way, survey

_POINTS = 72
_DAMAGED = (
    PdfminerException,
    PDFException,
    PSException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    RecursionError,
    OverflowError,
)
"""What the parser raises on damaged pages; such a page can often still be drawn, and is then read as a picture."""


def read_pdf(path: Path, limits: Limits) -> Gathered:
    """Read every page of ``path``.

    Raises ``UnreadableError``, ``EncryptedError``, ``TooManyPagesError`` and, when a page has to be recognised,
    ``ToolMissingError``.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise EncryptedError from None
        raise UnreadableError(str(error)) from None
    try:
        return _read(document, path, limits)
    finally:
        document.close()


def _read(document: pdfium.PdfDocument, path: Path, limits: Limits) -> Gathered:
    count = len(document)
    if count > limits.pages:
        raise TooManyPagesError(count, limits.pages)
    if count == 0:
        raise UnreadableError("no pages")
    surveys = [_survey(document, index) for index in range(count)]
    findings = [finding for number, one in enumerate(surveys, 1) for finding in _told(one, number)]
    stored = {number for number, one in enumerate(surveys, 1) if one.way is Way.STORED}
    pages, found = _stored(document, path, stored)
    findings += found
    to_recognise = [number for number, one in enumerate(surveys, 1) if number not in pages and one.way is not Way.EMPTY]
    if to_recognise:
        for reading in recognise_pages(_drawn(document, to_recognise, limits, findings), limits):
            pages[reading.page.number] = reading.page
            findings += reading.findings
    blocks, joined = assemble(lay_out([pages[number] for number in sorted(pages)]))
    findings.sort(key=lambda finding: finding.page or 0)
    return Gathered(blocks, [*findings, *joined], count)


def _survey(document: pdfium.PdfDocument, index: int) -> Survey:
    try:
        return survey(document[index])
    except pdfium.PdfiumError:
        return Survey(Way.PICTURE)


def _told(one: Survey, number: int) -> Iterator[Finding]:
    if one.way is Way.EMPTY:
        yield Finding(code=FindingCode.PAGE_EMPTY, page=number)
    if one.hidden:
        yield Finding(code=FindingCode.TEXT_LAYER_IGNORED, page=number)
    if one.pictures:
        yield Finding(code=FindingCode.LEFT_OUT, page=number, details={"what": "picture", "count": str(one.pictures)})


def _stored(document: pdfium.PdfDocument, path: Path, numbers: set[int]) -> tuple[dict[int, Page], list[Finding]]:
    """The pages whose text is stored and makes sense; the others are left to recognition."""
    pages: dict[int, Page] = {}
    findings: list[Finding] = []
    if not numbers:
        return pages, findings
    try:
        with pdfplumber.open(path, pages=sorted(numbers)) as plumber:
            for raw in plumber.pages:
                number = raw.page_number
                try:
                    turn = turn_needed(raw)
                    page, fonts = _turned(document, number, turn) if turn else page_of(raw, number)
                    notes = notes_on(raw)
                except _DAMAGED:
                    continue
                finally:
                    raw.close()
                if not page.words or is_garbled(page.words):
                    continue
                pages[number] = page
                findings += _noticed(number, turn, fonts, notes)
    except _DAMAGED:
        # Not a page but the file is damaged: whatever can be drawn is recognised.
        return pages, findings
    return pages, findings


def _noticed(number: int, turn: int, fonts: set[str], notes: int) -> Iterator[Finding]:
    if turn:
        yield Finding(code=FindingCode.PAGE_ROTATED, page=number, details={"degrees": str(turn), "text": "stored"})
    if fonts:
        yield Finding(code=FindingCode.FONT_CONVERTED, page=number, details={"fonts": ", ".join(sorted(fonts))})
    if notes:
        yield Finding(code=FindingCode.LEFT_OUT, page=number, details={"what": "annotation", "count": str(notes)})


def _turned(document: pdfium.PdfDocument, number: int, turn: int) -> tuple[Page, set[str]]:
    """The page read again after it was turned clockwise by ``turn`` degrees."""
    alone = pdfium.PdfDocument.new()
    try:
        alone.import_pages(document, [number - 1])
        page = alone[0]
        page.set_rotation((page.get_rotation() + turn) % 360)
        kept = io.BytesIO()
        alone.save(kept)
    finally:
        alone.close()
    kept.seek(0)
    with pdfplumber.open(kept) as plumber:
        return page_of(plumber.pages[0], number)


def _drawn(
    document: pdfium.PdfDocument, numbers: list[int], limits: Limits, findings: list[Finding]
) -> Iterator[tuple[int, Picture]]:
    for number in numbers:
        try:
            page = document[number - 1]
            pixels = page.get_width() * page.get_height() * (DPI / _POINTS) ** 2
            shrink = min(1.0, (limits.picture_pixels / max(pixels, 1.0)) ** 0.5)
            bitmap = page.render(scale=shrink * DPI / _POINTS, grayscale=True, may_draw_forms=True)
            picture = np.array(bitmap.to_numpy(), dtype=np.uint8).squeeze()
            bitmap.close()
            page.close()
        except (pdfium.PdfiumError, ValueError):
            findings.append(Finding(code=FindingCode.PAGE_UNREADABLE, page=number, details={"reason": "damaged"}))
            continue
        yield number, picture
