"""Tasks, units, deadlines, money, counts and lists of the five plans."""

from __future__ import annotations

import re

import pytest

from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from tests.knowledge_base.asking import Visitor, places

ML, DP, HQ, TQT, SO = "minh-long", "duc-phu", "hon-quan", "truong-quang-trong", "so-khcn-quang-ngai"

APPENDIX = [
    (
        "Ở Minh Long ai chủ trì triển khai nền tảng thanh toán trực tuyến",
        Act.ASK_RESPONSIBLE,
        ML,
        (),
        "Phụ lục, mục 4.1",
        [
            "Chủ trì: Các ngân hàng trên địa bàn huyện.",
            "Phối hợp: Công an huyện; Các cơ quan, ban, ngành; UBND cấp xã; Các doanh nghiệp viễn thông.",
        ],
    ),
    (
        "Nhiệm vụ trợ lý ảo phục vụ người dân ở Minh Long ai phối hợp",
        Act.ASK_RESPONSIBLE,
        ML,
        (),
        "Phụ lục, mục 4.3",
        ["Chủ trì: Văn phòng HĐND&UBND huyện; Phòng Văn hóa và Thông tin."],
    ),
    (
        "Nhiệm vụ 4.4 của Minh Long làm năm nào",
        Act.ASK_PERIOD,
        ML,
        ("4.4",),
        "Phụ lục, mục 4.4",
        ["Thời gian thực hiện: 2025–2030."],
    ),
    (
        "Minh Long tập huấn an toàn thông tin vào thời gian nào",
        Act.ASK_PERIOD,
        ML,
        (),
        "Phụ lục, mục 5",
        ["Thời gian thực hiện: thường xuyên hằng năm."],
    ),
    (
        "Nhiệm vụ 4.1 của Minh Long là gì",
        Act.ASK_TASK,
        ML,
        ("4.1",),
        "Phụ lục, mục 4.1",
        ["Nhiệm vụ 4.1: Triển khai nền tảng thanh toán trực tuyến"],
    ),
    (
        "Nhiệm vụ 3.1 của Sở KHCN ai chủ trì",
        Act.ASK_RESPONSIBLE,
        SO,
        ("3.1",),
        "Phụ lục, mục 3.1",
        ["Chủ trì: Trung tâm Chuyển đổi số và Đổi mới sáng tạo tỉnh"],
    ),
    (
        "Sở chuyển đổi sang IPv6 trong năm nào",
        Act.ASK_PERIOD,
        SO,
        (),
        "Phụ lục, mục 2",
        ["Thời gian thực hiện: năm 2025."],
    ),
]


@pytest.mark.parametrize(("question", "act", "agency", "tasks", "place", "said"), APPENDIX)
def test_an_appendix_row_with_its_units_and_its_period(
    visitor: Visitor, question: str, act: Act, agency: str, tasks: tuple[str, ...], place: str, said: list[str]
) -> None:
    reply = visitor.ask(question, act, agency, tasks=tasks)
    assert reply.outcome is Outcome.ANSWERED
    for one in said:
        assert one in reply.text
    assert places(reply)[0] == (agency, place)


def test_the_same_task_number_means_the_asked_plans_row(visitor: Visitor) -> None:
    ours = visitor.ask("Nhiệm vụ 4.2 của Minh Long là gì", Act.ASK_TASK, ML, tasks=["4.2"])
    theirs = visitor.ask("Nhiệm vụ 4.2 của Sở là gì", Act.ASK_TASK, SO, tasks=["4.2"])
    assert places(ours) == [(ML, "Phụ lục, mục 4.2")]
    assert places(theirs) == [(SO, "Phụ lục, mục 4.2")]
    assert "trợ lý ảo" in theirs.text
    assert "trợ lý ảo" not in ours.text


@pytest.mark.parametrize(
    ("question", "agency", "said", "cited"),
    [
        (
            "phòng tài chính kế hoạch huyện Minh Long phải làm gì",
            ML,
            "Bố trí vốn đầu tư phát triển",
            ["VII.3.a", "VII.3.b", "VII.3.c", "VII.3.d"],
        ),
        ("Công chức văn hóa xã hội xã Đức Phú làm gì", DP, "tuyên truyền kết quả, thành tựu", ["V.2"]),
        ("Phòng Kinh tế và Hạ tầng Minh Long có trách nhiệm gì", ML, "cấp giấy phép xây dựng", ["VII.5"]),
    ],
)
def test_what_a_unit_has_to_do(visitor: Visitor, question: str, agency: str, said: str, cited: list[str]) -> None:
    reply = visitor.ask(question, Act.ASK_UNIT_DUTIES, agency)
    assert reply.outcome is Outcome.ANSWERED
    assert said in reply.text
    assert {(agency, place) for place in cited} <= set(places(reply))


@pytest.mark.parametrize(
    ("question", "agency", "said", "place"),
    [
        (
            "Minh Long báo cáo kết quả trước ngày nào, gửi ai",
            ML,
            "báo cáo UBND huyện (qua Phòng Văn hóa và Thông tin): trước ngày 15/12 hằng năm",
            "Phần kết",
        ),
        (
            "Đức Phú hạn báo cáo hằng năm là ngày nào",
            DP,
            "báo cáo Ủy ban nhân dân huyện Mộ Đức (qua Phòng Văn hóa và Thông tin huyện): trước ngày 05/12 hằng năm",
            "V.1",
        ),
        (
            "Hớn Quản báo cáo trước ngày nào",
            HQ,
            "báo cáo Ủy ban nhân dân huyện Hớn Quản: trước ngày 20/12 hằng năm",
            "V.1, gạch đầu dòng 7",
        ),
        (
            "phường Trương Quang Trọng hạn báo cáo khi nào",
            TQT,
            "(qua Văn phòng Thống kê): trước ngày 10/12 hằng năm",
            "Phần kết",
        ),
        (
            "Sở báo cáo trước ngày nào",
            SO,
            "báo cáo Giám đốc Sở: định kỳ hằng năm, kế hoạch không ghi ngày cụ thể",
            "IV.3",
        ),
    ],
)
def test_a_report_deadline_with_day_month_recipient_and_through(
    visitor: Visitor, question: str, agency: str, said: str, place: str
) -> None:
    reply = visitor.ask(question, Act.ASK_DEADLINE, agency)
    assert reply.outcome is Outcome.ANSWERED
    assert said in reply.text
    assert (agency, place) in places(reply)


def test_a_sentence_ends_with_one_full_stop(visitor: Visitor) -> None:
    for agency in (ML, DP, HQ, TQT, SO):
        reply = visitor.ask("hạn báo cáo kết quả là ngày nào", Act.ASK_DEADLINE, agency)
        assert re.findall(r"(?<![.,])\.\.(?!\.)", reply.text) == []


@pytest.mark.parametrize("agencies", [(ML, DP), (HQ, SO)])
def test_deadlines_of_several_plans_side_by_side(visitor: Visitor, agencies: tuple[str, ...]) -> None:
    reply = visitor.ask("So sánh hạn báo cáo của hai nơi", Act.ASK_COMPARISON, *agencies)
    assert {one.document_id for one in reply.citations} == set(agencies)


def test_what_is_to_be_done_is_shown_before_an_aim_that_says_no_more_of_it(visitor: Visitor) -> None:
    reply = visitor.ask("Hớn Quản có làm gì để phủ sóng di động 5G không", Act.ASK_TASK, HQ)
    assert places(reply)[0] == (HQ, "III.1.d")
    assert reply.text.index("mở rộng vùng phủ sóng") < reply.text.index("99% dân số")
    assert reply.text.index("99% dân số") < reply.text.index("không phải kết quả đã đạt")


def test_what_is_only_near_is_said_to_be_only_near(visitor: Visitor) -> None:
    unsaid = "Tôi không thấy kế hoạch nói thẳng điều được hỏi."
    far = visitor.ask("Hớn Quản giao ai quản lý nghĩa trang", Act.ASK_RESPONSIBLE, HQ)
    assert far.outcome is Outcome.NOT_IN_DOCUMENTS or unsaid in far.text
    for question, act in (("Hớn Quản làm gì để phủ sóng 5G", Act.ASK_TASK), ("ai lo phủ sóng 5G", Act.ASK_RESPONSIBLE)):
        near = visitor.ask(question, act, HQ)
        assert near.outcome is Outcome.ANSWERED
        assert unsaid not in near.text


@pytest.mark.parametrize("question", ["Trương Quang Trọng có mấy khu công nghiệp", "có bao nhiêu héc ta rừng"])
def test_the_tasks_are_not_counted_where_something_else_is_asked_for(visitor: Visitor, question: str) -> None:
    reply = visitor.ask(question, Act.ASK_COUNT, TQT)
    assert "Nhiệm vụ, giải pháp" not in {one.locator for one in reply.citations}


def test_not_every_task_is_listed_where_something_else_is_asked_for(visitor: Visitor) -> None:
    reply = visitor.ask("cho xin tên các sản phẩm OCOP mà Hớn Quản muốn nâng hạng", Act.ASK_LIST, HQ)
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS


def test_a_plan_that_is_sent_is_no_report(visitor: Visitor) -> None:
    reply = visitor.ask("So sánh hạn báo cáo của hai nơi", Act.ASK_COMPARISON, ML, DP)
    assert (ML, "Phần kết") in places(reply)
    assert (ML, "VII.6.a") not in places(reply)
    reply = visitor.ask("Doanh nghiệp viễn thông gửi kế hoạch của mình về huyện trước ngày nào", Act.ASK_DEADLINE, ML)
    assert "gửi UBND huyện (qua Phòng Văn hóa và Thông tin): trước ngày 15/12" in reply.text


@pytest.mark.parametrize(
    ("agency", "said", "place"),
    [
        (DP, "nguồn huy động từ các nguồn tài trợ hợp pháp khác", "IV"),
        (ML, "ngân sách nhà nước", "VI.1"),
        (SO, "ngân sách nhà nước", "III.1"),
        (HQ, "Nhà nước bảo đảm kinh phí", "IV.3, gạch đầu dòng 1"),
    ],
)
def test_where_the_money_comes_from(visitor: Visitor, agency: str, said: str, place: str) -> None:
    reply = visitor.ask("Kinh phí thực hiện kế hoạch lấy từ đâu", Act.ASK_FUNDING, agency)
    assert reply.outcome is Outcome.ANSWERED
    assert said in reply.text
    assert (agency, place) in places(reply)


@pytest.mark.parametrize(
    ("question", "act"),
    [
        ("Kế hoạch này tốn bao nhiêu tiền", Act.ASK_FUNDING),
        ("Tổng kinh phí là mấy tỷ", Act.ASK_FUNDING),
        ("Số tiền lắp trạm 5G là bao nhiêu tỷ", Act.ASK_TASK),
    ],
)
@pytest.mark.parametrize("agency", [ML, DP, HQ])
def test_an_amount_is_never_made_up(visitor: Visitor, question: str, act: Act, agency: str) -> None:
    reply = visitor.ask(question, act, agency)
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert "không ghi số tiền cụ thể" in reply.text
    assert re.search(r"\d", reply.text) is None


@pytest.mark.parametrize(
    ("question", "agency", "said"),
    [
        ("Kế hoạch Minh Long giao bao nhiêu nhiệm vụ", ML, "giao 17 nhiệm vụ trong phụ lục"),
        ("Sở KHCN có bao nhiêu nhiệm vụ", SO, "giao 15 nhiệm vụ trong phụ lục"),
        ("Đức Phú có mấy nhiệm vụ", DP, "không có phụ lục phân công"),
        ("Đức Phú nêu bao nhiêu chỉ tiêu năm 2030", DP, "5 chỉ tiêu đến năm 2030"),
        ("Hớn Quản nêu mấy chỉ tiêu năm 2025", HQ, "13 chỉ tiêu đến năm 2025"),
        ("Phòng Văn hóa và Thông tin Minh Long chủ trì mấy nhiệm vụ", ML, "chủ trì 8 nhiệm vụ"),
        ("Phòng Văn hóa và Thông tin Minh Long phối hợp mấy nhiệm vụ", ML, "phối hợp 3 nhiệm vụ: 2.1, 3.2, 6.1"),
        ("Phòng BCVT&CNTT của Sở chủ trì bao nhiêu nhiệm vụ", SO, "chủ trì 12 nhiệm vụ"),
    ],
)
def test_counts_come_from_the_records(visitor: Visitor, question: str, agency: str, said: str) -> None:
    reply = visitor.ask(question, Act.ASK_COUNT, agency)
    assert reply.outcome is Outcome.ANSWERED
    assert said in reply.text


def test_a_list_of_targets_holds_those_of_the_year_and_no_other(visitor: Visitor) -> None:
    reply = visitor.ask("Liệt kê chỉ tiêu năm 2030 của Đức Phú", Act.ASK_LIST, DP)
    assert reply.text.count("• Đến năm 2030") == 5
    assert "2025:" not in reply.text
    assert len(reply.citations) == 5


def test_a_list_of_tasks_holds_every_appendix_row(visitor: Visitor) -> None:
    reply = visitor.ask("Liệt kê nhiệm vụ của Sở KHCN", Act.ASK_LIST, SO)
    assert reply.text.count("\n• ") == len(reply.citations) == 15


def test_the_plans_that_are_known(visitor: Visitor) -> None:
    reply = visitor.ask("Bạn có những kế hoạch nào", Act.ASK_LIST)
    assert {one.document_id for one in reply.citations} == {ML, DP, HQ, TQT, SO}


def test_a_province_speaks_through_its_departments_plans(real_assistant: Assistant) -> None:
    reply = Visitor(real_assistant, "quang-ngai").ask("ai chủ trì nâng cấp trung tâm dữ liệu tỉnh", Act.ASK_RESPONSIBLE)
    assert places(reply) == [(SO, "Phụ lục, mục 3.1")]


@pytest.mark.parametrize(
    ("question", "agency"),
    [
        ("kế hoạch Minh Long có nói gì về tàu vũ trụ không", ML),
        ("Đức Phú có nhiệm vụ xây sân bay không", DP),
        ("kế hoạch của Sở có nói chuyện nuôi tôm hùm không", SO),
    ],
)
def test_what_no_plan_mentions_is_not_in_the_documents(visitor: Visitor, question: str, agency: str) -> None:
    reply = visitor.ask(question, Act.ASK_TASK, agency)
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert reply.citations == []


@pytest.mark.parametrize(
    ("question", "act", "agency"),
    [
        ("Kế hoạch huyện Minh Long có nói xây thêm mấy trụ BTS trong năm 2025 hông rứa?", Act.ASK_TASK, ML),
        ("nam 2025 phuong truong quang trong lap them bao nhieu tram phat song 5g", Act.ASK_TARGET, TQT),
        ("quy hoạch viễn thông thụ động của tỉnh được duyệt theo quyết định số mấy", Act.ASK_TASK, SO),
        ("Giá gắn mạng cáp quang ở Hớn Quản là bao nhiêu một tháng", Act.ASK_TASK, HQ),
    ],
)
def test_a_number_that_the_plan_does_not_give_is_not_answered_by_another(
    visitor: Visitor, question: str, act: Act, agency: str
) -> None:
    reply = visitor.ask(question, act, agency)
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS


def test_it_is_said_to_be_mentioned_only_where_the_plan_itself_says_it(visitor: Visitor) -> None:
    said = visitor.ask("Kế hoạch Minh Long có nói về thông tin liên lạc vệ tinh không", Act.ASK_TASK, ML)
    asked = visitor.ask("Hớn Quản có nói chuyện trồng cao su không", Act.ASK_TASK, HQ)
    assert "Có, kế hoạch có nêu." in said.text
    assert "Có, kế hoạch có nêu." not in asked.text


def test_to_whom_something_is_reported_is_part_of_a_duty_that_is_asked_for(visitor: Visitor) -> None:
    question = "bộ phận nào giám sát các tuyến cáp trục, cáp thuê bao và báo cáo lên cấp nào để chỉ đạo chỉnh trang"
    reply = visitor.ask(question, Act.ASK_RESPONSIBLE, TQT)
    assert "UBND thành phố" in reply.text
    assert "cáp thuê bao" in reply.text


def test_lines_of_work_are_no_units(visitor: Visitor) -> None:
    reply = visitor.ask("Đức Phú xây dựng cơ sở dữ liệu ở những ngành, lĩnh vực nào", Act.ASK_TASK, DP)
    assert "hộ tịch" in reply.text


def test_a_unit_whose_name_merely_stands_in_the_question_does_not_take_the_answer(visitor: Visitor) -> None:
    question = "Liên quan đến Trung tâm chuyển đổi số vùng Bắc Trung Bộ và duyên hải miền Trung, Sở được giao việc gì"
    reply = visitor.ask(question, Act.ASK_UNIT_DUTIES, SO)
    assert places(reply) == [(SO, "Phụ lục, mục 3.2")]


def test_what_ones_own_plan_carries_out_is_not_looked_for_in_one_above(real_assistant: Assistant) -> None:
    question = "Kế hoạch hạ tầng số của huyện ra đời để thực hiện kế hoạch nào của UBND tỉnh Quảng Ngãi"
    reply = Visitor(real_assistant, ML).ask(question, Act.ASK_PLAN_INFO, "quang-ngai", names=["UBND tỉnh Quảng Ngãi"])
    assert "252/KH-UBND" in reply.text
    assert {document for document, _ in places(reply)} == {ML}


def test_tasks_that_end_with_a_year_are_listed_where_it_is_asked_which_these_are(visitor: Visitor) -> None:
    reply = visitor.ask("Việc nào trong phụ lục phải dứt điểm trong 2025, không kéo sang 2030", Act.ASK_PERIOD, SO)
    assert places(reply) == [(SO, "Phụ lục, mục 1.2"), (SO, "Phụ lục, mục 2")]


@pytest.mark.parametrize(
    ("question", "agency", "place"),
    [
        ("Văn phòng Thống kê phường Trương Quang Trọng báo cáo những nơi nào", TQT, "VII.1.e"),
        ("phường Trương Quang Trọng, Văn phòng Thống kê nộp báo cáo trước ngày nào", TQT, "Phần kết"),
        ("làm kế hoạch Minh Long mà gặp khó khăn thì báo cáo ai", ML, "Phần kết"),
    ],
)
def test_the_report_of_the_unit_that_is_named(visitor: Visitor, question: str, agency: str, place: str) -> None:
    name = {TQT: "Trương Quang Trọng", ML: "Minh Long"}[agency]
    reply = visitor.ask(question, Act.ASK_DEADLINE, agency, names=[name])
    assert places(reply)[0] == (agency, place)


def test_the_work_of_a_unit_outside_the_appendix_is_counted(visitor: Visitor) -> None:
    reply = visitor.ask("Phòng Tài chính Minh Long được giao mấy việc", Act.ASK_COUNT, ML, names=["Minh Long"])
    assert "giao Phòng Tài chính - Kế hoạch huyện 4 việc:" in reply.text
    assert "không chủ trì" not in reply.text
    assert len(reply.citations) == 4


def test_who_leads_nothing_is_told_so_and_what_it_does(visitor: Visitor) -> None:
    question = "Phòng Tài chính Minh Long chủ trì mấy nhiệm vụ trong phụ lục"
    reply = visitor.ask(question, Act.ASK_COUNT, ML, names=["Minh Long"])
    assert "không chủ trì nhiệm vụ nào" in reply.text
    assert "4 việc:" in reply.text


def test_the_few_tasks_that_a_unit_leads_are_told_with_what_they_are(visitor: Visitor) -> None:
    question = "Trung tâm Chuyển đổi số và Đổi mới sáng tạo của Sở chủ trì gì"
    reply = visitor.ask(question, Act.ASK_UNIT_DUTIES, SO, names=["Sở"])
    assert "Chủ trì 3 nhiệm vụ: 3.1, 3.3, 6.1." in reply.text
    assert "• 3.1: Nâng cấp Trung tâm dữ liệu tỉnh" in reply.text


def test_who_does_it_in_two_places(visitor: Visitor) -> None:
    question = "ai lo cấp phép xây dựng công trình viễn thông thụ động ở Minh Long và Trương Quang Trọng"
    reply = visitor.ask(question, Act.ASK_RESPONSIBLE, ML, TQT, names=["Minh Long", "Trương Quang Trọng"])
    assert "Thủ trưởng các cơ quan, ban, ngành; Chủ tịch UBND các xã:" in reply.text
    assert {document for document, _ in places(reply)} == {ML, TQT}


def test_what_the_plan_is_all_about_does_not_hide_where_its_money_comes_from(visitor: Visitor) -> None:
    question = "Minh Long làm hạ tầng số bằng tiền ngân sách hay doanh nghiệp bỏ"
    reply = visitor.ask(question, Act.ASK_FUNDING, ML, names=["Minh Long"])
    assert (ML, "VI.1") in places(reply)


def test_a_document_that_one_plan_names_needs_no_question_back(visitor: Visitor) -> None:
    reply = visitor.ask("Chương trình 52-CTr/TU do ai ban hành", Act.ASK_PLAN_INFO)
    assert reply.outcome is Outcome.ANSWERED
    assert places(reply) == [(TQT, "I.1")]


def test_one_clause_that_speaks_of_both_topics_is_told(visitor: Visitor) -> None:
    question = "Sở đặt hạ tầng số phổ cập, xanh, an toàn ra sao"
    topics = ["Hạ tầng số", "Phổ cập dịch vụ số"]
    reply = visitor.ask(question, Act.ASK_TASK, SO, topics=topics, names=["Sở"])
    assert places(reply)[0] == (SO, "I.1")


def test_targets_of_a_topic_that_has_none_are_not_all_counted(visitor: Visitor) -> None:
    question = "Minh Long đặt mục tiêu bao nhiêu về IPv6"
    reply = visitor.ask(question, Act.ASK_COUNT, ML, topics=["IPv6"], names=["Minh Long"])
    assert "chỉ tiêu" not in reply.text
    assert len(reply.citations) < 4


def test_the_work_of_who_is_in_no_plan_is_not_that_of_a_name_like_it(visitor: Visitor) -> None:
    question = "công an phường làm gì trong kế hoạch Trương Quang Trọng"
    reply = visitor.ask(question, Act.ASK_UNIT_DUTIES, TQT, names=["phường Trương Quang Trọng"])
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS


def test_who_makes_the_report_is_told(visitor: Visitor) -> None:
    question = "phòng nào của Hớn Quản làm báo cáo kết quả thực hiện kế hoạch"
    reply = visitor.ask(question, Act.ASK_RESPONSIBLE, HQ, names=["Hớn Quản"])
    assert (HQ, "V.1, gạch đầu dòng 7") in places(reply)


def test_who_gets_the_plan_is_not_who_does_something(visitor: Visitor) -> None:
    question = "Minh Long ban chỉ đạo chuyển đổi số do ai làm trưởng"
    reply = visitor.ask(question, Act.ASK_RESPONSIBLE, ML, names=["Minh Long"], topics=["Chuyển đổi số"])
    assert (ML, "Nơi nhận") not in places(reply)


def test_the_passage_as_near_to_the_question_is_told_too(visitor: Visitor) -> None:
    question = "Những bộ phận nào được giao tham mưu dùng chung hạ tầng viễn thông với giao thông, điện, nước"
    reply = visitor.ask(question, Act.ASK_RESPONSIBLE, TQT)
    assert places(reply) == [(TQT, "VII.2.b"), (TQT, "VII.1.b")]
    assert "Kế hoạch còn ghi điều cũng gần với câu hỏi:\nBộ phận Văn phòng Thống kê: " in reply.text


def test_nothing_is_told_beside_what_is_asked_by_its_number(visitor: Visitor) -> None:
    reply = visitor.ask(
        "nhiệm vụ 6.2 của Minh Long là gì", Act.ASK_TASK, "minh-long", names=["Minh Long"], tasks=["6.2"]
    )
    assert places(reply) == [(ML, "Phụ lục, mục 6.2")]
    assert "cũng gần với câu hỏi" not in reply.text


@pytest.mark.parametrize(
    "question",
    ["mục tiêu chung của Minh Long lấy cái gì làm trọng tâm", "muc tieu tong quat cua ke hoach Minh Long la gi"],
)
def test_the_overall_goal_is_told_from_its_clause(visitor: Visitor, question: str) -> None:
    reply = visitor.ask(question, Act.ASK_TARGET, ML, names=["Minh Long"])
    assert places(reply) == [(ML, "II")]
    assert "trải nghiệm người dùng làm trọng tâm" in reply.text


def test_of_a_topic_the_overall_goal_is_not_told(visitor: Visitor) -> None:
    reply = visitor.ask("mục tiêu chung về chữ ký số của Minh Long", Act.ASK_TARGET, ML, topics=["Chữ ký số"])
    assert (ML, "II") not in places(reply)


def test_asked_by_when_each_years_target_is_told(visitor: Visitor) -> None:
    question = "xã Đức Phú tới năm nào thì nhà nào cũng phải có thiết bị thông minh"
    reply = visitor.ask(question, Act.ASK_TARGET, "duc-phu", names=["Đức Phú"])
    assert "Đến năm 2025: 80%" in reply.text
    assert "Đến năm 2030: 100%" in reply.text


def test_what_a_unit_helps_with_is_told_task_by_task(visitor: Visitor) -> None:
    question = "Trung tâm CĐS và ĐMST là đơn vị phối hợp ở những nhiệm vụ nào"
    reply = visitor.ask(question, Act.ASK_UNIT_DUTIES, "so-khcn-quang-ngai")
    assert "Nhiệm vụ 5.1: " in reply.text
    assert "Nhiệm vụ 6.2: " in reply.text
    assert "• 3.1: " not in reply.text
    assert "Chủ trì: Phòng BCVT&CNTT." in reply.text


def test_which_document_a_plan_carries_out_is_no_question_of_who(visitor: Visitor) -> None:
    reply = visitor.ask("xa lam ke hoach ha tang so nay theo van ban nao cua huyen", Act.ASK_RESPONSIBLE, "duc-phu")
    assert "33/KH-UBND" in reply.text


def test_a_passage_found_by_how_people_ask_is_told_where_it_is_surely_meant(real_assistant: Assistant) -> None:
    question = "dưới xã ai phải lập kế hoạch hạ tầng số riêng cho xã mình"
    ranking = {Act.ASK_TASK: 0.58, Act.ASK_RESPONSIBLE: 0.31}
    asking = Visitor(real_assistant, "hon-quan")
    reply = asking.ask(question, Act.ASK_TASK, topics=["Hạ tầng số"], confidence=0.58, ranking=ranking)
    assert places(reply) == [("hon-quan", "V.7, gạch đầu dòng 1")]


def test_a_spoken_speed_finds_its_target(visitor: Visitor) -> None:
    question = "cơ sở sản xuất ở Hớn Quản được xài mạng một giga, bao nhiêu phần trăm chỗ được"
    reply = visitor.ask(question, Act.ASK_TARGET, "hon-quan")
    assert "90%" in reply.text
    assert "1 Gb/s" in reply.text


def test_what_somebody_intends_is_an_aim(real_assistant: Assistant) -> None:
    intended = Visitor(real_assistant, "minh-long").ask("huyện có tính làm 6G không", Act.ASK_TASK, topics=["Mạng 6G"])
    assert places(intended)[0] == ("minh-long", "III.2, gạch đầu dòng 3")


@pytest.mark.parametrize(
    ("text", "agency", "told"),
    [
        ("công an huyện Hớn Quản được giao việc gì", HQ, "Các cơ quan, ban, ngành huyện"),
        ("Phòng y tế huyện Hớn Quản có nhiệm vụ gì", HQ, "Các cơ quan, ban, ngành huyện"),
        ("Phòng nội vụ huyện Minh Long được giao nhiệm vụ gì", ML, "Các cơ quan, đơn vị, địa phương"),
        ("phuong Truong Quang Trong giao bo phan tu phap viec chi", TQT, "Các bộ phận của phường"),
    ],
)
def test_of_an_office_without_work_of_its_own_it_is_said_so(
    visitor: Visitor, text: str, agency: str, told: str
) -> None:
    reply = visitor.ask(text, Act.ASK_UNIT_DUTIES, agency, names=["Hớn Quản", "Minh Long", "Truong Quang Trong"])
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    first, second = reply.text.splitlines()[:2]
    assert first.endswith("không giao việc riêng cho đơn vị được hỏi.")
    assert second == "Việc kế hoạch giao chung cho mọi cơ quan, đơn vị:"
    assert f"• {told}: " in reply.text
    assert {document for document, _ in places(reply)} == {agency}


@pytest.mark.parametrize(
    "text", ["công an huyện Minh Long làm gì trong kế hoạch", "Phòng Kinh tế và Hạ tầng huyện Minh Long làm gì"]
)
def test_an_office_with_work_is_told_its_work(visitor: Visitor, text: str) -> None:
    reply = visitor.ask(text, Act.ASK_UNIT_DUTIES, ML, names=["huyện Minh Long"])
    assert reply.outcome is Outcome.ANSWERED


def test_who_has_to_help_a_unit_is_not_that_unit(visitor: Visitor) -> None:
    question = "Nhà mạng ở Minh Long bị phá cáp, bị cản trở khi lắp trạm thì những ai có trách nhiệm hỗ trợ xử lý"
    reply = visitor.ask(question, Act.ASK_UNIT_DUTIES, ML, names=["Minh Long"], confidence=0.65)
    assert places(reply) == [(ML, "VII.2.b")]


def test_where_something_free_is_put_is_no_sum(real_assistant: Assistant) -> None:
    reply = Visitor(real_assistant, DP).ask(
        "xã tính làm wifi free ở mấy chỗ nào", Act.ASK_TASK, topics=["Wi-Fi công cộng"]
    )
    assert (DP, "III.2.a, gạch đầu dòng 2") in places(reply)
