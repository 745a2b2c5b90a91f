"""The original tied to a record: every paragraph and row in its order, each with its clause."""

from __future__ import annotations

import datetime

from knowledge_base.ingest.records import PlanRecord
from knowledge_base.ingest.structuring.completing import complete
from knowledge_base.publishing.wording import tie
from tests.knowledge_base.publishing.conftest import structured

TODAY = datetime.date(2026, 11, 21)


def record_of(changes: tuple[tuple[str, str], ...] = ()) -> PlanRecord:
    return complete(structured(changes)[1], document_id="van-hoa", agency="van-hoa")


def test_every_clause_finds_its_wording_and_nothing_of_the_file_is_lost() -> None:
    document, draft, _ = structured(())
    wording = tie(document, draft, record_of(), published=TODAY)
    assert wording.silent == ()
    assert len(wording.original.parts) == len(document.blocks)
    said = wording.original.wording
    assert said("ii-1") == "1. Đến năm 2026: 60% nhà văn hóa thôn có wifi công cộng."
    assert said("pl-2") == "2 · Gắn camera giám sát mực nước ở trạm bơm · Hợp tác xã thủy lợi · Phòng Kinh tế · 2026"
    assert said("noi-nhan").splitlines()[0] == "Nơi nhận:"
    headings = [part.text for part in wording.original.parts if part.heading]
    assert "III. NHIỆM VỤ" in headings
    (table,) = [part for part in wording.original.parts if part.rows]
    assert (table.rows[0][1], table.row_clauses) == ("Nhiệm vụ", [None, "pl-1", "pl-2"])


def test_clauses_are_matched_by_locator_where_the_record_names_them_otherwise() -> None:
    document, draft, _ = structured(())
    text = record_of().model_dump_json().replace('"v-2"', '"to-chuc-2"').replace('"V.2"', '"v. 2"')
    wording = tie(document, draft, PlanRecord.model_validate_json(text), published=TODAY)
    assert wording.silent == ()
    assert wording.original.wording("to-chuc-2").startswith("2. Các thôn báo cáo kết quả")


def test_a_clause_that_the_file_does_not_have_is_silent_and_what_belongs_nowhere_has_no_clause() -> None:
    document, draft, _ = structured(())
    data = record_of().model_dump()
    gone = next(one for one in data["clauses"] if one["id"] == "iv")
    data["clauses"] = [one for one in data["clauses"] if one is not gone]
    data["clauses"].append(gone | {"id": "ix", "locator": "IX"})
    wording = tie(document, draft, PlanRecord.model_validate(data), published=TODAY)
    assert wording.silent == ("IX",)
    part = next(one for one in wording.original.parts if one.text.startswith("Kinh phí thực hiện"))
    assert part.clause is None


def test_sentences_that_stand_twice_are_told_apart_by_their_place() -> None:
    same = (("task", "Mở lớp dạy máy tính cho người cao tuổi tại nhà văn hóa thôn."),)
    document, draft, _ = structured(same)
    wording = tie(document, draft, record_of(same), published=TODAY)
    assert wording.original.wording("iii-1").startswith("1. Mở lớp")
    assert wording.original.wording("iii-2").startswith("2. Mở lớp")
