"""Engines: files are private, commits survive a power cut, writers wait their turn, tables are made once."""

from __future__ import annotations

import stat
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest
from sqlalchemy import Column, Engine, String, Table, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from databases import ROW_ID, DriverMissingError, create_tables, new_metadata, open_engine
from tests.databases.backends import Backend

PATIENT, IMPATIENT = 30_000, 300  # milliseconds
Open = Callable[..., Engine]


@pytest.fixture
def opened(backend: Backend, tmp_path: Path) -> Iterator[Open]:
    """``opened()``: another engine of the test's one database; ``opened(IMPATIENT)``: one that waits a short time."""
    engines: list[Engine] = []

    def open_another(wait_milliseconds: int = PATIENT) -> Engine:
        engines.append(open_engine(url, wait_milliseconds=wait_milliseconds))
        return engines[-1]

    with backend.database(tmp_path / "new" / "notes.db") as url:
        yield open_another
        for engine in engines:
            engine.dispose()


@pytest.fixture
def engine(opened: Open) -> Engine:
    """An engine with a table ``notes`` of one row."""
    made = opened()
    with made.begin() as connection:
        connection.execute(text("create table notes (word varchar(20) primary key)"))
        connection.execute(text("insert into notes values ('một')"))
    return made


def test_a_missing_file_is_made_for_its_owner_alone(engine: Engine, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "new" / "notes.db").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", PATIENT), ("foreign_keys", 1)],
)
def test_sqlite_is_set_up_to_lose_nothing(engine: Engine, pragma: str, value: object) -> None:
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


@pytest.mark.both_databases
def test_an_error_does_not_show_the_parameters(engine: Engine) -> None:
    statement = text("insert into notes values (:word), (:other)")
    with pytest.raises(IntegrityError) as caught, engine.begin() as connection:
        connection.execute(statement, {"word": "một", "other": "0905123456"})
    assert "0905123456" not in str(caught.value)


@pytest.mark.both_databases
def test_a_writer_waits_its_turn_for_a_set_time(engine: Engine, opened: Open) -> None:
    # Given a writer that is not done with a row
    change = text("update notes set word = 'hai'")
    patient, comes = opened(), Event()

    def waits() -> int:
        with patient.begin() as other:
            comes.set()
            return other.execute(change).rowcount

    with ThreadPoolExecutor(1) as thread:
        with engine.begin() as connection:
            connection.execute(change)

            # When two others want it, then the impatient one is told, while the other still waits
            waiting = thread.submit(waits)
            assert comes.wait(60)
            started = time.monotonic()
            with pytest.raises(OperationalError), opened(IMPATIENT).begin() as other:
                other.execute(change)
            assert time.monotonic() - started >= IMPATIENT / 1000
            assert not waiting.done()

        # And goes on afterwards
        assert waiting.result(2 * PATIENT / 1000) == 1


@pytest.mark.both_databases
def test_tables_are_made_once_by_processes_that_start_together(opened: Open) -> None:
    # Given eight that start at once on an empty database
    metadata = new_metadata()
    for name in ("notes", "answers", "others"):
        Table(name, metadata, Column("id", ROW_ID, primary_key=True), Column("word", String(20), index=True))
    together = Barrier(8)

    def start(engine: Engine) -> None:
        together.wait()
        with engine.begin() as connection:
            create_tables(connection, metadata)

    with ThreadPoolExecutor(8) as threads:
        starting = [threads.submit(start, opened()) for _ in range(8)]

    # Then none fails, and every table is there with its index
    assert [one.exception() for one in starting] == [None] * 8
    found = inspect(opened())
    assert set(found.get_table_names()) == set(metadata.tables)
    assert all(found.get_indexes(name) for name in metadata.tables)


@pytest.mark.both_databases
def test_tables_that_are_there_are_left_alone_without_waiting_for_a_writer(engine: Engine, opened: Open) -> None:
    metadata = new_metadata()
    Table("notes", metadata, Column("word", String(20), primary_key=True))
    with engine.begin() as connection:
        connection.execute(text("update notes set word = 'hai'"))
        with opened(IMPATIENT).begin() as other:
            create_tables(other, metadata)
    with engine.connect() as connection:
        assert connection.execute(text("select word from notes")).scalars().all() == ["hai"]


def test_a_connection_that_postgresql_closed_is_replaced(postgres: Backend, tmp_path: Path) -> None:
    with postgres.database(tmp_path / "closed.db") as url:
        first, second = (open_engine(url, wait_milliseconds=1000) for _ in range(2))
        with first.connect() as connection:
            process = connection.execute(text("select pg_backend_pid()")).scalar_one()
        with second.connect() as connection:
            connection.execute(text("select pg_terminate_backend(:process, 60000)"), {"process": process})
        with first.connect() as connection:
            assert connection.execute(text("select pg_backend_pid()")).scalar_one() != process
        first.dispose()
        second.dispose()


def test_a_missing_driver_names_the_extra_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DriverMissingError, match=r"'\.\[postgres\]'") as caught:
        open_engine("postgresql+psycopg://lan:geheim@127.0.0.1/troly", wait_milliseconds=1)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("url", ["not an address", "nosuch://host/db", "mysql+pymysql://host/db"])
def test_an_address_that_means_nothing_is_refused(url: str) -> None:
    with pytest.raises(SQLAlchemyError):
        open_engine(url, wait_milliseconds=1)
