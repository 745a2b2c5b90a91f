"""Figures: value, unit and how they bind; years, dates, numbers of documents and names are none."""

from __future__ import annotations

import pytest

from knowledge_base.ingest.structuring.figures import figures_of, shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Trên 80% dân số", [("above", 80, "%")]),
        ("đạt 90% trở lên", [("at_least", 90, "%")]),
        ("không quá 2,5 %", [("up_to", 2.5, "%")]),
        ("từ 95% trở lên", [("at_least", 95, "%")]),
        ("từ 70% lên 90%", [("exactly", 70, "%"), ("exactly", 90, "%")]),
        ("tối thiểu 40 Mb/s cho mạng 4G", [("at_least", 40, "Mb/s")]),
        ("đạt chuẩn tối thiểu Tier 3", [("at_least", 3, "Tier")]),
        ("Mỗi người dân có 01 định danh số.", [("exactly", 1, "định danh số")]),
        ("ít nhất 02 lớp/năm", [("at_least", 2, "lớp/năm")]),
        ("với tốc độ 1Gb/s trở lên", [("at_least", 1, "Gb/s")]),
        ("Trồng 1.500 cây xanh", [("exactly", 1500, "cây xanh")]),
        ("năm mươi phần trăm, 50 phần trăm hộ", [("exactly", 50, "%")]),
    ],
)
def test_figures(text: str, found: list[tuple[str, float, str]]) -> None:
    assert [(one.comparator.value, one.value, one.unit) for one in figures_of(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("80-90 % hộ dân", [(80, 90, "%")]),
        ("đạt 80 – 90% hộ dân", [(80, 90, "%")]),
        ("đạt từ 80% đến 90% hộ dân", [(80, 90, "%")]),
        ("tu 80 den 90 phan tram ho dan", [(80, 90, "%")]),
        ("mở 3 - 5 lớp, trồng 1.500-2.000 cây", [(3, 5, "lớp"), (1500, 2000, "cây")]),
        ("đạt 80-90% và trên 95% hồ sơ", [(80, 90, "%"), (95, None, "%")]),
        ("đạt 80% đến năm 2030", [(80, None, "%")]),
        ("từ 90% giảm còn 80% - 70%", [(90, None, "%"), (80, None, "%"), (70, None, "%")]),
    ],
)
def test_a_range_is_one_figure(text: str, found: list[tuple[float, float | None, str]]) -> None:
    assert [(one.value, one.value_to, one.unit) for one in figures_of(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "đến năm 2030",
        "giai đoạn 2025-2030",
        "mạng 5G, 6G, IPv6",
        "Kế hoạch số 252/KH-UBND ngày 31/12/2024",
        "theo Biểu 1, Phụ lục 2, Điều 3",
        "trước ngày 15/12",
        "trên địa bàn",
        "từ 2025 đến 2030",
        "tháng 10-12/2026",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert figures_of(text) == []


@pytest.mark.parametrize(
    ("value", "text"), [(1500.0, "1.500"), (2.5, "2,5"), (99.0, "99"), (1234567.25, "1.234.567,25")]
)
def test_a_figure_is_shown_as_documents_write_it(value: float, text: str) -> None:
    assert shown(value) == text
