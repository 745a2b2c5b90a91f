"""Searching a build: folded questions find the same, filters hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import CurrentSearcher, Searcher
from knowledge_base.store.passages import PassageKind
from vietnamese import fold


@pytest.fixture(scope="module")
def sample_searcher(sample_index: Path, shipped_encoder: Encoder) -> Searcher:
    return CurrentSearcher(sample_index, lambda: shipped_encoder).get()


@pytest.fixture(scope="module")
def real_searcher(real_index: Path, shipped_encoder: Encoder) -> Searcher:
    return CurrentSearcher(real_index, lambda: shipped_encoder).get()


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("bao nhiêu trạm bơm có camera giám sát", "van-hoa:t-2028-camera"),
        ("số hóa hồ sơ hộ tịch", "tan-loc:n-ii"),
        ("làm thẻ thư viện ở đâu", "the-thu-vien:dang-ky"),
        ("làm mất thẻ thư viện phạt bao nhiêu", "the-thu-vien:mat-the"),
        ("lớp dạy máy tính cho người cao tuổi", "van-hoa:n-iii"),
    ],
)
def test_finds_the_passage_that_speaks_to_the_question(sample_searcher: Searcher, question: str, found: str) -> None:
    assert sample_searcher.search(sample_searcher.query(question))[0].passage.id == found


@pytest.mark.parametrize(
    "question",
    [
        "tỷ lệ hộ gia đình có kết nối cáp quang",
        "đăng ký chữ ký số trên VNeID thế nào",
        "nền tảng trợ lý ảo phục vụ người dân",
        "vừa bị lừa chuyển khoản phải làm gì",
        "phủ sóng 5G đến năm 2030",
        "ngầm hóa cáp viễn thông ở khu dân cư mới",
    ],
)
def test_the_same_question_without_diacritics_ranks_the_same_first(real_searcher: Searcher, question: str) -> None:
    marked = real_searcher.search(real_searcher.query(question), limit=5)
    plain = real_searcher.search(real_searcher.query(fold(question)), limit=5)
    assert marked[0].passage.id == plain[0].passage.id
    assert {hit.passage.id for hit in marked[:3]} & {hit.passage.id for hit in plain[:3]}


def test_scores_fall_and_passages_stand_once(real_searcher: Searcher) -> None:
    hits = real_searcher.search(real_searcher.query("chữ ký số"), limit=50)
    scores = [hit.score for hit in hits]
    assert len(hits) == 50
    assert scores == sorted(scores, reverse=True)
    assert len({hit.passage.id for hit in hits}) == 50


@pytest.mark.parametrize("documents", [["minh-long"], ["duc-phu", "hon-quan"], ["vneid"]])
def test_only_the_documents_asked_for(real_searcher: Searcher, documents: list[str]) -> None:
    hits = real_searcher.search(real_searcher.query("chữ ký số và mạng 5G"), documents=documents, limit=30)
    assert {hit.passage.document_id for hit in hits} == set(documents)


@pytest.mark.parametrize("kinds", [[PassageKind.TARGET], [PassageKind.TASK, PassageKind.DUTY], [PassageKind.TERM]])
def test_only_the_kinds_asked_for(real_searcher: Searcher, kinds: list[PassageKind]) -> None:
    hits = real_searcher.search(real_searcher.query("mạng di động 5G"), kinds=kinds, limit=30)
    assert hits
    assert {hit.passage.kind for hit in hits} <= set(kinds)


def test_both_filters_hold_together(real_searcher: Searcher) -> None:
    query = real_searcher.query("mạng di động 5G")
    hits = real_searcher.search(query, documents=["hon-quan"], kinds=[PassageKind.TARGET], limit=30)
    assert {(hit.passage.document_id, hit.passage.kind) for hit in hits} == {("hon-quan", PassageKind.TARGET)}


@pytest.mark.parametrize("documents", [[], ["no-such-plan"]])
def test_nothing_is_found_where_nothing_may_be(real_searcher: Searcher, documents: list[str]) -> None:
    assert real_searcher.search(real_searcher.query("chữ ký số"), documents=documents) == []


def test_more_asked_for_than_there_is(sample_searcher: Searcher) -> None:
    hits = sample_searcher.search(sample_searcher.query("wifi công cộng"), limit=10_000)
    assert 0 < len(hits) <= sample_searcher.manifest.passages


@pytest.mark.parametrize("question", ["", "???", "là gì thế ạ", "zzqx wvvk", "🙂", "a" * 3000])
def test_a_question_that_says_nothing_does_not_fail(sample_searcher: Searcher, question: str) -> None:
    query = sample_searcher.query(question)
    sample_searcher.search(query)
    if question in {"", "???", "là gì thế ạ"}:
        assert query.empty


def test_an_agencys_name_is_no_topic(sample_searcher: Searcher) -> None:
    assert sample_searcher.query("xã Vạn Hòa thì sao", without=["xã Vạn Hòa"]).empty


def test_a_typing_error_is_read_as_the_nearest_word(sample_searcher: Searcher) -> None:
    hits = sample_searcher.search(sample_searcher.query("camerra giám sát ở trạm bơm"), limit=3)
    assert "camera" in hits[0].passage.text
    assert sample_searcher.query("camerra").units[0].folded == ("camera",)


def test_a_word_and_its_synonym_cover_the_same_passage(real_searcher: Searcher) -> None:
    def target(question: str) -> str:
        query = real_searcher.query(question)
        return real_searcher.search(query, documents=["duc-phu"], kinds=[PassageKind.TARGET])[0].passage.item

    assert target("điện thoại thông minh năm 2030") == target("smartphone năm 2030") == "t-2030-dien-thoai-thong-minh"


def test_how_people_ask_for_a_passage_is_not_what_it_says(real_index: Path, shipped_encoder: Encoder) -> None:
    searcher = CurrentSearcher(real_index, lambda: shipped_encoder).get()
    hits = searcher.search(searcher.query("chừng nào phủ sóng hết"), documents=["minh-long"], limit=40)
    asked = [hit for hit in hits if hit.passage.asked]
    assert asked
    for hit in asked:
        assert len(hit.own) == len(hit.bags) - len(hit.passage.asked)
        assert all(hit.bags[at].folded <= hit.bags[-1].folded for at in hit.own)
