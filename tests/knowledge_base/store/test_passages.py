"""Passages: one per part of a record, ids that stay."""

from __future__ import annotations

from pathlib import Path

from knowledge_base.ingest.library import load_library
from knowledge_base.store.passages import CONTACTS_DOCUMENT, GLOSSARY_DOCUMENT, Passage, PassageKind, cut
from tests.knowledge_base.sample_knowledge import edit


def cut_by_id(knowledge: Path) -> dict[str, Passage]:
    """The sample's passages by id."""
    return {one.id: one for one in cut(load_library(knowledge))}


def test_every_part_of_a_plan_becomes_a_passage_once(knowledge: Path) -> None:
    passages = cut_by_id(knowledge)
    kinds = {one.item: one.kind for one in passages.values() if one.document_id == "van-hoa"}
    assert kinds == {
        "t-2026-wifi": PassageKind.TARGET,
        "t-2028-wifi": PassageKind.TARGET,
        "t-2028-camera": PassageKind.TARGET,
        "n-iii": PassageKind.TASK,
        "n-1-1": PassageKind.TASK,
        "n-1-2": PassageKind.TASK,
        "d-v-1": PassageKind.DUTY,
        "r-v-2": PassageKind.DEADLINE,
        "mo-dau": PassageKind.CLAUSE,
        "i": PassageKind.CLAUSE,
        "iv": PassageKind.FUNDING,
    }


def test_a_passage_knows_where_it_stands(knowledge: Path) -> None:
    target = cut_by_id(knowledge)["van-hoa:t-2026-wifi"]
    assert (target.agency, target.locator, target.heading, target.year) == ("van-hoa", "II.1", "II. Chỉ tiêu", 2026)
    assert target.text == "60% nhà văn hóa thôn có wifi công cộng"


def test_a_guide_section_is_found_by_its_other_wordings_and_shown_whole(knowledge: Path) -> None:
    section = cut_by_id(knowledge)["the-thu-vien:dang-ky"]
    assert "làm thẻ thư viện ở đâu" in section.views
    assert "làm thẻ thư viện ở đâu" not in section.text
    assert section.agency is None
    assert cut_by_id(knowledge)["the-thu-vien:mat-the"].silent


def test_terms_and_contacts_are_documents_too(knowledge: Path) -> None:
    passages = cut_by_id(knowledge)
    assert passages[f"{GLOSSARY_DOCUMENT}:wifi"].kind is PassageKind.TERM
    assert passages[f"{CONTACTS_DOCUMENT}:khan-cap"].locator == "113"


def test_ids_stay_when_other_parts_change(knowledge: Path) -> None:
    # given
    before = cut_by_id(knowledge)
    # when
    edit(knowledge, "plans/van-hoa.yml", "content: 60% nhà văn hóa thôn có", "content: 65% nhà văn hóa thôn có")
    after = cut_by_id(knowledge)
    # then
    assert list(before) == list(after)
    assert [id_ for id_ in before if before[id_].fingerprint != after[id_].fingerprint] == ["van-hoa:t-2026-wifi"]
