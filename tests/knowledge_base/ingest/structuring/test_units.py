"""Lists of units are split at their borders, not inside a unit's name; subjects are told from what they have to do."""

from __future__ import annotations

import pytest

from knowledge_base.ingest.structuring.units import find_subject, split_units


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("Các phòng, ban, ngành, UBND cấp xã", ("Các phòng, ban, ngành", "UBND cấp xã")),
        ("Phòng Văn hóa, Khoa học và Thông tin; Công an xã", ("Phòng Văn hóa, Khoa học và Thông tin", "Công an xã")),
        ("Phòng Tài chính - Kế hoạch, Sở Nội vụ", ("Phòng Tài chính - Kế hoạch", "Sở Nội vụ")),
        ("Văn phòng HĐND và UBND huyện", ("Văn phòng HĐND và UBND huyện",)),
        ("Sở Nội vụ và Sở Tài chính", ("Sở Nội vụ", "Sở Tài chính")),
        ("UBND các xã, thị trấn và các đơn vị liên quan", ("UBND các xã, thị trấn", "Các đơn vị liên quan")),
        ("- Sở Y tế\n- Sở Xây dựng", ("Sở Y tế", "Sở Xây dựng")),
        ("Trạm Y tế (Bộ phận dân số, trẻ em)", ("Trạm Y tế (Bộ phận dân số, trẻ em)",)),
        ("", ()),
    ],
)
def test_a_cell_is_split_into_its_units(cell: str, units: tuple[str, ...]) -> None:
    assert split_units(cell) == (units, False)


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("Các các hợp tác xã", ("Các hợp tác xã",)),
        ("Điện lực Vạn Hòa: Phòng Kinh tế", ("Điện lực Vạn Hòa", "Phòng Kinh tế")),
    ],
)
def test_a_misprint_is_read_over_and_said(cell: str, units: tuple[str, ...]) -> None:
    assert split_units(cell) == (units, True)


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("Yêu cầu các cơ quan, ban, ngành căn cứ chức năng, nhiệm vụ thực hiện.", "Các cơ quan, ban, ngành"),
        ("Hằng năm, căn cứ dự toán được giao, Phòng Tài chính lập kế hoạch.", "Phòng Tài chính"),
        ("Trung tâm Đổi mới sáng tạo tỉnh thực hiện tuyên truyền.", "Trung tâm Đổi mới sáng tạo tỉnh"),
        ("Yêu cầu các bộ phận tham mưu, cán bộ công chức thực hiện.", "Các bộ phận tham mưu, cán bộ công chức"),
        ("Chủ trì, phối hợp với các đơn vị, địa phương tổ chức thực hiện.", None),
        ("Quy hoạch hạ tầng được triển khai đúng tiến độ.", None),
        ("Tổ chức thực hiện tốt kế hoạch này.", None),
    ],
)
def test_the_subject_of_a_sentence(sentence: str, unit: str | None) -> None:
    found = find_subject(sentence)
    assert (found.unit if found else None) == unit
