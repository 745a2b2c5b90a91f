"""Several questions in one message over the invented library: one reply, one outcome, nothing said twice."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.answer.assistant import Answer, Assistant
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.several import MOST_BUTTONS, MOST_PARTS
from knowledge_base.procedures.importing import import_procedures
from knowledge_base.search.encoding import Encoder
from tests.knowledge_base.asking import places
from tests.knowledge_base.encoders import SHIPPED
from tests.knowledge_base.procedures.samples import write_rows

WIFI = "Vạn Hòa năm 2026 bao nhiêu phần trăm nhà văn hóa thôn có wifi công cộng"
DEADLINE = "hạn báo cáo là ngày nào"
CARD = "đăng ký thẻ thư viện điện tử thế nào"
OF_VAN_HOA: dict[str, Any] = {"agencies": ("van-hoa",)}


def part(text: str, act: Act, **known: Any) -> Question:
    return Question(text=text, act=act, label=text, **known)


def message(*parts: Question, act: Act = Act.SEARCH, **known: Any) -> Question:
    return Question(text="? ".join(one.text for one in parts), act=act, parts=parts, **known)


TARGET = part(WIFI, Act.ASK_TARGET, years=("2026",), **OF_VAN_HOA)
REPORT = part(DEADLINE, Act.ASK_DEADLINE, **OF_VAN_HOA)
GUIDE = part(CARD, Act.ASK_HOW_TO)


def test_each_is_answered_under_its_number_with_its_place(sample_assistant: Assistant) -> None:
    reply = sample_assistant.answer(message(TARGET, REPORT)).reply
    assert reply.outcome is Outcome.ANSWERED
    first, second = reply.text.split("\n\n2. ")
    assert first.startswith(f"1. {WIFI}\n")
    assert "60%" in first
    assert second.startswith("Hạn báo cáo là ngày nào\n")
    assert "10/11" in second
    assert places(reply) == [("van-hoa", "II.1"), ("van-hoa", "V.2")]


def test_a_plan_and_a_guide_are_answered_side_by_side(sample_assistant: Assistant) -> None:
    reply = sample_assistant.answer(message(REPORT, GUIDE)).reply
    assert reply.outcome is Outcome.ANSWERED
    assert "10/11" in reply.text
    assert "Đăng ký thẻ" in reply.text
    assert {document for document, _ in places(reply)} >= {"van-hoa"}
    assert len(reply.buttons) <= MOST_BUTTONS


def test_what_is_not_found_says_so_beside_what_is(sample_assistant: Assistant) -> None:
    strange = part("giống lúa nào chịu mặn tốt nhất", Act.ASK_TASK, **OF_VAN_HOA)
    reply = sample_assistant.answer(message(TARGET, strange)).reply
    assert reply.outcome is Outcome.ANSWERED
    assert "không thấy nêu nội dung này" in reply.text.split("\n\n2. ")[1]


def test_nothing_found_at_all_is_said_once(sample_assistant: Assistant) -> None:
    first = part("giống lúa nào chịu mặn tốt nhất", Act.ASK_TASK, **OF_VAN_HOA)
    second = part("cá nào dễ nuôi nhất", Act.ASK_TASK, **OF_VAN_HOA)
    reply = sample_assistant.answer(message(first, second, act=Act.ASK_TASK, **OF_VAN_HOA)).reply
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert "2. " not in reply.text


def test_one_answer_that_does_for_all_is_given_as_to_one_question(sample_assistant: Assistant) -> None:
    """Who leads and who helps stand in one place."""
    lead = part("ai chủ trì lắp đặt wifi công cộng", Act.ASK_RESPONSIBLE, **OF_VAN_HOA)
    helps = part("ai phối hợp lắp đặt wifi công cộng", Act.ASK_RESPONSIBLE, **OF_VAN_HOA)
    reply = sample_assistant.answer(message(lead, helps, act=Act.ASK_RESPONSIBLE, **OF_VAN_HOA)).reply
    assert reply.outcome is Outcome.ANSWERED
    assert not reply.text.startswith("1. ")
    assert reply.text.count("Chủ trì: Phòng Kinh tế") == 1


def test_an_emergency_comes_first_and_alone(sample_assistant: Assistant) -> None:
    lost = part("tôi vừa bị lừa chuyển tiền", Act.URGENT_HELP)
    for question in (message(GUIDE, lost), message(lost, GUIDE), message(GUIDE, REPORT, act=Act.URGENT_HELP)):
        reply = sample_assistant.answer(question).reply
        assert reply.outcome is Outcome.URGENT_HELP
        assert "thẻ thư viện" not in reply.text.lower()


@pytest.mark.parametrize("act", [Act.REQUEST_WRONGDOING, Act.STEER_ASSISTANT])
def test_wrongdoing_is_refused_with_all_that_is_asked_along(sample_assistant: Assistant, act: Act) -> None:
    reply = sample_assistant.answer(message(GUIDE, part("hack tài khoản của bạn thì làm sao", act))).reply
    assert reply.outcome is Outcome.REFUSED
    assert not reply.citations


def test_other_refusals_win_the_outcome_and_leave_the_rest_answered(sample_assistant: Assistant) -> None:
    other = part("số điện thoại của bà Lan là bao nhiêu", Act.ASK_PERSONAL_DATA)
    leaning = part("bà ấy ở đâu", Act.SEARCH, leans=True)
    reply = sample_assistant.answer(message(other, leaning, GUIDE, act=Act.ASK_PERSONAL_DATA)).reply
    assert reply.outcome is Outcome.REFUSED
    assert "bà Lan" not in reply.text
    assert "bà ấy" not in reply.text
    assert "2. Đăng ký thẻ thư viện" in reply.text or "2. đăng ký thẻ thư viện" in reply.text.lower()


def test_a_message_surely_refused_is_not_answered_in_pieces(sample_assistant: Assistant) -> None:
    surely = message(GUIDE, REPORT, act=Act.ASK_PERSONAL_DATA)
    unsurely = message(GUIDE, REPORT, act=Act.ASK_PERSONAL_DATA, confidence=0.4)
    assert sample_assistant.answer(surely).reply.outcome is Outcome.REFUSED
    assert sample_assistant.answer(unsurely).reply.outcome is Outcome.ANSWERED


def test_what_a_part_leaves_out_stands_in_the_part_before(sample_assistant: Assistant) -> None:
    leaning = part("ai chủ trì việc này", Act.ASK_RESPONSIBLE, leans=True, about=("wifi công cộng",), **OF_VAN_HOA)
    reply = sample_assistant.answer(message(TARGET, leaning)).reply
    assert "Chủ trì: Phòng Kinh tế" in reply.text
    assert "2. Ai chủ trì việc này\n" in reply.text


def test_no_more_than_four_are_answered_and_that_is_said(sample_assistant: Assistant) -> None:
    units = part("Phòng Văn hóa - Xã hội phải làm gì", Act.ASK_UNIT_DUTIES, **OF_VAN_HOA)
    money = part("kinh phí lấy từ đâu", Act.ASK_FUNDING, **OF_VAN_HOA)
    signed = part("ai ký kế hoạch", Act.ASK_PLAN_INFO, **OF_VAN_HOA)
    reply = sample_assistant.answer(message(TARGET, REPORT, money, signed, GUIDE, units)).reply
    assert reply.text.endswith(f"Tôi trả lời {MOST_PARTS} câu đầu; các câu còn lại xin quý vị hỏi tiếp.")
    assert "4. Ai ký kế hoạch" in reply.text
    assert "Thẻ thư viện" not in reply.text


def test_the_next_turn_leans_on_the_last_part(sample_assistant: Assistant) -> None:
    answer: Answer = sample_assistant.answer(message(REPORT, TARGET))
    assert answer.memory is not None
    assert answer.memory.act is Act.ASK_TARGET
    then = Question(text="còn năm 2028 thì sao", act=Act.FOLLOW_UP, years=(2028,), memory=answer.memory)
    assert "90%" in sample_assistant.answer(then).reply.text


def test_a_part_that_asks_back_keeps_its_buttons_and_its_turn(sample_assistant: Assistant) -> None:
    which = part("năm 2028 bao nhiêu phần trăm nhà văn hóa thôn có wifi công cộng", Act.ASK_TARGET, years=("2028",))
    answer = sample_assistant.answer(message(which, GUIDE))
    assert answer.reply.outcome is Outcome.ANSWERED
    assert answer.reply.buttons[0].payload.startswith("/follow_up")
    assert answer.memory is not None
    assert answer.memory.pending


def test_a_long_question_is_named_shortly(sample_assistant: Assistant) -> None:
    long = TARGET.model_copy(update={"label": "xin cho biết " * 20})
    reply = sample_assistant.answer(message(long, REPORT)).reply
    assert reply.text.split("\n")[0].endswith("…")
    assert len(reply.text.split("\n")[0]) < 100


@pytest.fixture(scope="module")
def with_procedures(
    sample_index: Path, shipped_encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> Assistant:
    folder = tmp_path_factory.mktemp("several")
    import_procedures(
        write_rows(folder / "rows.jsonl"),
        folder / "procedures",
        lambda: shipped_encoder,
        date=datetime.date(2026, 7, 31),
        today=datetime.date(2026, 9, 1),
    )
    return Assistant(sample_index, SHIPPED, folder / "procedures")


def test_a_field_asked_in_few_words_is_of_the_procedure_before(with_procedures: Assistant) -> None:
    papers = part("Đăng ký nuôi ong lấy mật cần giấy tờ gì?", Act.ASK_HOW_TO)
    fee = part("lệ phí bao nhiêu?", Act.ASK_RULE, leans=True)
    reply = with_procedures.answer(message(papers, fee)).reply
    assert reply.outcome is Outcome.ANSWERED
    assert {document for document, _ in places(reply)} == {"thu-tuc:9.000001"}
    assert "Tờ khai nuôi ong" in reply.text
    assert "5,000 VNĐ" in reply.text


def test_a_part_that_the_section_given_already_speaks_of_is_not_called_missing(sample_assistant: Assistant) -> None:
    answered = sample_assistant.answer(GUIDE).reply
    words = " ".join(answered.text.split("\n")[1].split()[1:6])
    strange = part(f"{words} có được không", Act.OUT_OF_SCOPE)
    alone = sample_assistant.answer(strange).reply
    reply = sample_assistant.answer(message(GUIDE, strange)).reply
    assert alone.outcome is not Outcome.ANSWERED
    assert reply.outcome is Outcome.ANSWERED
    assert alone.text not in reply.text


def test_what_is_near_to_two_questions_is_told_once(real_assistant: Assistant) -> None:
    first = part("Muốn mở sổ sức khỏe điện tử thì tôi vào mục nào, cần điều kiện gì", Act.ASK_HOW_TO)
    second = part("Chưa có VNeID mức hai, chưa có bảo hiểm y tế thì mở sổ sức khỏe được không", Act.ASK_RULE)
    near = real_assistant.answer(first).reply
    assert [one.locator for one in near.citations] == ["Mở Sổ sức khỏe điện tử trên VNeID", second.text]
    reply = real_assistant.answer(message(first, second)).reply
    assert [one.locator for one in reply.citations] == [one.locator for one in near.citations]
    assert reply.text.count("Mở sổ cần tài khoản VNeID mức 2") == 1
