"""Inserting a row that may be there already, without an error that would end the transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def insert_if_new(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Write ``row`` unless a row of the same key is there; whether it was written."""
    statement = _INSERT[connection.dialect.name](table).values(row).on_conflict_do_nothing()
    return connection.execute(statement.returning(*table.primary_key)).first() is not None
