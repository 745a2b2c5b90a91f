"""Documents that plans refer to, asked for by their numbers."""

from __future__ import annotations

import pytest

from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from tests.knowledge_base.asking import Visitor, places

ML, TQT, SO = "minh-long", "truong-quang-trong", "so-khcn-quang-ngai"


@pytest.mark.parametrize(
    ("question", "said", "plans"),
    [
        ("Nghị quyết số 13 về chuyển đổi số ban hành ngày nào", "06/09/2023", {ML, SO, TQT}),
        ("nghi quyet 13-NQ/TU ai ban hanh", "Ban Thường vụ Tỉnh ủy", {ML, SO, TQT}),
        ("kế hoạch 252 của tỉnh ra ngày mấy", "31/12/2024", {ML, SO}),
        ("Quyết định 906 là về cái gì", "kinh tế số và xã hội số", {ML, SO}),
    ],
)
def test_what_several_plans_refer_to_needs_no_question_back(
    visitor: Visitor, question: str, said: str, plans: set[str]
) -> None:
    reply = visitor.ask(question, Act.ASK_PLAN_INFO)
    assert reply.outcome is Outcome.ANSWERED
    assert said in reply.text
    assert {document for document, _ in places(reply)} == plans


def test_the_issuers_name_is_not_the_plan(visitor: Visitor) -> None:
    question = "Chương trình hành động số 52 của Thành ủy Quảng Ngãi ra ngày nào"
    reply = visitor.ask(question, Act.ASK_PLAN_INFO, "quang-ngai", names=["Quảng Ngãi"])
    assert "17/11/2023" in reply.text
    assert places(reply) == [(TQT, "I.1")]


@pytest.mark.parametrize(
    "question",
    ["Quyết định số 4444 ban hành ngày nào", "Kế hoạch 2025 ban hành ngày nào", "Kế hoạch 5 năm ban hành ngày nào"],
)
def test_a_number_that_no_plan_names_is_none_of_theirs(visitor: Visitor, question: str) -> None:
    assert visitor.ask(question, Act.ASK_PLAN_INFO).outcome is Outcome.CLARIFICATION


def test_the_plans_own_number_is_the_plan(visitor: Visitor) -> None:
    reply = visitor.ask("Kế hoạch số 30 của phường ra ngày nào", Act.ASK_PLAN_INFO, TQT)
    assert "27/02/2025" in reply.text
