"""A catalogue of the invented procedures, imported once with the shipped encoder."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from knowledge_base.procedures.catalogue import Catalogue, CurrentCatalogue
from knowledge_base.procedures.importing import import_procedures
from knowledge_base.search.encoding import Encoder
from tests.knowledge_base.procedures.samples import write_rows

DATA_DATE = datetime.date(2026, 7, 31)
TODAY = datetime.date(2026, 9, 1)


@pytest.fixture(scope="session")
def sample_procedures(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Path:
    """The folder of the imported sample; not to be changed."""
    folder = tmp_path_factory.mktemp("procedures")
    file = write_rows(folder / "rows.jsonl")
    import_procedures(file, folder / "catalogue", lambda: shipped_encoder, date=DATA_DATE, today=TODAY)
    return folder / "catalogue"


@pytest.fixture(scope="session")
def catalogue(sample_procedures: Path, shipped_encoder: Encoder) -> Catalogue:
    opened = CurrentCatalogue(sample_procedures, lambda: shipped_encoder).get()
    assert opened is not None
    return opened
