"""Columns: moments come back as they were meant, rows number themselves, constraints have names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, ForeignKey, String, Table, UniqueConstraint, insert, inspect, select, text

from databases import ROW_ID, UtcDateTime, new_metadata, open_engine
from tests.databases.backends import Backend

metadata = new_metadata()
notes = Table(
    "notes",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("word", String(20), index=True),
    Column("at", UtcDateTime),
    Column("answers", ROW_ID, ForeignKey("notes.id")),
    UniqueConstraint("word", "at"),
)
IN_HA_NOI = datetime(2026, 3, 1, 6, 30, tzinfo=timezone(timedelta(hours=7)))


@pytest.fixture
def engine(backend: Backend, tmp_path: Path) -> Iterator[Engine]:
    with backend.database(tmp_path / "notes.db") as url:
        opened = open_engine(url, wait_milliseconds=1000)
        metadata.create_all(opened)
        yield opened
        opened.dispose()


@pytest.mark.both_databases
@pytest.mark.parametrize("moment", [IN_HA_NOI, IN_HA_NOI.astimezone(UTC), None])
def test_a_moment_is_read_as_the_same_moment_in_utc(engine: Engine, moment: datetime | None) -> None:
    with engine.begin() as connection:
        connection.execute(insert(notes).values(at=moment))
        read = connection.execute(select(notes.c.at)).scalar_one()
    assert read == moment
    assert read is None or read.tzinfo is UTC


@pytest.mark.both_databases
def test_moments_are_compared_across_zones(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(notes).values(at=IN_HA_NOI))
        later = select(notes.c.id).where(notes.c.at > IN_HA_NOI.astimezone(UTC) - timedelta(minutes=1))
        assert connection.execute(later).all()


@pytest.mark.both_databases
def test_rows_number_themselves(engine: Engine) -> None:
    with engine.begin() as connection:
        numbers = [connection.execute(insert(notes).returning(notes.c.id)).scalar_one() for _ in range(3)]
    assert numbers == [1, 2, 3]


@pytest.mark.both_databases
def test_constraints_have_names_that_a_migration_can_use(engine: Engine) -> None:
    found = inspect(engine)
    assert found.get_pk_constraint("notes")["name"] == "pk_notes"
    assert [one["name"] for one in found.get_unique_constraints("notes")] == ["uq_notes_word_at"]
    assert [one["name"] for one in found.get_foreign_keys("notes")] == ["fk_notes_answers"]
    assert "ix_notes_word" in {one["name"] for one in found.get_indexes("notes")}


def test_a_file_written_before_today_is_read(tmp_path: Path) -> None:
    # Given a moment as SQLAlchemy has always written it into SQLite
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}", wait_milliseconds=1000)
    with engine.begin() as connection:
        connection.execute(text("create table notes (id integer primary key, word text, at datetime, answers integer)"))
        connection.execute(text("insert into notes (at) values ('2026-02-28 23:30:00.000000')"))
        assert connection.execute(select(notes.c.at)).scalar_one() == IN_HA_NOI
    engine.dispose()
