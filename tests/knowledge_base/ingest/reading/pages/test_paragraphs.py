"""Lines become paragraphs by the way they stand."""

from __future__ import annotations

import pytest

from tests.knowledge_base.ingest.reading.pages.words import centred, line, page, paragraphs, read, wrapped

LONG = (
    "Các thôn rà soát quỹ đất công, đăng ký số lượng cây giống và phân công từng hộ trồng, chăm sóc cây dọc tuyến "
    "đường liên xã; định kỳ hằng quý báo cáo kết quả về Ủy ban nhân dân xã để tổng hợp, theo dõi chung."
)


def texts(*words: list) -> list[str]:
    return [one.text for one in paragraphs(read(page([word for group in words for word in group]))[0])]


def test_wrapped_lines_are_one_paragraph() -> None:
    first, below = wrapped(LONG, 100)
    second, _ = wrapped(LONG, below)
    assert texts(first, second) == [LONG, LONG]


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    first, below = wrapped(LONG, 100, indent=0)
    assert texts(first, line("Kinh phí", below), line("Ngân sách xã", below + 18)) == [LONG, "Kinh phí", "Ngân sách xã"]


@pytest.mark.parametrize("marker", ["-", "+", "1.", "1.2.", "a)", "đ)", "III."])
def test_a_marker_begins_a_paragraph(marker: str) -> None:
    filled = f"{marker} {LONG}"
    first, below = wrapped(filled, 100)
    second, _ = wrapped(filled, below)
    assert texts(first, second) == [filled, filled]


def test_a_dash_that_wraps_to_the_margin_begins_nothing() -> None:
    text = (
        f"{LONG[:-1]} kinh tế - xã hội - văn hóa - giáo dục - y tế - môi trường - an ninh - quốc phòng của xã An Phú."
    )
    words, _ = wrapped(text, 100)
    assert texts(words) == [text]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("theo Nghị quyết số 13-", "NQ/TU ngày 06/9/2023", "13-NQ/TU"),
        ("theo Kế hoạch số 45/", "KH-UBND của tỉnh", "45/KH-UBND"),
        ("theo Kế hoạch số 45/KH", "-UBND của tỉnh", "45/KH-UBND"),
        ("giai đoạn 2025-", "2030 của xã", "2025-2030"),
        ("phát triển kinh tế -", "xã hội của xã", "kinh tế - xã hội"),
    ],
)
def test_codes_broken_at_the_line_end_become_whole(before: str, after: str, joined: str) -> None:
    filler = "Trồng cây xanh trong toàn xã và các thôn lân cận"
    first = line(f"{filler} {before}", 100)
    shift = 540 - first[-1].box.x1
    moved = [word.__class__(word.text, word.box.moved(shift, 0)) for word in first]
    (text,) = texts([*first[:3], *moved[3:]], line(after, 118))
    assert joined in text


def test_titles_keep_their_lines_and_say_that_they_are_centred() -> None:
    body, _ = wrapped(LONG, 160)
    made = [*centred("KẾ HOẠCH", 100, bold=True), *centred("Trồng cây xanh năm 2025", 118, bold=True), *body]
    first, second, third = paragraphs(read(page(made))[0])
    assert (first.text, second.text) == ("KẾ HOẠCH", "Trồng cây xanh năm 2025")
    assert (first.centred, first.bold, third.centred, third.bold) == (True, True, False, False)


def test_a_paragraph_goes_on_over_the_page_break() -> None:
    words, _ = wrapped(LONG + " " + LONG, 700)
    tops = sorted({word.box.top for word in words})
    above = [word for word in words if word.box.top <= tops[2]]
    below = [word.__class__(word.text, word.box.moved(0, 80 - tops[3])) for word in words if word.box.top > tops[2]]
    document, _ = read(page(above), page(below, number=2))
    (paragraph,) = paragraphs(document)
    assert paragraph.text == f"{LONG} {LONG}"
    assert paragraph.page == 1


def test_a_numbered_paragraph_on_a_new_page_is_its_own() -> None:
    above, _ = wrapped(f"a) {LONG}", 700)
    below, _ = wrapped(f"b) {LONG}", 80)
    assert [one.text[:2] for one in paragraphs(read(page(above), page(below, number=2))[0])] == ["a)", "b)"]


def test_confidence_is_the_mean_of_the_words() -> None:
    words = [
        word.__class__(word.text, word.box, confidence=sure)
        for word, sure in zip(line("Cây xanh", 100), (1, 0.5), strict=True)
    ]
    (paragraph,) = paragraphs(read(page(words))[0])
    assert paragraph.confidence == pytest.approx(0.75)


def test_an_item_with_a_misread_number_is_still_its_own() -> None:
    items = ["16. Thôn Một chăm sóc cây.", "17, Thôn Hai chăm sóc cây.", "18. Thôn Ba chăm sóc cây."]
    body, below = wrapped(LONG, 100)
    listed = (line(text, below + 18 * number, 121) for number, text in enumerate(items))
    assert texts(body, *listed) == [LONG, *items]
