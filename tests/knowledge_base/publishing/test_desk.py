"""Publishing, withdrawing, rolling back, restoring: states, who and why, and what the index holds afterwards."""

from __future__ import annotations

import pytest

from knowledge_base.publishing import ledger
from knowledge_base.publishing.errors import (
    CircleError,
    NothingToDoError,
    UnknownPlanError,
    UnknownVersionError,
    WrongStateError,
)
from knowledge_base.publishing.versions import Name, read_name
from knowledge_base.search.indexer import build_index
from knowledge_base.store.builds import Builds, IndexMissingError
from tests.knowledge_base.publishing.conftest import Home


def deadline(home: Home, document: str = "van-hoa") -> str:
    """The day of the plan's report deadline, as the index in force says it."""
    found = home.store().plans[document].report_deadlines[0]
    return f"{found.day}/{found.month}"


def test_a_published_draft_takes_the_place_of_the_committed_record_with_its_wording(home: Home) -> None:
    # given
    version = home.draft(deadline="30/11")
    # when
    done = home.desk.publish(Name("van-hoa"), by="lan", reason="kế hoạch mới")
    # then
    assert (done.version.number, done.version.state, done.version.publication) == (version.number, "published", 1)
    assert done.silent == ()
    store = home.store()
    assert deadline(home) == "30/11"
    assert "trước ngày 30/11" in store.originals["van-hoa"].wording("v-2")
    assert store.originals["van-hoa"].version == 1
    assert store.before["van-hoa"].report_deadlines[0].day == 10
    assert store.agencies["van-hoa"].plans == ["van-hoa"]
    # and the other plan is as it was
    assert store.plans["tan-loc"].short_title == "Kế hoạch chuyển đổi số huyện Tân Lộc"


@pytest.mark.both_databases
def test_history_says_who_did_what_when_and_why(home: Home) -> None:
    home.draft()
    home.desk.publish(Name("van-hoa"), by="lan", reason="kế hoạch mới")
    home.draft(deadline="30/11")
    home.desk.publish(Name("van-hoa"), by="minh")
    with home.database.read() as connection:
        told = [(one.number, one.action, one.by, one.reason) for one in ledger.history(connection, "van-hoa")]
    assert told == [
        (1, "ingested", "lan", None),
        (1, "published", "lan", "kế hoạch mới"),
        (2, "ingested", "lan", None),
        (1, "replaced", "minh", "van-hoa@2"),
        (2, "published", "minh", None),
    ]


def test_the_reviewers_edits_are_what_is_published(home: Home) -> None:
    version = home.draft()
    home.edit(version, "    recipient: UBND xã\n", "    recipient: UBND xã Vạn Hòa\n")
    home.desk.publish(Name("van-hoa"), by="lan")
    assert home.store().plans["van-hoa"].report_deadlines[0].recipient == "UBND xã Vạn Hòa"


def test_a_file_of_ones_own_may_be_published_instead(home: Home, tmp_path) -> None:
    version = home.draft()
    edited = tmp_path / "sua.yml"
    edited.write_text(home.desk.shelf.review_file(version).read_text(encoding="utf-8").replace("day: 10", "day: 12"))
    home.desk.publish(Name("van-hoa"), by="lan", review=edited)
    assert deadline(home) == "12/11"


def test_keeping_the_record_adds_the_wording_alone_and_names_clauses_without(home: Home) -> None:
    # given an original that numbers the rows of its appendix otherwise than the committed record
    home.draft()
    # when
    done = home.desk.publish(Name("van-hoa"), by="lan", keep_record=True)
    # then
    store = home.store()
    assert store.plans["van-hoa"].clauses[0].locator == "Phần mở đầu"
    assert [task.id for task in store.plans["van-hoa"].tasks] == ["n-iii", "n-1-1", "n-1-2"]
    assert "van-hoa" not in store.before
    assert store.originals["van-hoa"].wording("ii-1").endswith("60% nhà văn hóa thôn có wifi công cộng.")
    assert "Phụ lục, mục 1.1" in done.silent
    assert "II.1" not in done.silent


def test_a_kept_record_follows_the_files(home: Home) -> None:
    home.draft()
    home.desk.publish(Name("van-hoa"), by="lan", keep_record=True)
    path = home.knowledge / "plans" / "van-hoa.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("day: 10", "day: 5"), encoding="utf-8")
    build_index(home.knowledge, home.index, home.encoder, published=lambda: published(home))
    assert deadline(home) == "5/11"


def published(home: Home):
    from knowledge_base.publishing.building import read_published

    return read_published(home.database)


def test_a_new_document_joins_its_agencys_plans(home: Home) -> None:
    home.draft("van-hoa-moi", wifi="75")
    home.desk.publish(Name("van-hoa-moi"), by="lan")
    store = home.store()
    assert store.agencies["van-hoa"].plans == ["van-hoa", "van-hoa-moi"]
    assert store.plans["van-hoa-moi"].targets[0].value == 75
    assert store.by_id("van-hoa-moi:t-ii-1").agency == "van-hoa"


def test_a_plan_that_is_replaced_is_marked_until_the_new_one_is_withdrawn(home: Home) -> None:
    home.draft("van-hoa-moi")
    home.desk.publish(Name("van-hoa-moi"), by="lan", replaces="van-hoa")
    old = home.store().plans["van-hoa"]
    assert (old.in_force, old.replaced_by) == (False, "van-hoa-moi")
    home.desk.withdraw(Name("van-hoa-moi"), by="lan")
    store = home.store()
    assert (store.plans["van-hoa"].in_force, store.plans["van-hoa"].replaced_by) == (True, None)
    assert "van-hoa-moi" not in store.plans


@pytest.mark.both_databases
def test_rolling_back_goes_one_version_at_a_time_down_to_the_committed_record(home: Home) -> None:
    # given two versions published one after the other
    first = home.draft(deadline="20/11")
    home.desk.publish(Name("van-hoa"), by="lan")
    second = home.draft(deadline="30/11")
    home.desk.publish(Name("van-hoa"), by="lan")
    assert deadline(home) == "30/11"
    assert home.store().before["van-hoa"].report_deadlines[0].day == 20
    # when, then
    done = home.desk.roll_back("van-hoa", by="lan", reason="nhầm")
    assert (done.back.number, home.state(first), home.state(second)) == (1, "published", "withdrawn")
    assert deadline(home) == "20/11"
    assert home.store().before["van-hoa"].report_deadlines[0].day == 10
    # when, then
    done = home.desk.roll_back("van-hoa", by="lan")
    assert (done.back, done.committed, deadline(home)) == (None, True, "10/11")
    # when, then
    with pytest.raises(NothingToDoError, match="không có bản nào đang công bố"):
        home.desk.roll_back("van-hoa", by="lan")


def test_there_is_no_rolling_back_a_document_that_was_never_anything_else(home: Home) -> None:
    home.draft("van-hoa-moi")
    home.desk.publish(Name("van-hoa-moi"), by="lan")
    with pytest.raises(NothingToDoError, match="troly plans withdraw van-hoa-moi"):
        home.desk.roll_back("van-hoa-moi", by="lan")
    assert "van-hoa-moi" in home.store().plans


@pytest.mark.both_databases
def test_a_version_that_was_taken_out_can_be_put_in_force_again(home: Home) -> None:
    first = home.draft(deadline="20/11")
    home.desk.publish(Name("van-hoa"), by="lan")
    home.draft(deadline="30/11")
    home.desk.publish(Name("van-hoa"), by="lan")
    home.desk.restore(read_name("van-hoa@1"), by="lan")
    assert (deadline(home), home.state(first)) == ("20/11", "published")
    # and it keeps its number among the published ones
    assert home.store().originals["van-hoa"].version == 1
    # the one it took the place of is the one before it now
    assert home.store().before["van-hoa"].report_deadlines[0].day == 30


@pytest.mark.both_databases
def test_a_draft_is_dropped_and_taken_up_again_without_a_build(home: Home) -> None:
    version = home.draft()
    assert home.desk.withdraw(read_name("van-hoa@1"), by="lan").indexed is None
    assert home.state(version) == "withdrawn"
    with pytest.raises(NothingToDoError, match="không có bản nháp"):
        home.desk.publish(Name("van-hoa"), by="lan")
    assert home.desk.restore(read_name("van-hoa@1"), by="lan").indexed is None
    assert home.state(version) == "draft"
    with pytest.raises(IndexMissingError):
        Builds(home.index).current()


def test_the_index_is_touched_only_where_passages_changed(home: Home) -> None:
    home.draft()
    home.desk.publish(Name("van-hoa"), by="lan")
    home.draft(task="Số hóa toàn bộ hồ sơ đất đai.")
    indexed = home.desk.publish(Name("van-hoa"), by="lan").indexed
    assert indexed is not None
    assert (indexed.manifest.touched, indexed.manifest.removed) == (1, 0)
    assert indexed.manifest.views - indexed.manifest.reused_vectors == 2
    assert indexed.milliseconds >= indexed.manifest.seconds * 1000


@pytest.mark.parametrize(
    ("name", "error", "said"),
    [
        ("van-hoa", NothingToDoError, "troly ingest TỆP"),
        ("van-hoa@7", UnknownPlanError, "van-hoa"),
    ],
)
def test_publishing_what_is_not_there_says_what_to_do(home: Home, name: str, error: type, said: str) -> None:
    with pytest.raises(error, match=said):
        home.desk.publish(read_name(name), by="lan")


def test_versions_in_other_states_are_refused_by_name(home: Home) -> None:
    home.draft()
    home.desk.publish(Name("van-hoa"), by="lan")
    with pytest.raises(UnknownVersionError, match="van-hoa@1"):
        home.desk.publish(read_name("van-hoa@2"), by="lan")
    with pytest.raises(WrongStateError, match="đang công bố"):
        home.desk.publish(read_name("van-hoa@1"), by="lan")
    with pytest.raises(WrongStateError, match="chỉ công bố lại được"):
        home.desk.restore(read_name("van-hoa@1"), by="lan")
    home.desk.withdraw(Name("van-hoa"), by="lan")
    with pytest.raises(NothingToDoError, match="không có gì để rút"):
        home.desk.withdraw(Name("van-hoa"), by="lan")
    with pytest.raises(WrongStateError, match="không có gì để rút"):
        home.desk.withdraw(read_name("van-hoa@1"), by="lan")


def test_a_plan_replaces_neither_itself_nor_what_replaces_it_nor_what_is_unknown(home: Home) -> None:
    home.draft("van-hoa-moi")
    home.draft("van-hoa")
    with pytest.raises(UnknownPlanError, match="tan-loc, van-hoa"):
        home.desk.publish(Name("van-hoa-moi"), by="lan", replaces="nowhere")
    with pytest.raises(CircleError):
        home.desk.publish(Name("van-hoa-moi"), by="lan", replaces="van-hoa-moi")
    home.desk.publish(Name("van-hoa-moi"), by="lan", replaces="van-hoa")
    with pytest.raises(CircleError):
        home.desk.publish(Name("van-hoa"), by="lan", replaces="van-hoa-moi")
    assert home.store().plans["van-hoa-moi"].in_force


def test_there_is_no_record_to_keep_for_a_new_document(home: Home) -> None:
    home.draft("van-hoa-moi")
    with pytest.raises(NothingToDoError, match="--keep-record"):
        home.desk.publish(Name("van-hoa-moi"), by="lan", keep_record=True)


def test_a_replaced_plan_that_is_gone_leaves_the_new_one_alone(home: Home) -> None:
    home.draft("van-hoa-a")
    home.desk.publish(Name("van-hoa-a"), by="lan")
    home.draft("van-hoa-b", wifi="61")
    home.desk.publish(Name("van-hoa-b"), by="lan", replaces="van-hoa-a")
    home.desk.withdraw(Name("van-hoa-a"), by="lan")
    store = home.store()
    assert "van-hoa-a" not in store.plans
    assert store.plans["van-hoa-b"].in_force
