"""Answers over the invented library: what is stated, what is blank, what is not there."""

from __future__ import annotations

import pytest

from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from tests.knowledge_base.asking import Visitor, places


@pytest.mark.parametrize(
    ("question", "agency", "figure", "place"),
    [
        ("xã Vạn Hòa năm 2026 bao nhiêu phần trăm nhà văn hóa có wifi công cộng", "van-hoa", "60%", "II.1"),
        ("xã Vạn Hòa năm 2028 bao nhiêu phần trăm nhà văn hóa có wifi công cộng", "van-hoa", "Trên 90%", "II.2"),
        ("Tân Lộc năm 2028 bao nhiêu phần trăm nhà văn hóa có wifi công cộng", "tan-loc", "70%", "I.1"),
        ("tan loc nam 2028 bao nhieu phan tram nha van hoa co wifi cong cong", "tan-loc", "70%", "I.1"),
    ],
)
def test_a_target_with_its_year_its_figure_and_its_place(
    sample: Visitor, question: str, agency: str, figure: str, place: str
) -> None:
    reply = sample.ask(question, Act.ASK_TARGET, agency)
    assert reply.outcome is Outcome.ANSWERED
    assert figure in reply.text
    assert places(reply) == [(agency, place)]
    assert {"60%", "90%", "70%"} & set(reply.text.split()) <= {figure.split()[-1]}
    assert "không phải kết quả đã đạt" in reply.text


def test_a_target_that_a_plan_lacks_is_never_borrowed(sample: Visitor) -> None:
    reply = sample.ask("Tân Lộc năm 2028 bao nhiêu phần trăm trạm bơm có camera giám sát", Act.ASK_TARGET, "tan-loc")
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert "100" not in reply.text
    assert reply.citations == []
    assert "Kế hoạch chuyển đổi số huyện Tân Lộc" in reply.text
    assert "Bà con hỏi UBND xã mới nơi mình ở." in reply.text


def test_a_year_without_a_target_is_not_answered_with_another_years(sample: Visitor) -> None:
    reply = sample.ask(
        "Tân Lộc năm 2026 bao nhiêu phần trăm nhà văn hóa thôn có wifi công cộng", Act.ASK_TARGET, "tan-loc"
    )
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert "70%" not in reply.text
    assert reply.citations == []


def test_a_citation_names_the_document_as_far_as_it_says(sample: Visitor) -> None:
    stated = sample.ask("Vạn Hòa năm 2026 bao nhiêu nhà văn hóa có wifi công cộng", Act.ASK_TARGET, "van-hoa")
    blank = sample.ask("Tân Lộc năm 2028 bao nhiêu nhà văn hóa có wifi công cộng", Act.ASK_TARGET, "tan-loc")
    assert stated.citations[0].number == "12/KH-UBND"
    assert stated.citations[0].issued == "15/01/2026"
    assert stated.citations[0].issuer == "Ủy ban nhân dân xã Vạn Hòa"
    assert blank.citations[0].number is None
    assert blank.citations[0].issued == "tháng 3 năm 2025"


def test_a_former_districts_plan_says_whom_to_ask_today(sample: Visitor) -> None:
    former = sample.ask("Tân Lộc năm 2028 bao nhiêu nhà văn hóa có wifi công cộng", Act.ASK_TARGET, "tan-loc")
    today = sample.ask("Vạn Hòa năm 2028 bao nhiêu nhà văn hóa có wifi công cộng", Act.ASK_TARGET, "van-hoa")
    assert "ban hành trước ngày 1/7/2025" in former.text
    assert "ban hành trước ngày 1/7/2025" not in today.text


@pytest.mark.parametrize(
    ("question", "act", "said"),
    [
        (
            "Vạn Hòa ai chủ trì lắp wifi công cộng",
            Act.ASK_RESPONSIBLE,
            ["Chủ trì: Phòng Kinh tế.", "Phối hợp: Phòng Văn hóa - Xã hội; Các thôn."],
        ),
        ("Vạn Hòa gắn camera ở trạm bơm làm lúc nào", Act.ASK_PERIOD, ["Thời gian thực hiện: thường xuyên hằng năm."]),
        ("Vạn Hòa lắp wifi ở nhà văn hóa làm từ năm nào", Act.ASK_PERIOD, ["Thời gian thực hiện: 2026–2028."]),
        (
            "Phòng Văn hóa - Xã hội xã Vạn Hòa phải làm gì",
            Act.ASK_UNIT_DUTIES,
            ["Theo dõi và đôn đốc các thôn", "Phối hợp 1 nhiệm vụ: 1.1."],
        ),
        (
            "Vạn Hòa hạn báo cáo ngày nào, gửi ai",
            Act.ASK_DEADLINE,
            ["Các thôn báo cáo UBND xã Vạn Hòa (qua Phòng Văn hóa - Xã hội): trước ngày 10/11 hằng năm."],
        ),
        ("Kinh phí của kế hoạch Vạn Hòa lấy ở đâu", Act.ASK_FUNDING, ["ngân sách xã và nguồn xã hội hóa"]),
        ("Kế hoạch Vạn Hòa số mấy", Act.ASK_PLAN_INFO, ["12/KH-UBND"]),
        ("Kế hoạch Vạn Hòa ban hành ngày nào", Act.ASK_PLAN_INFO, ["15/01/2026"]),
        ("Ai ký kế hoạch Vạn Hòa", Act.ASK_PLAN_INFO, ["Lê Văn Mẫu (Chủ tịch)"]),
    ],
)
def test_what_the_plan_says(sample: Visitor, question: str, act: Act, said: list[str]) -> None:
    reply = sample.ask(question, act, "van-hoa", names=["Vạn Hòa"])
    assert reply.outcome is Outcome.ANSWERED
    for one in said:
        assert one in reply.text
    assert {one.document_id for one in reply.citations} == {"van-hoa"}


def test_a_places_name_is_not_taken_for_a_unit_that_folds_alike(sample: Visitor) -> None:
    """ "Vạn Hòa" is no "Phòng Văn hóa"."""
    reply = sample.ask("Kế hoạch Vạn Hòa giao mấy nhiệm vụ", Act.ASK_COUNT, "van-hoa", names=["Vạn Hòa"])
    assert "giao 2 nhiệm vụ trong phụ lục" in reply.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Kế hoạch Tân Lộc số mấy", "để trống số"),
        ("Kế hoạch Tân Lộc ban hành ngày nào", "không ghi đủ ngày ban hành (tháng 3 năm 2025)"),
        ("Ai ký kế hoạch Tân Lộc", "không đọc được người ký"),
    ],
)
def test_a_field_that_the_plan_leaves_blank_is_said_to_be_blank(sample: Visitor, question: str, said: str) -> None:
    reply = sample.ask(question, Act.ASK_PLAN_INFO, "tan-loc")
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert said in reply.text
    assert "not stated" not in reply.text


def test_a_deadline_without_a_day_says_so(sample: Visitor) -> None:
    reply = sample.ask("Tân Lộc báo cáo trước ngày nào", Act.ASK_DEADLINE, "tan-loc")
    assert "không ghi ngày cụ thể" in reply.text


def test_several_plans_fit_so_it_asks_back_and_the_answer_to_it_is_used(sample: Visitor) -> None:
    # given
    asked = sample.ask("Năm 2028 bao nhiêu phần trăm nhà văn hóa thôn có wifi công cộng", Act.ASK_TARGET)
    assert asked.outcome is Outcome.CLARIFICATION
    assert {button.title for button in asked.buttons} == {"xã Vạn Hòa", "huyện Tân Lộc (trước đây)"}
    assert {button.payload for button in asked.buttons} == {
        '/follow_up{"agency": "van-hoa"}',
        '/follow_up{"agency": "tan-loc"}',
    }
    # when
    answered = sample.ask("", Act.FOLLOW_UP, "tan-loc")
    # then
    assert answered.outcome is Outcome.ANSWERED
    assert "70%" in answered.text
    assert places(answered) == [("tan-loc", "I.1")]


def test_on_an_agencys_page_its_own_plan_answers(sample_assistant: Assistant) -> None:
    reply = Visitor(sample_assistant, "tan-loc").ask(
        "Năm 2028 bao nhiêu phần trăm nhà văn hóa thôn có wifi công cộng", Act.ASK_TARGET
    )
    assert places(reply) == [("tan-loc", "I.1")]
    assert "90%" not in reply.text


def test_a_comparison_says_which_plan_is_silent(sample: Visitor) -> None:
    reply = sample.ask(
        "So sánh chỉ tiêu camera giám sát trạm bơm của Vạn Hòa và Tân Lộc", Act.ASK_COMPARISON, "van-hoa", "tan-loc"
    )
    assert reply.outcome is Outcome.ANSWERED
    assert "• xã Vạn Hòa: Đến năm 2028: 100% trạm bơm" in reply.text
    assert "• huyện Tân Lộc (trước đây): không nêu." in reply.text
    assert places(reply) == [("van-hoa", "II.3")]


def test_a_guide_answers_with_lead_steps_caution_and_facts(sample: Visitor) -> None:
    reply = sample.ask("đăng ký thẻ thư viện điện tử thế nào", Act.ASK_HOW_TO)
    assert reply.outcome is Outcome.ANSWERED
    assert "Lệ phí 20.000 đồng." in reply.text
    assert "1. Mở trang thư viện" in reply.text
    assert "3. Chờ tin nhắn" in reply.text
    assert "Lưu ý: không đưa mã thẻ cho người lạ." in reply.text
    assert places(reply) == [("the-thu-vien", "Đăng ký thẻ thư viện điện tử thế nào")]
    assert reply.citations[0].issued == "kiểm tra ngày 01/07/2026"


def test_a_fact_past_its_review_date_is_shown_with_that_warning(sample: Visitor) -> None:
    reply = sample.ask("thẻ thư viện có thời hạn mấy năm", Act.ASK_RULE)
    assert reply.outcome is Outcome.ANSWERED
    assert "3 năm (thông tin đã quá hạn rà soát 31/05/2020" in reply.text


def test_a_silent_section_is_no_answer(sample: Visitor) -> None:
    reply = sample.ask("mất thẻ thư viện có bị phạt không", Act.ASK_RULE)
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert "chưa có thông tin đã kiểm chứng" in reply.text


def test_a_button_opens_the_section_it_offers(sample: Visitor) -> None:
    # given
    offered = sample.ask("thẻ thư viện điện tử", Act.ASK_HOW_TO)
    button = next(one for one in offered.buttons if one.title != "Đi từng bước")
    passage = button.payload.partition('{"passage": "')[2].removesuffix('"}')
    # when
    opened = sample.ask("", Act.ASK_HOW_TO, passage=passage)
    # then
    assert opened.citations[0].locator == button.title


def test_a_passage_that_is_gone_does_not_fail(sample: Visitor) -> None:
    reply = sample.ask("", Act.ASK_HOW_TO, passage="the-thu-vien:bo-roi")
    assert reply.text


def test_a_definition_comes_from_the_glossary(sample: Visitor) -> None:
    reply = sample.ask("wifi công cộng là gì", Act.ASK_DEFINITION, topics=["Wifi công cộng"])
    assert reply.outcome is Outcome.ANSWERED
    assert "Mạng không dây ai đến cũng dùng được." in reply.text
    assert places(reply) == [("giai-thich-thuat-ngu", "Wifi công cộng")]


def test_a_published_telephone_number_is_given(sample: Visitor) -> None:
    reply = sample.ask("số điện thoại hỏi về thẻ thư viện điện tử", Act.ASK_OFFICE_CONTACT)
    assert reply.outcome is Outcome.ANSWERED
    assert "1900 0123" in reply.text


def test_help_in_an_emergency_comes_first(sample: Visitor) -> None:
    reply = sample.ask("tôi vừa chuyển tiền cho kẻ lừa đảo", Act.URGENT_HELP)
    assert reply.outcome is Outcome.URGENT_HELP
    assert reply.text.startswith("Ngừng chuyển tiền, gọi ngân hàng trước.")
    assert "113" in reply.text
