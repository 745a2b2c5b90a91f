"""Left-over keystrokes of Telex and VNI, and the texts that only look like it."""

from __future__ import annotations

import pytest

from vietnamese.keystrokes import read_keystrokes


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chuwx kys soos laf gif", "chữ ký số là gì"),
        ("chu74 ky1 so61", "chữ ký số"),
        ("ban1 hang2 tren6 mang5 co1 phai3 d9ong1 thue61", "bán hàng trên mạng có phải đóng thuế"),
        ("làm sao ddeer ddawng kys VNeID", "làm sao để đăng ký VNeID"),
        ("nhaapj max OTP", "nhập mã OTP"),
        ("muoons noopj hoof sow truwcj tuyeens", "muốn nộp hồ sơ trực tuyến"),
        ("nguowif daan dduowcj gif", "người dân được gì"),
        ("quyeen cuar tooi", "quyên của tôi"),
        ("dangd kys chuwx kys soos", "đang ký chữ ký số"),
    ],
)
def test_reads_what_was_meant(typed: str, meant: str) -> None:
    assert read_keystrokes(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "toi muon dang ky chu ky so",
        "bằng lái a1 b2 c1",
        "wifi free o nha van hoa",
        "dang ki zalo bi mat pass",
        "thon6 co song 5g",
        "test max app",
        "https://dichvucong.gov.vn/ddawng-kys",
        "lan.nguyeen@example.vn",
        "QĐ 766/QĐ-TTg",
        "ipv6 va 5g den nam 2030",
        "how now new law",
        "kỳ 1 và kỳ 2",
        "",
    ],
)
def test_leaves_everything_else_as_it_is(typed: str) -> None:
    assert read_keystrokes(typed) == typed


def test_every_word_of_a_vietnamese_text_without_diacritics_stays() -> None:
    text = "nguoi dan xa minh long nop ho so truc tuyen tai trung tam phuc vu hanh chinh cong co mat phi khong"
    assert read_keystrokes(text) == text
