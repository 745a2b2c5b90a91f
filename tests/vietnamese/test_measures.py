"""Spoken measures."""

from __future__ import annotations

import pytest

from vietnamese import expand
from vietnamese.measures import write_measures


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("hai trăm mê ga bit trên giây", "200 Mb/s"),
        ("hai tram me ga bit tren giay", "200 Mb/s"),
        ("mạng 1 ghi ga", "mạng 1 Gb"),
        ("mạng một giga một giây", "mạng 1 Gb/s"),
        ("200mbps", "200 Mb/s"),
        ("1Gb/s", "1 Gb/s"),
        ("40 Mb/s", "40 Mb/s"),
        ("được mấy mê", "được mấy Mb"),
        ("bao nhiêu mega bít", "bao nhiêu Mb"),
        ("chín mươi lăm phần trăm hộ", "95% hộ"),
        ("một trăm phần trăm", "100%"),
        ("mười hai phần trăm", "12%"),
        ("một trăm linh năm phần trăm", "105%"),
        ("95 phần trăm", "95%"),
        ("năm hai ngàn không trăm ba mươi", "năm 2030"),
        ("nam hai nghin hai muoi lam", "nam 2025"),
        ("năm hai không hai lăm", "năm 2025"),
        ("đến hai nghìn ba mươi năm gờ", "đến 2030 năm gờ"),
    ],
)
def test_what_is_said_becomes_the_sign(said: str, written: str) -> None:
    assert write_measures(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "hai mẹ con",
        "2 me con tui",
        "bao nhiêu phần trăm",
        "hồ sơ có mấy phần",
        "mê xem phim",
        "hai ba phần trăm",
        "ga xe lửa",
        "hai ngàn ba đồng",
        "hai nghìn năm trăm đồng",
        "hai ngàn hộ",
        "hai không",
    ],
)
def test_other_words_stay(said: str) -> None:
    assert write_measures(said) == said


def test_shorthand_writes_measures() -> None:
    assert expand("mạng 1 ghi ga dc ko") == "mạng 1 Gb được không"
