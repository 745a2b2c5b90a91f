"""A plan whose original was misread is found by its words as they were read and as they were restored."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge_base.publishing.versions import Name
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import CurrentSearcher
from tests.knowledge_base.publishing.conftest import Home
from tests.knowledge_base.publishing.office import write_text
from vietnamese import fold

_MISREAD = {"ộ": "6", "ố": "6", "ồ": "6", "ệ": "é", "ế": "é", "ề": "é", "ể": "é", "ữ": "ir"}


def worn(text: str) -> str:
    """The text without its diacritics, some of its letters misread as scanners do: "hộ" is "h6"."""
    return fold_keeping_capitals(re.sub("|".join(_MISREAD), lambda found: _MISREAD[found[0]], text))


def fold_keeping_capitals(text: str) -> str:
    folded = (fold(one) if one.isalpha() and one != "é" else one for one in text)
    return "".join(new.upper() if one.isupper() else new for one, new in zip(text, folded, strict=True))


@pytest.fixture
def published(home: Home, tmp_path: Path) -> Home:
    file = write_text(tmp_path / "ke-hoach.txt")
    file.write_text(worn(file.read_text(encoding="utf-8")), encoding="utf-8")
    done = home.intake.ingest(file, agency="van-hoa", document="van-hoa", by="lan")
    home.desk.publish(Name("van-hoa", done.version.number), by="lan")
    return home


@pytest.mark.parametrize("words", ["S6 hoa h6 so h6 tich", "h6 giir", "số hóa hồ sơ hộ tịch lưu giữ"])
def test_a_passage_is_found_by_the_words_as_read_and_as_restored(published: Home, words: str) -> None:
    searcher = CurrentSearcher(published.index, lambda: Encoder(published.encoder)).get()
    first = searcher.search(searcher.query(words), documents=["van-hoa"])[0]
    assert first.passage.clause == "iii-2"
    assert "hộ tịch" in first.passage.text
    assert first.lexical > 0


def test_the_original_shows_what_was_read(published: Home) -> None:
    original = published.store().originals["van-hoa"]
    assert "h6 tich" in original.misread()["iii-2"]
    assert "hộ tịch" in original.wording("iii-2")


def test_a_plan_that_only_lost_its_diacritics_needs_no_second_wording(home: Home, tmp_path: Path) -> None:
    file = write_text(tmp_path / "ke-hoach.txt")
    file.write_text(fold_keeping_capitals(file.read_text(encoding="utf-8")), encoding="utf-8")
    home.intake.ingest(file, agency="van-hoa", document="van-hoa", by="lan")
    home.desk.publish(Name("van-hoa"), by="lan")
    searcher = CurrentSearcher(home.index, lambda: Encoder(home.encoder)).get()
    for words in ("so hoa ho so ho tich", "số hóa hồ sơ hộ tịch"):
        assert searcher.search(searcher.query(words), documents=["van-hoa"])[0].passage.clause == "iii-2"
