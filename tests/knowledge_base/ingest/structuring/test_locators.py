"""Locators and ids are those of the committed records."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.ingest.records import PlanRecord
from knowledge_base.ingest.structuring.locators import id_of, unused
from knowledge_base.ingest.yaml_source import load_record
from settings import REPOSITORY

PLANS = sorted((REPOSITORY / "knowledge_base" / "plans").glob("*.yml"))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_id_of_every_committed_locator(path: Path) -> None:
    record = load_record(path, PlanRecord)
    assert {one.locator: id_of(one.locator) for one in record.clauses} == {
        one.locator: one.id for one in record.clauses
    }


def test_a_locator_that_is_taken_gets_a_number() -> None:
    taken: set[str] = set()
    assert [unused("III.1", taken) for _ in range(3)] == ["III.1", "III.1 (2)", "III.1 (3)"]
    assert taken == {"iii-1", "iii-1-2", "iii-1-3"}
