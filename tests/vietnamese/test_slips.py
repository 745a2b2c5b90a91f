"""Slips in a syllable's marks are put right where one syllable alone can be meant; everything else stays."""

from __future__ import annotations

import pytest

from knowledge_base.search.terms import read
from vietnamese import expand
from vietnamese.slips import mend_slips


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("phừơng", "phường"),
        ("ngừoi", "người"),
        ("điẹn", "điện"),
        ("trừong", "trường"),
        ("nuớc", "nước"),
        ("chuản", "chuẩn"),
        ("qũy", "quỹ"),
        ("Đựơc", "Được"),
        ("NGỪOI", "NGƯỜI"),
    ],
)
def test_a_slip_is_put_right(typed: str, meant: str) -> None:
    assert mend_slips(typed) == meant
    assert expand(f"xã có {typed.lower()} nào").split()[2] == meant.lower()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chữkýsố", "chữ ký số"),
        ("căncước", "căn cước"),
        ("tàikhoản", "tài khoản"),
        ("Điệnthoại", "Điện thoại"),
    ],
)
def test_a_blank_left_out_is_put_in_where_it_can_only_stand_there(typed: str, meant: str) -> None:
    assert mend_slips(typed) == meant


@pytest.mark.parametrize(
    "typed", ["nộphồsơ", "giá", "giữ", "quá", "Huế", "thuở", "Đăk", "café", "bao nhieu", "VNeID", "tPhòng", "a@bì.vn"]
)
def test_what_may_be_meant_as_typed_stays(typed: str) -> None:
    assert mend_slips(typed) == typed


def test_a_frame_is_one_with_marks_left_out_of_some_of_it() -> None:
    said = [one.folded for one in read("xã đặt bao nhieu phần tram người lớn dùng mạng") if one.folded and not one.stop]
    assert "nhieu" not in said
    assert "tram" not in said
    assert {"lon", "mang"} <= set(said)
