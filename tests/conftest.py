"""Which database a test runs on: SQLite, or both where it is marked ``both_databases``; signals as in a terminal.

Rasa's Python reads this file too: standard library and pytest alone.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from tests.databases.backends import Backend, PostgresServer, Sqlite, find_postgres
from tests.programs import missing


def pytest_configure() -> None:
    """Heed Ctrl-C and a closed terminal, which are ignored under ``nohup`` and in the background of a script.

    What is tested then, and every process that tests start, meets these signals as it does in a terminal.
    """
    for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests marked ``both_databases`` once on each."""
    if "backend" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("backend", ["sqlite", "postgresql"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL of the tests' own; it ends with them."""
    programs = find_postgres()
    if programs is None:
        missing("PostgreSQL (Debian: apt-get install postgresql)")
    with PostgresServer(programs) as server:
        yield server


@pytest.fixture(scope="session")
def backend(request: pytest.FixtureRequest) -> Backend:
    """``with backend.database(tmp_path / "plans.db") as url:`` an empty database: that file, or one of PostgreSQL's."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return Sqlite()
    server: PostgresServer = request.getfixturevalue("postgres")
    return server
