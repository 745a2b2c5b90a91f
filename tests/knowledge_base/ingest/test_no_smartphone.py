"""What a section says to those without a smartphone: read, filled in, and refused where it does not fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge_base.ingest.errors import SourceError, UnknownKeyError
from knowledge_base.ingest.library import Library, load_library
from knowledge_base.ingest.no_smartphone import WithoutSmartphone
from settings import REPOSITORY
from tests.knowledge_base.sample_knowledge import edit

GUIDE = "guides/the-thu-vien.md"
BEFORE = "xin cấp thẻ thư viện điện tử -->\n"
FACTS = REPOSITORY.parent / "shared" / "reference" / "guide-facts.md"
# What cannot be done on a telephone with keys.
_ON_A_SCREEN = re.compile(r"\b(?:Mở|Vào|Cập nhật) (?:VNeID|VssID)\b|App Store")


def way_of(knowledge: Path, comment: str) -> WithoutSmartphone | None:
    """The way of the sample's first section with this comment in it."""
    edit(knowledge, GUIDE, BEFORE, f"{BEFORE}<!-- no-phone: {comment} -->\n")
    guide = next(one for one in load_library(knowledge).guides if one.document_id == "the-thu-vien")
    return guide.sections[0].without_smartphone


def test_a_way_of_its_own_with_facts_filled_in(knowledge: Path) -> None:
    way = way_of(knowledge, "D13 B18 | Đến thư viện. | Nộp {{ fact:tv-le-phi }}. | Mang thẻ. | Lưu ý: giữ biên lai.")
    assert way is not None
    assert (way.known, way.facts) == (True, ["D13", "B18"])
    assert way.answer.splitlines() == [
        "Đến thư viện.",
        "1. Nộp 20.000 đồng.",
        "2. Mang thẻ.",
        "Lưu ý: giữ biên lai.",
    ]


def test_a_way_that_another_section_tells(knowledge: Path) -> None:
    way = way_of(knowledge, "see the-thu-vien:thoi-han")
    assert way is not None
    assert (way.section, way.answer) == ("the-thu-vien:thoi-han", "")


def test_no_way_that_is_known_and_whom_to_ask(knowledge: Path) -> None:
    way = way_of(knowledge, "unknown | Xin hỏi {{ contact:tong-dai-thu-vien }}.")
    assert way is not None
    assert (way.known, way.lead) == (False, "Xin hỏi 1900 0123.")


@pytest.mark.parametrize(
    ("comment", "problem"),
    [
        ("Đến thư viện.", "it reads 'FACTS | lead | step | …'"),
        ("D13", "it reads 'FACTS | lead | step | …'"),
        ("D13 | ", "a line between two '|' is empty"),
        ("unknown | Hỏi xã. | Hỏi nữa.", "it reads 'FACTS | lead | step | …'"),
        ("see the-thu-vien:khong-co", "no section 'the-thu-vien:khong-co' that tells it"),
        ("see the-thu-vien:dang-ky", "no section 'the-thu-vien:dang-ky' that tells it"),
    ],
)
def test_words_that_do_not_fit_name_the_section(knowledge: Path, comment: str, problem: str) -> None:
    with pytest.raises(SourceError, match=r"the-thu-vien\.md:\d+: section dang-ky: ") as error:
        way_of(knowledge, comment)
    assert problem in str(error.value)


def test_a_fact_that_stands_nowhere(knowledge: Path) -> None:
    with pytest.raises(UnknownKeyError, match="no fact has the key 'tv-le-phy'"):
        way_of(knowledge, "D13 | Nộp {{ fact:tv-le-phy }}.")


def test_a_guide_whose_section_for_all_is_not_there(knowledge: Path) -> None:
    edit(knowledge, GUIDE, "review_by: 2099-12-31\n", "review_by: 2099-12-31\nwithout_smartphone: khong-co\n")
    with pytest.raises(SourceError, match="without_smartphone: no section has the id 'khong-co'"):
        load_library(knowledge)


def test_the_ways_that_are_shipped_need_no_smartphone_and_are_short(real_library: Library) -> None:
    ways = [
        (f"{guide.document_id}:{section.id}", section.without_smartphone)
        for guide in real_library.guides
        for section in guide.sections
        if section.without_smartphone is not None
    ]
    assert len(ways) >= 100
    assert [name for name, way in ways if _ON_A_SCREEN.search(way.answer)] == []
    assert [name for name, way in ways if any(len(line) > 260 for line in way.answer.splitlines())] == []
    assert [name for name, way in ways if "{{" in way.answer] == []


def test_the_facts_behind_them_are_known(real_library: Library) -> None:
    if not FACTS.exists():
        pytest.skip("the facts under ../shared/reference are not in this checkout")
    known = set(re.findall(r"^[-|] ?([A-Z]\d{2}) ", FACTS.read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        code
        for guide in real_library.guides
        for section in guide.sections
        if section.without_smartphone is not None
        for code in section.without_smartphone.facts
    }
    assert named - known == set()


def test_how_tos_on_a_screen_say_what_there_is_without_one(real_library: Library) -> None:
    """A section of three steps or more that begins in an application has such words, but on selling a smartphone."""
    lacking = [
        f"{guide.document_id}:{section.id}"
        for guide in real_library.guides
        if guide.head.audience == "resident"
        for section in guide.sections
        if len(section.steps) >= 3 and re.match(r"(?:Mở|Vào|Cập nhật) (?:VNeID|VssID)", section.steps[0])
        if section.without_smartphone is None
    ]
    assert lacking == ["vneid:ban-may-cu"]
