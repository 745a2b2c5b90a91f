"""What the gateway's database and the knowledge database share: column types, names of constraints, the engine.

    metadata = new_metadata()
    notes = Table("notes", metadata, Column("id", ROW_ID, primary_key=True), Column("at", UtcDateTime, nullable=False))
    engine = open_engine("sqlite:///var/notes.db", wait_milliseconds=5000)
    with engine.begin() as connection:
        create_tables(connection, metadata)

Tables and rules for transactions stay with each database. Below everything: imports nothing of ours.

Errors: SQLAlchemy's own, ``DriverMissingError`` (an ``ImportError``) where PostgreSQL's driver is not installed, and
``TakenError`` where another process has the ``sole_use`` of a database.
"""

from databases.columns import ROW_ID, UtcDateTime, new_metadata
from databases.engines import DriverMissingError, create_tables, open_engine
from databases.failures import is_away
from databases.holding import TakenError, sole_use
from databases.inserting import insert_if_new

__all__ = [
    "ROW_ID",
    "DriverMissingError",
    "TakenError",
    "UtcDateTime",
    "create_tables",
    "insert_if_new",
    "is_away",
    "new_metadata",
    "open_engine",
    "sole_use",
]
