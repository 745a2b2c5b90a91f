"""The ledger on both databases: one version in force, writers one after the other, all of a change or nothing of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from threading import Barrier

import pytest
from sqlalchemy import insert, select

from knowledge_base.ingest.library import load_library
from knowledge_base.publishing import contents, ledger
from knowledge_base.publishing.contents import fingerprint_at, published_at
from knowledge_base.publishing.database import KnowledgeDatabase
from knowledge_base.publishing.errors import DatabaseError
from knowledge_base.publishing.ledger import Publication
from knowledge_base.publishing.tables import versions
from knowledge_base.publishing.versions import State, Version
from tests.knowledge_base.publishing.conftest import Home, structured
from tests.knowledge_base.sample_original import original

pytestmark = pytest.mark.both_databases


def publication(home: Home) -> Publication:
    """The sample's record with an original."""
    record = next(one for one in load_library(home.knowledge).plans if one.document_id == "van-hoa")
    return Publication(record, original(), keeps_committed=False, replaces=None)


def publish(home: Home, version: Version, database: KnowledgeDatabase | None = None) -> Version:
    with (database or home.database).write() as connection:
        return ledger.publish(connection, version, publication(home), "lan", None)


def states(home: Home) -> list[tuple[int, str]]:
    with home.database.read() as connection:
        return [(one.number, one.state) for one in ledger.all_versions(connection, "van-hoa")]


def test_what_is_stored_is_read_back(home: Home) -> None:
    version = home.draft()
    document, draft, content = structured(())
    with home.database.read() as connection:
        assert contents.file_of(connection, version) == content
        assert contents.document_of(connection, version) == document
        assert contents.draft_of(connection, version) == draft
        assert ledger.find_file(connection, version.file_sha256, agency="van-hoa", document=None) == version
    assert version.created_at.tzinfo is UTC


def test_versions_go_from_draft_to_published_to_replaced_and_back(home: Home) -> None:
    first, second = home.draft(), home.draft(wifi="71")
    first, second = publish(home, first), publish(home, second)
    assert states(home) == [(1, "replaced"), (2, "published")]
    assert [plan.record.document_id for plan in published_at(home.url).plans] == ["van-hoa"]

    with home.database.write() as connection:
        assert ledger.earlier(connection, second) is not None
        ledger.withdraw(connection, second, "lan", None)
        ledger.reinstate(connection, first, "lan", None)
    assert states(home) == [(1, "published"), (2, "withdrawn")]


@pytest.mark.parametrize("step", ["publish", "withdraw", "roll back"])
def test_a_change_that_fails_has_changed_nothing(home: Home, step: str) -> None:
    # Given a version in force, one before it, and a draft
    first, second = publish(home, home.draft()), publish(home, home.draft(wifi="71"))
    draft = home.draft(wifi="72")
    before, told = states(home), fingerprint_at(home.url)

    # When a change fails after its last statement
    with pytest.raises(OSError, match="disk full"), home.database.write() as connection:
        if step == "publish":
            ledger.publish(connection, draft, publication(home), "lan", None)
        else:
            ledger.withdraw(connection, second, "lan", None)
        if step == "roll back":
            ledger.reinstate(connection, first, "lan", None)
        raise OSError("disk full")

    # Then everything is as it was, the history included
    assert (states(home), fingerprint_at(home.url)) == (before, told)
    with home.database.read() as connection:
        assert [one.action for one in ledger.history(connection, "van-hoa")][-1] == "ingested"


def test_the_database_itself_allows_one_version_in_force(home: Home) -> None:
    first, draft = publish(home, home.draft()), home.draft(wifi="71")
    with pytest.raises(DatabaseError), home.database.write() as connection:
        ledger.reinstate(connection, draft, "lan", None)
    assert states(home) == [(1, "published"), (2, "draft")]
    assert first.publication == 1


def test_a_number_and_a_file_are_given_out_once(home: Home) -> None:
    version = home.draft()
    with home.database.read() as connection:
        row = dict(connection.execute(select(versions)).mappings().one())
    del row["id"]
    for clash in ({"number": version.number, "again": 1}, {"number": 2}):
        with pytest.raises(DatabaseError), home.database.write() as connection:
            connection.execute(insert(versions).values(row | clash))


def test_writers_that_come_together_take_turns(home: Home) -> None:
    # Given four clerks at machines of their own, each with a draft of the same plan
    drafts = [home.draft(wifi=str(60 + n)) for n in range(4)]
    clerks = [KnowledgeDatabase(home.url) for _ in drafts]
    together = Barrier(len(clerks))

    def work(clerk: KnowledgeDatabase, draft: Version) -> Version:
        together.wait()
        return publish(home, draft, clerk)

    # When all publish at once
    with ThreadPoolExecutor(len(clerks)) as threads:
        done = list(threads.map(work, clerks, drafts))
    for clerk in clerks:
        clerk.close()

    # Then each took the place of the one before: one is in force, the others were
    assert sorted(one.publication or 0 for one in done) == [1, 2, 3, 4]
    last = max(done, key=lambda one: one.publication or 0)
    assert states(home) == [
        (one.number, State.PUBLISHED if one.number == last.number else State.REPLACED) for one in drafts
    ]


def test_a_reader_sees_what_was_committed_while_a_writer_works(home: Home) -> None:
    draft = home.draft()
    with home.database.write() as connection:
        ledger.publish(connection, draft, publication(home), "lan", None)
        assert states(home) == [(1, "draft")]
    assert states(home) == [(1, "published")]


def test_what_is_published_is_the_same_seen_from_another_time_zone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(home, home.draft())
    told = fingerprint_at(home.url)
    monkeypatch.setenv("PGTZ", "America/New_York")  # read by PostgreSQL's client library
    assert fingerprint_at(home.url) == told
