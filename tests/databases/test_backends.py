"""The PostgreSQL of the tests leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests.databases.backends import PostgresServer


def test_a_server_ends_with_its_block_and_takes_its_folder_along(postgres: PostgresServer, tmp_path: Path) -> None:
    # Given a server of its own beside the one that other tests use
    with PostgresServer(postgres.programs) as server, server.database(tmp_path / "a.db") as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            folder = Path(connection.execute(text("show data_directory")).scalar_one())
            assert connection.execute(text("show listen_addresses")).scalar_one() == "127.0.0.1"
        assert folder.is_dir()
        engine.dispose()

    # Then nothing is left of it, and the other one goes on
    assert not folder.parent.exists()
    with pytest.raises(OperationalError):
        engine.connect()
    with postgres.database(tmp_path / "b.db") as other:
        assert other != url
