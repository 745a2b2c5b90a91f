"""Reading a question: the field asked for, the words that name the procedure, official words for said ones."""

from __future__ import annotations

import pytest

from knowledge_base.procedures.asking import Field, read_question
from knowledge_base.procedures.naming import load_words, short_name, spelled
from vietnamese import fold


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("Đăng ký nuôi ong cần giấy tờ gì?", Field.DOCUMENTS),
        ("nuôi ong hồ sơ gồm những gì", Field.DOCUMENTS),
        ("đăng ký nuôi ong lệ phí bao nhiêu", Field.FEE),
        ("nuôi ong tốn bao nhiêu tiền", Field.FEE),
        ("đăng ký nuôi ong mấy ngày xong", Field.TIME),
        ("đăng ký nuôi ong mất bao nhiêu ngày", Field.TIME),
        ("nuôi ong mấy bữa có giấy", Field.TIME),
        ("đăng ký nuôi ong nộp ở đâu", Field.WHERE),
        ("nuôi ong đăng ký chỗ mô", Field.WHERE),
        ("ai có thẩm quyền giải quyết nuôi ong", Field.WHO),
        ("thủ tục nuôi ong gồm những bước nào", Field.STEPS),
        ("nuôi ong làm thế nào", Field.STEPS),
        ("căn cứ pháp lý đăng ký nuôi ong", Field.BASIS),
        ("đăng ký nuôi ong cần điều kiện gì", Field.CONDITIONS),
    ],
)
def test_the_field_is_seen_and_its_words_name_nothing(question: str, field: Field) -> None:
    for text in (question, fold(question)):
        asked = read_question(text)
        assert asked.fields[0] is field
        said = {fold(word) for word in asked.variants[0]}
        assert {"nuoi", "ong"} <= said <= {"dang", "ki", "nuoi", "ong", "giay", "co"}


def test_several_fields_come_in_the_order_asked() -> None:
    asked = read_question("đăng ký tạm trú nộp ở đâu, cần giấy tờ gì, lệ phí bao nhiêu")
    assert asked.fields == (Field.WHERE, Field.DOCUMENTS, Field.FEE)


def test_last_time_is_no_place() -> None:
    assert read_question("dang ky xe lan dau").fields == ()


def test_nothing_but_a_field_leaves_nothing_named() -> None:
    assert read_question("lệ phí bao nhiêu?").empty
    assert read_question("mấy ngày thì xong vậy").empty


def test_what_people_say_is_said_officially_too() -> None:
    assert ("đăng", "kí", "thường", "trú") in read_question("nhập hộ khẩu cần gì").variants
    assert ("dang", "ki", "thuong", "tru") in read_question("nhap ho khau can gi").variants
    assert read_question("đăng ký thường trú").variants == (("đăng", "kí", "thường", "trú"),)


def test_a_code_and_a_level_are_seen() -> None:
    asked = read_question("thủ tục 1.001193 làm ở cấp tỉnh được không")
    assert (asked.code, asked.levels, asked.said_procedure) == ("1.001193", ("Cấp tỉnh",), True)
    assert read_question("mua nhà ở xã hội").levels == ()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Thủ tục cấp lại thẻ (thực hiện tại cấp tỉnh)", "cấp lại thẻ"),
        ("Đăng ký xe thực hiện tại cấp tỉnh, cấp xã", "Đăng ký xe"),
        ("Tham vấn môi trường (cấp xã) (1.010736)", "Tham vấn môi trường"),
        ("Hòa giải ở cơ sở", "Hòa giải ở cơ sở"),
    ],
)
def test_a_short_name_leaves_out_code_and_level(name: str, short: str) -> None:
    assert short_name(name) == short


def test_one_spelling() -> None:
    assert spelled("Đăng kí BHYT, kĩ thuật, khai lí lịch") == "đăng ký bảo hiểm y tế, kỹ thuật, khai lý lịch"


def test_no_wording_is_said_for_two_things() -> None:
    said = [str(one) for group in load_words()["wordings"].values() for one in group]
    assert sorted({one for one in said if said.count(one) > 1}) == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("đăng ký tạm trú cho con gái út", "đăng kí tạm trú"),
        ("dang ky tam tru cho con gai ut", "dang ki tam tru"),
        ("nhập hộ khẩu về nhà chồng", "nhập hộ khẩu"),
        ("dk tam tru", "dang ki tam tru"),
    ],
)
def test_for_whom_it_is_names_no_procedure_and_shorthand_is_no_diacritics(question: str, words: str) -> None:
    assert " ".join(read_question(question).variants[0]) == words
