"""How sure recognised words are: the restorer is asked about each, figures and codes speak for themselves."""

from __future__ import annotations

import pytest

from knowledge_base.ingest.reading.document import Document, FindingCode, Paragraph, WeakWord
from knowledge_base.ingest.structuring.doubting import judged, sure_of_content, sure_of_field
from knowledge_base.ingest.structuring.draft import CERTAIN, Draft
from knowledge_base.ingest.structuring.repairing import repair
from knowledge_base.ingest.structuring.structurer import structure
from vietnamese.restoring import restore

HEAD = ("KẾ HOẠCH", "Trồng cây xanh giai đoạn 2026-2028", "Thực hiện Kế hoạch số 7/KH-UBND của UBND tỉnh Thành An.")


def scanned(*lines: str, weak: dict[str, float] | None = None) -> Draft:
    """The draft of a scan of these lines; ``weak``: words the recogniser was not sure of."""
    blocks = tuple(
        Paragraph(
            text=line,
            page=1,
            confidence=0.95,
            weak=tuple(
                WeakWord(text=word, confidence=(weak or {})[word]) for word in line.split() if word in (weak or {})
            ),
        )
        for line in (*HEAD, *lines)
    )
    document = Document(name="a.pdf", media_type="application/pdf", sha256="0" * 64, blocks=blocks)
    return structure(repair(document, restore))


def doubted(draft: Draft) -> list[str]:
    places = ("Đầu văn bản", "Phần mở đầu")
    return [one.locator for one in draft.clauses if one.doubted and one.locator not in places]


@pytest.mark.parametrize(
    ("text", "read", "unsure"),
    [
        ("xây dựng cơ sở dữ liệu dùng chung", {"dữ": 0.6}, []),
        ("xây đựng cơ sở đữ liệu dùng chung", {}, ["đựng", "đữ"]),
        ("đạt 80% hộ dân", {"80%": 0.5}, ["80%"]),
        ("đạt 80% hộ dân", {}, []),
        ("hệ thống BCVTK hoạt động", {"BCVTK": 0.7}, ["BCVTK"]),
    ],
)
def test_a_word_is_unsure_where_the_restorer_or_its_figures_say_so(
    text: str, read: dict[str, float], unsure: list[str]
) -> None:
    weak = [WeakWord(text=word, confidence=sure) for word, sure in read.items()]
    found = judged(text, weak, restore(text, damaged=True).words)
    assert [word.text for word in found if word.confidence < CERTAIN] == unsure


def test_one_wrong_word_spoils_a_name_but_not_a_long_text() -> None:
    weak = [WeakWord(text="Phỏng", confidence=0.05)]
    assert sure_of_field("Phỏng Kinh tế", weak) == 0.05
    assert sure_of_field("Sở Y tế", weak) == 1
    assert sure_of_content("Phỏng Kinh tế", weak) < CERTAIN
    assert sure_of_content("Phỏng Kinh tế " + "chủ trì việc này " * 8, weak) > CERTAIN


def test_words_that_read_wrong_are_told_page_by_page() -> None:
    draft = scanned("I. NHIỆM VỤ", "Xây đựng cơ sở đữ liệu dùng chung của xã và kết nối với tỉnh trong giai đoạn này.")
    (told,) = [one for one in draft.findings if one.code is FindingCode.WORDS_UNSURE]
    assert (told.page, told.details) == (1, {"words": "“đựng”, “đữ”"})


def test_a_scan_that_reads_well_is_not_doubted() -> None:
    lines = ("I. NHIỆM VỤ", "1. Trồng cây xanh ven đường.", "2. Tưới nước mùa khô.", "II. KINH PHÍ", "Từ ngân sách xã.")
    assert doubted(scanned(*lines)) == []


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        (("1. Trồng cây xanh.", "2. Tưới nước.", "4. Bón phân.", "5. Tỉa cành."), ["I.2", "I.4"]),
        (("1. Trồng cây:", "- Cây xoài;", "- Cây mít.", "Cây ổi ven đường làng."), ["I.1"]),
        (("1. Trồng cây xanh. €) Tưới nước mùa khô.", "2. Bón phân."), ["I.1"]),
        (("1. Trồng cây xanh.", "?) Tưới nước mùa khô.", "2. Bón phân."), ["I.1"]),
    ],
)
def test_where_a_number_may_be_lost_the_places_beside_it_are_doubtful(
    lines: tuple[str, ...], places: list[str]
) -> None:
    found = doubted(scanned("I. NHIỆM VỤ", *lines, "II. KINH PHÍ", "Từ ngân sách xã."))
    assert set(places) <= set(found)
    assert len(found) < len(lines)


def test_a_misread_number_is_certain_where_those_beside_it_tell_it() -> None:
    sections = ("I. MỤC ĐÍCH", "Phủ xanh làng xóm.", "HI. KINH PHÍ", "Từ ngân sách xã.")
    told = scanned("I. MỤC ĐÍCH", "Phủ xanh.", "H. NHIỆM VỤ", "Trồng cây xanh.", "III. KINH PHÍ", "Từ ngân sách xã.")
    assert [one.locator for one in told.clauses][-3:] == ["I", "II", "III"]
    assert doubted(told) == []
    assert doubted(scanned(*sections, "Trồng cây.")) != []


def test_fields_that_rest_on_unsure_words_are_named() -> None:
    draft = scanned(
        "I. MỤC TIÊU",
        "1. Đạt 80% hộ dân có nước sạch.",
        "2. Tỷ lệ hộ dân có điện thoại thông minh đạt trên 5O.",
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Phỏng Kinh tế chủ trì, phối hợp với các thôn thực hiện Kế hoạch và kiểm tra kết quả trong từng năm.",
        "2. Các thôn báo cáo UBND xã trước ngày 15/12 hằng năm về kết quả thực hiện Kế hoạch này.",
        weak={"80%": 0.5, "15/12": 0.5},
    )
    assert [one.doubtful for one in draft.targets] == [("value",), ("value",)]
    assert [one.doubtful for one in draft.report_deadlines] == [("day",)]
