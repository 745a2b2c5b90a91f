"""The knowledge database: made when missing, one writer at a time, clear when it cannot be used."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from knowledge_base.publishing import ledger
from knowledge_base.publishing.database import KnowledgeDatabase, exists
from knowledge_base.publishing.errors import DatabaseError
from tests.knowledge_base.publishing.conftest import Home


def test_the_file_is_its_owners_alone(home: Home) -> None:
    assert stat.S_IMODE((home.folder / "knowledge.db").stat().st_mode) == 0o600
    assert exists(home.url)


@pytest.mark.both_databases
def test_a_failed_transaction_leaves_nothing(home: Home) -> None:
    version = home.draft()
    with pytest.raises(RuntimeError), home.database.write() as connection:
        ledger.withdraw(connection, version, "lan", None)
        raise RuntimeError
    assert home.state(version) == "draft"


@pytest.mark.both_databases
def test_a_second_process_sees_what_the_first_wrote(home: Home) -> None:
    home.draft()
    other = KnowledgeDatabase(home.url)
    with other.read() as connection:
        assert [one.name for one in ledger.all_versions(connection)] == ["van-hoa@1"]
    other.close()


@pytest.mark.parametrize(
    "url",
    [
        "not an address",
        "nosuch://host/db",
        "sqlite:////proc/nowhere/knowledge.db",
        "postgresql+nosuchdriver://user:geheim@127.0.0.1:1/db",
        "postgresql+psycopg://user:geheim@127.0.0.1:1/db",
    ],
)
def test_a_database_that_cannot_be_opened_is_named_without_its_password(url: str) -> None:
    with pytest.raises(DatabaseError, match="không dùng được") as caught:
        KnowledgeDatabase(url)
    assert "geheim" not in str(caught.value)


def test_a_missing_driver_is_told_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for attempt in (KnowledgeDatabase, exists):
        with pytest.raises(DatabaseError, match=r"uv pip install --editable '\.\[postgres\]'") as caught:
            attempt("postgresql+psycopg://user:geheim@127.0.0.1:1/db")
        assert "geheim" not in str(caught.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "knowledge.db").write_text("notes\n" * 300)
    with pytest.raises(DatabaseError, match="not a database"):
        KnowledgeDatabase(f"sqlite:///{tmp_path / 'knowledge.db'}")
    with pytest.raises(DatabaseError, match="not a database"):
        exists(f"sqlite:///{tmp_path / 'knowledge.db'}")


@pytest.mark.skipif(os.geteuid() == 0, reason="the owner of the machine may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DatabaseError):
        KnowledgeDatabase(f"sqlite:///{tmp_path / 'x' / 'knowledge.db'}")
