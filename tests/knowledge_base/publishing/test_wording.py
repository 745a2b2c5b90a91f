"""The original tied to a record: every paragraph and row in its order, each with its clause."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

from knowledge_base.ingest.reading.document import Document
from knowledge_base.ingest.reading.reader import read_here
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.ingest.structuring.completing import complete
from knowledge_base.ingest.structuring.draft import Draft, Found
from knowledge_base.ingest.structuring.structurer import structure
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


def of(text: str) -> tuple[Document, Draft, PlanRecord]:
    head = "KẾ HOẠCH\n\nTrồng cây giai đoạn 2026-2028\n\nThực hiện Kế hoạch số 7/KH-UBND của UBND tỉnh Thành An.\n\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ke-hoach.txt"
        path.write_text(head + text, encoding="utf-8")
        document = read_here(path)
    draft = structure(document)
    filled = {"title": "Trồng cây", "issuer": "UBND xã Vạn Hòa", "period_start": 2026, "period_end": 2028}
    found = {name: Found(value=value) for name, value in filled.items()}
    return document, draft, complete(draft.model_copy(update=found), document_id="van-hoa", agency="van-hoa")


def test_a_heading_is_no_row_that_says_the_same_under_a_number_with_the_same_end() -> None:
    rows = "TT\tNhiệm vụ\tChủ trì\n3.1\tTưới cây ven đường\tPhòng A\n3.2\tTrồng cây xanh ven đường làng\tPhòng B\n"
    text = "I. NHIỆM VỤ\n\n1. Tưới cây\n\na) Mùa khô;\n\n2. Trồng cây xanh ven đường làng\n\na) Xoài;\n\n"
    document, draft, record = of(f"{text}PHỤ LỤC\n\n{rows}")
    original = tie(document, draft, record, published=TODAY).original
    found = {part.text: (part.clause, part.heading) for part in original.parts if not part.rows}
    assert found["2. Trồng cây xanh ven đường làng"] == (None, True)
    assert found["a) Xoài;"] == ("i-2-a", False)
    assert found["PHỤ LỤC"] == (None, True)
    assert "3.2 · Trồng cây xanh ven đường làng · Phòng B" in original.wording("pl-3-2")


def test_headings_that_read_alike_are_told_apart_by_order_and_a_misread_number_does_not_matter() -> None:
    text = "I. MỤC TIÊU\n\n1. Cây xanh\n\na) Xoài;\n\nIl. NHIỆM VỤ\n\n1. Cây xanh\n\na) Mít;\n\nb) Cây xanh\n"
    document, draft, record = of(text)
    parts = tie(document, draft, record, published=TODAY).original.parts
    found = [(part.text, part.clause, part.heading) for part in parts]
    assert ("Il. NHIỆM VỤ", None, True) in found
    assert [one for one in found if "Cây xanh" in one[0]] == [
        ("1. Cây xanh", None, True),
        ("1. Cây xanh", None, True),
        ("b) Cây xanh", "ii-1-b", False),
    ]


def test_a_heading_that_the_record_has_as_a_clause_of_its_own_is_tied_to_it() -> None:
    document, draft, record = of("I. NHIỆM VỤ\n\n1. Tưới cây\n\na) Mùa khô;\n\nb) Mùa mưa.\n")
    data = record.model_dump()
    one = next(clause for clause in data["clauses"] if clause["id"] == "i-1-a")
    data["clauses"].append(one | {"id": "i-1", "locator": "I.1", "content": "Tưới cây quanh năm."})
    original = tie(document, draft, PlanRecord.model_validate(data), published=TODAY).original
    assert original.wording("i-1") == "1. Tưới cây"


def test_sentences_that_stand_twice_are_told_apart_by_their_place() -> None:
    same = (("task", "Mở lớp dạy máy tính cho người cao tuổi tại nhà văn hóa thôn."),)
    document, draft, _ = structured(same)
    wording = tie(document, draft, record_of(same), published=TODAY)
    assert wording.original.wording("iii-1").startswith("1. Mở lớp")
    assert wording.original.wording("iii-2").startswith("2. Mở lớp")
