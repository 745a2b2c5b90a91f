"""Threads about a plan, as officials hold them: who, when, on what ground, where it stands, the next one, elsewhere."""

from __future__ import annotations

import pytest

from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from tests.knowledge_base.asking import Visitor, places

ML, DP, HQ, TQT, SO = "minh-long", "duc-phu", "hon-quan", "truong-quang-trong", "so-khcn-quang-ngai"


def at_home(assistant: Assistant, agency: str) -> Visitor:
    return Visitor(assistant, agency)


@pytest.mark.parametrize("asked", ["ai phối hợp", "đơn vị nào phối hợp?", "ai chủ trì việc đó ạ"])
def test_who_is_asked_of_the_task_before(real_assistant: Assistant, asked: str) -> None:
    visitor = at_home(real_assistant, ML)
    visitor.ask("nhiệm vụ 2.4 là gì", Act.ASK_TASK, tasks=["2.4"])
    reply = visitor.ask(asked, Act.ASK_RESPONSIBLE)
    assert places(reply) == [(ML, "Phụ lục, mục 2.4")]
    assert "Chủ trì: " in reply.text


def test_who_is_asked_of_the_matter_before_not_of_the_word_itself(real_assistant: Assistant) -> None:
    visitor = at_home(real_assistant, ML)
    first = visitor.ask("Ai chủ trì phủ sóng 5G?", Act.ASK_RESPONSIBLE, topics=["Mạng 5G"])
    second = visitor.ask("ai phối hợp", Act.ASK_RESPONSIBLE)
    assert places(second) == places(first)


@pytest.mark.parametrize(("asked", "number"), [("nhiệm vụ tiếp theo", "2.5"), ("nhiệm vụ liền trước", "2.3")])
def test_the_task_next_to_the_one_before(real_assistant: Assistant, asked: str, number: str) -> None:
    visitor = at_home(real_assistant, ML)
    visitor.ask("nhiệm vụ 2.4 là gì", Act.ASK_TASK, tasks=["2.4"])
    assert places(visitor.ask(asked, Act.FOLLOW_UP)) == [(ML, f"Phụ lục, mục {number}")]


def test_when_a_task_is_done_is_asked_in_two_words(real_assistant: Assistant) -> None:
    visitor = at_home(real_assistant, ML)
    visitor.ask("chuyển đổi IPv6 do đơn vị nào chủ trì", Act.ASK_RESPONSIBLE, topics=["IPv6"])
    reply = visitor.ask("bao giờ xong", Act.ASK_PERIOD)
    assert places(reply)[0] == (ML, "Phụ lục, mục 2.5")
    assert "Thời gian thực hiện: năm 2025." in reply.text


def test_where_it_stands_is_told_with_the_plan_and_the_clause(real_assistant: Assistant) -> None:
    visitor = at_home(real_assistant, DP)
    first = visitor.ask("chỉ tiêu 5G năm 2030", Act.ASK_TARGET, topics=["Mạng 5G"])
    reply = visitor.ask("nằm ở mục nào vậy?", Act.FOLLOW_UP)
    assert reply.text.startswith("Điều vừa trả lời ghi ở:")
    assert places(first)[0][1] in reply.text
    assert places(reply)[0] == places(first)[0]


def test_on_what_ground_is_asked_of_the_plan(real_assistant: Assistant) -> None:
    visitor = at_home(real_assistant, TQT)
    visitor.ask("phường giao việc gì cho văn hóa xã hội", Act.ASK_UNIT_DUTIES)
    reply = visitor.ask("căn cứ vào văn bản nào", Act.FOLLOW_UP)
    assert "20/KH-UBND" in reply.text


def test_the_post_of_who_signed_is_no_personal_data(real_assistant: Assistant) -> None:
    visitor = at_home(real_assistant, ML)
    visitor.ask("ai ký kế hoạch này vậy", Act.ASK_PLAN_INFO)
    reply = visitor.ask("ông ấy giữ chức gì?", Act.ASK_PERSONAL_DATA, ranking={Act.ASK_PERSONAL_DATA: 0.6})
    assert reply.outcome is Outcome.ANSWERED
    assert "Chủ tịch" in reply.text


def test_what_was_counted_is_listed(real_assistant: Assistant) -> None:
    visitor = at_home(real_assistant, ML)
    visitor.ask("số lượng chỉ tiêu đến năm 2030", Act.ASK_COUNT)
    reply = visitor.ask("kể ra", Act.ASK_LIST)
    assert reply.outcome is Outcome.ANSWERED
    assert {place.split(",")[0] for _, place in places(reply)} == {"III.2"}


@pytest.mark.parametrize(
    ("asked", "act"), [("của Hớn Quản có giống không?", Act.ASK_COMPARISON), ("Hớn Quản cũng vậy à", Act.FOLLOW_UP)]
)
def test_the_same_is_asked_of_another_place(real_assistant: Assistant, asked: str, act: Act) -> None:
    visitor = at_home(real_assistant, ML)
    visitor.ask("mục tiêu IoT năm 2030 của huyện", Act.ASK_TARGET, topics=["Internet vạn vật (IoT)"])
    reply = visitor.ask(asked, act, HQ, names=["Hớn Quản"])
    assert reply.outcome is Outcome.ANSWERED
    assert {document for document, _ in places(reply)} == {HQ}
    assert "IoT" in reply.text


def test_a_thread_about_another_plan_stays_with_it(real_assistant: Assistant) -> None:
    visitor = at_home(real_assistant, ML)
    visitor.ask("Sở KH&CN làm gì về IPv6", Act.ASK_TASK, SO, topics=["IPv6"], names=["Sở KH&CN"])
    reply = visitor.ask("kinh phí lấy đâu", Act.ASK_FUNDING)
    assert {document for document, _ in places(reply)} == {SO}


@pytest.mark.parametrize("asked", ["còn Sở thì sao", "sở làm gì trong việc này", "bên sở?"])
def test_the_department_is_the_one_of_the_province(real_assistant: Assistant, asked: str) -> None:
    visitor = at_home(real_assistant, ML)
    visitor.ask("ai chủ trì phổ cập kỹ năng số", Act.ASK_RESPONSIBLE)
    reply = visitor.ask(asked, Act.FOLLOW_UP)
    assert places(reply)[0] == (SO, "Phụ lục, mục 6.2")


def test_level_one_is_not_level_two(real_assistant: Assistant) -> None:
    reply = Visitor(real_assistant).ask("Ngồi ở nhà tự làm tài khoản mức 1 được không, làm sao?", Act.ASK_HOW_TO)
    assert places(reply)[0][1] == "Đăng ký tài khoản mức một tại nhà"


def test_another_share_takes_the_place_of_the_one_before(real_assistant: Assistant) -> None:
    visitor = at_home(real_assistant, DP)
    visitor.ask("95% là chỉ tiêu gì", Act.ASK_TARGET)
    reply = visitor.ask("còn 70%", Act.FOLLOW_UP)
    assert "70%" in reply.text
    assert "95%" not in reply.text


def test_the_tasks_of_a_group(real_assistant: Assistant) -> None:
    visitor = at_home(real_assistant, SO)
    visitor.ask("phụ lục có mấy nhóm nhiệm vụ", Act.ASK_COUNT)
    reply = visitor.ask("nhóm 3 gồm những gì", Act.ASK_DEFINITION)
    assert [place for _, place in places(reply)] == ["Phụ lục, mục 3.1", "Phụ lục, mục 3.2", "Phụ lục, mục 3.3"]


@pytest.mark.parametrize(("agency", "count"), [(ML, 3), (SO, 2)])
def test_the_tasks_that_come_back_every_year(real_assistant: Assistant, agency: str, count: int) -> None:
    reply = at_home(real_assistant, agency).ask("nhiệm vụ thường xuyên hàng năm có mấy cái", Act.ASK_COUNT)
    assert f"có {count} nhiệm vụ thực hiện thường xuyên hằng năm" in reply.text
    assert len(places(reply)) == count


def test_a_commune_is_not_given_the_work_of_telecoms_companies(real_assistant: Assistant) -> None:
    visitor = at_home(real_assistant, ML)
    reply = visitor.ask("UBND cấp xã chủ trì nhiệm vụ nào", Act.ASK_UNIT_DUTIES, confidence=0.6)
    assert "Chủ trì 2 nhiệm vụ: 4.5, 6.1." in reply.text
    assert "2.1" not in reply.text


def test_the_tasks_a_unit_leads_are_all_listed(real_assistant: Assistant) -> None:
    reply = at_home(real_assistant, ML).ask("liệt kê các nhiệm vụ do p. VHTT chủ trì", Act.ASK_LIST)
    assert "Chủ trì 8 nhiệm vụ: 1.1, 1.2, 2.5, 4.2, 4.3, 4.4, 5, 6.2." in reply.text


def test_all_that_a_unit_has_to_do_is_told_where_all_is_asked(real_assistant: Assistant) -> None:
    question = "UBND các xã, thị trấn có những trách nhiệm gì theo kế hoạch này, xin liệt kê đầy đủ"
    reply = at_home(real_assistant, HQ).ask(question, Act.ASK_LIST, confidence=0.6)
    told = {place for _, place in places(reply)}
    assert {f"V.7, gạch đầu dòng {at}" for at in range(1, 6)} <= told
    assert "V.1, gạch đầu dòng 4" not in told


def test_who_is_first_of_all_plans_is_asked_of_all(real_assistant: Assistant) -> None:
    question = "Trong 5 kế hoạch, hạn báo cáo của nơi nào sớm nhất?"
    reply = at_home(real_assistant, ML).ask(question, Act.ASK_COMPARISON)
    assert {document for document, _ in places(reply)} == {ML, DP, HQ, TQT, SO}
    assert "05/12" in reply.text


def test_how_many_communes_there_are_is_not_how_many_tasks(real_assistant: Assistant) -> None:
    reply = at_home(real_assistant, ML).ask("huyện Minh Long có mấy xã", Act.ASK_COUNT, ML, names=["Minh Long"])
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS


def test_the_assistants_name_in_the_address_is_no_topic(real_assistant: Assistant) -> None:
    question = "Kính gửi trợ lý ảo, đề nghị cung cấp toàn bộ các chỉ tiêu đến năm 2025 của huyện Minh Long"
    reply = at_home(real_assistant, ML).ask(
        question, Act.ASK_TARGET, ML, topics=["Trợ lý ảo"], names=["Minh Long"], confidence=0.4
    )
    assert len(places(reply)) >= 8
    assert {place.split(",")[0] for _, place in places(reply)[:8]} == {"III.1"}


def test_targets_asked_on_a_plans_page_are_not_answered_by_a_guide(real_assistant: Assistant) -> None:
    reply = at_home(real_assistant, DP).ask("chỉ tiêu chữ ký số", Act.ASK_TARGET, topics=["Chữ ký số"], confidence=0.5)
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS


def test_the_sum_of_a_plans_funding_is_no_fee_of_a_guide(real_assistant: Assistant) -> None:
    reply = at_home(real_assistant, ML).ask("theo KH, kinh phi la bao nhieu tien", Act.ASK_FUNDING)
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS


def test_trouble_is_reported_to_whom_the_plan_says(real_assistant: Assistant) -> None:
    reply = at_home(real_assistant, TQT).ask("Nếu vướng mắc khi thực hiện thì báo cáo ai?", Act.ASK_DEADLINE)
    assert "vướng mắc" in reply.text
    assert "10/12" not in reply.text


def test_whose_a_numbered_document_is_is_no_personal_data(real_assistant: Assistant) -> None:
    visitor = at_home(real_assistant, TQT)
    visitor.ask("Nghị quyết 13-NQ/TU ngày nào", Act.ASK_PLAN_INFO)
    reply = visitor.ask("CTr 52 của ai", Act.ASK_PERSONAL_DATA, confidence=0.5, ranking={Act.ASK_PERSONAL_DATA: 0.5})
    assert reply.outcome is not Outcome.REFUSED


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("làm chữ ký số sao", "Đăng ký chữ ký số trên VNeID"),
        ("chữ ký số làm ở đâu", "Đăng ký chữ ký số trên VNeID"),
        ("mần chữ ký số răng", "Đăng ký chữ ký số trên VNeID"),
        ("chữ ký số là gì", "Chữ ký số là gì"),
        ("chữ ký số dùng ở đâu", "Chữ ký số dùng vào việc gì"),
        ("đăng ký vneid thế nào", "Đăng ký tài khoản mức một tại nhà"),
        ("tra hồ sơ sao", "Theo dõi hồ sơ đã nộp"),
        ("ck nhầm tiền làm sao", "Chuyển nhầm tiền cho người khác"),
    ],
)
def test_few_words_ask_how_to_get_it_or_what_it_is(real_assistant: Assistant, question: str, section: str) -> None:
    reply = Visitor(real_assistant).ask(question, Act.ASK_HOW_TO)
    assert places(reply)[0][1] == section
