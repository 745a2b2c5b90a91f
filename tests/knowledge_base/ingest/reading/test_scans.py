"""Scanned pages: recognised with their accents, set upright and straight, tables read cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from evaluation.renditions import scanned_pdf
from knowledge_base.ingest.reading import errors
from knowledge_base.ingest.reading.document import Document, FindingCode, Paragraph
from knowledge_base.ingest.reading.pages import tesseract
from knowledge_base.ingest.reading.reader import read_here
from tests.knowledge_base.ingest.reading import samples
from tests.knowledge_base.ingest.reading.builders import pictures_of
from tests.programs import needs_program

SCANS: dict[str, tuple[dict[str, Any], set[FindingCode]]] = {
    "clean": ({"dpi": 300}, set()),
    "coarse": ({"dpi": 150}, set()),
    "turned and grainy": ({"dpi": 300, "turn": 90, "noise": 12}, {FindingCode.PAGE_ROTATED}),
    "upside down": ({"dpi": 200, "turn": 180}, {FindingCode.PAGE_ROTATED}),
    "skewed": ({"dpi": 300, "skew": 2}, {FindingCode.PAGE_SKEWED}),
}
EXPECTED = [
    *samples.AGENCY, samples.NUMBER, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    samples.PLACE_AND_DATE, *samples.TITLE, *samples.SHORT_CLAUSES,
]  # fmt: skip


def likeness(document: Document) -> float:
    return Levenshtein.normalized_similarity("\n".join(samples.texts(document)), "\n".join(EXPECTED))


@pytest.mark.parametrize("scan", SCANS)
def test_a_scan_is_read_whole(short_pdf: Path, tmp_path: Path, scan: str) -> None:
    needs_program("tesseract")
    made, told = SCANS[scan]
    path = scanned_pdf(pictures_of(short_pdf, **made), tmp_path / "a.pdf", dpi=made["dpi"])
    document = read_here(path)
    assert likeness(document) > 0.98
    (table,) = samples.rows(document)
    assert [row[0] for row in table] == [row[0] for row in samples.SHORT_ROWS]
    assert [row[-1] for row in table] == [row[-1] for row in samples.SHORT_ROWS]
    cells = [
        (cell, right)
        for row, rights in zip(table, samples.SHORT_ROWS, strict=True)
        for cell, right in zip(row, rights, strict=True)
    ]
    assert sum(cell == right for cell, right in cells) >= len(cells) - 2
    assert {finding.code for finding in document.findings} == {FindingCode.PAGE_SCANNED, *told}


def test_a_picture_of_a_page_is_read_and_says_how_sure_it_is(short_pdf: Path, tmp_path: Path) -> None:
    needs_program("tesseract")
    (picture,) = pictures_of(short_pdf, dpi=200)
    picture.save(tmp_path / "a.png")
    document = read_here(tmp_path / "a.png")
    assert document.media_type == "image/png"
    assert likeness(document) > 0.98
    sure = [block.confidence for block in document.blocks if isinstance(block, Paragraph)]
    assert all(0.5 < one < 1 for one in sure)


def test_a_page_photographed_aslant_is_made_flat_and_read(short_pdf: Path, tmp_path: Path) -> None:
    needs_program("tesseract")
    (picture,) = pictures_of(short_pdf, dpi=250)
    width, height = picture.size
    edge = width // 12
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    seen = flat + edge + np.array([[0.7, 0], [-0.4, 0.3], [0, 0], [0, -0.3]], dtype=np.float32) * edge
    way = cv2.getPerspectiveTransform(flat, seen.astype(np.float32))
    size = (width + 2 * edge, height + 2 * edge)
    photograph = cv2.warpPerspective(np.asarray(picture.convert("L")), way, size, borderValue=(60,))
    Image.fromarray(photograph).save(tmp_path / "a.jpg", quality=85)
    document = read_here(tmp_path / "a.jpg")
    assert FindingCode.PAGE_FLATTENED in {finding.code for finding in document.findings}
    assert likeness(document) > 0.97


def test_words_that_were_not_recognised_for_sure_are_told(short_pdf: Path, tmp_path: Path) -> None:
    needs_program("tesseract")
    path = scanned_pdf(pictures_of(short_pdf, dpi=100, noise=14), tmp_path / "a.pdf", dpi=100)
    document = read_here(path)
    holders = [one for one in document.blocks if isinstance(one, Paragraph)]
    weak = [(word, one) for one in holders for word in one.weak]
    assert weak
    assert all(word.confidence <= 0.96 and word.text in one.text for word, one in weak)


def test_without_tesseract_the_message_names_the_packages(
    short_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scanned_pdf(pictures_of(short_pdf, dpi=72), tmp_path / "a.pdf", dpi=72)
    tesseract.languages.cache_clear()
    monkeypatch.setattr(tesseract.shutil, "which", lambda name: None)
    with pytest.raises(errors.ToolMissingError, match="tesseract-ocr-vie"):
        read_here(path)
    tesseract.languages.cache_clear()


def test_a_page_that_cannot_be_recognised_in_time_is_told_and_the_others_are_read(
    short_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_program("tesseract")
    picture = pictures_of(short_pdf, dpi=150)[0]
    path = scanned_pdf([picture, picture], tmp_path / "a.pdf", dpi=150)
    whole, first = tesseract.recognise, iter([True])

    def fails_once(*given: Any, **named: Any) -> Any:
        if next(first, False):  # pages are recognised side by side
            raise errors.ToolFailedError("tesseract", "no answer within 1 s")
        return whole(*given, **named)

    monkeypatch.setattr(tesseract, "recognise", fails_once)
    document = read_here(path)
    assert [one.details["reason"] for one in document.findings if one.code is FindingCode.PAGE_UNREADABLE] == [
        "recognition"
    ]
    assert "KẾ HOẠCH" in samples.texts(document)
