"""Tables whose cells were run together: taken apart where that is no guess, kept word for word."""

from __future__ import annotations

import pytest

from knowledge_base.procedures.model import Basis, Filing
from knowledge_base.procedures.tables import bases, filings, results
from tests.knowledge_base.procedures.samples import BASES, FILINGS


def test_rows_end_where_the_next_method_with_its_time_begins() -> None:
    found = filings(
        f"{FILINGS}Trực tuyến10 Ngày làm việcMiễn phíTrực tiếp tại xã hay qua mạng."
        "Dịch vụ bưu chính2 GiờKhông có thông tin"
    )
    assert found == (
        Filing(method="Trực tuyến", time="10 Ngày làm việc", fee="Miễn phí", note="Trực tiếp tại xã hay qua mạng."),
        Filing(method="Dịch vụ bưu chính", time="2 Giờ"),
    )


def test_a_note_in_brackets_belongs_to_the_fee() -> None:
    (found,) = filings(f"{FILINGS}Trực tiếp3 Ngày8,000 VNĐ(mỗi bản (cả trang bìa))Nộp tại xã.")
    assert (found.fee, found.fee_note, found.note) == ("8,000 VNĐ", "mỗi bản (cả trang bìa)", "Nộp tại xã.")


def test_several_fees_of_one_row_are_all_kept() -> None:
    (found,) = filings(f"{FILINGS}Trực tiếp3 Ngày8,000 VNĐ(một)15,000 VNĐ(hai)")
    assert found.fee == "8,000 VNĐ (một); 15,000 VNĐ (hai)"


@pytest.mark.parametrize(
    ("cell", "time", "fee", "glued"),
    [
        ("1Miễn phí", "1", "Miễn phí", None),
        ("150,000 VNĐ", "1", "50,000 VNĐ", None),
        ("125,000 VNĐ", None, None, "125,000 VNĐ"),
        ("120 VNĐ", None, None, "120 VNĐ"),
        ("Không quy địnhMiễn phí", "Không quy định", "Miễn phí", None),
    ],
)
def test_a_bare_time_is_cut_off_a_sum_only_in_one_way(
    cell: str, time: str | None, fee: str | None, glued: str | None
) -> None:
    (found,) = filings(f"{FILINGS}Trực tuyến{cell}")
    assert (found.time, found.fee, found.run_together) == (time, fee, glued)


def test_a_number_without_a_unit_and_a_doubtful_fee_are_known() -> None:
    (bare,) = filings(f"{FILINGS}Trực tiếp1Miễn phí(Thu 20.000 đồng)")
    assert bare.time_without_unit
    assert bare.fee_unclear
    (sound,) = filings(f"{FILINGS}Trực tiếp1 Ngày8,000 VNĐ(mỗi bản)")
    assert not sound.time_without_unit
    assert not sound.fee_unclear
    assert filings(f"{FILINGS}Trực tiếp1 Ngày20 VNĐ")[0].fee_unclear


def test_prose_is_no_table() -> None:
    assert filings("Nộp thế nào cũng được") == ()


def test_bases_are_titles_with_the_number_glued_to_them() -> None:
    found = bases(
        f"{BASES}Luật 60/2020/QH1460/2020/QH14Nghị định số 12/2021/NĐ-CP ngày 1/1 về ong12/2021/NĐ-CP"
        "Thông tư về mật34/2022/TT-BTPLuật Làng05/2023/QH15 Quy ước của làng"
    )
    assert found == (
        Basis(title="Luật", number="60/2020/QH14"),
        Basis(title="Nghị định số 12/2021/NĐ-CP ngày 1/1 về ong", number="12/2021/NĐ-CP"),
        Basis(title="Thông tư về mật", number="34/2022/TT-BTP"),
        Basis(title="Luật Làng", number="05/2023/QH15"),
        Basis(title="Quy ước của làng"),
    )
    assert bases("Không có thông tin") == ()


def test_results_come_without_the_portals_codes_and_form() -> None:
    text = "Giấy phépMã: KQ.G01.000262Văn bản từ chốiMã: KQ.G01.000263Từ khóaKhông có thông tinNộp hồ sơ"
    assert results(text) == ("Giấy phép", "Văn bản từ chối")
