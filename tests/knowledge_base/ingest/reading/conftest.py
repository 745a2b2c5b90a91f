"""Files that several tests read, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge_base.ingest.reading import samples
from tests.knowledge_base.ingest.reading.builders import to_pdf


@pytest.fixture(scope="session")
def plan_docx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample plan; its table runs over a page break."""
    return samples.plan(fillers=24).save(tmp_path_factory.mktemp("plan") / "ke-hoach.docx")


@pytest.fixture(scope="session")
def plan_pdf(plan_docx: Path) -> Path:
    return to_pdf(plan_docx)


@pytest.fixture(scope="session")
def plan_odt(plan_docx: Path) -> Path:
    return to_pdf(plan_docx, kind="odt")


@pytest.fixture(scope="session")
def short_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one-page sample as a PDF with text."""
    return to_pdf(samples.short_plan().save(tmp_path_factory.mktemp("short") / "ngan.docx"))
