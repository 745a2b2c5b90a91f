"""The knowledge database: SQLAlchemy Core, one transaction per unit of work, writers one after the other.

>>> with database.write() as connection:  # doctest: +SKIP
...     ledger.withdraw(connection, version, by="lan", reason=None)

What a block of ``write`` did is committed when it ends and undone when it raises.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, inspect, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from databases import create_tables, open_engine
from knowledge_base.publishing.errors import DatabaseError
from knowledge_base.publishing.tables import ledger, metadata

# Publishing builds an index inside its transaction: another writer waits that long for its turn.
WAIT_MILLISECONDS = 120_000


class KnowledgeDatabase:
    """Opens the database behind ``url``, making its tables when they are missing. Raises ``DatabaseError``."""

    def __init__(self, url: str) -> None:
        self._shown, self._engine = _engine(url)
        with self._named():
            with self._engine.begin() as connection:
                create_tables(connection, metadata)
            with contextlib.suppress(IntegrityError), self._engine.begin() as connection:
                if connection.execute(ledger.select()).first() is None:
                    connection.execute(insert(ledger).values(id=1, revision=0))

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that only reads. Raises ``DatabaseError``."""
        with self._named(), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that no other writer overlaps. Raises ``DatabaseError``; nothing of it is kept then."""
        with self._named(), self._engine.begin() as connection:
            connection.execute(update(ledger).values(revision=ledger.c.revision + 1))
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise DatabaseError(self._shown, _problem(error)) from error


def exists(url: str) -> bool:
    """Whether a knowledge database was made behind ``url``; looks without making one. Raises ``DatabaseError``."""
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        return False
    shown, engine = _engine(url)
    try:
        return inspect(engine).has_table(ledger.name)
    except SQLAlchemyError as error:
        raise DatabaseError(shown, _problem(error)) from error
    finally:
        engine.dispose()


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise DatabaseError("TROLY_KNOWLEDGE_DATABASE_URL", str(error)) from None


def _engine(url: str) -> tuple[str, Engine]:
    """How messages name the database (no password), and its engine."""
    parsed = _parsed(url)
    shown = parsed.render_as_string(hide_password=True)
    try:
        return shown, open_engine(parsed, wait_milliseconds=WAIT_MILLISECONDS)
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise DatabaseError(shown, str(error)) from error


def _problem(error: SQLAlchemyError) -> str:
    return str(error.orig) if isinstance(error, DBAPIError) and error.orig else str(error)
