"""Extraction is compared with the records as its definition says; the five originals are where they have to be."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from evaluation.extraction import PARTS, agree, alike, compare, figures_of, main, record_for
from knowledge_base.ingest.reading.plain import read_plain
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.ingest.structuring.completing import complete
from knowledge_base.ingest.structuring.draft import Draft
from knowledge_base.ingest.structuring.structurer import structure
from knowledge_base.ingest.yaml_source import load_record
from settings import REPOSITORY
from tests.knowledge_base.ingest.structuring.invented_texts import SCAN, WATER_PLAN, document

ORIGINALS = REPOSITORY.parent / "shared" / "plans"
PLANS = REPOSITORY / "knowledge_base" / "plans"
# At least so much of precision and recall of each part.
FLOORS = {
    "minh-long": 0.98,
    "duc-phu": 0.98,
    "so-khcn-quang-ngai": 0.98,
    "hon-quan": 0.98,
    "truong-quang-trong": 0.85,
}


@pytest.fixture(scope="module")
def draft() -> Draft:
    return structure(document(WATER_PLAN))


@pytest.fixture
def record(draft: Draft) -> PlanRecord:
    return complete(draft, document_id="thanh-an", agency="thanh-an")


def test_a_draft_against_its_own_record_is_whole(draft: Draft, record: PlanRecord) -> None:
    for tally in compare(draft, record).values():
        assert (tally.figures["precision"], tally.figures["recall"], tally.errors) == (1.0, 1.0, 0)


@pytest.mark.parametrize(
    ("part", "name", "change"),
    [
        ("targets", "targets", {"value": 86.0}),
        ("targets", "targets", {"comparator": "exactly"}),
        ("targets", "targets", {"year": 2030}),
        ("targets", "targets", {"unit": "hộ"}),
        ("targets", "targets", {"content": "Trồng rừng phòng hộ ven biển"}),
        ("rows", "tasks", {"lead_units": ("Sở Y tế",)}),
        ("rows", "tasks", {"coordinating_units": ()}),
        ("rows", "tasks", {"period": None}),
        ("rows", "tasks", {"group": "Về giáo dục"}),
        ("rows", "tasks", {"number": "9"}),
        ("duties", "duties", {"unit": "Sở Y tế"}),
        ("deadlines", "report_deadlines", {"day": 21}),
        ("deadlines", "report_deadlines", {"recipient": "Sở Y tế"}),
        ("deadlines", "report_deadlines", {"through": "Sở Y tế"}),
        ("locators", "clauses", {"locator": "IX.9"}),
    ],
)
def test_one_wrong_field_is_one_miss_and_one_surplus(
    draft: Draft, record: PlanRecord, part: str, name: str, change: dict[str, object]
) -> None:
    parts = list(getattr(draft, name))
    at = next(at for at, one in enumerate(parts) if getattr(one, "in_appendix", True))
    parts[at] = parts[at].model_copy(update=change)
    tally = compare(draft.model_copy(update={name: tuple(parts)}), record)[part]
    assert (len(tally.missed), len(tally.surplus)) == (1, 1)
    assert tally.figures["precision"] < 1 > tally.figures["recall"]


def test_a_miss_is_marked_where_the_reviewer_is_led_to_it(draft: Draft, record: PlanRecord) -> None:
    without = draft.model_copy(update={"duties": draft.duties[1:]})
    assert compare(without, record)["duties"].figures["marked"] == 0
    first = draft.clauses[[one.id for one in draft.clauses].index(draft.duties[0].clause)]
    doubtful = tuple(one.model_copy(update={"confidence": 0.4}) if one is first else one for one in draft.clauses)
    assert compare(without.model_copy(update={"clauses": doubtful}), record)["duties"].figures["marked"] == 1


def test_a_place_that_was_not_found_is_marked_by_those_beside_it(draft: Draft, record: PlanRecord) -> None:
    at = next(at for at, one in enumerate(draft.clauses) if one.locator == "II.1.b")
    kept = draft.clauses[:at] + draft.clauses[at + 1 :]
    targets = tuple(one for one in draft.targets if one.clause != "ii-1-b")
    without = draft.model_copy(update={"clauses": kept, "targets": targets})
    assert compare(without, record)["locators"].figures["marked"] == 0
    beside = kept[at].model_copy(update={"confidence": 0.4})
    doubtful = without.model_copy(update={"clauses": (*kept[:at], beside, *kept[at + 1 :])})
    assert compare(doubtful, record)["locators"].figures["marked"] == 1


def test_marking_what_is_right_is_counted(draft: Draft, record: PlanRecord) -> None:
    assert compare(draft, record)["duties"].figures["right marked"] == 0
    unsure = tuple(one.model_copy(update={"confidence": 0.4}) for one in draft.duties)
    assert compare(draft.model_copy(update={"duties": unsure}), record)["duties"].figures["right marked"] == 1


def test_in_a_damaged_text_every_miss_is_marked() -> None:
    whole = structure(document(SCAN))
    record = complete(whole, document_id="van-hoa", agency="van-hoa")
    tally = compare(whole.model_copy(update={"targets": ()}), record)["targets"]
    assert (tally.figures["recall"], tally.figures["marked"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("UBND huyện", "Ủy ban nhân dân huyện Tân Lộc", True),
        ("UBND cấp xã", "UBND cấp huyện", False),
        ("Các cơ quan, ban, ngành", "Các phòng, ban, ngành", False),
        ("Bd phan Van hoa", "Bộ phận Văn hóa", True),
        ("", "", True),
        ("", "Sở Y tế", False),
    ],
)
def test_names_agree(one: str, other: str, same: bool) -> None:
    assert agree(one, other) is same


def test_contents_are_alike_when_restated() -> None:
    assert alike("Tỷ lệ hộ có nước sạch đạt trên 50%", "Trên 50% hộ có nước sạch.") > 90
    assert alike("Trồng rừng ven biển", "Số hóa hồ sơ hộ tịch") < 50


def test_nothing_against_nothing_is_undefined(draft: Draft, record: PlanRecord) -> None:
    bare = record.model_copy(update={"duties": []})
    tally = compare(draft.model_copy(update={"duties": ()}), bare)["duties"]
    assert all(math.isnan(value) for value in tally.figures.values())


def test_a_file_belongs_to_the_longest_name_it_begins_with(record: PlanRecord) -> None:
    other = record.model_copy(update={"document_id": "thanh-an-dong"})
    assert record_for(Path("thanh-an-dong-300dpi.pdf"), [record, other]) is other
    assert record_for(Path("thanh-an.docx"), [record, other]) is record
    with pytest.raises(LookupError, match=r"la\.txt"):
        record_for(Path("la.txt"), [record])


def test_the_table_ends_with_all_files_together(draft: Draft, record: PlanRecord) -> None:
    tallies = compare(draft, record)
    figures = figures_of([("a.txt", tallies), ("b.txt", tallies)])
    assert [row["part"] for row in figures.rows[-len(PARTS) :]] == list(PARTS)
    assert figures.rows[-len(PARTS)]["recorded"] == 2 * tallies["locators"].recorded


@pytest.mark.parametrize("slug", sorted(FLOORS))
def test_the_originals(slug: str) -> None:
    original = ORIGINALS / f"{slug}.txt"
    if not original.exists():
        pytest.skip("the originals are not here")
    tallies = compare(structure(read_plain(original)), load_record(PLANS / f"{slug}.yml", PlanRecord))
    for part, tally in tallies.items():
        for name in ("precision", "recall"):
            assert math.isnan(tally.figures[name]) or tally.figures[name] >= FLOORS[slug], (part, tally)


def test_the_command_prints_the_table_and_writes_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], draft: Draft
) -> None:
    from knowledge_base.ingest.structuring.draft_yaml import to_yaml

    records = tmp_path / "plans"
    records.mkdir()
    text = to_yaml(draft, document_id="thanh-an", agency="thanh-an")
    (records / "thanh-an.yml").write_text(text, encoding="utf-8")
    (tmp_path / "thanh-an.txt").write_text(WATER_PLAN, encoding="utf-8")
    out = tmp_path / "out.json"
    assert main([str(tmp_path / "thanh-an.txt"), "--against", str(records), "--json", str(out)]) == 0
    assert "duties" in capsys.readouterr().out
    written = json.loads(out.read_text(encoding="utf-8"))
    assert {row["recall"] for row in written["rows"]} == {1.0}
