"""The draft's YAML: the schema of the committed records, remarks where a reviewer has to look."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.ingest.errors import FieldError
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.ingest.structuring.completing import complete
from knowledge_base.ingest.structuring.draft_yaml import to_yaml
from knowledge_base.ingest.structuring.errors import IncompleteDraftError
from knowledge_base.ingest.structuring.structurer import structure
from knowledge_base.ingest.yaml_source import load_record
from tests.knowledge_base.ingest.structuring.invented_texts import DECISION, SCAN, WATER_PLAN, document


@pytest.mark.parametrize("text", [WATER_PLAN, DECISION, SCAN])
def test_a_complete_draft_loads_as_the_record_it_is(tmp_path: Path, text: str) -> None:
    draft = structure(document(text))
    path = tmp_path / "draft.yml"
    path.write_text(to_yaml(draft, document_id="thanh-an", agency="thanh-an", name="a.docx"), encoding="utf-8")
    assert load_record(path, PlanRecord) == complete(draft, document_id="thanh-an", agency="thanh-an")


def test_certain_fields_carry_no_remark_and_doubtful_ones_do() -> None:
    lines = to_yaml(structure(document(WATER_PLAN)), document_id="a", agency="a").splitlines()
    assert "number: 145/KH-UBND" in lines
    assert any(line.startswith("issuer_now:") and "# kiểm tra" in line for line in lines)
    row = lines.index("  - id: n-ii-ii-1")
    assert not any("kiểm tra" in line for line in lines[lines.index("targets:") : row])


def test_damaged_text_says_how_sure_it_is() -> None:
    text = to_yaml(structure(document(SCAN)), document_id="a", agency="a")
    assert "number: 12/KH-UBND # kiểm tra: độ tin cậy 0,50" in text


def test_an_incomplete_draft_names_what_is_missing(tmp_path: Path) -> None:
    draft = structure(document("I. MỤC ĐÍCH\n\nTrồng cây.\n"))
    with pytest.raises(IncompleteDraftError) as error:
        complete(draft, document_id="a", agency="a")
    assert any(one.startswith("title:") for one in error.value.problems)
    path = tmp_path / "draft.yml"
    path.write_text(to_yaml(draft, document_id="a", agency="a"), encoding="utf-8")
    assert "title: # kiểm tra: bắt buộc phải có" in path.read_text(encoding="utf-8")
    with pytest.raises(FieldError, match="title"):
        load_record(path, PlanRecord)
