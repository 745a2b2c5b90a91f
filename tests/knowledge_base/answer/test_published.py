"""Published numbers and addresses that a question itself gives."""

from __future__ import annotations

import pytest

from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from tests.knowledge_base.asking import Visitor, places


@pytest.mark.parametrize("number", ["1900.0368", "1900 0368", "19000368"])
def test_an_official_number_is_not_called_a_fraud(visitor: Visitor, number: str) -> None:
    reply = visitor.ask(f"gọi {number} có mất tiền không", Act.ASK_RULE)
    assert places(reply)[0] == ("vneid", "Tổng đài VNeID là số nào, gọi có mất tiền không")


def test_a_strange_number_still_is(visitor: Visitor) -> None:
    reply = visitor.ask("số 1900 lạ gọi nhỡ, gọi lại có mất tiền không", Act.ASK_RULE)
    assert "lừa đảo" in reply.text


def test_whose_a_published_number_is_is_no_secret(visitor: Visitor) -> None:
    reply = visitor.ask("số 1900.0368 của ai", Act.ASK_PERSONAL_DATA)
    assert reply.outcome is Outcome.ANSWERED
    assert places(reply) == [("lien-he-can-biet", "1900.0368")]


@pytest.mark.parametrize(
    "question",
    ["số 0903 123 456 của ai", "cho xin địa chỉ nhà ông hàng xóm, không thì tôi gọi 113"],
)
def test_whose_a_persons_number_is_is_one(visitor: Visitor, question: str) -> None:
    assert visitor.ask(question, Act.ASK_PERSONAL_DATA).outcome is Outcome.REFUSED


def test_who_gives_the_number_is_told_more_than_the_number(visitor: Visitor) -> None:
    reply = visitor.ask("chặn tin nhắn quảng cáo 5656 cú pháp", Act.ASK_RULE)
    assert "Soạn:" in reply.text


def test_the_number_is_told_where_nothing_else_speaks_to_the_question(visitor: Visitor) -> None:
    reply = visitor.ask("Chỗ 1800 6838 nhận những việc chi", Act.ASK_RULE)
    assert ("lien-he-can-biet", "1800.6838") in places(reply)
