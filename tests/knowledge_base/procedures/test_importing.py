"""Importing: all or nothing, one step from the old catalogue to the new, and a report of what is unclear."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest

from knowledge_base.procedures.asking import read_question
from knowledge_base.procedures.catalogue import CurrentCatalogue, open_store, remove_catalogue
from knowledge_base.procedures.errors import CatalogueMissingError, ImportRefusedError, UnknownCodeError
from knowledge_base.procedures.importing import ImportReport, import_procedures
from knowledge_base.procedures.report import import_lines
from knowledge_base.search.encoding import Encoder
from tests.knowledge_base.procedures.conftest import DATA_DATE, TODAY
from tests.knowledge_base.procedures.samples import BEES, KITE, MARKET, ROWS, write_rows


@pytest.fixture
def tiny(tiny_encoder: str) -> Encoder:
    return Encoder(tiny_encoder)


def taken_in(tmp_path: Path, encoder: Encoder, rows: list, **options) -> ImportReport:
    file = write_rows(tmp_path / "rows.jsonl", rows)
    return import_procedures(file, tmp_path / "in", lambda: encoder, **{"date": DATA_DATE, "today": TODAY, **options})


def test_an_import_counts_levels_and_what_is_unclear(tmp_path: Path, tiny: Encoder) -> None:
    report = taken_in(tmp_path, tiny, ROWS)
    assert report.by_level == {"Cấp xã": 6, "Cấp tỉnh": 2, "Cấp bộ": 1, "Cơ quan khác": 0}
    assert (report.added, report.changed, report.removed) == (8, 0, 0)
    unclear = {one.key: one.codes for one in report.remarks}
    assert unclear["run_together"] == (KITE,)
    assert unclear["no_papers"] == (KITE,)
    assert unclear["no_fee"] == (KITE, MARKET)
    assert unclear["no_office"] == (MARKET,)
    lines = import_lines(report)
    assert lines[0].startswith("Đã nhập 8 thủ tục từ rows.jsonl")
    assert lines[1] == "Ngày của dữ liệu: 31/07/2026."
    assert any(f"({KITE})" in line for line in lines)


def test_the_next_import_replaces_all_and_reuses_vectors(tmp_path: Path, tiny: Encoder) -> None:
    taken_in(tmp_path, tiny, ROWS)
    changed = ROWS[0] | {"co_quan_thuc_hien": "Hội nuôi ong"}
    report = taken_in(tmp_path, tiny, [changed, *ROWS[1:7]])
    assert (report.added, report.changed, report.removed) == (0, 1, 1)
    assert report.reused_vectors == 14
    store, facts = open_store(tmp_path / "in")
    assert facts.procedures == 7
    assert store.procedure(BEES).offices == "Hội nuôi ong"


def test_a_bad_file_changes_nothing(tmp_path: Path, tiny: Encoder) -> None:
    taken_in(tmp_path, tiny, ROWS)
    with pytest.raises(ImportRefusedError):
        taken_in(tmp_path, tiny, [*ROWS[:-1], ROWS[-1] | {"linh_vuc": 5}])
    assert open_store(tmp_path / "in")[1].procedures == 8
    assert not list((tmp_path / "in").glob("staging-*"))


def test_a_file_shrunk_by_more_than_half_needs_force(tmp_path: Path, tiny: Encoder) -> None:
    taken_in(tmp_path, tiny, ROWS)
    with pytest.raises(ImportRefusedError, match="3 procedures, 8 before; use --force if right"):
        taken_in(tmp_path, tiny, ROWS[:3])
    assert taken_in(tmp_path, tiny, ROWS[:3], force=True).removed == 5


def test_the_date_is_the_files_own_unless_given_and_never_to_come(tmp_path: Path, tiny: Encoder) -> None:
    file = write_rows(tmp_path / "rows.jsonl")
    written = datetime.datetime(2026, 8, 2, 12, tzinfo=datetime.UTC).timestamp()
    os.utime(file, (written, written))
    report = import_procedures(file, tmp_path / "in", lambda: tiny, today=TODAY)
    assert report.facts.date == datetime.date(2026, 8, 2)
    assert "lấy theo ngày ghi tệp" in import_lines(report)[1]
    with pytest.raises(ImportRefusedError, match="still to come"):
        taken_in(tmp_path, tiny, ROWS, date=datetime.date(2027, 1, 1))


def test_a_question_in_flight_keeps_the_old_catalogue(tmp_path: Path, tiny: Encoder) -> None:
    current = CurrentCatalogue(tmp_path / "in", lambda: tiny)
    assert current.get() is None
    taken_in(tmp_path, tiny, ROWS)
    old = current.get()
    assert old is not None
    taken_in(tmp_path, tiny, ROWS[:5])
    new = current.get()
    assert new is not None
    assert old.procedure(KITE).code == KITE
    assert old.find(read_question("thả diều sáo ban đêm"))[0].code == KITE
    with pytest.raises(UnknownCodeError):
        new.procedure(KITE)


def test_what_was_removed_is_gone(tmp_path: Path, tiny: Encoder) -> None:
    current = CurrentCatalogue(tmp_path / "in", lambda: tiny)
    taken_in(tmp_path, tiny, ROWS)
    assert current.get() is not None
    assert remove_catalogue(tmp_path / "in") == 8
    assert current.get() is None
    assert not list((tmp_path / "in").glob("*/*"))
    with pytest.raises(CatalogueMissingError, match="troly procedures import"):
        open_store(tmp_path / "in")


def test_another_encoder_leaves_the_catalogue_out_and_says_so(
    tmp_path: Path, tiny: Encoder, shipped_encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    taken_in(tmp_path, tiny, ROWS)
    assert CurrentCatalogue(tmp_path / "in", lambda: shipped_encoder).get() is None
    assert "run `troly procedures import` again" in caplog.text
