"""PDFs: each page is read in the way it asks for."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from evaluation.renditions import scanned_pdf
from knowledge_base.ingest.reading.document import FindingCode
from knowledge_base.ingest.reading.reader import read_here
from tests.knowledge_base.ingest.reading import samples
from tests.knowledge_base.ingest.reading.builders import pictures_of, with_hidden_text
from tests.programs import needs_program


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_stored_text_that_runs_sideways_is_turned(short_pdf: Path, tmp_path: Path, turn: int) -> None:
    writer = pypdf.PdfWriter(clone_from=str(short_pdf))
    for page in writer.pages:
        page.rotate(turn)
    writer.write(str(tmp_path / "a.pdf"))
    document = read_here(tmp_path / "a.pdf")
    assert samples.texts(document) == samples.texts(read_here(short_pdf))
    assert samples.rows(document) == [samples.SHORT_ROWS]
    (finding,) = document.findings
    assert (finding.code, finding.details["degrees"]) == (FindingCode.PAGE_ROTATED, str(360 - turn))


def test_pages_are_read_each_in_its_way(short_pdf: Path, tmp_path: Path) -> None:
    needs_program("tesseract")
    scan = scanned_pdf(pictures_of(short_pdf), tmp_path / "scan.pdf")
    writer = pypdf.PdfWriter(clone_from=str(short_pdf))
    writer.append(str(with_hidden_text(scan, tmp_path / "hidden.pdf", "rac chu an")))
    writer.add_blank_page(width=595, height=842)
    writer.write(str(tmp_path / "a.pdf"))
    document = read_here(tmp_path / "a.pdf")
    told = {(finding.page, finding.code) for finding in document.findings}
    assert document.page_count == 3
    assert told >= {
        (2, FindingCode.PAGE_SCANNED),
        (2, FindingCode.TEXT_LAYER_IGNORED),
        (3, FindingCode.PAGE_EMPTY),
    }
    assert not any(page == 1 for page, _ in told)
    assert "rac chu an" not in " ".join(samples.texts(document))
    assert samples.texts(document).count("KẾ HOẠCH") == 2


def test_a_cut_off_pdf_is_refused_or_read_but_never_crashes(short_pdf: Path, tmp_path: Path) -> None:
    from knowledge_base.ingest.reading.errors import ReadingError

    content = short_pdf.read_bytes()
    for share in (0.2, 0.6, 0.95):
        path = tmp_path / "a.pdf"
        path.write_bytes(content[: int(share * len(content))])
        try:
            document = read_here(path)
        except ReadingError:
            continue
        assert document.blocks
