"""Which failures pass by themselves: the database is locked, full or not there, and the same work may succeed later."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError


def is_away(error: BaseException) -> bool:
    """Whether ``error`` says that the database cannot work now, rather than that it was asked for something wrong."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | NoConnectionError | OSError)
