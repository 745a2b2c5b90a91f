"""A judge that knows the sample library."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.judging import Judge
from knowledge_base.ingest.library import load_library
from tests.knowledge_base.sample_knowledge import write_knowledge


@pytest.fixture(scope="session")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    folder: Path = tmp_path_factory.mktemp("judge")
    return Judge(load_library(write_knowledge(folder)))
