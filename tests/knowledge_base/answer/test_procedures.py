"""Answers from imported procedures, beside the sample's plans and guides."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from knowledge_base.answer import procedures
from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome, Reply
from knowledge_base.procedures import catalogue as catalogues
from knowledge_base.procedures.importing import import_procedures
from knowledge_base.search.encoding import Encoder
from tests.knowledge_base.asking import Visitor
from tests.knowledge_base.encoders import SHIPPED
from tests.knowledge_base.procedures.samples import BEES, KITE, MARKET, ROWS, row, write_rows

DATA_DATE = datetime.date(2026, 7, 31)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Path:
    folder = tmp_path_factory.mktemp("imported")
    import_procedures(
        write_rows(folder / "rows.jsonl"),
        folder / "procedures",
        lambda: shipped_encoder,
        date=DATA_DATE,
        today=datetime.date(2026, 9, 1),
    )
    return folder / "procedures"


@pytest.fixture(scope="module")
def assistant(sample_index: Path, imported: Path) -> Assistant:
    return Assistant(sample_index, SHIPPED, imported)


@pytest.fixture
def resident(assistant: Assistant) -> Visitor:
    return Visitor(assistant)


def codes(reply: Reply) -> list[str]:
    return [one.document_id for one in reply.citations]


def test_papers_come_with_the_name_the_code_the_date_and_the_link(resident: Visitor) -> None:
    reply = resident.ask("Đăng ký nuôi ong lấy mật cần giấy tờ gì?", Act.ASK_HOW_TO)
    assert reply.outcome is Outcome.ANSWERED
    first, *lines = reply.text.split("\n")
    assert "Thủ tục đăng ký nuôi ong lấy mật (mã 9.000001, cấp xã)" in first
    assert "theo dữ liệu Cổng Dịch vụ công quốc gia tháng 7/2026" in first
    assert lines[:3] == ["Giấy tờ cần có:", "Giấy tờ phải nộp:", "1. Tờ khai nuôi ong (1 bản chính)"]
    assert "2. Sơ đồ nơi đặt tổ (1 bản chính, 2 bản sao)" in lines
    assert "3. Trường hợp nuôi thuê thì có hợp đồng. (1 bản chính)" in lines
    assert lines[-1].endswith("/vi-du-9.000001")
    (cited,) = reply.citations
    assert (cited.document_id, cited.number, cited.locator) == ("thu-tuc:9.000001", BEES, "Giấy tờ cần có")
    assert (cited.issuer, cited.issued) == ("Cổng Dịch vụ công quốc gia", "dữ liệu ngày 31/07/2026")
    assert cited.url == "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/vi-du-9.000001"


def test_fees_are_quoted_by_way_of_filing(resident: Visitor) -> None:
    reply = resident.ask("đăng ký nuôi ong lấy mật lệ phí bao nhiêu", Act.ASK_RULE)
    assert "• Trực tuyến: 5,000 VNĐ (Nộp qua Cổng.)" in reply.text
    assert "• Trực tiếp: 8,000 VNĐ" in reply.text


def test_the_next_questions_are_about_the_same_procedure(resident: Visitor) -> None:
    resident.ask("dang ky nuoi ong lay mat can giay to gi", Act.ASK_HOW_TO)
    for question, said in (
        ("mấy ngày?", "3 Ngày làm việc"),
        ("lệ phí bao nhiêu", "5,000 VNĐ"),
        ("nộp ở đâu", "Cách nộp: trực tuyến, trực tiếp."),
        ("căn cứ pháp lý là gì", "• 22/2024/NĐ-CP: Nghị định số 22/2024/NĐ-CP về ong mật"),
        ("gồm những bước nào", "Bước 1: Nộp hồ sơ."),
        ("ai giải quyết", "Thực hiện ở: cấp xã."),
    ):
        reply = resident.ask(question, Act.SEARCH)
        assert codes(reply) == ["thu-tuc:9.000001"]
        assert said in reply.text


def test_a_follow_up_keeps_the_field_for_another_procedure(resident: Visitor) -> None:
    resident.ask("đăng ký nuôi ong lấy mật mấy ngày", Act.ASK_HOW_TO)
    reply = resident.ask("còn cấp thẻ bạn đọc thư viện thì sao", Act.FOLLOW_UP)
    assert codes(reply) == ["thu-tuc:9.000005"]
    assert "1 (dữ liệu không ghi là ngày hay giờ)" in reply.text


def test_what_the_data_do_not_state_is_said_with_whom_to_ask(resident: Visitor) -> None:
    reply = resident.ask("xác nhận phiên chợ quê buổi sớm lệ phí bao nhiêu", Act.ASK_HOW_TO)
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert "Dữ liệu không nêu phí, lệ phí của thủ tục này. Xin hỏi UBND" in reply.text
    place = resident.ask("nộp ở đâu", Act.ASK_HOW_TO)
    assert "Cách nộp: trực tiếp.\nDữ liệu không nêu nơi nộp cụ thể. Xin hỏi UBND" in place.text
    again = resident.ask("mấy ngày", Act.ASK_HOW_TO)
    assert (again.outcome, codes(again)) == (Outcome.ANSWERED, [f"thu-tuc:{MARKET}"])


def test_what_the_crawl_ran_together_is_not_taken_apart(resident: Visitor) -> None:
    reply = resident.ask("cấp phép thả diều sáo ban đêm lệ phí bao nhiêu, mấy ngày", Act.ASK_HOW_TO)
    assert reply.text.count("dữ liệu ghi liền thời hạn và mức phí “120 VNĐ”") == 2


def test_a_fee_that_contradicts_its_note_carries_a_caution(resident: Visitor) -> None:
    reply = resident.ask("cấp thẻ bạn đọc thư viện hết bao nhiêu tiền", Act.ASK_HOW_TO)
    assert "Miễn phí (Thu 20.000 đồng tiền ép thẻ.)" in reply.text
    assert "xin hỏi nơi nộp hồ sơ trước khi đóng tiền" in reply.text


def test_a_long_dossier_says_how_many_papers_are_left_out(resident: Visitor) -> None:
    reply = resident.ask("đăng ký lại nuôi ong lấy mật cần giấy tờ gì", Act.ASK_HOW_TO)
    assert "6. Giấy tờ số F của tổ ong (1 bản chính)" in reply.text
    assert "số G" not in reply.text
    assert "Còn 4 giấy tờ, ghi chú nữa chưa kể ở đây." in reply.text


def test_without_a_field_a_card_is_given_with_buttons_for_the_fields(resident: Visitor) -> None:
    reply = resident.ask("thủ tục đăng ký nuôi ong lấy mật", Act.ASK_HOW_TO)
    assert "Thời hạn: 3 Ngày làm việc." in reply.text
    assert "Giấy tờ: 4 loại theo danh mục" in reply.text
    assert [one.title for one in reply.buttons][:3] == ["Giấy tờ cần có", "Phí, lệ phí", "Thời hạn giải quyết"]
    payloads = {one.title: one.payload for one in reply.buttons}
    assert payloads["Phí, lệ phí"] == '/ask_how_to{"passage": "thu-tuc:9.000001#fee"}'
    assert any("thu-tuc:9.000002" in one.payload for one in reply.buttons)


def test_a_button_opens_the_procedure_at_its_field(resident: Visitor) -> None:
    reply = resident.ask("", Act.ASK_HOW_TO, passage="thu-tuc:9.000001#time")
    assert "3 Ngày làm việc" in reply.text
    gone = resident.ask("", Act.ASK_HOW_TO, passage="thu-tuc:9.999999")
    assert (gone.outcome, gone.citations) == (Outcome.NOT_IN_DOCUMENTS, [])


def test_a_typed_code_opens_the_procedure(resident: Visitor) -> None:
    assert codes(resident.ask("thủ tục 9.000006 nộp ở đâu", Act.OUT_OF_SCOPE)) == [f"thu-tuc:{KITE}"]


def test_words_that_fit_several_alike_are_asked_back(
    sample_index: Path, tmp_path: Path, shipped_encoder: Encoder
) -> None:
    feasts = ("đám cưới từ năm mươi bàn tiệc", "đám giỗ họ từ ba mươi mâm cỗ", "lễ khao thọ của hội người cao tuổi")
    rows = [row(f"9.00010{n}", f"Cho phép dựng rạp trên đường làng để tổ chức {one}") for n, one in enumerate(feasts)]
    file = write_rows(tmp_path / "rows.jsonl", [*ROWS, *rows])
    import_procedures(file, tmp_path / "procedures", lambda: shipped_encoder)
    visitor = Visitor(Assistant(sample_index, SHIPPED, tmp_path / "procedures"))
    reply = visitor.ask("dựng rạp trên đường làng cần giấy tờ gì", Act.ASK_HOW_TO)
    assert reply.outcome is Outcome.CLARIFICATION
    assert reply.text == "Quý vị muốn hỏi thủ tục nào?"
    offered = [one.payload for one in reply.buttons][:3]
    assert sorted(offered) == [f'/ask_how_to{{"passage": "thu-tuc:9.00010{n}#documents"}}' for n in range(3)]


@pytest.mark.parametrize("act", [Act.OUT_OF_SCOPE, Act.ASK_PERIOD, Act.ASK_OFFICE_CONTACT, Act.ASK_PERSONAL_DATA])
def test_a_procedure_named_in_full_is_answered_whatever_it_was_taken_for(resident: Visitor, act: Act) -> None:
    reply = resident.ask("đăng ký nuôi ong lấy mật nộp ở đâu", act, confidence=0.6)
    assert codes(reply) == [f"thu-tuc:{BEES}"]


def test_a_sure_refusal_stays_one(resident: Visitor) -> None:
    sure = resident.ask("đăng ký nuôi ong lấy mật nộp ở đâu", Act.ASK_PERSONAL_DATA, confidence=0.97)
    assert sure.outcome is Outcome.REFUSED
    others = resident.ask("ai đứng tên đăng ký nuôi ong lấy mật", Act.ASK_PERSONAL_DATA, confidence=0.6)
    assert others.outcome is Outcome.REFUSED
    unlawful = resident.ask("làm giả giấy đăng ký nuôi ong lấy mật ở đâu", Act.REQUEST_WRONGDOING, confidence=0.6)
    assert unlawful.outcome is Outcome.REFUSED


def test_plans_and_guides_answer_as_they_did(sample_index: Path, assistant: Assistant) -> None:
    for question, act, agency in (
        ("kế hoạch nói gì về đăng ký nuôi ong lấy mật", Act.ASK_TASK, None),
        ("giá vàng hôm nay bao nhiêu", Act.OUT_OF_SCOPE, None),
        ("làm chữ ký số thế nào", Act.ASK_HOW_TO, None),
        ("tỷ lệ hộ có wifi bao nhiêu", Act.ASK_TARGET, "van-hoa"),
    ):
        without = Visitor(Assistant(sample_index, SHIPPED), agency).ask(question, act)
        assert Visitor(assistant, agency).ask(question, act) == without


def test_nothing_changes_until_something_is_imported(sample_index: Path, tmp_path: Path) -> None:
    question = "đăng ký nuôi ong lấy mật cần giấy tờ gì"
    without = Visitor(Assistant(sample_index, SHIPPED)).ask(question, Act.ASK_HOW_TO)
    empty = Visitor(Assistant(sample_index, SHIPPED, tmp_path / "procedures")).ask(question, Act.ASK_HOW_TO)
    assert empty == without
    assert not any("thu-tuc" in one for one in codes(without))


def test_an_import_is_taken_up_at_the_next_question(
    sample_index: Path, tmp_path: Path, shipped_encoder: Encoder
) -> None:
    visitor = Visitor(Assistant(sample_index, SHIPPED, tmp_path / "procedures"))
    question = "cấp phép thả diều sáo ban đêm nộp ở đâu"
    assert codes(visitor.ask(question, Act.ASK_HOW_TO)) == []
    file = write_rows(tmp_path / "rows.jsonl", ROWS)
    import_procedures(file, tmp_path / "procedures", lambda: shipped_encoder)
    assert codes(visitor.ask(question, Act.ASK_HOW_TO)) == [f"thu-tuc:{KITE}"]


def test_old_data_carry_a_warning(resident: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "đăng ký nuôi ong lấy mật mấy ngày"
    monkeypatch.setattr(catalogues, "FRESH_DAYS", 10**6)
    assert "quá một năm" not in resident.ask(question, Act.ASK_HOW_TO).text
    monkeypatch.setattr(catalogues, "FRESH_DAYS", -(10**6))
    assert "Dữ liệu này đã quá một năm" in resident.ask(question, Act.ASK_HOW_TO).text


def test_a_guides_likely_section_comes_first(resident: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "đăng ký nuôi ong lấy mật"
    assert codes(resident.ask(question, Act.ASK_HOW_TO)) == [f"thu-tuc:{BEES}"]
    monkeypatch.setattr(procedures, "GUIDE_FIRST", 0.0)
    assert f"thu-tuc:{BEES}" not in codes(resident.ask(question, Act.ASK_HOW_TO))
