"""A how-to walked step by step: by buttons, by words, resumed, ended."""

from __future__ import annotations

import re

import pytest

from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome, Reply
from tests.knowledge_base.asking import Visitor

ASKED = "Đăng ký chữ ký số trên VNeID thế nào"


def press(visitor: Visitor, reply: Reply, title: str) -> Reply:
    payload = next(one.payload for one in reply.buttons if one.title == title)
    passage = re.search(r'"passage": "([^"]+)"', payload)
    assert passage is not None
    return visitor.ask("", Act.WALK, passage=passage[1])


def steps_of(reply: Reply) -> list[str]:
    return re.findall(r"^\d+\. (.+)$", reply.text, re.MULTILINE)


def test_every_step_is_shown_one_at_a_time_and_the_walk_ends(visitor: Visitor) -> None:
    whole = visitor.ask(ASKED, Act.ASK_HOW_TO)
    steps = steps_of(whole)
    reply = press(visitor, whole, "Đi từng bước")
    for at, step in enumerate(steps, 1):
        assert reply.outcome is Outcome.PROCEDURE
        assert f"Bước {at}/{len(steps)}: {step}" in reply.text
        assert reply.citations == whole.citations
        reply = press(visitor, reply, "Tiếp" if at < len(steps) else "Xong")
    assert "Đã hết các bước" in reply.text
    assert "Lưu ý" in reply.text
    assert [one.title for one in reply.buttons] == ["Làm lại từ đầu", "Gặp cán bộ"]


@pytest.mark.parametrize(
    ("said", "step"),
    [("tiếp đi", 3), ("xong roi tiep", 3), ("quay lại bước trước", 1), ("lặp lại bước này", 2), ("làm lại từ đầu", 1)],
)
def test_words_move_as_buttons_do(visitor: Visitor, said: str, step: int) -> None:
    reply = press(visitor, visitor.ask(ASKED, Act.ASK_HOW_TO), "Đi từng bước")
    press(visitor, reply, "Tiếp")
    assert f"Bước {step}/" in visitor.ask(said, Act.WALK).text


def test_the_answer_just_given_is_walked_on_request(visitor: Visitor) -> None:
    visitor.ask(ASKED, Act.ASK_HOW_TO)
    assert "Bước 1/" in visitor.ask("chỉ tôi từng bước một", Act.WALK).text


def test_a_question_in_between_leaves_the_walk_and_another_day_goes_on(visitor: Visitor) -> None:
    # given
    reply = press(visitor, visitor.ask(ASKED, Act.ASK_HOW_TO), "Đi từng bước")
    press(visitor, reply, "Tiếp")
    # when the conversation goes on from what was remembered alone
    later = Visitor(visitor._assistant)
    later.memory = visitor.memory
    # then
    assert "Bước 3/" in later.ask("hôm qua đang làm dở, tiếp tục đi", Act.WALK).text


def test_with_nothing_to_walk_it_is_asked_what_is_meant(visitor: Visitor) -> None:
    assert visitor.ask("tiếp", Act.WALK).outcome in {Outcome.CLARIFICATION, Outcome.NOT_IN_DOCUMENTS}


def test_a_walk_goes_on_after_a_question_in_between(visitor: Visitor) -> None:
    reply = press(visitor, visitor.ask(ASKED, Act.ASK_HOW_TO), "Đi từng bước")
    press(visitor, reply, "Tiếp")
    visitor.ask("VNeID là gì", Act.ASK_DEFINITION, topics=["VNeID"])
    assert "Bước 3/" in visitor.ask("tiếp", Act.WALK).text
    visitor.ask("mất điện thoại thì khóa VNeID thế nào", Act.ASK_HOW_TO, topics=["VNeID"])
    assert "Bước 3/" in visitor.ask("đang ở bước mấy rồi", Act.WALK).text
    assert "Bước 1/" in visitor.ask("đi từng bước từ đầu", Act.WALK).text


def test_a_walk_that_was_ended_is_not_gone_on_with(visitor: Visitor) -> None:
    reply = press(visitor, visitor.ask(ASKED, Act.ASK_HOW_TO), "Đi từng bước")
    press(visitor, reply, "Tiếp")
    visitor.ask("thôi dừng", Act.WALK)
    assert visitor.memory is not None
    assert visitor.memory.walk == ""
