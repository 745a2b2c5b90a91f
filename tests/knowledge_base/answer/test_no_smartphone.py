"""Visitors without a smartphone: asked so, said in the middle, remembered, taken back, and where no way is known."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.no_smartphone import besides, lacks_smartphone
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.reply import Outcome, Reply
from knowledge_base.ingest.library import Library
from settings import REPOSITORY
from tests.knowledge_base.asking import Visitor, places

SIGNING = "Đăng ký chữ ký số trên VNeID thế nào"
FOLLOWING = "theo dõi hồ sơ đã nộp thế nào"
NONE = "tôi không có điện thoại thông minh"
PROMISE = "Từ nay tôi chỉ cách không cần điện thoại thông minh trước"
ROWS = [
    json.loads(line)
    for line in (REPOSITORY / "evaluation" / "questions" / "no_smartphone" / "asked.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def press(visitor: Visitor, reply: Reply, title: str) -> Reply:
    payload = next(one.payload for one in reply.buttons if one.title == title)
    found = re.match(r'/(\w+)\{"passage": "([^"]+)"\}', payload)
    assert found is not None
    return visitor.ask("", Act(found[1]), passage=found[2])


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_what_people_ask_without_a_smartphone(real_assistant: Assistant, real_library: Library, row: Any) -> None:
    # given
    sections = {f"{guide.document_id}:{one.id}": one for guide in real_library.guides for one in guide.sections}
    visitor = Visitor(real_assistant)
    for said, act in zip(row.get("context", []), row["acts"], strict=False):
        if act is not None:  # small talk never reaches the actions
            visitor.ask(said, Act(act))
    # when
    reply = visitor.ask(row["question"], Act(row["acts"][-1]))
    # then
    assert reply.outcome == row["outcome"], reply.text
    assert {place[1] for place in places(reply)} & {sections[cited].title for cited in row["cites"]}, places(reply)
    assert [part for part in row["expected"] if part not in reply.text] == []
    steps = [sections[cited].answer for cited in row["cites"] if sections[cited].without_smartphone]
    assert any(text in reply.text for text in steps) is not row["without"] or not steps


@pytest.mark.parametrize(
    "said",
    [
        "tôi không có điện thoại thông minh",
        "toi khong co dien thoai thong minh",
        "bà già hổng có smartphone",
        "k có đt xịn",
        "tui xài máy bấm phím",
        "điện thoại cục gạch",
        "dùng điện thoại phím",
        "má tui chưa có smartphone",
        "khong biet xai dien thoai",
        "không biết dùng điện thoại",
        "ông nội không rành điện thoại lắm",
        "điện thoại thông minh thì tui không có",
        "máy tui là máy bàn phím",
    ],
)
def test_the_ways_to_say_that_there_is_none(said: str) -> None:
    assert lacks_smartphone(said)


@pytest.mark.parametrize(
    "said",
    [
        "Đức Phú bao nhiêu phần trăm hộ không có điện thoại thông minh",
        "kế hoạch làm gì cho người không có điện thoại thông minh",
        "điện thoại không có NFC",
        "điện thoại thông minh không có NFC thì sao",
        "nhà tôi không có mạng",
        "xã không có số điện thoại",
        "tôi không biết số điện thoại công an xã",
        "máy cục gạch 2G còn nghe gọi được không",
        "có được hỗ trợ mua điện thoại thông minh không",
        "đặt hàng mà họ giao cục gạch",
        "tôi có điện thoại thông minh rồi",
        "không biết điện thoại bị gì mà nóng",
        "tôi xài điện thoại thường xuyên",
    ],
)
def test_what_says_nothing_of_it(said: str) -> None:
    assert not lacks_smartphone(said)


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("đăng ký chữ ký số mà tui không có điện thoại thông minh thì sao", "đăng ký chữ ký số"),
        ("nộp hồ sơ sao khi bà ngoại chỉ xài điện thoại cục gạch", "nộp hồ sơ sao"),
    ],
)
def test_what_is_asked_besides(said: str, rest: str) -> None:
    assert besides(said) == rest


def test_said_within_a_question_the_answer_is_the_way_without_one(visitor: Visitor) -> None:
    reply = visitor.ask("đăng ký chữ ký số mà tui không có điện thoại thông minh thì sao", Act.ASK_RULE)
    assert places(reply) == [("chu-ky-so", "Không có điện thoại thông minh có làm chữ ký số được không")]
    assert "Trung tâm Phục vụ hành chính công" in reply.text
    assert [one.title for one in reply.buttons] == ["Cách làm trên điện thoại", "Gặp cán bộ"]


def test_said_during_a_walk_it_stops_and_can_be_taken_up_where_it_was(visitor: Visitor) -> None:
    # given
    reply = press(visitor, visitor.ask(SIGNING, Act.ASK_HOW_TO), "Đi từng bước")
    press(visitor, reply, "Tiếp")
    # when
    told = visitor.ask("má tui xài điện thoại phím", Act.ASK_RULE)
    # then
    assert "Bước" not in told.text
    assert PROMISE in told.text
    assert "Bước 2/" in press(visitor, told, "Làm tiếp trên điện thoại").text
    assert "Bước 3/" in visitor.ask("tiếp", Act.WALK).text


@pytest.mark.parametrize("act", [Act.ASK_RULE, Act.COMPLAIN, Act.FOLLOW_UP, Act.URGENT_HELP, Act.SEARCH])
def test_said_after_a_how_to_whatever_it_is_taken_for(visitor: Visitor, act: Act) -> None:
    on_the_phone = visitor.ask(FOLLOWING, Act.ASK_HOW_TO)
    told = visitor.ask(NONE, act)
    assert told.text.startswith("Khi không có điện thoại thông minh – Theo dõi hồ sơ đã nộp:\n")
    assert places(told) == places(on_the_phone)
    again = press(visitor, told, "Cách làm trên điện thoại")
    assert again.text == on_the_phone.text
    assert "Bước 1/" in visitor.ask("chỉ tôi từng bước", Act.WALK).text


def test_it_is_kept_until_it_is_taken_back(visitor: Visitor) -> None:
    # given
    first = visitor.ask(NONE, Act.ASK_RULE)
    assert PROMISE in first.text
    visitor.ask("cho tôi gặp cán bộ", Act.REQUEST_OFFICER)
    # then the next how-tos tell the way without one, and promise nothing twice
    for asked in (FOLLOWING, "trả viện phí không dùng tiền mặt thế nào"):
        reply = visitor.ask(asked, Act.ASK_HOW_TO)
        assert reply.text.startswith("Khi không có điện thoại thông minh")
        assert PROMISE not in reply.text
    # when
    back = visitor.ask("tôi mới mua điện thoại thông minh", Act.ASK_RULE)
    # then
    assert "trên điện thoại thông minh" in back.text
    assert "Quét mã" in back.text
    assert "Đăng nhập bằng VNeID" in visitor.ask(FOLLOWING, Act.ASK_HOW_TO).text


def test_an_officer_asked_for_along_with_it_is_called(visitor: Visitor) -> None:
    visitor.ask(FOLLOWING, Act.ASK_HOW_TO)
    said = "tui hổng có smartphone, cho gặp cán bộ"
    assert visitor.ask(said, Act.REQUEST_OFFICER).outcome is Outcome.HANDOVER


def test_it_is_kept_though_nothing_was_answered(visitor: Visitor) -> None:
    visitor.ask("cho tôi gặp cán bộ, tôi không có điện thoại thông minh", Act.REQUEST_OFFICER)
    assert visitor.ask(FOLLOWING, Act.ASK_HOW_TO).text.startswith("Khi không có điện thoại thông minh")


def test_asked_for_people_at_large_it_is_answered_and_not_kept(visitor: Visitor) -> None:
    told = visitor.ask("người dân không có điện thoại thông minh thì nộp hồ sơ sao", Act.ASK_RULE)
    assert "Trung tâm Phục vụ hành chính công" in told.text
    assert PROMISE not in told.text
    assert "Đăng nhập bằng VNeID" in visitor.ask(FOLLOWING, Act.ASK_HOW_TO).text


def test_where_no_way_is_known_it_says_so_and_whom_to_ask(visitor: Visitor) -> None:
    visitor.ask("quên mật khẩu VNeID", Act.ASK_HOW_TO)
    told = visitor.ask("bà già hổng có smartphone", Act.ASK_HOW_TO)
    assert told.outcome is Outcome.NOT_IN_DOCUMENTS
    assert "chưa nêu" in told.text
    assert "Công an xã" in told.text
    assert [one.title for one in told.buttons] == ["Cách làm trên điện thoại", "Gặp cán bộ"]


def test_after_an_answer_of_a_plan_there_is_what_is_there_for_all(visitor: Visitor) -> None:
    visitor.ask("năm 2030 Đức Phú phủ sóng 5G bao nhiêu phần trăm", Act.ASK_TARGET, "duc-phu", names=["Đức Phú"])
    told = visitor.ask(NONE, Act.ASK_RULE)
    assert places(told) == [("internet-co-ban", "Không có điện thoại thông minh thì sao")]


def test_an_emergency_comes_first(visitor: Visitor) -> None:
    said = "bị lừa chuyển tiền mất 5 triệu rồi cứu với, tôi không có điện thoại thông minh"
    assert visitor.ask(said, Act.URGENT_HELP).outcome is Outcome.URGENT_HELP


def test_a_plan_is_answered_as_ever(visitor: Visitor) -> None:
    visitor.ask(NONE, Act.ASK_RULE)
    reply = visitor.ask("Đức Phú đến 2025 bao nhiêu phần trăm dân có điện thoại thông minh", Act.ASK_TARGET, "duc-phu")
    assert "Trên 80%" in reply.text
    assert {one.document_id for one in reply.citations} == {"duc-phu"}


def test_said_in_one_part_of_a_message_it_holds_for_the_others(real_assistant: Assistant) -> None:
    one = Question(text="tui hổng có smartphone.", act=Act.ASK_RULE, label="tui hổng có smartphone.")
    other = Question(text=FOLLOWING, act=Act.ASK_HOW_TO, label=FOLLOWING)
    both = Question(text=f"{one.text} {other.text}", act=Act.ASK_HOW_TO, parts=(one, other))
    assert "nhờ xem giúp" in real_assistant.answer(both).reply.text


def test_a_library_without_such_words_says_whom_to_ask(sample: Visitor) -> None:
    reply = sample.ask(NONE, Act.ASK_RULE)
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert sample.memory is not None
    assert sample.memory.without_smartphone
