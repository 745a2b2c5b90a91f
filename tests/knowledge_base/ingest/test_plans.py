"""A plan file that is not what it should be is named with file, line, field and value."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.ingest.errors import FieldError, SourceError
from knowledge_base.ingest.library import load_library
from tests.knowledge_base.sample_knowledge import VAN_HOA, edit

PLAN = "plans/van-hoa.yml"


def line_of(text: str, source: str = VAN_HOA) -> int:
    """The line, counted from 1, on which ``text`` stands."""
    return source[: source.index(text)].count("\n") + 1


def test_the_sample_is_complete_and_valid(knowledge: Path) -> None:
    library = load_library(knowledge)
    assert [plan.document_id for plan in library.plans] == ["tan-loc", "van-hoa"]
    plan = library.plans[1]
    assert [target.value for target in plan.targets] == [60, 90, 100]
    assert [task.number for task in plan.tasks if task.in_appendix] == ["1.1", "1.2"]


BROKEN_FIELDS = [
    # what stands there, what takes its place, the field, the value as shown
    ("signatory: Lê Văn Mẫu", "signatory: Lê Văn Mẫu\nmayor: An", "mayor", "'An'"),
    ("number: 12/KH-UBND", 'number: ""', "number", "''"),
    ("period_start: 2026", "period_start: soon", "period_start", "'soon'"),
    ("agency: van-hoa", "agency: Vạn Hòa", "agency", "'Vạn Hòa'"),
    ("recipients: [UBND tỉnh Thành An, Các thôn trong xã]", "recipients: UBND tỉnh", "recipients", "'UBND tỉnh'"),
    ("relation: carries_out", "relation: loves", "carries_out.0.relation", "'loves'"),
    ("date: 2025-12-01", "date: someday", "carries_out.0.date", "'someday'"),
    ("kind: purpose", "kind: prose", "clauses.1.kind", "'prose'"),
    ("comparator: above, value: 90", "comparator: over, value: 90", "targets.1.comparator", "'over'"),
    ("comparator: above, value: 90", "comparator: above, value: many", "targets.1.value", "'many'"),
    ("year: 2026", "year: next, colour: red", "targets.0.year", "'next'"),
    ("{id: n-iii, content", "{id: N III, content", "tasks.0.id", "'N III'"),
    ("lead_units: [Phòng Kinh tế]", "lead_units: [7]", "tasks.1.lead_units.0", "7"),
    (
        "in_appendix: true,\n     clause: pl-1-1",
        "in_appendix: perhaps,\n     clause: pl-1-1",
        "tasks.1.in_appendix",
        "'perhaps'",
    ),
    ("day: 10", "day: 32", "report_deadlines.0.day", "32"),
    ("month: 11", "month: 13", "report_deadlines.0.month", "13"),
]


@pytest.mark.parametrize(("old", "new", "field", "value"), BROKEN_FIELDS, ids=[one[2] for one in BROKEN_FIELDS])
def test_a_field_that_does_not_fit(knowledge: Path, old: str, new: str, field: str, value: str) -> None:
    path = edit(knowledge, PLAN, old, new)
    with pytest.raises(FieldError) as error:
        load_library(knowledge)
    broken = path.read_text(encoding="utf-8")
    last = field.rpartition(".")[2]
    place = new if last.isdigit() or last not in new else new[new.index(last) :]
    assert error.value.file == path
    assert error.value.field == field
    assert error.value.line == line_of(place, broken)
    assert str(error.value).startswith(f"{path}:{error.value.line}: {field}: ")
    assert f"(value: {value})" in str(error.value)


@pytest.mark.parametrize("key", ["title", "issuer_now", "clauses", "targets", "duties", "signatory"])
def test_a_field_that_is_missing(knowledge: Path, key: str) -> None:
    path = knowledge / PLAN
    edit(knowledge, PLAN, f"\n{key}:", f"\nx_{key}:")
    with pytest.raises(FieldError, match=rf"{key}: Field required") as error:
        load_library(knowledge)
    assert error.value.file == path


BROKEN_REFERENCES = [
    ("clause: ii-2}", "clause: ii-9}", "no clause has the id: ii-9"),
    ("clause: pl-1-2}", "clause: nowhere}", "no clause has the id: nowhere"),
    (
        "relation: carries_out\n    clause: mo-dau",
        "relation: carries_out\n    clause: end",
        "no clause has the id: end",
    ),
    ("{id: ii-2, locator", "{id: ii-1, locator", "clause id used twice: ii-1"),
    ("{id: t-2028-wifi", "{id: t-2026-wifi", "id used twice: t-2026-wifi"),
    ("{id: d-v-1, unit", "{id: r-v-2, unit", "id used twice: r-v-2"),
    ("comparator: above, value: 90", "comparator: qualitative, value: 90", "comparator 'qualitative' and value 90"),
    ("comparator: above, value: 90", "comparator: between, value: 90", "is no range from 90.0 to None"),
    ("comparator: above, value: 90", "comparator: above, value: 90, value_to: 95", "is no range"),
    ("comparator: above, value: 90", "comparator: between, value: 90, value_to: 85", "is no range"),
    ("period: {every_year: true}", "period: {every_year: true, start: 2026}", "start year or every_year"),
    ("period: {every_year: true}", "period: {end: 2026}", "start year or every_year"),
    ("period: {start: 2026, end: 2028}", "period: {start: 2028, end: 2026}", "ends (2026) before it starts (2028)"),
]


@pytest.mark.parametrize(("old", "new", "problem"), BROKEN_REFERENCES, ids=[one[2] for one in BROKEN_REFERENCES])
def test_what_does_not_hold_together(knowledge: Path, old: str, new: str, problem: str) -> None:
    path = edit(knowledge, PLAN, old, new)
    with pytest.raises(FieldError) as error:
        load_library(knowledge)
    assert error.value.file == path
    assert problem in str(error.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("document_id: [van-hoa\ntitle: x\n", 2),
        ("document_id: van-hoa\nagency: van-hoa\n  title: x\n", 3),
        ("document_id: van-hoa\ntitle: 'open\n", 3),
        ("document_id: van-hoa\ndocument_id: van-hoa\n", 2),
        ("\tdocument_id: van-hoa\n", 1),
    ],
    ids=["open list", "indentation", "open quote", "key twice", "tabulator"],
)
def test_broken_yaml_is_named_with_its_line(knowledge: Path, text: str, line: int) -> None:
    (knowledge / PLAN).write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="not readable as YAML") as error:
        load_library(knowledge)
    assert error.value.file == knowledge / PLAN
    assert error.value.line == line


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words\n", "42\n"])
def test_a_file_that_holds_no_plan(knowledge: Path, text: str) -> None:
    (knowledge / PLAN).write_text(text, encoding="utf-8")
    with pytest.raises(FieldError, match="whole file") as error:
        load_library(knowledge)
    assert str(knowledge / PLAN) in str(error.value)


def test_a_file_that_is_not_utf_8(knowledge: Path) -> None:
    (knowledge / PLAN).write_bytes("title: Kế hoạch\n".encode("utf-16"))
    with pytest.raises(SourceError, match=r"van-hoa\.yml:1: not UTF-8 at byte 0"):
        load_library(knowledge)


def test_document_id_is_the_files_name(knowledge: Path) -> None:
    edit(knowledge, PLAN, "document_id: van-hoa", "document_id: van-ha")
    with pytest.raises(SourceError, match=r"van-hoa\.yml:1: document_id 'van-ha' is not the file's name"):
        load_library(knowledge)


def test_a_plan_belongs_to_an_agency_that_is_known(knowledge: Path) -> None:
    edit(knowledge, PLAN, "agency: van-hoa", "agency: van-hoang")
    with pytest.raises(SourceError, match=r"van-hoa\.yml:1: agency 'van-hoang' is not in agencies\.yml"):
        load_library(knowledge)


def test_a_long_value_is_cut_in_the_message(knowledge: Path) -> None:
    edit(knowledge, PLAN, "period_start: 2026", f"period_start: {'x' * 500}")
    with pytest.raises(FieldError) as error:
        load_library(knowledge)
    assert len(error.value.problem) < 250
