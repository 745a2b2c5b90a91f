"""Offices named by a part of their name or by letters."""

from __future__ import annotations

import pytest

from knowledge_base.answer.plans.offices import meant, offices_in, written_out

CULTURE = "Phòng Văn hóa và Thông tin"
FINANCE = "Phòng Tài chính - Kế hoạch huyện"
MONEY = "Cơ quan tài chính cùng cấp"
LAND = "Bộ phận Địa chính XDĐT&MT"
POLICE = "Công an huyện"
UNITS = (CULTURE, FINANCE, MONEY, LAND, POLICE)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("phòng văn hóa làm gì", CULTURE),
        ("phong vh&tt lam gi", CULTURE),
        ("bên tài chánh lo chi", FINANCE),
        ("phòng TCKH", FINANCE),
        ("địa chính phải làm gì", LAND),
        ("công an huyện", POLICE),
        ("công an xã", None),
        ("phòng văn hóa xã hội", None),
        ("phòng nội vụ", None),
        ("phát triển văn hóa", None),
        ("Minh Long làm gì", None),
    ],
)
def test_an_office_is_named_by_some_of_its_fields_and_none_other(text: str, unit: str | None) -> None:
    assert meant(offices_in(text, ["Minh Long"]), UNITS) == unit


def test_another_office_is_known_for_one() -> None:
    assert [one.sure for one in offices_in("phòng nội vụ", [])] == [True]
    assert [one.sure for one in offices_in("kinh tế, xã hội", [])] == [False]
    assert offices_in("mật khẩu", []) == []


def test_letters_are_written_out_and_words_of_other_letters_left() -> None:
    assert written_out("Phòng KT&HT, phòng bc-vt") == "Phòng kinh tế hạ tầng, phòng bưu chính viễn thông"
    assert written_out("http, vpn") == "http, vpn"
