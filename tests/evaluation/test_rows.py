"""Question files: read row by row, unusable ones named with file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.rows import QuestionFileError, load_rows
from settings import REPOSITORY

GOOD: dict[str, Any] = {
    "id": "Q1",
    "question": "Xã Vạn Hòa bao nhiêu nhà văn hóa có wifi?",
    "agency": None,
    "context": ["chào", "cho hỏi"],
    "kind": "plan-target",
    "register": "formal",
    "outcome": "answered",
    "sources": [{"plan": "van-hoa.txt", "lines": [5, 6], "quote": "60%"}, {"guide_topic": "tv", "facts": ["TV1"]}],
    "expected": ["60%"],
    "audience": "resident",
}


def test_a_row_with_its_sources_and_context(tmp_path: Path) -> None:
    path = tmp_path / "dev.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n\n  \n{json.dumps({**GOOD, 'id': 'Q2'})}\n", encoding="utf-8")
    rows = load_rows(path)
    assert [row.id for row in rows] == ["Q1", "Q2"]
    assert rows[0].register_ == "formal"
    assert rows[0].context == ["chào", "cho hỏi"]
    assert [source.document for source in rows[0].sources] == ["van-hoa", None]


@pytest.mark.parametrize(
    ("spoilt", "problem"),
    [
        ("{", "Expecting property name"),
        (json.dumps({**GOOD, "outcome": "perhaps"}), "outcome"),
        (json.dumps({key: value for key, value in GOOD.items() if key != "question"}), "question"),
        (json.dumps({**GOOD, "expected": "60%"}), "expected"),
        (json.dumps({**GOOD, "sources": [{"lines": [1]}]}), "lines"),
    ],
)
def test_a_row_that_does_not_fit_is_named_with_file_and_line(tmp_path: Path, spoilt: str, problem: str) -> None:
    path = tmp_path / "dev.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n\n{spoilt}\n", encoding="utf-8")
    with pytest.raises(QuestionFileError) as error:
        load_rows(path)
    assert str(error.value).startswith(f"{path}:3: ")
    assert problem in str(error.value)


@pytest.mark.parametrize("line", ["[]", "7", '"words"', "null"])
def test_a_line_that_holds_no_row(tmp_path: Path, line: str) -> None:
    path = tmp_path / "dev.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(QuestionFileError, match=r"dev\.jsonl:1: "):
        load_rows(path)


def test_a_file_that_is_missing_or_not_utf_8(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="absent"):
        load_rows(tmp_path / "absent.jsonl")
    (tmp_path / "odd.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(QuestionFileError, match=r"odd\.jsonl"):
        load_rows(tmp_path / "odd.jsonl")


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "evaluation" / "questions").glob("*.jsonl")), ids=lambda one: one.stem
)
def test_the_committed_questions_load_and_have_ids_of_their_own(path: Path) -> None:
    rows = load_rows(path)
    assert len({row.id for row in rows}) == len(rows) > 50


def test_the_shared_questions_load() -> None:
    path = REPOSITORY.parent / "shared" / "questions" / "dev.jsonl"
    if not path.exists():
        pytest.skip("../shared/questions is not in this checkout")
    assert len(load_rows(path)) > 100
