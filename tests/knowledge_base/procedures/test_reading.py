"""Reading the file: what is wrong is named with line, field and value; nothing is passed over."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from knowledge_base.procedures import reading
from knowledge_base.procedures.errors import ImportRefusedError
from knowledge_base.procedures.reading import read_rows
from tests.knowledge_base.procedures.samples import BEES, KITE, ROWS, row, write_rows


def refusal(path: Path) -> ImportRefusedError:
    with pytest.raises(ImportRefusedError) as refused:
        read_rows(path)
    return refused.value


def test_rows_are_read_in_order_plain_and_packed(tmp_path: Path) -> None:
    plain = write_rows(tmp_path / "rows.jsonl")
    packed = tmp_path / "rows.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    for path in (plain, packed):
        read = read_rows(path)
        assert [one.ma_thu_tuc for one in read.rows] == [one["ma_thu_tuc"] for one in ROWS]
        assert read.empty_lines == 0


def test_empty_lines_are_counted(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.jsonl", ROWS[:1])
    path.write_text(f"\n{path.read_text(encoding='utf-8')}\n\n", encoding="utf-8")
    assert read_rows(path).empty_lines == 3


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("ma_thu_tuc", "1.23", "ma_thu_tuc: "),
        ("ma_thu_tuc", 1.000001, "ma_thu_tuc: "),
        ("detail_url", "http://vi-du.vn/x", "detail_url: "),
        ("cap_thuc_hien", "Cấp thôn", "unknown level 'Cấp thôn'"),
        ("ten_thu_tuc", "", "ten_thu_tuc: "),
        ("loai_thu_tuc", "Loại mới", "loai_thu_tuc: "),
        ("linh_vuc", None, "linh_vuc: "),
    ],
)
def test_a_bad_value_is_named_with_its_line_and_field(tmp_path: Path, field: str, value: object, said: str) -> None:
    path = write_rows(tmp_path / "rows.jsonl", [ROWS[0], ROWS[1] | {field: value}])
    message = str(refusal(path))
    assert f"{path}:2: {field}: " in message
    assert said in message
    assert f"(value: {value!r})" in message


def test_a_missing_key_and_an_unknown_key_are_named(tmp_path: Path) -> None:
    short = {key: value for key, value in ROWS[0].items() if key != "linh_vuc"}
    path = write_rows(tmp_path / "rows.jsonl", [short, ROWS[1] | {"gia": "1"}])
    message = str(refusal(path))
    assert ":1: linh_vuc: Field required" in message
    assert ":2: gia: Extra inputs are not permitted" in message


def test_every_problem_is_listed_and_the_first_twenty_are_shown(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.jsonl", [one | {"linh_vuc": 3} for one in ROWS * 4])
    refused = refusal(path)
    assert len(refused.problems) == 32
    assert str(refused).startswith("32 problems, nothing imported:")
    assert str(refused).endswith("… and 12 more")


def test_a_code_used_twice_names_both_lines(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.jsonl", [ROWS[0], row(KITE, "Thả diều"), row(BEES, "Nuôi ong khác")])
    assert f":3: ma_thu_tuc: used before, on line 1 (value: '{BEES}')" in str(refusal(path))


def test_what_is_no_json_object_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(f'{{"a": \n[1]\n{json.dumps(ROWS[0])}\n', encoding="utf-8")
    message = str(refusal(path))
    assert ":1: not readable as JSON" in message
    assert ":2: a row is a JSON object, not list" in message


def test_unreadable_files_are_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    assert "holds no procedure" in str(refusal(empty))
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes('{"bo": "\xe9"}'.encode("latin-1"))
    assert ":1: not UTF-8" in str(refusal(latin))
    packed = gzip.compress(write_rows(tmp_path / "rows.jsonl").read_bytes())
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(packed[: len(packed) // 2])
    assert "cannot be read" in str(refusal(cut))


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 3_000)
    path = write_rows(tmp_path / "rows.jsonl")
    assert "more than 3000 bytes unpacked" in str(refusal(path))
    monkeypatch.setattr(reading, "LONGEST_LINE", 100)
    assert ":1: longer than 100 bytes" in str(refusal(path))
