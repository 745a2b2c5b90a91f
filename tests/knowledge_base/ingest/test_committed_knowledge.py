"""The knowledge in the repository: it loads, its figures are the plans', every fact of a guide resolves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge_base.ingest.library import Library
from knowledge_base.ingest.records import Contact, Fact, PlanRecord
from settings import REPOSITORY

ORIGINALS = REPOSITORY.parent / "shared" / "plans"
# plan → targets, appendix rows, tasks of the body, report deadlines
COUNTS = {
    "minh-long": (17, 17, 25, 4),
    "duc-phu": (13, 0, 9, 1),
    "so-khcn-quang-ngai": (1, 15, 0, 1),
    "truong-quang-trong": (17, 0, 26, 2),
    "hon-quan": (19, 0, 41, 1),
}
_PHONE = re.compile(r"\b(?:0[35789]\d{8}|1[89]00[ .]?\d{4})\b")


@pytest.fixture(params=sorted(COUNTS))
def plan(request: pytest.FixtureRequest, real_library: Library) -> PlanRecord:
    return next(one for one in real_library.plans if one.document_id == request.param)


def test_the_five_plans_are_there(real_library: Library) -> None:
    assert {one.document_id for one in real_library.plans} == set(COUNTS)


def test_every_plan_has_as_many_parts_as_its_original(plan: PlanRecord) -> None:
    rows = sum(task.in_appendix for task in plan.tasks)
    counted = (len(plan.targets), rows, len(plan.tasks) - rows, len(plan.report_deadlines))
    assert counted == COUNTS[plan.document_id]


def test_appendix_rows_say_who_leads_and_when(plan: PlanRecord) -> None:
    rows = [task for task in plan.tasks if task.in_appendix]
    assert [task.id for task in rows if not task.lead_units or task.period is None or task.number is None] == []
    assert len({task.number for task in rows}) == len(rows)


def test_a_targets_figure_stands_in_its_content_and_in_its_clause(plan: PlanRecord) -> None:
    clauses = {clause.id: clause.content for clause in plan.clauses}
    for target in plan.targets:
        if target.value is not None:
            figure = rf"(?<!\d)0?{target.value:g}(?!\d)"
            assert re.search(figure, target.content), target.id
            assert re.search(figure, clauses[target.clause]), target.id


def test_every_agency_names_plans_that_exist_and_the_other_way_round(real_library: Library) -> None:
    named = {plan: agency.slug for agency in real_library.agencies for plan in agency.plans}
    assert named == {plan.document_id: plan.agency for plan in real_library.plans}


def test_every_clause_and_appendix_number_of_the_original_is_covered(plan: PlanRecord) -> None:
    if not ORIGINALS.exists():
        pytest.skip("the originals under ../shared/plans are not in this checkout")
    original = (ORIGINALS / f"{plan.document_id}.txt").read_text(encoding="utf-8")
    figures = set(re.findall(r"\d+(?:[.,]\d+)?\s?%", original))
    stated = "\n".join(clause.content for clause in plan.clauses)
    missing = {figure for figure in figures if re.sub(r"\s", "", figure) not in re.sub(r"\s", "", stated)}
    assert missing == set()


def test_every_fact_and_contact_of_a_guide_is_filled_in(real_library: Library) -> None:
    texts = [section.answer for guide in real_library.guides for section in guide.sections]
    assert len(real_library.guides) >= 9
    assert [text for text in texts if "{{" in text or "}}" in text or not text.strip()] == []


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "knowledge_base" / "guides").glob("*.md")), ids=lambda one: one.stem
)
def test_no_telephone_number_is_written_into_a_guide(path: Path) -> None:
    shown = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert _PHONE.findall(shown) == []


def test_a_section_that_opens_with_nothing_verified_is_marked_silent(real_library: Library) -> None:
    unmarked = [
        f"{guide.document_id}:{section.id}"
        for guide in real_library.guides
        for section in guide.sections
        if not section.silent and "chưa có thông tin đã kiểm chứng" in section.lead.split("\n")[0]
    ]
    assert unmarked == []


def test_every_fact_and_contact_is_dated_and_sourced(real_library: Library) -> None:
    dated: list[Fact | Contact] = [*real_library.facts, *real_library.contacts]
    for one in dated:
        assert one.checked < one.review_by, one.key
        assert one.source, one.key


def test_steps_are_short_enough_to_read_aloud(real_library: Library) -> None:
    long = [
        f"{guide.document_id}:{section.id}"
        for guide in real_library.guides
        for section in guide.sections
        for step in section.steps
        if len(step) > 200
    ]
    assert long == []


def test_passage_ids_are_unique_over_the_whole_library(real_library: Library) -> None:
    from knowledge_base.store.passages import cut

    ids = [one.id for one in cut(real_library)]
    assert len(ids) == len(set(ids)) > 700


def test_a_section_may_name_the_procedures_that_it_explains(real_library: Library) -> None:
    named = {code for guide in real_library.guides for section in guide.sections for code in section.procedures}
    assert "2.000986" in named
