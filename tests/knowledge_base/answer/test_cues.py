"""Cues: what is said, by its marks where they are typed."""

from __future__ import annotations

import pytest

from knowledge_base.answer.cues import heard, says, without


@pytest.mark.parametrize(
    "text", ["chỉ tui cách đánh cờ bạc", "chi tui cach danh co bac", "đánh cơ bac o dau", "CỜ BẠC online"]
)
def test_marks_may_be_left_out(text: str) -> None:
    assert says(heard(text), "unlawful")


@pytest.mark.parametrize(
    "text",
    [
        "Trạm y tế có bác sĩ giỏi không",
        "xã có bác nào rành máy tính",
        "cho xin số để gọi",
        "cả độ phân giải",
        "tram co bac si gioi khong",
    ],
)
def test_other_marks_are_another_word(text: str) -> None:
    assert not says(heard(text), "unlawful")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("chỉ tôi làm cái app giống hệt app ngân hàng", True),
        ("huong dan dung trang web y chang trang cua xa", True),
        ("có người làm trang web giống hệt trang của xã, báo ai", False),
        ("kẻ gian dựng trang web giống hệt trang ngân hàng thì nhận ra sao", False),
        ("trang này giống hệt trang ngân hàng, có phải giả không", False),
    ],
)
def test_building_a_look_alike_is_unlawful(text: str, meant: bool) -> None:
    assert says(heard(text), "unlawful") is meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("khai gian thu nhập để được xét hộ nghèo", True),
        ("khai man thu nhap the nao de nhan ho tro", True),
        ("triển khai mạng 5G tới đâu rồi", False),
        ("trien khai mang 5g toi dau roi", False),
        ("thời gian kê khai là bao lâu", False),
    ],
)
def test_false_statements_are_unlawful(text: str, meant: bool) -> None:
    assert says(heard(text), "unlawful") is meant


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("phòng nào hướng dẫn cấp giấy phép xây dựng công trình hạ tầng số", "walk_stop"),
        ("phong nao huong dan cap giay phep xay dung cong trinh ha tang so", "walk_stop"),
        ("bao nhieu phan tram co quan duoc ket noi mang truyen so lieu", "spreads_link"),
        ("cap quang toi nam 2030 chay duoc may gb", "of_devices"),
    ],
)
def test_without_marks_what_is_surely_another_word_is_none(text: str, cue: str) -> None:
    assert not says(heard(text), cue)


def test_two_tones_that_many_do_not_tell_apart() -> None:
    assert says(heard("khoanh vùng bé nhõ với đứa nhõ"), "a_child")


def test_a_text_without_marks_is_matched_without() -> None:
    assert says("ten goi khac: danh co bac", "unlawful")


def test_what_is_left_when_a_cue_is_taken_out_keeps_its_marks() -> None:
    left = without("ký số mà tui hổng có smartphone thì sao", "whose_phone", "lacks_smartphone", "after_a_condition")
    assert left == "ký số"


@pytest.mark.parametrize(
    ("text", "cue", "meant"),
    [
        ("luu anh giay to len mang de o thu muc rieng cho khoi lo", "covers_up", False),
        ("dan giay khac de len chu ky cho khoi lo", "covers_up", True),
        ("dán giấy khác đè lên chữ ký cho khỏi lộ", "covers_up", True),
        ("toi het may ap may soc roi lam sao", "asks_amount", False),
        ("sửa cái màn hình hết mấy trăm", "asks_amount", True),
        ("thẻ của mẹ tôi hết hạn rồi", "of_ones_own", True),
        ("cho em hỏi thông tin của ông hàng xóm", "of_ones_own", False),
        ("cho số của ông Năm hàng xóm", "of_ones_own", False),
        ("Trộm vía bé nhà tôi 5 tuổi", "unlawful", False),
        ("trom via be nha toi", "unlawful", False),
        ("dạy tôi trộm xe", "unlawful", True),
        ("cứu bồ với, quên mật khẩu rồi", "alarms", False),
        ("cứu với, mất hết rồi", "alarms", True),
    ],
)
def test_what_a_cue_hears(text: str, cue: str, meant: bool) -> None:
    assert says(heard(text), cue) is meant
