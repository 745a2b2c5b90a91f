"""Text in the fonts of the time before Unicode."""

from __future__ import annotations

import pytest

from knowledge_base.ingest.reading.legacy_fonts import converted, is_legacy


@pytest.mark.parametrize(
    ("font", "legacy"),
    [(".VnTime", True), ("ABCDEF+.VnTimeH", True), ("VNI-Times", True), ("Times New Roman", False), (None, False)],
)
def test_the_name_tells_the_font(font: str | None, legacy: bool) -> None:
    assert is_legacy(font) is legacy


@pytest.mark.parametrize(
    ("font", "typed", "read"),
    [
        (".VnTime", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (".VnTimeH", "§éc lËp - Tù do - H¹nh phóc", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"),
        ("VNI-Times", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("VNI-Times", "ÑOÄC LAÄP, tröôùc ngaøy 15 haèng naêm", "ĐỘC LẬP, trước ngày 15 hằng năm"),
    ],
)
def test_the_letters_are_put_in_their_places(font: str, typed: str, read: str) -> None:
    assert converted(typed, font) == read
