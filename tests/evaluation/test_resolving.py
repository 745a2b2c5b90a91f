"""How names, numbers and spellings are read: what counts as right, and that nothing committed has been lost."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from connectors.clock import VIET_NAM
from evaluation.release import fallen, load_figures
from evaluation.resolving import Reading, counted, failures, load_rows, read_all, read_numbers, read_spelling, told
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.indexer import open_build
from knowledge_base.search.searcher import Searcher
from tests.knowledge_base.committed import committed_library
from tests.knowledge_base.encoders import make_tiny_encoder


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder: Path = tmp_path_factory.mktemp("resolving")
    encoder = Encoder(make_tiny_encoder(folder / "encoder"))
    (folder / "build").mkdir()
    return open_build(folder / "build", committed_library(), encoder)


def reading(number: int, *, right: bool) -> Reading:
    return Reading(
        {"id": f"A{number:03d}", "text": f"câu {number}", "spelling": "hard"}, "một", "một" if right else "hai"
    )


def test_held_out_rows_are_counted_apart_and_never_shown() -> None:
    readings = {"agencies": [reading(number, right=number > 4) for number in range(1, 9)]}
    assert counted(readings) == {
        "resolving agencies": {"right": [3, 6]},
        "resolving agencies, held out": {"right": [1, 2]},
    }
    assert [one.split()[0] for one in failures(readings)] == ["A001", "A002", "A003"]
    assert "câu 4" not in told(readings)
    assert "agencies, held out" in told(readings)


def test_a_spelling_is_right_when_the_text_that_is_read_is() -> None:
    rows = [{"id": "N001", "text": "ko biết", "read": "Không biết"}, {"id": "N002", "text": "VNeID", "read": "VN e ID"}]
    assert [one.right for one in read_spelling(rows)] == [True, False]


def test_relative_years_are_those_of_the_day() -> None:
    year = datetime.now(VIET_NAM).year
    rows = [{"id": "E001", "text": "sang năm làm gì", "years": ["next year"], "tasks": [], "documents": []}]
    assert read_numbers(rows, year)[0].right
    assert not read_numbers(rows, year - 1)[0].right


@pytest.mark.parametrize(
    ("name", "least"), [("agencies", 250), ("units", 150), ("normalising", 150), ("entities", 100)]
)
def test_rows_are_many_and_each_stands_once(name: str, least: int) -> None:
    rows = load_rows(name)
    assert len(rows) >= least
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == len(rows)


def test_nothing_is_read_worse_than_in_the_last_report(searcher: Searcher) -> None:
    now = counted(read_all(searcher, datetime.now(VIET_NAM).year))
    assert now.keys() <= load_figures().keys()
    assert fallen(load_figures(), now) == []
