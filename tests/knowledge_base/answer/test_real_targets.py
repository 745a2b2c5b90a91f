"""Targets of the five plans: the figure of the year asked for, with its place, never another plan's."""

from __future__ import annotations

import re

import pytest

from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from tests.knowledge_base.asking import Visitor, places
from vietnamese import fold

ML, DP, HQ, TQT, SO = "minh-long", "duc-phu", "hon-quan", "truong-quang-trong", "so-khcn-quang-ngai"

STATED = [
    (
        "Minh Long đến năm 2025 bao nhiêu phần trăm người trưởng thành có chữ ký số",
        ML,
        "Trên 50%",
        "III.1, gạch đầu dòng 7",
    ),
    (
        "Minh Long đến năm 2030 bao nhiêu phần trăm người trưởng thành có chữ ký số",
        ML,
        "Trên 70%",
        "III.2, gạch đầu dòng 5",
    ),
    ("Minh Long năm 2030 phủ sóng 5G bao nhiêu phần trăm dân số", ML, "99% dân số", "III.2, gạch đầu dòng 2"),
    ("Đức Phú đến 2025 bao nhiêu phần trăm dân có điện thoại thông minh", DP, "Trên 80%", "II.1.a, gạch đầu dòng 2"),
    ("Đức Phú đến 2030 bao nhiêu phần trăm dân có điện thoại thông minh", DP, "95%", "II.2.a, gạch đầu dòng 2"),
    ("Đức Phú năm 2025 bao nhiêu hộ có cáp quang", DP, "70% hộ gia đình", "II.1.b, gạch đầu dòng 2"),
    ("Hớn Quản năm 2025 tốc độ tải xuống mạng 5G tối thiểu bao nhiêu", HQ, "100 Mb/s", "II.1.b"),
    ("Hớn Quản năm 2030 ngầm hóa bao nhiêu phần trăm cáp viễn thông ở khu dân cư mới", HQ, "100%", "II.2.e"),
    ("Hớn Quản năm 2030 bao nhiêu phần trăm người trưởng thành có chữ ký số", HQ, "Trên 70%", "II.2.đ"),
    (
        "phường Trương Quang Trọng năm 2030 phủ sóng 5G bao nhiêu phần trăm dân số",
        TQT,
        "99% dân số",
        "III.2, gạch đầu dòng 2",
    ),
    ("phường Trương Quang Trọng năm 2025 mỗi người dân mấy kết nối IoT", TQT, "01 kết nối", "III.1, gạch đầu dòng 6"),
    ("Trung tâm dữ liệu tỉnh của Sở đạt chuẩn Tier mấy", SO, "Tier 3", "Phụ lục, mục 3.1"),
]

LACKING = [
    ("Đức Phú năm 2030 đặt mục tiêu bao nhiêu phần trăm dân có chữ ký số", DP, ("Chữ ký số",)),
    ("Đức Phú đặt mục tiêu bao nhiêu kết nối IoT mỗi người", DP, ("Internet vạn vật (IoT)",)),
    ("Minh Long năm 2030 ngầm hóa bao nhiêu phần trăm cáp viễn thông", ML, ()),
    ("Sở KH&CN đặt mục tiêu bao nhiêu phần trăm người dân có chữ ký số", SO, ("Chữ ký số",)),
    ("Hớn Quản đặt chỉ tiêu bao nhiêu hộ có nước sạch nông thôn", HQ, ()),
]
_FIGURE = re.compile(r"\d+\s?%|\d+ kết nối")


@pytest.mark.parametrize(("question", "agency", "figure", "place"), STATED)
@pytest.mark.parametrize("typed", [str, fold], ids=["marked", "folded"])
def test_the_figure_of_the_year_with_its_place(
    visitor: Visitor, question: str, agency: str, figure: str, place: str, typed: type[str]
) -> None:
    reply = visitor.ask(typed(question), Act.ASK_TARGET, agency)
    assert reply.outcome is Outcome.ANSWERED
    assert figure in reply.text
    assert (agency, place) in places(reply)
    assert {one.document_id for one in reply.citations} == {agency}
    assert "không phải kết quả đã đạt" in reply.text


@pytest.mark.parametrize(("question", "agency", "topics"), LACKING)
def test_a_target_that_a_plan_lacks_is_never_borrowed(
    visitor: Visitor, question: str, agency: str, topics: tuple[str, ...]
) -> None:
    reply = visitor.ask(question, Act.ASK_TARGET, agency, topics=topics)
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert _FIGURE.search(reply.text) is None
    assert reply.citations == []


@pytest.mark.parametrize("agency", [ML, DP, HQ, TQT])
@pytest.mark.parametrize("year", [2025, 2030])
def test_the_other_years_figure_is_not_told(visitor: Visitor, agency: str, year: int) -> None:
    reply = visitor.ask(
        f"đến năm {year} bao nhiêu phần trăm người trưởng thành có điện thoại thông minh", Act.ASK_TARGET, agency
    )
    assert f"Đến năm {4055 - year}" not in reply.text


def test_on_an_agencys_page_its_own_plan_answers(real_assistant: Assistant) -> None:
    reply = Visitor(real_assistant, DP).ask("năm 2030 bao nhiêu phần trăm dân có điện thoại thông minh", Act.ASK_TARGET)
    assert places(reply) == [(DP, "II.2.a, gạch đầu dòng 2")]


def test_a_province_wide_visitor_is_asked_which_place(visitor: Visitor) -> None:
    reply = visitor.ask("năm 2030 bao nhiêu phần trăm người trưởng thành có chữ ký số", Act.ASK_TARGET)
    assert reply.outcome is Outcome.CLARIFICATION
    assert {button.payload for button in reply.buttons} == {f'/follow_up{{"agency": "{one}"}}' for one in (HQ, ML, TQT)}
    assert _FIGURE.search(reply.text) is None


def test_a_target_that_one_plan_alone_sets_needs_no_asking_back(visitor: Visitor) -> None:
    reply = visitor.ask("trung tâm dữ liệu tỉnh đạt chuẩn Tier mấy", Act.ASK_TARGET)
    assert places(reply) == [(SO, "Phụ lục, mục 3.1")]


@pytest.mark.parametrize(
    ("question", "agencies", "lines", "cited"),
    [
        (
            "So sánh chỉ tiêu chữ ký số năm 2030 của Minh Long và Đức Phú",
            (ML, DP),
            ["• huyện Minh Long (trước đây): Đến năm 2030: Trên 70%", "thuộc xã Mộ Đức: không nêu."],
            [(ML, "III.2, gạch đầu dòng 5")],
        ),
        (
            "So sánh phủ sóng 5G năm 2030 của Minh Long, Hớn Quản và Đức Phú",
            (ML, HQ, DP),
            ["5G phủ sóng 99% dân số", "100% khu vực có dân cư"],
            [(ML, "III.2, gạch đầu dòng 2"), (HQ, "II.2.b"), (DP, "II.2.a, gạch đầu dòng 3")],
        ),
    ],
)
def test_several_plans_side_by_side(
    visitor: Visitor, question: str, agencies: tuple[str, ...], lines: list[str], cited: list[tuple[str, str]]
) -> None:
    reply = visitor.ask(question, Act.ASK_COMPARISON, *agencies)
    assert reply.outcome is Outcome.ANSWERED
    for line in lines:
        assert line in reply.text
    assert places(reply) == cited


@pytest.mark.parametrize("aside", ["Em làm báo cáo quý, ", ""])
def test_targets_for_a_report_are_targets_and_no_deadlines(visitor: Visitor, aside: str) -> None:
    question = f"{aside}xin so sánh chỉ tiêu chữ ký số năm 2030 của Hớn Quản với Minh Long để viết báo cáo"
    reply = visitor.ask(question, Act.ASK_COMPARISON, HQ, ML, names=["Hớn Quản", "Minh Long"])
    assert places(reply) == [(HQ, "II.2.đ"), (ML, "III.2, gạch đầu dòng 5")]


def test_on_an_agencys_page_another_is_compared_with_its_own(real_assistant: Assistant) -> None:
    question = "so với Minh Long thì mục tiêu chữ ký số 2030 bên nào cao hơn"
    reply = Visitor(real_assistant, HQ).ask(question, Act.ASK_COMPARISON, ML, names=["Minh Long"])
    assert places(reply) == [(HQ, "II.2.đ"), (ML, "III.2, gạch đầu dòng 5")]


@pytest.mark.parametrize("other", ["năm 2025", "2025", "năm ngoái", "cả nước"])
@pytest.mark.parametrize("year", [" 2030", ""])
def test_another_plan_beside_a_year_is_not_compared_with_its_own(
    real_assistant: Assistant, year: str, other: str
) -> None:
    question = f"mục tiêu chữ ký số của Minh Long{year} so với {other} tăng bao nhiêu"
    reply = Visitor(real_assistant, HQ).ask(question, Act.ASK_COMPARISON, ML, names=["Minh Long"])
    assert {document for document, _ in places(reply)} == {ML}


def test_which_plans_say_something(visitor: Visitor) -> None:
    reply = visitor.ask("kế hoạch nào có chỉ tiêu ngầm hóa cáp viễn thông", Act.ASK_TARGET)
    assert {one.document_id for one in reply.citations} == {HQ}


def test_two_figures_asked_at_once_are_both_told(real_assistant: Assistant) -> None:
    question = (
        "Xin cho biết chỉ tiêu cài giải pháp phòng chống mã độc trên máy chủ, máy trạm của cơ quan nhà nước "
        "và tỷ lệ cơ quan xử lý lỗ hổng bảo mật"
    )
    reply = Visitor(real_assistant, ML).ask(question, Act.ASK_TARGET)
    assert "100% máy chủ, máy trạm" in reply.text
    assert "trên 90% cơ quan" in reply.text


def test_a_target_in_a_list_of_what_was_found_keeps_its_year(visitor: Visitor) -> None:
    reply = visitor.ask("Các thôn ở Minh Long được phủ băng rộng di động những gì", Act.ASK_LIST, ML)
    assert "• Đến năm 2025: 100% thôn" in reply.text
    assert "không phải kết quả đã đạt" in reply.text


def test_what_two_years_have_alike_is_said(visitor: Visitor) -> None:
    question = "thử nghiệm 6G ở Trương Quang Trọng ghi mốc 2025 hay mốc 2030"
    reply = visitor.ask(question, Act.ASK_TARGET, "truong-quang-trong", topics=["Mạng 6G"])
    assert "Cả hai mốc 2025 và 2030" in reply.text
    question = "chữ ký số ở Minh Long năm 2025 và 2030"
    reply = visitor.ask(question, Act.ASK_TARGET, "minh-long", topics=["Chữ ký số"])
    assert "Cả hai mốc" not in reply.text


def test_when_all_is_reached_is_told_beside_what_one_year_sets(visitor: Visitor) -> None:
    question = "tính tới 2025 được bao nhiêu phần trăm nhà có mạng cáp quang, rồi chừng nào thì nhà nào cũng có hết"
    reply = visitor.ask(question, Act.ASK_TARGET, "duc-phu", topics=["Cáp quang"], names=["xã Đức Phú"])
    assert "Đến năm 2025: 70%" in reply.text
    assert "Đến năm 2030: 100%" in reply.text


def test_what_a_target_sets_for_every_place_it_sets_for_ones_own(real_assistant: Assistant) -> None:
    own = Visitor(real_assistant, "duc-phu")
    question = "nhà tôi sát chân núi, tới năm 2030 chỗ tôi có sóng 5G không"
    reply = own.ask(question, Act.ASK_TARGET, topics=["Mạng 5G"], confidence=0.89)
    assert "100% khu vực có dân cư" in reply.text


def test_a_target_that_says_less_than_its_clause_is_found_by_the_clause(visitor: Visitor) -> None:
    question = "Về an toàn thông tin, Minh Long yêu cầu bao nhiêu phần trăm cơ quan phải khắc phục các lỗ hổng"
    topics = ["An toàn thông tin, an ninh mạng", "Lỗ hổng, điểm yếu"]
    reply = visitor.ask(question, Act.ASK_TARGET, "minh-long", topics=topics, names=["Minh Long"])
    assert "Trên 90% cơ quan, tổ chức" in reply.text


def test_how_a_target_changes_between_two_years_is_no_change_of_the_plan(visitor: Visitor) -> None:
    question = "chỉ tiêu kết nối Internet vạn vật bình quân đầu người thay đổi thế nào giữa mốc 2025 và mốc 2030"
    reply = visitor.ask(question, Act.ASK_TARGET, "hon-quan", topics=["Internet vạn vật (IoT)"])
    assert "Đến năm 2025: " in reply.text
    assert "Đến năm 2030: " in reply.text
