"""Shorthand, dialect and spoken forms, written out where they have one reading."""

from __future__ import annotations

import pytest

from vietnamese import expand, fold


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("chữ ký số làm ntn", "chữ ký số làm như thế nào"),
        ("tui ko biết", "tôi không biết"),
        ("Ko đc", "không được"),
        ("cks là j", "chữ ký số là gì"),
        ("dvc của xã", "dịch vụ công của xã"),
        ("cccd hết hạn", "căn cước công dân hết hạn"),
        ("bn phần trăm", "bao nhiêu phần trăm"),
        ("được nhiêu", "được bao nhiêu"),
        ("được bao nhiêu", "được bao nhiêu"),
        ("mần răng", "làm sao"),
        ("quên mk vneid", "quên mật khẩu vneid"),
        ("dân phường mk", "dân phường mình"),
        ("cua tinh mk", "cua tinh mình"),
        ("ra kh nay theo kh so may", "ra kế hoạch nay theo kế hoạch so may"),
        ("KH số 55 của huyện", "kế hoạch số 55 của huyện"),
        ("kh của tỉnh", "kế hoạch của tỉnh"),
        ("em kh biết số nào", "em không biết số nào"),
        ("nói zề cái zì", "nói về cái gì"),
        ("qđ số mấy", "quyết định số mấy"),
        ("TT 77/2025 nói gì", "thông tư 77/2025 nói gì"),
        ("kh số 252/KH-UBND", "kế hoạch số 252/KH-UBND"),
        ("nq 13-NQ/TU", "nghị quyết 13-NQ/TU"),
        ("kh 1/1/2026 được", "không 1/1/2026 được"),
    ],
)
def test_writes_shorthand_and_dialect_out(typed: str, written: str) -> None:
    assert expand(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("cái chi vậy", "cái gì vậy"),
        ("làm chi", "làm gì"),
        ("có nói chi không", "có nói gì không"),
        ("chi phí bao nhiêu", "chi phí bao nhiêu"),
        ("chi phi bao nhieu", "chi phi bao nhieu"),
        ("chi tiết", "chi tiết"),
        ("chi trả an sinh", "chi trả an sinh"),
        ("chi nhánh ngân hàng", "chi nhánh ngân hàng"),
        ("chi tiêu ngân sách", "chi tiêu ngân sách"),
        ("dia chi cua xa", "dia chi cua xa"),
    ],
)
def test_chi_means_what_only_on_its_own(typed: str, written: str) -> None:
    assert expand(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("nộp ở mô", "nộp ở đâu"),
        ("đi mô rồi", "đi đâu rồi"),
        ("mô hình", "mô hình"),
        ("mô hình dữ liệu mở", "mô hình dữ liệu mở"),
        ("mô tả", "mô tả"),
        ("mô phỏng", "mô phỏng"),
    ],
)
def test_mo_means_where_only_on_its_own(typed: str, written: str) -> None:
    assert expand(typed) == written


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("sóng năm gờ", "sóng 5G"),
        ("mạng bốn g", "mạng 4G"),
        ("vi en e i đi", "VNeID"),
        ("ai ô ti", "IoT"),
        ("quy rờ", "QR"),
        ("mã ô tê pê", "mã OTP"),
    ],
)
def test_names_as_they_are_spoken(spoken: str, written: str) -> None:
    assert expand(spoken) == written


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch 30/KH-UBND",
        "k@xa.vn",
        "https://dichvucong.gov.vn/k",
        "Hạ tầng số đến năm 2030",
        "chi bộ thôn",
        "100% hộ gia đình",
    ],
)
def test_what_is_no_shorthand_stays(text: str) -> None:
    assert expand(text) == text


def test_expanding_twice_changes_nothing() -> None:
    once = expand("cho e hỏi cks lm ntn, bn tiền, ở mô, làm chi")
    assert expand(once) == once
    assert "bao bao" not in fold(once)


@pytest.mark.parametrize(
    "typed",
    [
        "đại biểu hội đồng nhân dân",
        "biểu mẫu đăng ký",
        "tiêu biểu",
        "thiệt hại do bão",
        "thiệt hại",
        "khám bệnh viện răng hàm mặt",
        "đau răng",
        "bên hông nhà văn hóa",
        "điểm e khoản 2",
        "mục h phần iv",
    ],
)
def test_syllables_of_common_words_stay(typed: str) -> None:
    assert expand(typed) == typed


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("họ biểu nộp tiền", "họ bảo nộp tiền"),
        ("có thiệt hông", "có thật không"),
        ("răng mà lâu rứa", "sao mà lâu vậy"),
        ("e hỏi chút", "em hỏi chút"),
        ("mấy h mở cửa", "mấy giờ mở cửa"),
    ],
)
def test_the_same_forms_on_their_own_are_dialect(typed: str, written: str) -> None:
    assert expand(typed) == written
