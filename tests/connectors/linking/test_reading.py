"""What a text asks for in linking, and what it does not."""

from __future__ import annotations

import pytest

from connectors.linking.codes import hash_code, new_code, shown
from connectors.linking.reading import NEW, SHOW, UNDO, is_link, read_request, used_hash

KEY = "k" * 32


@pytest.mark.parametrize(
    "text",
    [
        "mã liên kết",
        "Ma lien ket",
        "Cho tôi xin mã liên kết ạ",
        "lấy mã liên kết giúp tôi",
        "nối với Zalo",
        "Tôi muốn nối với Telegram!",
        "liên kết Zalo",
        "chuyển cuộc trò chuyện sang máy khác",
        "chuyen hoi thoai nay qua dien thoai khac",
        "kết nối cuộc trò chuyện với trang web",
        "/link",
        "／link",
        "/link@troly_bot",
    ],
)
def test_a_code_is_asked_for(text: str) -> None:
    request = read_request(text)
    assert request is not None
    assert (request.payload, request.code) == (NEW, None)


@pytest.mark.parametrize(
    "text",
    [
        "mã 123-456",
        "Mã 123456",
        "ma lien ket: 123 456",
        "nhập mã 123–456",
        "Mã liên kết của tôi là 123-456.",
        "123-456",
        "123456",
        "１２３-４５６",
        "/link 123-456",
        "/LINK@troly_bot 123456",
    ],
)
def test_a_code_is_typed(text: str) -> None:
    request = read_request(text)
    assert request is not None
    assert request.code == "123456"
    saved = request.saved(KEY)
    assert is_link(saved)
    assert "123456" not in saved
    assert used_hash(saved) == hash_code("123456", KEY) != hash_code("123456", "l" * 32)


@pytest.mark.parametrize("text", ["hủy liên kết", "huy lien ket voi zalo", "bỏ liên kết Zalo của tôi", "/unlink"])
def test_a_link_is_to_be_cut(text: str) -> None:
    assert read_request(text) is not None
    assert read_request(text).payload == UNDO  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["xem lại", "Xem lại cuộc trò chuyện cũ", "lịch sử trò chuyện", "/history"])
def test_the_past_is_asked_for(text: str) -> None:
    assert read_request(text) is not None
    assert read_request(text).payload == SHOW  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "12345",
        "1234567",
        "100.000",
        "mã hồ sơ 123456",
        "mã thủ tục 1.000815",
        "mã OTP là 123456",
        "liên kết là gì",
        "liên kết vùng",
        "hủy liên kết ngân hàng với VNeID cách nào",
        "cài VNeID sang máy khác",
        "cho xem lại bước trước",
        "nói với máy khác",
        "nói với zalo",
        "/restart",
        "/link xin chào",
        "mã liên kết " * 20,
    ],
)
def test_all_else_is_a_question(text: str) -> None:
    assert read_request(text) is None


def test_codes_are_random_and_written_in_two_groups() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 190
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert shown("012345") == "012-345"


def test_a_payload_of_something_else_is_no_link() -> None:
    assert not is_link(None)
    assert not is_link("/ask_capabilities")
    assert used_hash(NEW) is None
