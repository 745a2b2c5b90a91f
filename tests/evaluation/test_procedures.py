"""The measurement of the catalogue: the committed questions are sound, the printed figures are those of the search."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from evaluation import procedures
from evaluation.rows import QuestionFileError
from knowledge_base.procedures.catalogue import CurrentCatalogue
from knowledge_base.procedures.importing import import_procedures
from knowledge_base.search.encoding import Encoder
from tests.knowledge_base.encoders import SHIPPED
from tests.knowledge_base.procedures.samples import write_rows

ROW = '{"id": "x-1", "question": "%s", "codes": ["%s"], "field": "fee", "register": "plain"}\n'


@pytest.mark.parametrize(("path", "count"), [(procedures.HELD_OUT, 60), (procedures.TUNING, 50)])
def test_the_committed_questions_are_sound(path: Path, count: int) -> None:
    rows = procedures.load_questions(path)
    assert len({one.id for one in rows}) == len({one.question for one in rows}) == count
    assert all(one.codes for one in rows)


def test_held_out_questions_are_no_tuning_questions() -> None:
    held, tuned = (
        {one.question for one in procedures.load_questions(p)} for p in (procedures.HELD_OUT, procedures.TUNING)
    )
    assert not held & tuned


def test_a_bad_row_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(ROW % ("a", "1.000001") + '{"id": "x-2"}\n', encoding="utf-8")
    with pytest.raises(QuestionFileError, match=r"rows.jsonl:2: "):
        procedures.load_questions(path)


def test_shares_and_failures_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    encoder = Encoder(SHIPPED)
    import_procedures(write_rows(tmp_path / "rows.jsonl"), tmp_path / "in", lambda: encoder)
    catalogue = CurrentCatalogue(tmp_path / "in", lambda: encoder).get()
    assert catalogue is not None
    questions = tmp_path / "questions.jsonl"
    right = ROW % ("thả diều ban đêm lệ phí bao nhiêu", "9.000006")
    wrong = ROW.replace("x-1", "x-2") % ("đăng ký nuôi ong lệ phí bao nhiêu", "9.000007")
    questions.write_text(right + wrong, encoding="utf-8")
    procedures.measure_search(catalogue, procedures.load_questions(questions), Console(width=140))
    printed = capsys.readouterr().out
    assert printed.count("1/2 = 0.500") == 2
    assert "x-2 'đăng ký nuôi ong lệ phí bao nhiêu': rank " in printed
    assert "x-1" not in printed
