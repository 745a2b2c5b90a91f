"""Periods, from the words of a table cell."""

from __future__ import annotations

import pytest

from knowledge_base.ingest.records import Period
from knowledge_base.ingest.structuring.periods import period_of


@pytest.mark.parametrize(
    ("text", "period", "guessed"),
    [
        ("2025-2030", Period(start=2025, end=2030), False),
        ("Giai đoạn 2025 – 2030", Period(start=2025, end=2030), False),
        ("2025", Period(start=2025, end=2025), False),
        ("Quý II/2026", Period(start=2026, end=2026), False),
        ("Tháng 6 năm 2026", Period(start=2026, end=2026), False),
        ("2026 và những năm tiếp theo", Period(start=2026), False),
        ("Thường xuyên hàng năm", Period(every_year=True), False),
        ("Trước 15/12 hằng năm", Period(every_year=True), False),
        ("Hằng quý", Period(every_year=True), False),
        ("Thường xuyên", Period(every_year=True), True),
        ("Đến năm 2028", Period(start=2025, end=2028), True),
        ("Theo tiến độ chung", None, True),
        ("", None, False),
    ],
)
def test_periods(text: str, period: Period | None, guessed: bool) -> None:
    assert period_of(text, start=2025) == (period, guessed)
