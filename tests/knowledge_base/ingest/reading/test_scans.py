"""Scanned pages: recognised with their accents, set upright and straight, tables read cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.distance import Levenshtein

from knowledge_base.ingest.reading import errors
from knowledge_base.ingest.reading.document import Document, FindingCode, Paragraph
from knowledge_base.ingest.reading.pages import tesseract
from knowledge_base.ingest.reading.reader import read_here
from tests.knowledge_base.ingest.reading import samples
from tests.knowledge_base.ingest.reading.builders import needs_program, pictures_of, scanned_pdf

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
    whole, calls = tesseract.recognise, []

    def fails_once(*given: Any, **named: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise errors.ToolFailedError("tesseract", "no answer within 1 s")
        return whole(*given, **named)

    monkeypatch.setattr(tesseract, "recognise", fails_once)
    document = read_here(path)
    assert [one.details["reason"] for one in document.findings if one.code is FindingCode.PAGE_UNREADABLE] == [
        "recognition"
    ]
    assert "KẾ HOẠCH" in samples.texts(document)
