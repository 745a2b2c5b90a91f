"""``troly procedures`` from the outside: import, look, remove, and what is said of a bad file."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from cli.app import app
from tests.cli.test_commands import troly
from tests.knowledge_base.procedures.samples import ROWS, write_rows


def procedures(*arguments: str, home: Path) -> str:
    """What a command that succeeds says, run in this process."""
    environment = {"TROLY_HOME": str(home), "COLUMNS": "120"}
    done = CliRunner().invoke(app, ["procedures", *arguments], env=environment, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_catalogue_is_imported_listed_shown_and_removed(tmp_path: Path) -> None:
    file, home = write_rows(tmp_path / "rows.jsonl"), tmp_path / "home"
    said = procedures("import", str(file), "--date", "2026-07-31", home=home)
    assert "Đã nhập 8 thủ tục từ rows.jsonl" in said
    assert "Ngày của dữ liệu: 31/07/2026." in said
    listed = procedures("list", "nuoi ong", "--level", "xa", home=home)
    assert "9.000003  Cấp xã  Thủ tục đăng ký nuôi ong lấy mật có yếu tố nước ngoài" in listed
    assert "3/8 thủ tục." in listed
    shown = json.loads(procedures("show", "9.000001", home=home))
    assert shown["filings"][1]["fee"] == "8,000 VNĐ"
    assert "Đã gỡ 8 thủ tục" in procedures("remove", "--yes", home=home)
    gone = troly("procedures", "list", home=home)
    assert gone.returncode == 1
    assert "no procedures are imported" in gone.stderr


def test_a_bad_file_is_named_and_nothing_is_imported(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "rows.jsonl", [ROWS[0], ROWS[1] | {"cap_thuc_hien": "Cấp thôn"}])
    said = troly("procedures", "import", str(file), home=tmp_path)
    assert said.returncode == 1
    assert f"Error: 1 problems, nothing imported:\n{file}:2: cap_thuc_hien: " in said.stderr
    missing = troly("procedures", "import", str(tmp_path / "none.jsonl"), home=tmp_path)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "No such file" in missing.stderr
    assert troly("procedures", "show", "9.000001", home=tmp_path).returncode == 1
