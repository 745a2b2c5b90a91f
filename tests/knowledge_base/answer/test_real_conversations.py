"""Turns that lean on the turn before: buttons pressed, years, places and "that one"."""

from __future__ import annotations

import pytest

from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from tests.knowledge_base.asking import Visitor, places

ML, DP, HQ, TQT, SO = "minh-long", "duc-phu", "hon-quan", "truong-quang-trong", "so-khcn-quang-ngai"
SIGNATURE = "năm {year} bao nhiêu phần trăm người trưởng thành có chữ ký số"


@pytest.mark.parametrize(("agency", "place"), [(HQ, "II.2.đ"), (ML, "III.2, gạch đầu dòng 5")])
@pytest.mark.parametrize("typed", [True, False], ids=["typed", "pressed"])
def test_the_answer_to_a_question_asked_back_is_used(visitor: Visitor, agency: str, place: str, typed: bool) -> None:
    # given
    visitor.ask(SIGNATURE.format(year=2030), Act.ASK_TARGET)
    # when
    name = {HQ: "Hớn Quản", ML: "Minh Long"}[agency]
    reply = visitor.ask(name if typed else "", Act.FOLLOW_UP, agency, names=[name] if typed else [])
    # then
    assert reply.outcome is Outcome.ANSWERED
    assert "Trên 70%" in reply.text
    assert places(reply) == [(agency, place)]


def test_another_year_of_the_same_plan(visitor: Visitor) -> None:
    visitor.ask(f"Hớn Quản {SIGNATURE.format(year=2030)}", Act.ASK_TARGET, HQ, names=["Hớn Quản"])
    reply = visitor.ask("còn năm 2025 thì sao", Act.FOLLOW_UP)
    assert "Trên 50%" in reply.text
    assert places(reply) == [(HQ, "II.1.g")]


def test_another_place_with_the_same_question(visitor: Visitor) -> None:
    visitor.ask(f"Minh Long {SIGNATURE.format(year=2030)}", Act.ASK_TARGET, ML, names=["Minh Long"])
    reply = visitor.ask("Trương Quang Trọng thì sao", Act.FOLLOW_UP, TQT, names=["Trương Quang Trọng"])
    assert "Trên 70%" in reply.text
    assert places(reply) == [(TQT, "III.2, gạch đầu dòng 5")]


@pytest.mark.parametrize(("act", "text"), [(Act.FOLLOW_UP, "Đức Phú thì sao"), (Act.ASK_TARGET, "thế còn Đức Phú")])
@pytest.mark.parametrize("year", [2025, 2030])
def test_a_place_whose_plan_lacks_the_target_borrows_none(visitor: Visitor, act: Act, text: str, year: int) -> None:
    # given
    question = f"Minh Long {SIGNATURE.format(year=year)}"
    visitor.ask(question, Act.ASK_TARGET, ML, topics=["Chữ ký số"], names=["Minh Long"])
    # when
    reply = visitor.ask(text, act, DP, names=["Đức Phú"])
    # then
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert "điện thoại" not in reply.text


def test_a_year_for_which_the_plan_sets_no_target_is_not_answered_with_another_years(
    visitor: Visitor,
) -> None:
    visitor.ask("năm 2030 Đức Phú phủ sóng 5G bao nhiêu phần trăm", Act.ASK_TARGET, DP, names=["Đức Phú"])
    reply = visitor.ask("còn năm 2025 thì sao", Act.FOLLOW_UP)
    assert "2030" not in reply.text


@pytest.mark.parametrize(("text", "act"), [("ai làm cái đó", Act.ASK_RESPONSIBLE), ("ai làm cái đó", Act.FOLLOW_UP)])
def test_who_does_that(visitor: Visitor, text: str, act: Act) -> None:
    # given
    visitor.ask("Kế hoạch Minh Long có nói về trợ lý ảo cho người dân không", Act.ASK_TASK, ML, names=["Minh Long"])
    # when
    reply = visitor.ask(text, act)
    # then
    assert "Chủ trì: Văn phòng HĐND&UBND huyện; Phòng Văn hóa và Thông tin." in reply.text
    assert places(reply) == [(ML, "Phụ lục, mục 4.3")]


def test_a_new_question_of_its_own_keeps_the_place_but_not_the_topic(visitor: Visitor) -> None:
    visitor.ask(f"Hớn Quản {SIGNATURE.format(year=2030)}", Act.ASK_TARGET, HQ, names=["Hớn Quản"])
    reply = visitor.ask("hạn báo cáo là ngày nào", Act.ASK_DEADLINE)
    assert "20/12" in reply.text
    assert {one.document_id for one in reply.citations} == {HQ}


def test_on_an_agencys_page_a_follow_up_stays_there(real_assistant: Assistant) -> None:
    visitor = Visitor(real_assistant, ML)
    visitor.ask(SIGNATURE.format(year=2025), Act.ASK_TARGET)
    reply = visitor.ask("còn năm 2030 thì sao", Act.FOLLOW_UP)
    assert places(reply) == [(ML, "III.2, gạch đầu dòng 5")]


@pytest.mark.parametrize("text", ["thế còn cái kia", "còn nữa không", "vậy hả"])
def test_nothing_to_lean_on_is_asked_back(visitor: Visitor, text: str) -> None:
    reply = visitor.ask(text, Act.FOLLOW_UP)
    assert reply.outcome is Outcome.CLARIFICATION
    assert reply.text


@pytest.mark.parametrize("told", ["asked", "answered"])
def test_a_unit_that_is_pointed_at_is_the_one_before(visitor: Visitor, told: str) -> None:
    # given a question that names the unit, or an answer that tells of it
    before = {
        "asked": ("Văn phòng Thống kê phường Trương Quang Trọng tham mưu cái gì", Act.ASK_UNIT_DUTIES),
        "answered": ("Trương Quang Trọng ai tham mưu ban hành kế hoạch quản lý hạ tầng số", Act.ASK_RESPONSIBLE),
    }
    visitor.ask(*before[told], TQT, names=["Trương Quang Trọng"])
    # when
    reply = visitor.ask("thế bộ phận ấy hằng năm phải báo cáo cho nơi nào", Act.ASK_DEADLINE)
    # then
    assert places(reply) == [(TQT, "VII.1.e")]
    assert "Ủy ban nhân dân thành phố Quảng Ngãi" in reply.text


def test_more_of_a_unit_that_is_pointed_at(visitor: Visitor) -> None:
    visitor.ask("Phòng Tài chính Minh Long giúp gì doanh nghiệp nhỏ", Act.ASK_UNIT_DUTIES, ML, names=["Minh Long"])
    ranking = {Act.FOLLOW_UP: 0.7, Act.ASK_UNIT_DUTIES: 0.2}
    reply = visitor.ask("phòng đó còn việc gì nữa", Act.FOLLOW_UP, ranking=ranking)
    assert {locator for _, locator in places(reply)} == {f"VII.3.{letter}" for letter in "abcd"}


def test_a_question_that_goes_on_after_a_plan_is_of_that_plan(visitor: Visitor) -> None:
    visitor.ask("Hớn Quản làm bản sao số để giúp y tế à", Act.ASK_TASK, HQ, names=["Hớn Quản"])
    ranking = {Act.ASK_RULE: 0.4, Act.FOLLOW_UP: 0.3, Act.ASK_TASK: 0.25}
    reply = visitor.ask("dạ còn logistics có không ạ", Act.ASK_RULE, confidence=0.4, ranking=ranking)
    assert reply.outcome is Outcome.ANSWERED
    assert {document for document, _ in places(reply)} == {HQ}


@pytest.mark.parametrize("text", ["lấy cái kia", "đọc cho nghe với"])
def test_a_first_message_that_hardly_says_a_word_is_asked_what_it_is_about(visitor: Visitor, text: str) -> None:
    ranking = {Act.FOLLOW_UP: 0.5, Act.REQUEST_WRONGDOING: 0.4}
    reply = visitor.ask(text, Act.FOLLOW_UP, confidence=0.5, ranking=ranking)
    assert reply.outcome is Outcome.CLARIFICATION


def test_a_year_after_a_target_is_of_that_target(visitor: Visitor) -> None:
    question = "Đức Phú 2025 đặt bao nhiêu phần trăm hộ có thiết bị thông minh"
    visitor.ask(question, Act.ASK_TARGET, DP, names=["Đức Phú"], topics=["Thiết bị thông minh"])
    ranking = {Act.FOLLOW_UP: 0.6, Act.ASK_TARGET: 0.3}
    reply = visitor.ask("thế đến 2030 thì nhà nào cũng có hay sao", Act.FOLLOW_UP, confidence=0.6, ranking=ranking)
    assert places(reply) == [(DP, "II.2.a, gạch đầu dòng 1")]


def test_how_long_it_takes_after_a_guide_is_of_that_guide(visitor: Visitor) -> None:
    visitor.ask("làm VNeID mức 2 cần mang giấy gì", Act.ASK_RULE, topics=["Tài khoản định danh mức 2"])
    reply = visitor.ask("làm rồi mấy bữa mới xong", Act.ASK_ACTUAL_STATE)
    assert reply.outcome is Outcome.ANSWERED
    assert {document for document, _ in places(reply)} == {"vneid"}
    assert "ngày làm việc" in reply.text


def test_what_is_half_a_follow_up_leans_on_the_turn_before(visitor: Visitor) -> None:
    iot = ["Internet vạn vật (IoT)"]
    visitor.ask("Minh Long năm 2025 mỗi người có mấy kết nối IoT?", Act.ASK_TARGET, "minh-long", topics=iot)
    ranking = {Act.FOLLOW_UP: 0.51, Act.ASK_TARGET: 0.48}
    text = "Vậy sang mốc 2030 thì mỗi người mấy kết nối?"
    reply = visitor.ask(text, Act.SEARCH, confidence=0.35, ranking=ranking)
    assert "04 kết nối" in reply.text


@pytest.mark.parametrize(
    ("before", "topics", "question", "title"),
    [
        (
            "làm VNeID mức 2 ở đâu",
            ["Tài khoản định danh mức 2"],
            ("có phải đóng tiền không", "mấy ngày thì xong"),
            ("Làm định danh mức hai có mất tiền không", "Bao lâu thì có tài khoản định danh"),
        ),
        (
            "đăng ký chữ ký số thế nào",
            ["Chữ ký số"],
            ("mất phí bao nhiêu", "quên mã PIN thì sao"),
            ("Chữ ký số có mất phí không, có được miễn phí không", "Quên mã PIN chữ ký số"),
        ),
    ],
)
def test_short_questions_stay_in_the_guide_that_was_told(
    visitor: Visitor, before: str, topics: list[str], question: tuple[str, ...], title: tuple[str, ...]
) -> None:
    visitor.ask(before, Act.ASK_HOW_TO, topics=topics)
    for asked, told in zip(question, title, strict=True):
        reply = visitor.ask(asked, Act.ASK_RULE)
        assert told in [locator for _, locator in places(reply)]


def test_another_topic_leaves_the_guide(visitor: Visitor) -> None:
    visitor.ask("làm VNeID mức 2 ở đâu", Act.ASK_HOW_TO, topics=["Tài khoản định danh mức 2"])
    reply = visitor.ask("chuyển nhầm tiền thì sao", Act.ASK_HOW_TO)
    assert places(reply)[0][0] == "thanh-toan-truc-tuyen"


@pytest.mark.parametrize(
    ("before", "number"),
    [
        ("mua hàng trên mạng gặp hàng giả thì làm sao", "1800.6838"),
        ("trả tiền điện ở Quảng Ngãi thế nào", "1900 1909"),
    ],
)
def test_whom_to_call_is_the_number_in_what_was_told(visitor: Visitor, before: str, number: str) -> None:
    visitor.ask(before, Act.ASK_HOW_TO)
    reply = visitor.ask("gọi số nào", Act.ASK_OFFICE_CONTACT)
    assert reply.outcome is Outcome.ANSWERED
    assert places(reply) == [("lien-he-can-biet", number)]


def test_where_no_number_was_told_none_of_another_matter_is(visitor: Visitor) -> None:
    visitor.ask("đăng ký chữ ký số trên VNeID thế nào", Act.ASK_HOW_TO, topics=["Chữ ký số"])
    assert visitor.ask("gọi số nào", Act.ASK_OFFICE_CONTACT).outcome is Outcome.HANDOVER
    assert places(visitor.ask("báo cháy gọi số mấy", Act.ASK_OFFICE_CONTACT))[0] == ("lien-he-can-biet", "114")


@pytest.mark.parametrize(
    ("before", "short", "act", "confidence", "place"),
    [
        ("đăng ký chữ ký số sao", "mất bao nhiêu tiền", Act.OUT_OF_SCOPE, 0.84, "chu-ky-so"),
        ("làm VNeID mức 2 ở đâu", "bao lâu thì xong", Act.ASK_RULE, 0.9, "vneid"),
        ("làm VNeID mức 2 ở đâu", "thằng cháu nội tui 5 tuổi thì sao", Act.OUT_OF_SCOPE, 0.62, "vneid"),
        ("lỡ bấm link lạ ngân hàng nhắn", "đã nhập mật khẩu", Act.ASK_ACTUAL_STATE, 0.5, "phong-chong-lua-dao"),
        ("cách gọi video Zalo", "sao nó không thấy mặt tui", Act.URGENT_HELP, 0.53, "internet-co-ban"),
    ],
)
def test_a_few_words_after_a_guide_are_about_it_whatever_they_are_guessed_to_be(
    visitor: Visitor, before: str, short: str, act: Act, confidence: float, place: str
) -> None:
    visitor.ask(before, Act.ASK_HOW_TO)
    reply = visitor.ask(short, act, confidence=confidence)
    assert reply.outcome in {Outcome.ANSWERED, Outcome.NOT_IN_DOCUMENTS}
    assert {document for document, _ in places(reply)} == {place}


def test_every_question_of_a_thread_leans_on_the_one_that_named_the_matter(visitor: Visitor) -> None:
    visitor.ask("Mobile Money là gì", Act.ASK_DEFINITION, topics=["Mobile Money"])
    visitor.ask("hạn mức bao nhiêu", Act.ASK_RULE)
    account = visitor.ask("có cần tài khoản ngân hàng không", Act.ASK_RULE)
    papers = visitor.ask("cần giấy tờ gì", Act.ASK_PROCEDURE)
    assert "Mobile Money" in places(account)[0][1]
    assert places(papers)[0] == ("thanh-toan-truc-tuyen", "Mở Mobile Money cần gì")


def test_a_term_that_is_asked_about_is_no_part_of_the_guide_before(visitor: Visitor) -> None:
    visitor.ask("nộp hồ sơ dịch vụ công qua mạng thế nào", Act.ASK_HOW_TO)
    reply = visitor.ask("VNeID là gì", Act.ASK_DEFINITION, topics=["VNeID"])
    assert places(reply) == [("giai-thich-thuat-ngu", "VNeID")]


def test_what_goes_on_is_no_wish_to_speak_to_a_person(visitor: Visitor) -> None:
    visitor.ask("Có người lạ chuyển nhầm tiền vô tài khoản tui thì làm sao", Act.ASK_HOW_TO)
    ranking = {Act.REQUEST_OFFICER: 0.69, Act.FOLLOW_UP: 0.26}
    text = "Vậy tui tự chuyển ngược lại cho người ta được không"
    reply = visitor.ask(text, Act.REQUEST_OFFICER, confidence=0.69, ranking=ranking)
    assert "không tự chuyển lại" in reply.text


@pytest.mark.parametrize(
    ("before", "short"),
    [("nộp hồ sơ dịch vụ công thế nào", "bao lau co ket qua"), ("cách gọi video Zalo", "mấy ngày xong")],
)
def test_a_time_that_the_guide_does_not_tell_is_not_that_of_another(visitor: Visitor, before: str, short: str) -> None:
    visitor.ask(before, Act.ASK_HOW_TO)
    reply = visitor.ask(short, Act.ASK_RULE)
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert "ngày làm việc" not in reply.text


def test_what_it_costs_is_that_of_the_guide_before(visitor: Visitor) -> None:
    visitor.ask("nộp hồ sơ dịch vụ công thế nào", Act.ASK_HOW_TO)
    visitor.ask("bao lâu có kết quả", Act.ASK_RULE)
    reply = visitor.ask("mất bao nhiêu tiền", Act.OUT_OF_SCOPE, confidence=0.84)
    assert places(reply) == [("dich-vu-cong", "Nộp qua mạng có mất phí không")]
