"""What is published joined to the files: overriding, adding, replacing, keeping."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.ingest.library import Library, load_library
from knowledge_base.ingest.published import JoinError, Published, PublishedPlan, join
from knowledge_base.ingest.records import PlanRecord


@pytest.fixture
def library(knowledge: Path) -> Library:
    return load_library(knowledge)


def plan(library: Library, **fields: object) -> PlanRecord:
    """The sample's plan of Vạn Hòa with other fields."""
    own = next(one for one in library.plans if one.document_id == "van-hoa")
    return own.model_copy(update=fields)


def by_id(library: Library) -> dict[str, PlanRecord]:
    return {one.document_id: one for one in library.plans}


def test_nothing_published_changes_nothing(library: Library) -> None:
    assert join(library, Published()) == library


def test_a_published_record_overrides_the_committed_one_which_becomes_the_one_before(library: Library) -> None:
    joined = join(library, Published((PublishedPlan(plan(library, signatory="Trần Thị Mới")),)))
    assert by_id(joined)["van-hoa"].signatory == "Trần Thị Mới"
    assert [one.signatory for one in joined.before] == ["Lê Văn Mẫu"]
    assert joined.agencies == library.agencies


def test_the_version_published_before_counts_rather_than_the_committed_one(library: Library) -> None:
    earlier = plan(library, signatory="Người Trước")
    joined = join(library, Published((PublishedPlan(plan(library, signatory="Người Sau"), before=earlier),)))
    assert joined.before == [earlier]


def test_a_kept_record_is_the_committed_one_as_it_is_now(library: Library) -> None:
    stored = plan(library, signatory="Bản chép cũ")
    joined = join(library, Published((PublishedPlan(stored, keeps_committed=True),)))
    assert (joined.plans, joined.before) == (library.plans, [])


def test_a_kept_record_whose_file_is_gone_is_the_copy(library: Library) -> None:
    copied = plan(library, document_id="van-hoa-2")
    joined = join(library, Published((PublishedPlan(copied, keeps_committed=True),)))
    assert by_id(joined)["van-hoa-2"] == copied


def test_a_new_document_joins_the_plans_of_its_agency_alone(library: Library) -> None:
    joined = join(library, Published((PublishedPlan(plan(library, document_id="van-hoa-2")),)))
    assert {one.slug: one.plans for one in joined.agencies} == {
        "thanh-an": [],
        "van-hoa": ["van-hoa", "van-hoa-2"],
        "tan-loc": ["tan-loc"],
    }


def test_a_replaced_plan_stays_and_says_so(library: Library) -> None:
    new = PublishedPlan(plan(library, document_id="van-hoa-2"), replaces="tan-loc")
    old = by_id(join(library, Published((new,))))["tan-loc"]
    assert (old.in_force, old.replaced_by) == (False, "van-hoa-2")


def test_an_agency_that_is_gone_is_told(library: Library) -> None:
    with pytest.raises(JoinError, match=r"van-hoa-2: agency 'xa-cu' is not in agencies\.yml"):
        join(library, Published((PublishedPlan(plan(library, document_id="van-hoa-2", agency="xa-cu")),)))
