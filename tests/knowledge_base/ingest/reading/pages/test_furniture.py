"""Page numbers, running heads and signing marks are taken out; text that looks like them stays."""

from __future__ import annotations

from knowledge_base.ingest.reading.pages.parts import Box, Word
from tests.knowledge_base.ingest.reading.pages.words import centred, line, page, paragraphs, read, wrapped

LONG = "Các thôn rà soát quỹ đất công, đăng ký số lượng cây giống và phân công từng hộ trồng, chăm sóc cây của thôn."


def test_page_numbers_and_running_heads_are_left_out() -> None:
    pages = [
        page(
            [
                *centred(str(number), 30),
                *line("Kế hoạch trồng cây xã An Phú", 48),
                *wrapped(f"{number}. {LONG}", 200)[0],
                *centred(f"Trang {number}/3", 810),
            ],
            number=number,
        )
        for number in (1, 2, 3)
    ]
    document, _ = read(*pages)
    assert [one.text for one in paragraphs(document)] == [f"{number}. {LONG}" for number in (1, 2, 3)]


def test_numbers_within_the_text_stay() -> None:
    document, _ = read(page([*line("Nội dung", 200), *line("2030", 400)]))
    assert [one.text for one in paragraphs(document)] == ["Nội dung", "2030"]


def test_marks_of_electronic_signing_are_left_out() -> None:
    small = [
        Word(text, Box(400 + 40 * index, 20, 435 + 40 * index, 27)) for index, text in enumerate(["Ký", "bởi:", "UBND"])
    ]
    document, _ = read(page([*small, *line("Nội dung thứ nhất", 200), *line("Nội dung thứ hai", 260)]))
    assert [one.text for one in paragraphs(document)] == ["Nội dung thứ nhất", "Nội dung thứ hai"]
