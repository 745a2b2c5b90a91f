"""Two records compared: sentences an officer can read, with the place; nothing told that did not change."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge_base.ingest.records import PlanRecord
from knowledge_base.ingest.yaml_source import load_record
from knowledge_base.publishing.changes import Kind, Part
from knowledge_base.publishing.differences import compare, sentence, sentences
from settings import REPOSITORY
from tests.knowledge_base.sample_knowledge import write_knowledge

REAL = sorted((REPOSITORY / "knowledge_base" / "plans").glob("*.yml"))


@pytest.fixture
def plan(tmp_path) -> PlanRecord:
    return load_record(write_knowledge(tmp_path) / "plans" / "van-hoa.yml", PlanRecord)


def changed(plan: PlanRecord, **fields: Any) -> PlanRecord:
    return PlanRecord.model_validate(plan.model_dump() | fields)


def with_part(plan: PlanRecord, name: str, at: int, **fields: Any) -> PlanRecord:
    """The plan with fields of one of its listed parts changed."""
    parts = plan.model_dump()[name]
    parts[at] |= fields
    return changed(plan, **{name: parts})


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_plan_does_not_differ_from_itself(path) -> None:
    plan = load_record(path, PlanRecord)
    assert compare(plan, plan) == []
    assert sentences([]) == ["Không có thay đổi nào."]


@pytest.mark.parametrize(
    ("name", "at", "fields", "said"),
    [
        (
            "report_deadlines",
            0,
            {"day": 30},
            "Hạn báo cáo đổi từ 10/11 sang 30/11 (mục V.2).",
        ),
        (
            "report_deadlines",
            0,
            {"day": None, "month": None},
            "Hạn báo cáo đổi từ 10/11 sang không ghi ngày cụ thể (mục V.2).",
        ),
        (
            "report_deadlines",
            0,
            {"recipient": "Sở Khoa học và Công nghệ"},
            "Nơi nhận báo cáo đổi từ UBND xã Vạn Hòa sang Sở Khoa học và Công nghệ (mục V.2).",
        ),
        (
            "targets",
            1,
            {"value": 92.5, "comparator": "at_least"},
            "Chỉ tiêu wifi công cộng (nhà văn hóa thôn) đến năm 2028 đổi từ trên 90% sang từ 92,5% trở lên (mục II.2).",
        ),
        (
            "targets",
            1,
            {"comparator": "between", "value": 80, "value_to": 92.5},
            "Chỉ tiêu wifi công cộng (nhà văn hóa thôn) đến năm 2028 đổi từ trên 90% sang từ 80% đến 92,5% (mục II.2).",
        ),
        (
            "targets",
            2,
            {"year": 2027},
            "Chỉ tiêu camera giám sát mực nước đổi mốc từ năm 2028 sang năm 2027 (mục II.3).",
        ),
        (
            "tasks",
            1,
            {"lead_units": ["Phòng Văn hóa - Xã hội"]},
            "Đơn vị chủ trì nhiệm vụ 1.1 (Lắp đặt wifi công cộng tại nhà văn hóa thôn) đổi từ Phòng Kinh tế"
            " sang Phòng Văn hóa - Xã hội (Phụ lục, mục 1.1).",
        ),
        (
            "tasks",
            2,
            {"period": {"start": 2026, "end": 2027}},
            "Thời gian nhiệm vụ 1.2 (Gắn camera giám sát mực nước ở trạm bơm) đổi từ thường xuyên hằng năm"
            " sang 2026–2027 (Phụ lục, mục 1.2).",
        ),
        (
            "duties",
            0,
            {"unit": "Văn phòng UBND xã"},
            "Việc “Theo dõi và đôn đốc các thôn thực hiện kế hoạch” chuyển từ Phòng Văn hóa - Xã hội"
            " sang Văn phòng UBND xã (mục V.1).",
        ),
    ],
)
def test_one_changed_field_is_one_sentence_with_its_place(
    plan: PlanRecord, name: str, at: int, fields: dict[str, Any], said: str
) -> None:
    assert sentences(compare(plan, with_part(plan, name, at, **fields))) == [said]


def test_units_in_another_order_and_punctuation_are_no_change(plan: PlanRecord) -> None:
    same = with_part(plan, "tasks", 1, coordinating_units=["Các thôn", "Phòng văn hóa - xã hội"])
    same = with_part(same, "duties", 0, content="Theo dõi và đôn đốc các thôn thực hiện kế hoạch.")
    assert compare(plan, same) == []


def test_words_alone_are_counted_and_told_only_when_asked_for(plan: PlanRecord) -> None:
    after = with_part(plan, "tasks", 0, content="Mở các lớp dạy máy tính cho người cao tuổi trong xã")
    (change,) = compare(plan, after)
    assert (change.part, change.kind, change.wording) == (Part.TASK, Kind.CHANGED, True)
    assert sentences([change]) == ["Chỉ có 1 chỗ viết lại câu chữ, không đổi số liệu, đơn vị hay thời hạn."]
    assert sentences([change], wording=True) == [sentence(change)]
    assert "viết lại: Mở các lớp dạy máy tính cho người cao tuổi trong xã (mục III)." in sentence(change)


def test_what_is_added_and_taken_out_is_told_once(plan: PlanRecord) -> None:
    data = plan.model_dump()
    gone = data["targets"].pop(2)
    data["clauses"] = [one for one in data["clauses"] if one["id"] != gone["clause"]]
    data["clauses"].append(
        {"id": "iii-2", "locator": "III.2", "kind": "task", "heading_path": ["III. Nhiệm vụ"], "content": "Số hóa sổ."}
    )
    data["tasks"].append({"id": "n-iii-2", "content": "Số hóa sổ hộ tịch", "clause": "iii-2"})
    assert sentences(compare(plan, PlanRecord.model_validate(data))) == [
        "Bỏ chỉ tiêu: 100% trạm bơm có camera giám sát mực nước (đến năm 2028) (mục II.3).",
        "Thêm nhiệm vụ “Số hóa sổ hộ tịch” (mục III.2).",
    ]


def test_renumbering_the_whole_document_changes_no_substance(plan: PlanRecord) -> None:
    # given every id and locator moved by one
    text = plan.model_dump_json()
    for old, new in (("ii-", "iv-"), ('"II.', '"IV.'), ("n-1-", "n-7-"), ("pl-1-", "pl-7-"), ("mục 1.", "mục 7.")):
        text = text.replace(old, new)
    # then
    changes = compare(plan, PlanRecord.model_validate_json(text))
    assert [one for one in changes if not one.wording] == []


def test_the_head_is_compared_field_by_field(plan: PlanRecord) -> None:
    after = changed(
        plan,
        number="35/KH-UBND",
        signatory="not stated",
        period_end=2030,
        recipients=["UBND tỉnh Thành An", "Đoàn Thanh niên xã"],
    )
    assert sentences(compare(plan, after)) == [
        "Số văn bản đổi từ 12/KH-UBND sang 35/KH-UBND.",
        "Người ký đổi từ Lê Văn Mẫu sang không ghi.",
        "Giai đoạn đổi từ 2026–2028 sang 2026–2030.",
        "Nơi nhận bỏ: Các thôn trong xã.",
        "Nơi nhận thêm: Đoàn Thanh niên xã.",
    ]


def test_deadlines_of_several_units_name_the_unit(plan: PlanRecord) -> None:
    data = plan.model_dump()["report_deadlines"]
    second = data[0] | {"id": "r-2", "reporter": "Các trường học", "recipient": "Phòng Văn hóa - Xã hội", "day": 20}
    before = changed(plan, report_deadlines=[*data, second])
    after = changed(plan, report_deadlines=[data[0], second | {"day": 25}])
    assert sentences(compare(before, after)) == ["Hạn báo cáo của các trường học đổi từ 20/11 sang 25/11 (mục V.2)."]
