"""Which procedure a question means."""

from __future__ import annotations

import pytest

from knowledge_base.procedures.asking import read_question
from knowledge_base.procedures.catalogue import Catalogue
from knowledge_base.procedures.search import BELIEF_OF_WHOLE
from tests.knowledge_base.procedures.samples import (
    BEES,
    BEES_ABROAD,
    BEES_AGAIN,
    KITE,
    READER_AGAIN,
    READER_COMMUNE,
    READER_PROVINCE,
)
from vietnamese import fold


def first(catalogue: Catalogue, question: str) -> str:
    return catalogue.find(read_question(question))[0].code


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("đăng ký nuôi ong cần giấy tờ gì", BEES),
        ("đăng ký lại nuôi ong lấy mật mấy ngày", BEES_AGAIN),
        ("nuôi ong có yếu tố nước ngoài", BEES_ABROAD),
        ("xin thẻ bạn đọc thư viện", READER_COMMUNE),
        ("thẻ bạn đọc ở tỉnh lệ phí bao nhiêu", READER_PROVINCE),
        ("mất thẻ bạn đọc xin cấp lại", READER_AGAIN),
        ("thả diều ban đêm xin phép ai", KITE),
        ("đăng kí nuôi onng lấy mật", BEES),
    ],
)
def test_the_right_one_is_first_with_and_without_diacritics(catalogue: Catalogue, question: str, code: str) -> None:
    assert first(catalogue, question) == code
    assert first(catalogue, fold(question)) == code


def test_a_procedure_at_two_levels_is_found_once(catalogue: Catalogue) -> None:
    codes = [one.code for one in catalogue.find(read_question("cấp thẻ bạn đọc thư viện"))]
    assert READER_COMMUNE in codes
    assert READER_PROVINCE not in codes


def test_belief_tells_a_procedure_from_another_matter(catalogue: Catalogue) -> None:
    meant = read_question("đăng ký nuôi ong lấy mật cần giấy tờ gì")
    other = read_question("tỷ lệ hộ dân có cáp quang năm 2030 là bao nhiêu")
    assert catalogue.find(meant)[0].belief(meant) > 0.9
    assert all(one.belief(other) < 0.1 for one in catalogue.find(other))


def test_a_question_that_is_the_whole_name_is_surely_meant(catalogue: Catalogue) -> None:
    asked = read_question("đăng ký nuôi ong lấy mật")
    assert catalogue.find(asked)[0].belief(asked) >= BELIEF_OF_WHOLE


def test_what_the_question_was_taken_for_counts(catalogue: Catalogue) -> None:
    asked = read_question("muốn nuôi mấy thùng ong thì làm sao")
    best = catalogue.find(asked)[0]
    assert best.belief(asked) < best.belief(asked, 0.5) < best.belief(asked, 1.0)
