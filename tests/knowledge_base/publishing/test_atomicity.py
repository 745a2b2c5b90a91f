"""Publishing is one step: crashes leave the old plan or the new one, and no answer mixes them."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge_base.answer.question import Act
from knowledge_base.ingest.errors import SourceError
from knowledge_base.publishing.building import read_published
from knowledge_base.publishing.contents import fingerprint_at, published_at
from knowledge_base.publishing.versions import Name
from knowledge_base.search.indexer import build_index
from knowledge_base.store.builds import Builds
from runtime.fingerprints import index_fingerprint
from settings import REPOSITORY
from tests.knowledge_base.asking import Visitor
from tests.knowledge_base.publishing.conftest import Home
from tests.knowledge_base.sample_knowledge import edit

# Publishes van-hoa in a process of its own that dies, without any clean-up, inside the function named.
DIES = """
import os, sys
from pathlib import Path
from knowledge_base.publishing.building import Index
from knowledge_base.publishing.database import KnowledgeDatabase
from knowledge_base.publishing.desk import Desk
from knowledge_base.publishing.versions import Name
from knowledge_base.search import indexer
from knowledge_base.store.builds import Builds

folder, encoder, where, url = Path(sys.argv[1]), *sys.argv[2:]
setattr(Builds if where == "put_in_force" else indexer, where, lambda *_, **__: os._exit(9))
database = KnowledgeDatabase(url)
index = Index(folder / "knowledge", folder / "index", encoder)
Desk(database, index, review_dir=folder / "review").publish(Name("van-hoa"), by="lan")
"""


def crash(home: Home, where: str) -> None:
    command = [sys.executable, "-c", DIES, str(home.folder), home.encoder, where, home.url]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 9, done.stderr


def first_build(home: Home) -> None:
    build_index(home.knowledge, home.index, home.encoder, published=lambda: read_published(home.database))


def day(home: Home) -> int | None:
    return home.store().plans["van-hoa"].report_deadlines[0].day


@pytest.mark.both_databases
def test_a_crash_while_the_index_is_built_publishes_nothing(home: Home) -> None:
    first_build(home)
    version = home.draft(deadline="30/11")
    crash(home, "write_build")
    assert (home.state(version), day(home)) == ("draft", 10)
    assert home.desk.heal() is None
    # and the next try goes through
    home.desk.publish(Name("van-hoa"), by="lan")
    assert day(home) == 30


@pytest.mark.both_databases
def test_a_crash_between_commit_and_swap_leaves_the_old_plan_and_is_healed(home: Home) -> None:
    # given
    first_build(home)
    version = home.draft(deadline="30/11")
    # when
    crash(home, "put_in_force")
    # then the old one answers
    assert (home.state(version), day(home)) == ("published", 10)
    # when the next command heals, then the new one does
    healed = home.desk.heal()
    assert healed is not None
    assert (healed.touched > 0, day(home)) == (True, 30)
    assert home.desk.heal() is None


def test_the_next_start_sees_that_an_index_is_due_after_such_a_crash(home: Home) -> None:
    first_build(home)
    before = index_fingerprint(home.knowledge, home.encoder, fingerprint_at(home.url))
    home.draft(deadline="30/11")
    assert index_fingerprint(home.knowledge, home.encoder, fingerprint_at(home.url)) == before
    crash(home, "put_in_force")
    assert index_fingerprint(home.knowledge, home.encoder, fingerprint_at(home.url)) != before
    # what the start then builds
    build_index(home.knowledge, home.index, home.encoder, published=lambda: published_at(home.url))
    assert day(home) == 30


def test_a_build_that_fails_publishes_nothing_and_leaves_nothing_behind(home: Home) -> None:
    first_build(home)
    version = home.draft(deadline="30/11")
    home.desk.shelf.library()
    broken = edit(home.knowledge, "guides/the-thu-vien.md", "topic: tv", "topics: tv")
    builds = sorted(path.name for path in home.index.iterdir())
    with pytest.raises(SourceError, match=r"the-thu-vien\.md"):
        home.desk.publish(Name("van-hoa"), by="lan")
    assert home.state(version) == "draft"
    assert sorted(path.name for path in home.index.iterdir()) == builds
    assert broken.exists()


@pytest.mark.both_databases
def test_a_commit_that_fails_takes_its_build_away(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first_build(home)
    version = home.draft(deadline="30/11")
    builds = sorted(path.name for path in home.index.iterdir())
    monkeypatch.setattr("sqlalchemy.engine.base.Transaction.commit", _fail)
    with pytest.raises(OSError, match="disk full"):
        home.desk.publish(Name("van-hoa"), by="lan")
    monkeypatch.undo()
    assert (home.state(version), day(home)) == ("draft", 10)
    assert sorted(path.name for path in home.index.iterdir()) == builds


def _fail(*_: object) -> None:
    raise OSError("disk full")


def test_a_home_without_an_index_or_a_database_has_nothing_to_heal(home: Home, tmp_path: Path) -> None:
    assert home.desk.heal() is None
    nowhere = f"sqlite:///{tmp_path / 'none.db'}"
    assert (fingerprint_at(nowhere), published_at(nowhere).plans) == ("", ())
    assert not (tmp_path / "none.db").exists()


def test_an_index_rolled_back_by_hand_is_built_again_from_what_is_published(home: Home) -> None:
    first_build(home)
    home.draft(deadline="30/11")
    home.desk.publish(Name("van-hoa"), by="lan")
    Builds(home.index).roll_back()
    assert day(home) == 10
    assert home.desk.heal() is not None
    assert day(home) == 30


@pytest.mark.both_databases
def test_questions_asked_while_plans_change_are_answered_from_one_version_each(home: Home) -> None:
    # given two versions that differ in two figures which one answer tells together
    first_build(home)
    home.draft(wifi="71", camera="81")
    home.draft(wifi="72", camera="82")
    stop, told = threading.Event(), set[tuple[str, ...]]()
    visitors = [home.visitor("van-hoa") for _ in range(3)]
    for one in visitors:
        one.ask("xin chào", Act.ASK_LIST)

    def ask(visitor: Visitor) -> None:
        while not stop.is_set():
            reply = visitor.ask("Liệt kê các chỉ tiêu của xã Vạn Hòa", Act.ASK_LIST, "van-hoa")
            told.add(tuple(sorted(re.findall(r"\b\d+(?=%)", reply.text))))

    # when plans are published, rolled back, restored and withdrawn while visitors ask
    with ThreadPoolExecutor(len(visitors)) as threads:
        asking = [threads.submit(ask, one) for one in visitors]

        def until_told(*figures: str) -> None:
            end = time.monotonic() + 60
            while figures not in told and time.monotonic() < end and not any(one.done() for one in asking):
                time.sleep(0.01)

        try:
            until_told("100", "60", "90")
            home.desk.publish(Name("van-hoa", 1), by="lan")
            until_told("71", "81")
            home.desk.publish(Name("van-hoa", 2), by="lan")
            until_told("72", "82")
            home.desk.roll_back("van-hoa", by="lan")
            home.desk.restore(Name("van-hoa", 2), by="lan")
            home.desk.withdraw(Name("van-hoa"), by="lan")
        finally:
            stop.set()
    # then no question failed, and every answer told the figures of one version
    assert [one.exception() for one in asking] == [None] * len(asking)
    assert told == {("100", "60", "90"), ("71", "81"), ("72", "82")}
