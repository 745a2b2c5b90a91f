"""The ablation: without an encoder words alone decide, and the shares are those of the search."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.encoders import NONE, NoEncoder, measure, procedure_trials
from knowledge_base.ingest.library import load_library
from knowledge_base.search.indexer import open_build
from tests.knowledge_base.procedures.samples import write_rows
from tests.knowledge_base.sample_knowledge import write_knowledge


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return write_knowledge(tmp_path / "knowledge")


def test_without_an_encoder_nothing_is_alike_and_words_are_found(knowledge: Path, tmp_path: Path) -> None:
    searcher = open_build(tmp_path, load_library(knowledge), NoEncoder())
    hits = searcher.search(searcher.query("lệ phí thẻ thư viện"))
    assert hits
    assert all(one.dense == 0 and one.score == one.lexical for one in hits)


def test_the_shares_count_the_questions_of_each_kind(knowledge: Path, tmp_path: Path) -> None:
    section = load_library(knowledge).guides[0].sections[0]
    fact = min(section.facts)
    row = {"id": "x-1", "kind": "guide", "register": "plain", "outcome": "answered"}
    asked = [
        {**row, "question": section.title, "sources": [{"guide_topic": "x", "facts": [fact]}]},
        {**row, "question": section.title, "sources": [{"guide_topic": "x", "facts": ["no-such-fact"]}]},
    ]
    file = tmp_path / "asked.jsonl"
    file.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    (shares,) = measure([file], None, [NONE], knowledge).rows
    assert (shares["questions"], shares["encoder"], shares["n"]) == ("asked, sections", NONE, 4)
    assert (shares["joined"], shares["in force"]) == ("0.500", "0.500")


def test_questions_about_procedures_nobody_imported_find_no_right_one(tmp_path: Path) -> None:
    trials = list(procedure_trials(write_rows(tmp_path / "rows.jsonl"), NoEncoder()))
    assert len(trials) == 100
    assert not any(any(one.in_force) for one in trials)
