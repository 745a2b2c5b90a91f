"""A document becomes a draft: head, clauses with locators, targets, rows, reports, duties, and what is odd about it."""

from __future__ import annotations

import datetime

import pytest

from knowledge_base.ingest.reading.document import Document, FindingCode, Paragraph
from knowledge_base.ingest.records import Period
from knowledge_base.ingest.structuring.draft import Draft
from knowledge_base.ingest.structuring.structurer import LONGEST_CLAUSE, structure
from tests.knowledge_base.ingest.structuring.invented_texts import DECISION, SCAN, WATER_PLAN, document


@pytest.fixture(scope="module")
def water() -> Draft:
    return structure(document(WATER_PLAN))


@pytest.fixture(scope="module")
def decision() -> Draft:
    return structure(document(DECISION))


@pytest.fixture(scope="module")
def scan() -> Draft:
    return structure(document(SCAN))


def codes(draft: Draft) -> list[tuple[FindingCode, dict[str, str]]]:
    return [(one.code, one.details) for one in draft.findings]


def test_the_head_is_read(water: Draft) -> None:
    assert water.title.value == (
        "Kế hoạch Cấp nước sạch nông thôn và thu gom rác thải sinh hoạt trên địa bàn tỉnh giai đoạn 2026-2028"
    )
    assert water.number.value == "145/KH-UBND"
    assert water.date.value == datetime.date(2026, 4, 5)
    assert water.issuer.value == "Ủy ban nhân dân tỉnh Thành An"
    assert (water.period_start.value, water.period_end.value) == (2026, 2028)
    assert (water.signatory.value, water.signatory_role.value) == ("Trần Thị Bích Hà", "KT. Chủ tịch, Phó Chủ tịch")
    assert [one.value for one in water.recipients] == [
        "Bộ Nông nghiệp và Môi trường",
        "Các sở, ban, ngành",
        "Lưu: VT, KT(05)",
    ]
    assert not any(found.doubted for found in (water.title, water.number, water.date, water.issuer, water.signatory))


def test_what_it_carries_out_is_told_from_what_it_cites_and_who_proposed_it(water: Draft) -> None:
    found = {one.number: (one.relation, one.issuer, one.date) for one in water.carries_out}
    assert found == {
        "08/2022/NĐ-CP": ("cites", "Chính phủ", datetime.date(2022, 1, 10)),
        "78/QĐ-TTg": ("carries_out", "Thủ tướng Chính phủ", datetime.date(2021, 11, 24)),
        "88/TTr-SNNMT": ("proposed_by", "Sở Nông nghiệp và Môi trường", datetime.date(2026, 3, 20)),
    }


def test_every_place_has_its_locator_and_headings(water: Draft) -> None:
    found = {one.locator: (one.id, one.kind.value, " > ".join(one.heading_path)) for one in water.clauses}
    assert found["I.1"] == ("i-1", "purpose", "I. Mục đích, yêu cầu > 1. Mục đích")
    assert found["I.2, gạch đầu dòng 2"] == ("i-2-g2", "requirement", "I. Mục đích, yêu cầu > 2. Yêu cầu")
    assert found["II.1.đ"] == ("ii-1-dd", "target", "II. Chỉ tiêu > 1. Đến năm 2027")
    assert found["III.1.1"] == ("iii-1-1", "task", "III. Nhiệm vụ trọng tâm > 1. Về cấp nước")
    plus = found["III.1.2, gạch đầu dòng 1, dấu cộng 2"]
    assert plus[0] == "iii-1-2-g1-c2"
    assert plus[2].endswith("1.2. Đầu tư công trình mới > Công trình liên xã")
    assert found["IV"][1] == "funding"
    assert found["V.4.b"][1] == "organisation"
    assert found["Biểu 1, mục 2"][0] == "bieu-1-2"
    assert found["Phụ lục II, mục II.1"] == ("pl-ii-ii-1", "appendix", "Phụ lục II > II. Về rác thải")
    assert list(found)[:2] == ["Đầu văn bản", "Phần mở đầu"]
    assert {"Phần kết", "Nơi nhận", "Chữ ký"} <= set(found)


def test_targets_say_how_they_bind(water: Draft) -> None:
    found = [(one.clause, one.comparator.value, one.value, one.unit, one.year) for one in water.targets]
    assert found == [
        ("ii-1-a", "at_least", 85, "%", 2027),
        ("ii-1-b", "up_to", 18, "%", 2027),
        ("ii-1-b", "at_least", 90, "%", 2027),
        ("ii-1-c", "at_least", 12, "công trình cấp nước tập trung", 2027),
        ("ii-1-d", "at_least", 2, "điểm tập kết rác/xã", 2027),
        ("ii-1-dd", "exactly", 1500, "lớp phân loại rác", 2027),
        ("iii-2", "at_least", 1, "trạm trung chuyển/huyện", None),
        ("bieu-1-1", "exactly", 85, "%", 2027),
        ("bieu-1-1", "exactly", 92, "%", 2028),
        ("bieu-1-2", "exactly", 12, "Công trình", 2027),
        ("bieu-1-2", "exactly", 20, "Công trình", 2028),
    ]
    assert water.targets[0].population == "hộ gia đình nông thôn"


def test_rows_are_read_whatever_the_columns_are_called_and_in_whatever_order(water: Draft) -> None:
    rows = [(o.number, o.group, o.lead_units, o.coordinating_units, o.period) for o in water.tasks if o.in_appendix]
    assert rows == [
        (
            "I.1",
            "Về cấp nước",
            ("Sở Nông nghiệp và Môi trường",),
            ("Sở Xây dựng", "UBND các xã, phường"),
            Period(start=2026, end=2026),
        ),
        (
            "I.2",
            "Về cấp nước",
            ("Sở Tài chính", "Sở Xây dựng"),
            ("Các sở, ban, ngành", "UBND các xã"),
            Period(start=2026, end=2027),
        ),
        ("II.1", "Về rác thải", (), ("Công ty Môi trường đô thị",), Period(every_year=True)),
    ]


def test_a_row_without_a_lead_is_reported_and_doubtful(water: Draft) -> None:
    details = {"table": "2", "column": "lead_units", "count": "1", "rows": "1"}
    assert (FindingCode.ROWS_WITHOUT, details) in codes(water)
    assert water.tasks[-1].doubtful == ("lead_units",)


def test_reports_name_reporter_recipient_and_day(water: Draft) -> None:
    found = [(o.reporter, o.recipient, o.day, o.month, o.every_year) for o in water.report_deadlines]
    agriculture, province = "Sở Nông nghiệp và Môi trường", "Ủy ban nhân dân tỉnh"
    assert found == [
        (agriculture, province, 20, 6, True),
        (agriculture, province, 20, 12, True),
        ("Ủy ban nhân dân các xã, phường", agriculture, 10, None, True),
    ]


def test_duties_stand_with_the_unit_that_has_them(water: Draft) -> None:
    assert [(one.clause, one.unit) for one in water.duties] == [
        ("iv", "Ủy ban nhân dân các xã"),
        ("v-1", "Sở Nông nghiệp và Môi trường"),
        ("v-2", "Sở Tài chính"),
        ("v-3", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("v-4-a", "Ủy ban nhân dân các xã, phường"),
        ("v-4-b", "Ủy ban nhân dân các xã, phường"),
        ("ket", "Các cơ quan, đơn vị"),
        ("ket", "Sở Nông nghiệp và Môi trường"),
    ]


def test_a_decision_is_read_by_its_articles(decision: Draft) -> None:
    assert decision.title.value == ("Quyết định Về việc kiện toàn Tổ công nghệ số cộng đồng xã Tân Bình năm 2026")
    assert decision.number.value == "27/QĐ-UBND"
    locators = [one.locator for one in decision.clauses]
    assert locators[2:] == [
        "Điều 1",
        "Điều 2.1",
        "Điều 2.2.a",
        "Điều 2.2.b",
        "Điều 3",
        "Điều 4",
        "Nơi nhận",
        "Chữ ký",
    ]
    assert [(one.unit, one.clause) for one in decision.duties] == [
        ("Tổ trưởng", "dieu-3"),
        ("Chánh Văn phòng HĐND và UBND xã, Trưởng phòng Văn hóa - Xã hội", "dieu-4"),
    ]
    report = decision.report_deadlines[0]
    assert (report.reporter, report.recipient, report.day, report.month) == ("Tổ trưởng", "Chủ tịch UBND xã", 25, 12)


def test_a_damaged_scan_still_has_its_structure(scan: Draft) -> None:
    assert scan.number.value == "12/KH-UBND"
    assert scan.date.value == datetime.date(2026, 1, 15)
    assert [one.locator for one in scan.clauses][2:-1] == [
        "I",
        "II, gạch đầu dòng 1",
        "II, gạch đầu dòng 2",
        "III.1, gạch đầu dòng 1",
        "III.2",
        "IV.1.a",
        "IV.1.c",
    ]
    assert [(one.value, one.unit, one.year) for one in scan.targets] == [(85, "%", 2028), (100, "%", 2028)]
    report = scan.report_deadlines[0]
    assert (report.clause, report.reporter, report.recipient) == ("iv-1-c", "Phong Kinh té", "UBND xa")
    assert (report.day, report.month) == (10, 12)


def test_misread_and_skipped_numerals_are_reported(scan: Draft) -> None:
    misread = [(o.details["read"], o.details["taken"]) for o in scan.findings if o.code == "numbering_misread"]
    assert misread == [("Il", "II"), ("I11", "III"), ("l", "1"), ("1V", "IV"), ("c¢", "c")]
    skipped = [o.details for o in scan.findings if o.code == "numbering_skipped"]
    assert skipped == [{"before": "a", "found": "c", "missing": "b"}]


def test_everything_from_damaged_text_is_doubtful(scan: Draft) -> None:
    assert (FindingCode.DIACRITICS_MISSING, {}) in codes(scan)
    parts = [*scan.clauses, *scan.targets, *scan.tasks, *scan.report_deadlines, *scan.duties]
    assert parts
    assert all(one.doubted for one in parts)
    assert all(found.doubted for found in (scan.title, scan.number, scan.date, scan.issuer))


@pytest.mark.parametrize(
    ("line", "number", "date"),
    [
        ("Số: /KH-UBND\nVạn Hòa, ngày tháng 02 năm 2026", None, "tháng 02 năm 2026"),
        ("Số:      /KH-UBND\nVạn Hòa, ngày … tháng … năm 2026", None, "năm 2026"),
        ("Số: 07/KH-UBND Vạn Hòa, ngày 31 tháng 12 năm 2026", "07/KH-UBND", datetime.date(2026, 12, 31)),
        ("", None, None),
    ],
)
def test_a_blank_number_or_date_is_blank_and_reported(line: str, number: str | None, date: object) -> None:
    draft = structure(document(f"{line}\n\nKẾ HOẠCH\nTrồng cây năm 2026\n\nI. MỤC ĐÍCH\n\nPhủ xanh.\n"))
    assert (draft.number.value, draft.date.value) == (number, date)
    blank = {one.details["field"] for one in draft.findings if one.code == FindingCode.FIELD_BLANK}
    assert ("number" in blank) == (number is None)
    assert ("date" in blank) == (not isinstance(date, datetime.date))


def test_a_paragraph_cut_by_the_page_is_joined() -> None:
    text = "KẾ HOẠCH\nX năm 2026\n\nI. MỤC TIÊU\n\n- 90% thôn có\n\nđèn chiếu sáng;\n\n- 80% hộ có nước.\n"
    draft = structure(document(text))
    assert [one.content for one in draft.targets] == ["90% thôn có đèn chiếu sáng.", "80% hộ có nước."]


def test_text_as_it_was_read_is_kept_beside_the_repair() -> None:
    blocks = (
        Paragraph(text="I. MỤC ĐÍCH"),
        Paragraph(text="Trồng cây.", original="Trong cay.", page=4, confidence=0.7),
    )
    draft = structure(Document(name="x", media_type="text/plain", sha256="0" * 64, blocks=blocks))
    clause = next(one for one in draft.clauses if one.locator == "I")
    assert (clause.content, clause.text, clause.page) == ("Trồng cây.", "Trong cay.", 4)
    assert clause.doubted


def test_places_numbered_alike_are_told_apart() -> None:
    draft = structure(document("KẾ HOẠCH\nX\n\nI. NHIỆM VỤ\n1. Việc một.\n1. Việc hai.\n"))
    assert [one.locator for one in draft.clauses][1:] == ["I.1", "I.1 (2)"]
    assert len({one.id for one in draft.clauses}) == len(draft.clauses)
    assert [one.clause for one in draft.tasks] == [one.id for one in draft.clauses][1:]


@pytest.mark.parametrize("text", ["", "\n\n", "abc", "- ", "Nơi nhận:", "PHỤ LỤC", "I.", "(((", "a)\nb)\n"])
def test_a_text_with_nothing_in_it_gives_an_empty_draft(text: str) -> None:
    draft = structure(document(text))
    assert (draft.targets, draft.duties, draft.report_deadlines) == ((), (), ())
    assert any(one.code == FindingCode.FIELD_BLANK for one in draft.findings)


def test_a_monstrous_paragraph_is_kept_and_reported_not_searched() -> None:
    draft = structure(document("KẾ HOẠCH\nX\n\nI. MỤC TIÊU\n\n" + "90% thôn có điện; " * (LONGEST_CLAUSE // 10)))
    assert draft.targets == ()
    assert any(one.code == FindingCode.TEXT_UNPLACED and one.details["place"] == "I" for one in draft.findings)


@pytest.mark.parametrize(
    ("body", "locators"),
    [
        (
            "I. NHIỆM VỤ\n\n- Trồng cây; - Tưới nước. - Bón phân.\n",
            ["I, gạch đầu dòng 1", "I, gạch đầu dòng 2", "I, gạch đầu dòng 3"],
        ),
        ("I. NHIỆM VỤ\n1. Trồng cây\n\na) Ven đường; b) Trường học.\n", ["I.1.a", "I.1.b"]),
        (
            "I. NHIỆM VỤ\n\n- Trồng cây (xoài\n\nMít, ...).\n- Tưới nước.\n",
            ["I, gạch đầu dòng 1", "I, gạch đầu dòng 2"],
        ),
        ("I. NHIỆM VỤ\n\nMột đoạn.\n\nĐoạn nữa.\n", ["I, đoạn 1", "I, đoạn 2"]),
    ],
)
def test_what_a_reader_ran_together_or_cut_is_set_right(body: str, locators: list[str]) -> None:
    draft = structure(document(f"KẾ HOẠCH\nX\n\n{body}"))
    assert [one.locator for one in draft.clauses][1:] == locators


def test_a_signature_run_together_with_the_recipients_is_told_apart() -> None:
    end = "Nơi nhận:\n\n- UBND tỉnh;\n\nKT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Văn Mẫu - Lưu: VT.\n"
    draft = structure(document(f"KẾ HOẠCH\nX\n\nI. NHIỆM VỤ\n\nTrồng cây.\n\n{end}"))
    assert draft.signatory.value == "Lê Văn Mẫu"
    assert [one.value for one in draft.recipients] == ["UBND tỉnh", "Lưu: VT"]


def test_a_signature_that_follows_the_appendix_label_is_still_the_signature() -> None:
    rows = "TT\tNhiệm vụ\tChủ trì\n1\tTrồng cây\tPhòng A\n"
    end = f"Nơi nhận:\n\n- UBND tỉnh.\n\nPHỤ LỤC\n\nCHỦ TỊCH\n\nLê Văn Mẫu\n\n{rows}"
    draft = structure(document(f"KẾ HOẠCH\nX\n\nI. NHIỆM VỤ\n\nTrồng cây.\n\n{end}"))
    assert draft.signatory.value == "Lê Văn Mẫu"
    assert [one.number for one in draft.tasks if one.in_appendix] == ["1"]


def inside(body: str) -> Draft:
    return structure(document(f"KẾ HOẠCH\nX\n\n{body}"))


def test_a_later_figure_binds_as_the_first_and_what_leads_is_a_target_of_its_own() -> None:
    said = "Mạng di động đạt chuẩn quốc gia, với mục tiêu tốc độ tối thiểu 40 Mb/s cho mạng 4G và 100 Mb/s cho mạng 5G."
    found = [(one.comparator.value, one.value, one.unit) for one in inside(f"I. MỤC TIÊU\n\n{said}\n").targets]
    assert found == [("qualitative", None, None), ("at_least", 40, "Mb/s"), ("at_least", 100, "Mb/s")]


@pytest.mark.parametrize("said", ["80 - 90 %", "từ 80% đến 90%", "80–90%"])
def test_a_range_is_one_target_with_both_its_ends(said: str) -> None:
    body = f"I. MỤC TIÊU\n\nĐến năm 2028, {said} hộ gia đình có nước sạch; ít nhất 02 trạm bơm/xã.\n"
    found = [(one.comparator.value, one.value, one.value_to, one.unit, one.year) for one in inside(body).targets]
    assert found == [("between", 80, 90, "%", 2028), ("at_least", 2, None, "trạm bơm/xã", None)]
    assert inside(body).targets[0].population == "hộ gia đình"


def test_a_report_with_a_year_is_due_once() -> None:
    said = "Báo cáo UBND xã kết quả thực hiện trước ngày 15/12/2026."
    report = inside(f"I. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n\n{said}\n").report_deadlines[0]
    assert (report.day, report.month, report.every_year) == (15, 12, False)


def test_a_place_under_a_misread_numeral_is_doubtful() -> None:
    draft = inside("I. MỤC ĐÍCH\n\nTrồng cây.\n\nIl. NHIỆM VỤ\n\nTưới nước.\n")
    assert [(one.locator, one.doubted) for one in draft.clauses][1:] == [("I", False), ("II", True)]
