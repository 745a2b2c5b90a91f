"""What the five plans say of themselves, and what they leave blank."""

from __future__ import annotations

import pytest

from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from tests.knowledge_base.asking import Visitor, places
from vietnamese import fold

ML, DP, HQ, TQT, SO = "minh-long", "duc-phu", "hon-quan", "truong-quang-trong", "so-khcn-quang-ngai"


@pytest.mark.parametrize(
    ("question", "agency", "said"),
    [
        ("Kế hoạch của phường Trương Quang Trọng số mấy, ban hành ngày nào", TQT, ["30/KH-UBND", "27/02/2025"]),
        ("Ai ký kế hoạch Minh Long", ML, ["Đinh Văn Diết (Chủ tịch Ủy ban nhân dân huyện)"]),
        ("Ai ký kế hoạch Đức Phú", DP, ["Nguyễn Giáp Thìn"]),
        ("Ai ký kế hoạch Hớn Quản", HQ, ["Nguyễn Vũ Tiến"]),
        ("Người ký kế hoạch của Sở là ai", SO, ["Trần Thanh Trường"]),
        ("Kế hoạch Minh Long thực hiện theo văn bản nào", ML, ["252/KH-UBND", "31/12/2024"]),
        ("Kế hoạch Minh Long giai đoạn nào", ML, ["2025–2030"]),
        ("Kế hoạch Minh Long gửi cho những ai", ML, ["Sở Thông tin và Truyền thông", "Văn phòng UBND tỉnh"]),
        ("Kế hoạch Minh Long còn hiệu lực không", ML, ["chưa bị thay thế"]),
        ("Kế hoạch Minh Long do ai ban hành", ML, ["Ủy ban nhân dân huyện Minh Long"]),
    ],
)
def test_a_field_that_is_stated(visitor: Visitor, question: str, agency: str, said: list[str]) -> None:
    reply = visitor.ask(question, Act.ASK_PLAN_INFO, agency)
    assert reply.outcome is Outcome.ANSWERED
    for one in said:
        assert one in reply.text
    assert {one.document_id for one in reply.citations} == {agency}


@pytest.mark.parametrize(
    ("question", "agency", "said"),
    [
        ("Kế hoạch Minh Long số mấy", ML, "để trống số"),
        ("Kế hoạch Đức Phú số hiệu bao nhiêu", DP, "để trống số"),
        ("Kế hoạch Hớn Quản số bao nhiêu", HQ, "để trống số"),
        ("Kế hoạch của Sở số mấy", SO, "để trống số"),
        ("Kế hoạch Minh Long ban hành ngày nào", ML, "không ghi đủ ngày ban hành (tháng 02 năm 2025)"),
        ("Kế hoạch Đức Phú ban hành ngày nào", DP, "không ghi đủ ngày ban hành"),
        ("Kế hoạch phường Trương Quang Trọng ai ký", TQT, "không đọc được người ký"),
    ],
)
def test_a_field_that_is_blank_is_said_to_be_blank(visitor: Visitor, question: str, agency: str, said: str) -> None:
    reply = visitor.ask(question, Act.ASK_PLAN_INFO, agency)
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert said in reply.text
    assert places(reply) == [(agency, "Đầu văn bản")]
    assert "not stated" not in reply.text
    assert "None" not in reply.text


@pytest.mark.parametrize("agency", [ML, DP, HQ, TQT, SO])
def test_a_citation_never_shows_what_the_plan_leaves_blank(visitor: Visitor, agency: str) -> None:
    reply = visitor.ask("Kế hoạch áp dụng trong giai đoạn nào", Act.ASK_PLAN_INFO, agency)
    for citation in reply.citations:
        assert "not stated" not in citation.model_dump_json()
        assert citation.quote is None


@pytest.mark.parametrize(("agency", "states_it"), [(HQ, True), (ML, False)])
def test_a_period_is_shown_where_the_plan_states_it(visitor: Visitor, agency: str, states_it: bool) -> None:
    reply = visitor.ask("Kế hoạch áp dụng trong giai đoạn nào", Act.ASK_PLAN_INFO, agency)
    assert "2025–2030" in reply.text
    assert ((agency, "Phần mở đầu") in places(reply)) is states_it


@pytest.mark.parametrize(
    ("question", "agency", "said"),
    [
        ("Chương trình hành động của Thành ủy thực hiện nghị quyết 13 là số mấy, ngày nào", TQT, "52-CTr/TU"),
        ("Kế hoạch chuyển đổi số huyện Minh Long ban hành năm 2022 số mấy", ML, "55/KH-UBND"),
    ],
)
def test_the_number_of_another_document_is_not_the_plans_own(
    visitor: Visitor, question: str, agency: str, said: str
) -> None:
    reply = visitor.ask(question, Act.ASK_PLAN_INFO, agency)
    assert reply.outcome is Outcome.ANSWERED
    assert said in reply.text


def test_a_number_asked_after_another_document_was_told_is_that_documents(visitor: Visitor) -> None:
    visitor.ask("Kế hoạch Minh Long thực hiện theo văn bản nào", Act.ASK_PLAN_INFO, ML)
    assert "252/KH-UBND" in visitor.ask("Số mấy, ngày nào?", Act.ASK_PLAN_INFO, ML).text
    assert "để trống số" in visitor.ask("Vậy kế hoạch Minh Long số mấy?", Act.ASK_PLAN_INFO, ML).text


def test_where_a_document_is_spoken_of_its_number_alone_is_enough(visitor: Visitor) -> None:
    reply = visitor.ask("Kế hoạch 156/KH-UBND được nhắc đến về việc gì", Act.ASK_PLAN_INFO, HQ)
    assert reply.outcome is Outcome.ANSWERED
    assert "156/KH-UBND" in reply.text


def test_until_when_a_plan_holds_is_told_with_its_name_and_nothing_else(visitor: Visitor) -> None:
    reply = visitor.ask("kế hoạch hạ tầng số của Đức Phú tính cho tới năm nào vậy", Act.ASK_PLAN_INFO, "duc-phu")
    assert places(reply) == [("duc-phu", "Đầu văn bản")]
    assert "đến năm 2025 và định hướng đến năm 2030" in reply.text


def test_until_when_something_is_done_is_not_the_plans_period(visitor: Visitor) -> None:
    question = "chừng nào huyện mới sẵn sàng thử nghiệm 6G, hẹn tới năm mấy"
    reply = visitor.ask(question, Act.ASK_PLAN_INFO, "hon-quan")
    assert "6G" in reply.text
    assert ("hon-quan", "Đầu văn bản") not in places(reply)


@pytest.mark.parametrize("typed", [str, fold], ids=["marked", "folded"])
def test_what_every_plan_says_is_asked_back_though_no_word_finds_it(visitor: Visitor, typed: type[str]) -> None:
    question = "kế hoạch phát triển hạ tầng số căn cứ kế hoạch cấp trên nào"
    reply = visitor.ask(typed(question), Act.ASK_PLAN_INFO, topics=["Hạ tầng số"])
    assert reply.outcome is Outcome.CLARIFICATION
    assert reply.buttons


def test_the_plans_that_name_a_document_are_told_whoever_issued_it(visitor: Visitor) -> None:
    question = "Những kế hoạch nào thực hiện Kế hoạch 252/KH-UBND của UBND tỉnh Quảng Ngãi"
    reply = visitor.ask(question, Act.ASK_PLAN_INFO, "quang-ngai", names=["UBND tỉnh Quảng Ngãi"])
    assert reply.text.startswith("Có 2 kế hoạch nêu nội dung này:")
    assert {document for document, _ in places(reply)} == {ML, SO}


@pytest.mark.parametrize(
    ("question", "agencies", "heading"),
    [
        ("Chuyển sang IPv6 ở Minh Long với Sở có cùng một năm không", (ML, SO), "cùng thời gian năm 2025"),
        (
            "Minh Long và Trương Quang Trọng có cùng theo mô hình 4 lớp không",
            (ML, TQT),
            "Cả 2 kế hoạch đều có nêu, mỗi",
        ),
        ("Mô hình 4 lớp ở Minh Long so với Trương Quang Trọng", (ML, TQT), "So sánh theo các kế hoạch:"),
        ("Chữ ký số năm 2025 ở Minh Long và Đức Phú có giống nhau không", (ML, DP), "So sánh theo các kế hoạch:"),
    ],
)
def test_whether_plans_are_alike(visitor: Visitor, question: str, agencies: tuple[str, ...], heading: str) -> None:
    reply = visitor.ask(question, Act.ASK_COMPARISON, *agencies, names=agencies)
    assert heading in reply.text.splitlines()[0]
