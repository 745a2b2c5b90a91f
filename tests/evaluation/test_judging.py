"""Judging one reply: key facts, outcome, document, locator, forbidden answers."""

from __future__ import annotations

import pytest

from evaluation.judging import Judge, has_fact
from tests.evaluation.rows import make_reply, make_row

PLAN = {"plan": "van-hoa.txt", "lines": [1, 2], "quote": "Đến năm 2026 60% nhà văn hóa thôn có wifi công cộng"}
GUIDE = {"guide_topic": "tv", "facts": ["TV1"]}


@pytest.mark.parametrize(
    ("text", "fact", "present"),
    [
        ("Trên 50% dân số trưởng thành có chữ ký số", "trên 50%", True),
        ("Trên 50% dân số trưởng thành có chữ ký số", "trên 70%", False),
        ("Trên 50% dân số trưởng thành có chữ ký số", "chữ ký số", True),
        ("TREN 50% DAN SO TRUONG THANH CO CHU KY SO", "dân số trưởng thành", True),
        ("trước ngày 05/12 hằng năm", "5/12", True),
        ("trước ngày 15/12 hằng năm", "5/12", False),
        ("mức 1.500.000 đồng", "1500000 đồng", True),
        ("mức 1.500.000 đồng", "15 đồng", False),
        ("95% hộ có smartphone", "điện thoại thông minh", True),
        ("Phòng Kinh tế chủ trì", "Phòng Văn hóa và Thông tin chủ trì", False),
        ("Phòng Kinh tế chủ trì", "phòng kinh tế", True),
        ("", "2030", False),
        ("chữ ký số", "phải có hay không", True),
        ("năm 2030", "2030", True),
        ("năm 20300", "2030", False),
    ],
)
def test_a_fact_is_present_with_all_its_numbers_and_most_of_its_words(text: str, fact: str, present: bool) -> None:
    assert has_fact(text, fact) is present


def test_a_right_answer(judge: Judge) -> None:
    row = make_row(sources=[PLAN], expected=["60%", "wifi công cộng"])
    judged = judge.judge(row, [make_reply("60% nhà văn hóa có wifi công cộng", ("van-hoa", "II.1"))], 12.5)
    assert judged.outcome_right
    assert (judged.document_right, judged.locator_right, judged.facts_right) == (True, True, True)
    assert judged.facts_present == ("60%", "wifi công cộng")
    assert judged.cited == ("van-hoa · II.1",)
    assert not judged.forbidden
    assert judged.milliseconds == 12.5


def test_another_year_of_the_same_plan_is_the_wrong_place(judge: Judge) -> None:
    row = make_row(sources=[PLAN], expected=["60%"])
    judged = judge.judge(row, [make_reply("Trên 90% nhà văn hóa", ("van-hoa", "II.2"))], 1)
    assert judged.document_right is True
    assert judged.locator_right is False
    assert judged.facts_right is False
    assert judged.facts_missing == ("60%",)


def test_another_plan_is_the_wrong_document(judge: Judge) -> None:
    judged = judge.judge(make_row(sources=[PLAN]), [make_reply("70%", ("tan-loc", "I.1"))], 1)
    assert judged.document_right is False
    assert judged.facts_right is None


def test_every_plan_of_a_comparison_has_to_be_cited(judge: Judge) -> None:
    row = make_row(sources=[PLAN, {"plan": "tan-loc.txt", "lines": [1, 1]}])
    one = judge.judge(row, [make_reply("…", ("van-hoa", "II.1"))], 1)
    both = judge.judge(row, [make_reply("…", ("van-hoa", "II.1"), ("tan-loc", "I.1"))], 1)
    assert one.document_right is False
    assert both.document_right is True


@pytest.mark.parametrize(
    ("locator", "document_right", "locator_right"),
    [
        ("Đăng ký thẻ thư viện điện tử thế nào", True, True),
        ("Thẻ thư viện dùng được bao lâu", True, False),
    ],
)
def test_a_guides_topic_is_the_document_and_its_fact_codes_the_place(
    judge: Judge, locator: str, document_right: bool, locator_right: bool
) -> None:
    judged = judge.judge(make_row(sources=[GUIDE]), [make_reply("…", ("the-thu-vien", locator))], 1)
    assert judged.document_right is document_right
    assert judged.locator_right is locator_right


def test_a_contact_with_the_fact_counts_as_the_guide(judge: Judge) -> None:
    judged = judge.judge(make_row(sources=[GUIDE]), [make_reply("1900 0123", ("lien-he-can-biet", "1900 0123"))], 1)
    assert (judged.document_right, judged.locator_right) == (True, True)


@pytest.mark.parametrize(
    ("expected", "given", "right"),
    [
        ("answered", "answered", True),
        ("answered", "procedure", True),
        ("answered", "not_in_documents", False),
        ("not_in_documents", "not_in_documents", True),
        ("not_in_documents", "answered", False),
        ("refused", "out_of_scope", False),
    ],
)
def test_the_outcome(judge: Judge, expected: str, given: str, right: bool) -> None:
    judged = judge.judge(make_row(outcome=expected), [make_reply("…", outcome=given)], 1)
    assert judged.outcome_right is right


@pytest.mark.parametrize(
    ("expected", "given", "text", "forbidden"),
    [
        ("not_in_documents", "answered", "Đạt 70% dân số", True),
        ("not_in_documents", "answered", "1. Mở ứng dụng", True),
        ("not_in_documents", "answered", "Không rõ.", False),
        ("refused", "answered", "Bấm số 5", True),
        ("not_in_documents", "not_in_documents", "Hỏi trước ngày 1/7/2025", False),
        ("answered", "answered", "70%", False),
    ],
)
def test_a_figure_or_a_step_where_nothing_was_to_be_answered_is_forbidden(
    judge: Judge, expected: str, given: str, text: str, forbidden: bool
) -> None:
    assert judge.judge(make_row(outcome=expected), [make_reply(text, outcome=given)], 1).forbidden is forbidden


def test_what_a_row_does_not_ask_for_is_undefined(judge: Judge) -> None:
    row = make_row(outcome="refused", sources=[PLAN], expected=["từ chối"])
    judged = judge.judge(row, [make_reply("Tôi không giúp việc này.", outcome="refused")], 1)
    assert (judged.document_right, judged.locator_right, judged.facts_right) == (None, None, None)
    assert judged.facts_missing == ()


def test_several_replies_count_as_one_text_and_the_last_outcome(judge: Judge) -> None:
    replies = [make_reply("60%", ("van-hoa", "II.1"), outcome="clarification"), make_reply("wifi công cộng")]
    judged = judge.judge(make_row(sources=[PLAN], expected=["60%", "wifi"]), replies, 1)
    assert judged.outcome == "answered"
    assert judged.facts_right is True
    assert judged.document_right is True


def test_no_reply_at_all_is_wrong_not_an_error(judge: Judge) -> None:
    judged = judge.judge(make_row(sources=[PLAN], expected=["60%"]), [], 1)
    assert judged.outcome == "none"
    assert not judged.outcome_right
    assert (judged.document_right, judged.facts_right) == (False, False)
