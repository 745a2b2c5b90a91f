"""The portal's real file, where the checkout has it beside: every row fits, no table is lost."""

from __future__ import annotations

import pytest

from knowledge_base.procedures.model import Procedure
from knowledge_base.procedures.reading import read_rows
from knowledge_base.procedures.rows import ProcedureRow
from knowledge_base.procedures.translating import procedure_of
from settings import REPOSITORY

FILE = REPOSITORY.parent / "shared" / "data" / "procedures.jsonl.gz"


@pytest.fixture(scope="module")
def rows() -> list[ProcedureRow]:
    if not FILE.exists():
        pytest.skip(f"{FILE} is not here")
    return read_rows(FILE).rows


@pytest.fixture(scope="module")
def procedures(rows: list[ProcedureRow]) -> list[Procedure]:
    return [procedure_of(one) for one in rows]


def test_every_row_is_taken_in(procedures: list[Procedure]) -> None:
    assert len(procedures) == 2642
    assert sum("Cấp xã" in one.levels for one in procedures) == 588


def test_no_table_is_lost(procedures: list[Procedure]) -> None:
    assert all(one.filings for one in procedures)
    assert sum(not one.papers for one in procedures) <= 49
    assert sum(not one.bases for one in procedures) <= 76


def test_times_and_fees_stand_in_the_source_word_for_word(
    rows: list[ProcedureRow], procedures: list[Procedure]
) -> None:
    sources = {one.ma_thu_tuc: one.cach_thuc_thuc_hien for one in rows}
    for one in procedures:
        for filing in one.filings:
            for value in (filing.time, filing.run_together, filing.note):
                assert value is None or value in sources[one.code]
