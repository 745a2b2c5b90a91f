"""Engines: files are private, commits survive a power cut, errors are silent about what was written."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from databases import open_engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(f"sqlite:///{tmp_path / 'new' / 'notes.db'}", wait_milliseconds=1234)
    yield opened
    opened.dispose()


def test_a_missing_file_is_made_for_its_owner_alone(engine: Engine, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "new" / "notes.db").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 1234), ("foreign_keys", 1)]
)
def test_sqlite_is_set_up_to_lose_nothing_and_to_wait_its_turn(engine: Engine, pragma: str, value: object) -> None:
    with engine.connect() as connection:
        assert connection.execute(text(f"pragma {pragma}")).scalar_one() == value


def test_another_driver_of_sqlite_gives_way_to_the_plain_one(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'notes.db'}", wait_milliseconds=1)
    assert engine.dialect.driver == "pysqlite"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_makes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.chdir(tmp_path)
    engine = open_engine(url, wait_milliseconds=1)
    with engine.connect() as connection:
        assert connection.execute(text("select 1")).scalar_one() == 1
    engine.dispose()
    assert list(tmp_path.iterdir()) == []


def test_an_error_does_not_quote_what_was_written(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("create table notes (word text primary key)"))
        connection.execute(text("insert into notes values (:word)"), {"word": "0905123456"})
    with pytest.raises(IntegrityError) as caught, engine.begin() as connection:
        connection.execute(text("insert into notes values (:word)"), {"word": "0905123456"})
    assert "0905123456" not in str(caught.value)


@pytest.mark.parametrize("url", ["not an address", "nosuch://host/db"])
def test_an_address_that_means_nothing_is_refused(url: str) -> None:
    with pytest.raises(SQLAlchemyError):
        open_engine(url, wait_milliseconds=1)
