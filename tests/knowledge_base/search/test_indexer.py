"""Building an index: vectors reused, bad sources refused, builds swapped in as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.ingest.errors import SourceError
from knowledge_base.search.encoding import Encoder, EncoderError
from knowledge_base.search.indexer import SuspiciousSourceError, build_index
from knowledge_base.search.searcher import CurrentSearcher, Searcher
from knowledge_base.store.builds import Builds, IndexMissingError
from tests.knowledge_base.encoders import SHIPPED, TINY_DIMENSION, make_tiny_encoder
from tests.knowledge_base.sample_knowledge import edit

QUESTION = "bao nhiêu nhà văn hóa thôn có wifi công cộng"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def open_current(index: Path, encoder: str) -> Searcher:
    """The build in force."""
    return CurrentSearcher(index, lambda: Encoder(encoder)).get()


def best(searcher: Searcher, text: str = QUESTION) -> str:
    """The text of the best passage for a question."""
    return searcher.search(searcher.query(text))[0].passage.text


def test_a_first_build_encodes_everything(knowledge: Path, index: Path, tiny_encoder: str) -> None:
    # when
    said: list[str] = []
    manifest = build_index(knowledge, index, tiny_encoder, progress=said.append)
    # then
    assert manifest.reused_vectors == 0
    assert manifest.dimension == TINY_DIMENSION
    assert manifest.passages < manifest.views
    assert Builds(index).manifest(Builds(index).current()) == manifest
    assert len(said) == 3
    assert list(index.glob("staging-*")) == []


def test_unchanged_views_keep_their_vectors(knowledge: Path, index: Path, tiny_encoder: str) -> None:
    # given
    first = build_index(knowledge, index, tiny_encoder)
    # when
    again = build_index(knowledge, index, tiny_encoder)
    edit(knowledge, "glossary.yml", "Máy quay gửi hình về nơi theo dõi.", "Máy quay nối mạng.")
    changed = build_index(knowledge, index, tiny_encoder)
    # then
    assert again.reused_vectors == again.views == first.views
    assert again.source_fingerprint == first.source_fingerprint
    assert changed.reused_vectors == changed.views - 1
    assert changed.source_fingerprint != first.source_fingerprint


def test_reused_vectors_rank_like_fresh_ones(knowledge: Path, index: Path, tmp_path: Path, tiny_encoder: str) -> None:
    build_index(knowledge, index, tiny_encoder)
    edit(knowledge, "glossary.yml", "Máy quay gửi hình về nơi theo dõi.", "Máy quay nối mạng.")
    build_index(knowledge, index, tiny_encoder)
    build_index(knowledge, tmp_path / "fresh", tiny_encoder)
    found = []
    for folder in (index, tmp_path / "fresh"):
        searcher = open_current(folder, tiny_encoder)
        found.append([hit.passage.id for hit in searcher.search(searcher.query(QUESTION))])
    assert found[0] == found[1]


def test_an_index_of_another_encoder_is_refused_and_rebuilding_switches(
    knowledge: Path, index: Path, tiny_encoder: str
) -> None:
    # given an index built with the shipped encoder
    build_index(knowledge, index, SHIPPED)
    # when the settings name another one
    with pytest.raises(EncoderError) as error:
        open_current(index, tiny_encoder)
    # then the message names both and the way out
    assert repr(SHIPPED) in str(error.value)
    assert repr(tiny_encoder) in str(error.value)
    assert "run `troly index`" in str(error.value)
    # and rebuilding switches, taking no vector over
    manifest = build_index(knowledge, index, tiny_encoder)
    assert (manifest.reused_vectors, manifest.dimension) == (0, TINY_DIMENSION)
    assert "wifi công cộng" in best(open_current(index, tiny_encoder))


def test_other_weights_under_the_same_name_are_noticed(knowledge: Path, index: Path, tmp_path: Path) -> None:
    name = make_tiny_encoder(tmp_path / "encoder", seed=1)
    build_index(knowledge, index, name)
    make_tiny_encoder(tmp_path / "encoder", seed=2)
    with pytest.raises(EncoderError, match="was built with"):
        open_current(index, name)


def test_a_suspiciously_small_source_is_refused_unless_forced(knowledge: Path, index: Path, tiny_encoder: str) -> None:
    # given
    before = build_index(knowledge, index, tiny_encoder)
    for path in (*(knowledge / "guides").iterdir(), knowledge / "plans" / "van-hoa.yml"):
        path.unlink()
    edit(knowledge, "agencies.yml", "plans: [van-hoa]", "plans: []")
    # when
    with pytest.raises(SuspiciousSourceError, match=rf"passages, {before.passages} before; use --force if right"):
        build_index(knowledge, index, tiny_encoder)
    # then the old build stays
    assert Builds(index).current().name == before.build
    assert "wifi công cộng" in best(open_current(index, tiny_encoder))
    # unless it is said to be right
    forced = build_index(knowledge, index, tiny_encoder, force=True)
    assert forced.passages < before.passages / 2
    assert Builds(index).current().name == forced.build


def test_what_was_touched_since_the_build_before_is_counted(knowledge: Path, index: Path, tiny_encoder: str) -> None:
    first = build_index(knowledge, index, tiny_encoder)
    assert (first.touched, first.removed) == (first.passages, 0)
    assert build_index(knowledge, index, tiny_encoder).touched == 0
    edit(knowledge, "plans/van-hoa.yml", "content: 60% nhà văn hóa thôn có", "content: 65% nhà văn hóa thôn có")
    edit(knowledge, "contacts.yml", "{key: khan-cap,", "{key: khan,")
    edit(knowledge, "guides/phong-chong-lua-dao.md", "contact:khan-cap", "contact:khan")
    changed = build_index(knowledge, index, tiny_encoder)
    assert (changed.touched, changed.removed) == (2, 1)


def test_a_build_whose_store_is_damaged_is_simply_built_over(knowledge: Path, index: Path, tiny_encoder: str) -> None:
    first = build_index(knowledge, index, tiny_encoder)
    (Builds(index).current() / "store.sqlite").write_bytes(b"damaged")
    again = build_index(knowledge, index, tiny_encoder)
    assert (again.touched, again.passages) == (first.passages, first.passages)
    assert "wifi công cộng" in best(open_current(index, tiny_encoder))


def test_a_source_without_any_passage_is_refused_even_at_first_and_forced(
    knowledge: Path, index: Path, tiny_encoder: str
) -> None:
    for path in (*(knowledge / "guides").iterdir(), *(knowledge / "plans").iterdir()):
        path.unlink()
    for name in ("facts.yml", "contacts.yml", "glossary.yml"):
        (knowledge / name).write_text("[]\n")
    agencies = knowledge / "agencies.yml"
    text = agencies.read_text(encoding="utf-8")
    agencies.write_text(text.replace("[van-hoa]", "[]").replace("[tan-loc]", "[]"), encoding="utf-8")
    with pytest.raises(SuspiciousSourceError, match="0 passages"):
        build_index(knowledge, index, tiny_encoder, force=True)


def test_a_bad_file_stops_the_build_and_the_old_one_stays(knowledge: Path, index: Path, tiny_encoder: str) -> None:
    before = build_index(knowledge, index, tiny_encoder)
    edit(knowledge, "plans/van-hoa.yml", "period_end: 2028", "period_end: never")
    with pytest.raises(SourceError, match=r"van-hoa\.yml:\d+: period_end"):
        build_index(knowledge, index, tiny_encoder)
    assert Builds(index).current().name == before.build


def test_an_encoder_that_fails_leaves_the_old_build_and_nothing_behind(
    knowledge: Path, index: Path, tiny_encoder: str, tmp_path: Path
) -> None:
    before = build_index(knowledge, index, tiny_encoder)
    (tmp_path / "broken").mkdir()
    with pytest.raises(EncoderError):
        build_index(knowledge, index, str(tmp_path / "broken"))
    assert Builds(index).current().name == before.build
    assert sorted(path.name for path in index.iterdir()) == sorted([before.build, "current"])


def test_roll_back_brings_the_former_text_back(knowledge: Path, index: Path, tiny_encoder: str) -> None:
    # given
    build_index(knowledge, index, tiny_encoder)
    edit(knowledge, "plans/van-hoa.yml", "content: 60% nhà văn hóa thôn có", "content: 65% nhà văn hóa thôn có")
    build_index(knowledge, index, tiny_encoder)
    searchers = CurrentSearcher(index, lambda: Encoder(tiny_encoder))
    text = searchers.get().store.by_id("van-hoa:t-2026-wifi").text
    assert text.startswith("65%")
    # when
    Builds(index).roll_back()
    # then
    assert searchers.get().store.by_id("van-hoa:t-2026-wifi").text.startswith("60%")


def test_queries_in_flight_keep_their_build_and_the_next_takes_the_new_one(
    knowledge: Path, index: Path, tiny_encoder: str
) -> None:
    # given a searcher opened before
    build_index(knowledge, index, tiny_encoder)
    searchers = CurrentSearcher(index, lambda: Encoder(tiny_encoder))
    before = searchers.get()
    assert searchers.get() is before
    # when several new builds are swapped in
    for figure in (61, 62, 63, 64, 65):
        edit(knowledge, "plans/van-hoa.yml", f"content: {figure - 1}% nhà", f"content: {figure}% nhà")
        build_index(knowledge, index, tiny_encoder)
    # then the one opened before still answers from its own, the next from the new one
    assert before.store.by_id("van-hoa:t-2026-wifi").text.startswith("60%")
    assert "wifi công cộng" in best(before)
    after = searchers.get()
    assert after is not before
    assert after.store.by_id("van-hoa:t-2026-wifi").text.startswith("65%")


def test_without_an_index_there_is_a_clear_message(index: Path, tiny_encoder: str) -> None:
    with pytest.raises(IndexMissingError, match="run `troly index`"):
        open_current(index, tiny_encoder)


def test_a_corrupt_manifest_is_told_and_mended_by_a_rebuild(knowledge: Path, index: Path, tiny_encoder: str) -> None:
    # given
    build_index(knowledge, index, tiny_encoder)
    (Builds(index).current() / "manifest.json").write_text('{"build":', encoding="utf-8")
    # when
    with pytest.raises(IndexMissingError, match=r"manifest\.json is unreadable"):
        open_current(index, tiny_encoder)
    # then
    build_index(knowledge, index, tiny_encoder)
    assert "wifi công cộng" in best(open_current(index, tiny_encoder))


def test_passage_ids_are_the_same_in_every_build(knowledge: Path, index: Path, tiny_encoder: str) -> None:
    found = []
    for encoder in (tiny_encoder, SHIPPED):
        build_index(knowledge, index, encoder)
        searcher = open_current(index, encoder)
        size = searcher.manifest.passages
        found.append([one.id for one in searcher.store.passages(range(size))])
    assert found[0] == found[1]
