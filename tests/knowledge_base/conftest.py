"""What the knowledge base's tests share: a knowledge folder of their own, two encoders, built indexes."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.answer.assistant import Assistant
from knowledge_base.ingest.library import Library
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.indexer import build_index
from settings import REPOSITORY
from tests.knowledge_base.asking import Visitor
from tests.knowledge_base.committed import committed_library
from tests.knowledge_base.encoders import SHIPPED, make_tiny_encoder
from tests.knowledge_base.sample_knowledge import write_knowledge


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A knowledge folder that a test may spoil."""
    return write_knowledge(tmp_path / "knowledge")


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a small encoder that is not the shipped one."""
    return make_tiny_encoder(tmp_path_factory.mktemp("tiny-encoder"))


@pytest.fixture(scope="session")
def shipped_encoder() -> Encoder:
    return Encoder(SHIPPED)


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's index, built with the shipped encoder; not to be changed."""
    folder = tmp_path_factory.mktemp("sample")
    build_index(write_knowledge(folder / "knowledge"), folder / "index", SHIPPED)
    return folder / "index"


@pytest.fixture(scope="session")
def sample_assistant(sample_index: Path) -> Assistant:
    return Assistant(sample_index, SHIPPED)


@pytest.fixture(scope="session")
def real_library() -> Library:
    """The knowledge that the repository ships."""
    return committed_library()


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the knowledge that the repository ships."""
    folder = tmp_path_factory.mktemp("real") / "index"
    build_index(REPOSITORY / "knowledge_base", folder, SHIPPED)
    return folder


@pytest.fixture(scope="session")
def real_assistant(real_index: Path) -> Assistant:
    return Assistant(real_index, SHIPPED)


@pytest.fixture
def sample(sample_assistant: Assistant) -> Visitor:
    """A visitor of the whole (invented) province."""
    return Visitor(sample_assistant)


@pytest.fixture
def visitor(real_assistant: Assistant) -> Visitor:
    """A visitor of all agencies of the repository's knowledge."""
    return Visitor(real_assistant)
