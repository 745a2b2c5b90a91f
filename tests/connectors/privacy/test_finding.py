"""What is found, of which kind, and what is left alone. Every number here is made up."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.privacy import Kind, find
from settings import REPOSITORY

HARMLESS = REPOSITORY / "evaluation" / "questions" / "safety" / "money_and_plans.txt"


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, text[one.start : one.end]) for one in find(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("căn cước 051203004567", Kind.IDENTITY, "051203004567"),
        ("CCCD của mình 079 190 012 345 ạ", Kind.IDENTITY, "079 190 012 345"),
        ("0 7 9 1 9 0 0 1 2 3 4 5", Kind.IDENTITY, "0 7 9 1 9 0 0 1 2 3 4 5"),
        ("cccd số 999999999999 gõ nhầm", Kind.IDENTITY, "999999999999"),
        ("so cmnd cu cua toi la 212345678", Kind.IDENTITY, "212345678"),
        ("hộ chiếu số B1234567", Kind.IDENTITY, "B1234567"),
        ("sđt 0905123456", Kind.PHONE, "0905123456"),
        ("gọi 0905.123.456 nha", Kind.PHONE, "0905.123.456"),
        ("(0905) 123-456", Kind.PHONE, "(0905) 123-456"),
        ("+84 905 123 456", Kind.PHONE, "+84 905 123 456"),
        ("0084905123456", Kind.PHONE, "0084905123456"),
        ("０９０５１２３４５６", Kind.PHONE, "０９０５１２３４５６"),
        ("0\u200b905\u2060123456", Kind.PHONE, "0\u200b905\u2060123456"),
        ("o9o5123456", Kind.PHONE, "o9o5123456"),
        ("số không chín không năm một hai ba bốn năm sáu", Kind.PHONE, "không chín không năm một hai ba bốn năm sáu"),
        ("sdt0905123456nha", Kind.PHONE, "0905123456"),
        ("sđt 905123456", Kind.PHONE, "905123456"),
        ("zalo.me/0905123456", Kind.PHONE, "0905123456"),
        ("thẻ 4111 1111 1111 1111", Kind.CARD, "4111 1111 1111 1111"),
        ("stk 19036688123456 techcombank", Kind.ACCOUNT, "19036688123456"),
        ("vcb 0071000123456 Tran Thi B", Kind.ACCOUNT, "0071000123456"),
        ("0071000123456 là stk của em", Kind.ACCOUNT, "0071000123456"),
        ("mã otp là 482913", Kind.SECRET, "482913"),
        ("OTP 4 8 2 9 1 3", Kind.SECRET, "4 8 2 9 1 3"),
        ("482913 la ma otp", Kind.SECRET, "482913"),
        ("mã OTP vừa gửi về máy tui hồi nãy 482913", Kind.SECRET, "482913"),
        ("mật khẩu của tôi là Abc@123", Kind.SECRET, "Abc@123"),
        ("mk zalo: hoa1990", Kind.SECRET, "hoa1990"),
        ("mat khau la hoahong", Kind.SECRET, "hoahong"),
        ("cvv 123", Kind.SECRET, "123"),
        ("email Nguyen.A@Example.org nhé", Kind.EMAIL, "Nguyen.A@Example.org"),
        ("nguyena a còng gmail chấm com", Kind.EMAIL, "nguyena a còng gmail chấm com"),
        ("thẻ bhyt DN4512345678901", Kind.INSURANCE, "DN4512345678901"),
        ("mã số bhxh 5112345678", Kind.INSURANCE, "5112345678"),
    ],
)
def test_personal_data_is_found_to_its_last_digit(text: str, kind: Kind, value: str) -> None:
    assert found(text) == [(kind.value, value)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("cccd và sđt của tôi là 079190012345 và 0905123456", ["identity", "phone"]),
        ("cmnd, sđt: 212345678, 0905123456", ["identity", "phone"]),
        ("0905123456 0912345678", ["phone", "phone"]),
        ("stk 19036688123456 hoặc 102345678901", ["account", "account"]),
        ("thẻ visa 4111111111111111 hết hạn 12/27 cvv 123", ["card", "secret"]),
    ],
)
def test_several_in_one_message(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in found(text)] == kinds


@pytest.mark.parametrize("text", HARMLESS.read_text(encoding="utf-8").splitlines())
def test_figures_dates_and_document_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "2025-2030",
        "1.500.000 đồng",
        "1234567 người",
        "1900 0368, 1800 1096, 113, 156, 5656",
        "từ 08.10.2025 15 người",
        "912345678 đồng",
        "mật khẩu là gì, đặt mật khẩu mạnh thế nào",
        "mật khẩu phải có 8-12 ký tự",
        "mã otp có hiệu lực 120 giây",
        "số tài khoản đã mở năm 2025 là 1234567 tài khoản",
        "thẻ căn cước cấp được 987654321 thẻ",
        "mã số thuế 0312345678",
        "mã hồ sơ H48.12-090501-0012",
        "ubnd@quangngai.gov.vn",
        "mk 9876 ng mà có 5432 ng xài",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert found(text) == []


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text_is_read_and_places_are_inside_it_in_order(text: str) -> None:
    places = [(one.start, one.end) for one in find(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(left[1] <= right[0] for left, right in pairwise(places))


@pytest.mark.parametrize("piece", ["1 ", "0 ", "1.5-3 (2) ", "stk 1 ", "a@", "cccd sdt 1 ", "0905123456 "])
def test_a_message_made_to_be_slow_is_not(piece: str) -> None:
    started = time.thread_time()  # of computing: waiting for a busy machine does not count
    find((piece * 2000)[:2000])
    assert time.thread_time() - started < 3  # 0.2 s
