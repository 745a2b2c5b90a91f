"""Inserting a row that may be there already, without an error that would end the transaction."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def insert_if_new(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Write ``row`` unless a row of the same key is there; whether it was written."""
    return connection.execute(_statement(connection.dialect.name, table), row).first() is not None


@cache
def _statement(dialect: str, table: Table) -> Any:
    """Built once for each table: making a statement costs more than running it."""
    return _INSERT[dialect](table).on_conflict_do_nothing().returning(*table.primary_key)
