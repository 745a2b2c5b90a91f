"""The store of one build: what was written is read back, for reading only."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge_base.ingest.library import Library, load_library
from knowledge_base.store.database import Store, write_store
from knowledge_base.store.passages import Passage, cut
from tests.knowledge_base.sample_knowledge import write_knowledge


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return load_library(write_knowledge(tmp_path / "knowledge"))


@pytest.fixture
def passages(library: Library) -> list[Passage]:
    return cut(library)


@pytest.fixture
def store(tmp_path: Path, library: Library, passages: list[Passage]) -> Iterator[Store]:
    write_store(tmp_path / "store.sqlite", library, passages)
    store = Store(tmp_path / "store.sqlite")
    yield store
    store.close()


def test_records_come_back_as_they_were(store: Store, library: Library) -> None:
    assert list(store.plans.values()) == library.plans
    assert list(store.guides.values()) == library.guides
    assert list(store.agencies.values()) == library.agencies
    assert list(store.terms.values()) == library.glossary
    assert list(store.contacts.values()) == library.contacts


def test_passages_come_back_in_the_order_asked_for(store: Store, passages: list[Passage]) -> None:
    assert store.passages([3, 0, 2]) == [passages[3], passages[0], passages[2]]
    assert store.passages([]) == []
    assert store.placed() == [(one.document_id, one.kind) for one in passages]


def test_a_passage_is_found_by_its_id(store: Store) -> None:
    assert store.by_id("van-hoa:n-1-1").locator == "Phụ lục, mục 1.1"
    with pytest.raises(KeyError, match="nobody"):
        store.by_id("van-hoa:nobody")
    with pytest.raises(KeyError):
        store.passages([9999])


def test_a_name_from_outside_is_a_value_never_sql(store: Store) -> None:
    with pytest.raises(KeyError):
        store.by_id("' OR 1=1 --")


def test_the_file_cannot_be_written_through_the_store(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store._connection.execute("DELETE FROM passages")


def test_threads_may_share_it(store: Store, passages: list[Passage]) -> None:
    # given
    found: list[Passage] = []
    # when
    threads = [threading.Thread(target=lambda at=at: found.extend(store.passages([at]))) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # then
    assert sorted(one.id for one in found) == sorted(one.id for one in passages[:8])
