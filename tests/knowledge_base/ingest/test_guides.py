"""Guides: front matter, sections that each answer one question, facts filled in."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from knowledge_base.ingest.errors import FieldError, SourceError, UnknownKeyError
from knowledge_base.ingest.guides import Guide, load_guide
from knowledge_base.ingest.library import load_library
from tests.knowledge_base.sample_knowledge import LIBRARY_CARD, edit

GUIDE = "guides/the-thu-vien.md"


def guide_of(knowledge: Path) -> Guide:
    """The library card's guide with its facts filled in."""
    return next(one for one in load_library(knowledge).guides if one.document_id == "the-thu-vien")


def test_a_section_is_read_as_lead_steps_and_cautions(knowledge: Path) -> None:
    section = load_guide(knowledge / GUIDE).sections[0]
    assert (section.id, section.title) == ("dang-ky", "Đăng ký thẻ thư viện điện tử thế nào")
    assert section.steps == [
        'Mở trang thư viện, bấm "Đăng ký thẻ".',
        "Nhập họ tên và số điện thoại, rồi bấm gửi.",
        "Chờ tin nhắn báo kết quả.",
    ]
    assert section.cautions == ["Lưu ý: không đưa mã thẻ cho người lạ."]
    assert section.facts == ["TV1", "TV2"]
    assert section.asked == ["làm thẻ thư viện ở đâu", "xin cấp thẻ thư viện điện tử"]
    assert section.line == LIBRARY_CARD[: LIBRARY_CARD.index("## Đăng ký")].count("\n") + 1


def test_the_answer_reads_as_plain_text_with_numbered_steps(knowledge: Path) -> None:
    answer = guide_of(knowledge).sections[0].answer
    assert answer.splitlines() == [
        "Bà con đăng ký ngay trên trang của thư viện. Lệ phí 20.000 đồng.",
        "- Quên mã thẻ thì gọi 1900 0123.",
        '1. Mở trang thư viện, bấm "Đăng ký thẻ".',
        "2. Nhập họ tên và số điện thoại, rồi bấm gửi.",
        "3. Chờ tin nhắn báo kết quả.",
        "Lưu ý: không đưa mã thẻ cho người lạ.",
    ]


def test_a_section_without_verified_knowledge_is_marked_silent(knowledge: Path) -> None:
    assert [section.silent for section in load_guide(knowledge / GUIDE).sections] == [False, False, True]


def test_a_fact_past_its_review_date_carries_the_warning(knowledge: Path) -> None:
    answer = guide_of(knowledge).sections[1].answer
    assert answer == "Thẻ dùng được 3 năm (thông tin đã quá hạn rà soát 31/05/2020, xin hỏi lại trước khi dùng)."


@pytest.mark.parametrize(("today", "warned"), [((2020, 5, 31), False), ((2020, 6, 1), True)])
def test_the_review_date_itself_is_still_in_time(knowledge: Path, today: tuple[int, int, int], warned: bool) -> None:
    value = load_library(knowledge, today=datetime.date(*today)).values["fact", "tv-thoi-han"]
    assert ("quá hạn rà soát" in value) is warned
    assert value.startswith("3 năm")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{{ fact:tv-le-phi }}", "{{ fact:tv-le-phy }}", "no fact has the key 'tv-le-phy'"),
        ("{{ contact:tong-dai-thu-vien }}", "{{ contact:ai-do }}", "no contact has the key 'ai-do'"),
        ("{{ fact:tv-thoi-han }}", "{{ contact:tv-thoi-han }}", "no contact has the key 'tv-thoi-han'"),
    ],
)
def test_a_key_that_stands_nowhere(knowledge: Path, old: str, new: str, problem: str) -> None:
    path = edit(knowledge, GUIDE, old, new)
    section = LIBRARY_CARD.rindex("\n## ", 0, LIBRARY_CARD.index(old)) + 1
    with pytest.raises(UnknownKeyError) as error:
        load_library(knowledge)
    assert error.value.file == path
    assert error.value.line == LIBRARY_CARD[:section].count("\n") + 1
    assert problem in str(error.value)


def test_the_legal_basis_is_a_fact(knowledge: Path) -> None:
    edit(knowledge, GUIDE, "legal_basis: [tv-quy-che]", "legal_basis: [tv-luat]")
    with pytest.raises(SourceError, match=r"the-thu-vien\.md:1: legal_basis: no fact has the key 'tv-luat'"):
        load_library(knowledge)


@pytest.mark.parametrize(
    ("old", "new", "field", "line"),
    [
        ("audience: resident", "audience: everyone", "audience", 5),
        ("topics: [thư viện]", "topics: thư viện", "topics", 4),
        ("checked: 2026-07-01", "checked: last summer", "checked", 7),
        ("topic: tv", "topic: tv\nauthor: An", "author", 4),
    ],
)
def test_front_matter_that_does_not_fit(knowledge: Path, old: str, new: str, field: str, line: int) -> None:
    path = edit(knowledge, GUIDE, old, new)
    with pytest.raises(FieldError) as error:
        load_library(knowledge)
    assert (error.value.file, error.value.field, error.value.line) == (path, field, line)


@pytest.mark.parametrize("missing", ["title", "review_by", "checked", "topic"])
def test_front_matter_that_lacks_a_field(knowledge: Path, missing: str) -> None:
    edit(knowledge, GUIDE, f"\n{missing}: ", f"\n# {missing}: ")
    with pytest.raises(FieldError, match=f"{missing}: Field required"):
        load_library(knowledge)


def test_front_matter_that_is_broken_yaml_is_named_with_the_files_line(knowledge: Path) -> None:
    edit(knowledge, GUIDE, "topics: [thư viện]", "topics: [thư viện")
    with pytest.raises(SourceError, match="not readable as YAML") as error:
        load_library(knowledge)
    assert error.value.line == 5


@pytest.mark.parametrize(
    "text",
    ["## Một {#mot}\n", "title: x\n---\n", "", "lời mở\n---\ntitle: x\n---\n## Một {#mot}\n"],
    ids=["none", "not opened", "empty", "text before"],
)
def test_front_matter_that_is_missing(knowledge: Path, text: str) -> None:
    (knowledge / GUIDE).write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"the-thu-vien\.md:1: a guide starts with front matter"):
        load_library(knowledge)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (" {#thoi-han}", "", "a section heading reads 'Title {#id}' (value: 'Thẻ thư viện dùng được bao lâu')"),
        ("{#thoi-han}", "{#Thời Hạn}", "a section heading reads 'Title {#id}'"),
        ("{#thoi-han}", "{#dang-ky}", "section id used twice: dang-ky"),
        ("<!-- facts: TV3 -->\n", "", "section thoi-han: the comment '<!-- facts: … -->' is missing"),
        (
            "<!-- asked: thẻ thư viện có",
            "<!-- wondered: thẻ thư viện có",
            "section thoi-han: the comment '<!-- asked: ",
        ),
    ],
)
def test_a_section_that_does_not_fit(knowledge: Path, old: str, new: str, problem: str) -> None:
    path = edit(knowledge, GUIDE, old, new)
    with pytest.raises(SourceError) as error:
        load_library(knowledge)
    assert problem in str(error.value)
    assert error.value.file == path
    assert path.read_text(encoding="utf-8").splitlines()[error.value.line - 1].startswith("## ")


def test_a_guide_without_sections(knowledge: Path) -> None:
    path = knowledge / GUIDE
    path.write_text(LIBRARY_CARD[: LIBRARY_CARD.index("## ")], encoding="utf-8")
    with pytest.raises(SourceError, match="at least one section"):
        load_library(knowledge)


def test_a_guide_that_is_not_utf_8(knowledge: Path) -> None:
    (knowledge / GUIDE).write_bytes(LIBRARY_CARD.encode("utf-16"))
    with pytest.raises(SourceError, match=r"the-thu-vien\.md:1: cannot be read as UTF-8"):
        load_library(knowledge)
