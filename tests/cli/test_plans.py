"""``troly ingest`` and ``troly plans``: a clerk's whole way, on the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app
from knowledge_base.store.builds import Builds
from runtime.preparation import indexing
from settings import REPOSITORY, load_settings
from tests.knowledge_base.encoders import make_tiny_encoder
from tests.knowledge_base.publishing.office import write_docx
from tests.knowledge_base.sample_knowledge import write_knowledge


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_tiny_encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture
def home(tmp_path: Path, encoder: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the sample's knowledge, as the settings find it."""
    for name in [name for name in os.environ if name.startswith("TROLY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TROLY_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("TROLY_KNOWLEDGE_DIR", str(write_knowledge(tmp_path / "knowledge")))
    monkeypatch.setenv("TROLY_ENCODER", encoder)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def troly(*arguments: str) -> str:
    """What a command that succeeds says."""
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_from_a_word_file_to_a_published_plan_and_back(home: Path) -> None:
    # a file comes in
    file = write_docx(home / "kh.docx", deadline="30/11")
    said = troly("ingest", str(file), "--agency", "van-hoa", "--by", "lan")
    review = home / "var" / "review" / "van-hoa-v1.yml"
    assert f"Tệp để sửa: {review}" in said
    assert review.exists()
    assert "đã được đọc vào trước đây: van-hoa@1" in troly("ingest", str(file), "--agency", "van-hoa")
    # what would change
    assert "Hạn báo cáo đổi từ 10/11 sang 30/11 (mục V.2)." in troly("plans", "diff", "van-hoa", "van-hoa@1")
    # it is published
    said = troly("plans", "publish", "van-hoa@1", "--by", "lan", "--reason", "kế hoạch mới")
    assert "Đã công bố van-hoa@1: Kế hoạch Chuyển đổi số xã Vạn Hòa giai đoạn 2026-2028" in said
    assert "Mọi mục của bản ghi đều có nguyên văn." in said
    assert "đoạn thay đổi" in said
    assert "mili giây" in said
    # the next start finds the index done
    assert not indexing(load_settings()).due
    # it is listed and shown
    listed = troly("plans", "list")
    assert [line.split("│")[1].strip() for line in listed.splitlines() if "│" in line] == ["tan-loc@0", "van-hoa@1"]
    assert "đang công bố" in listed
    assert "công bố @1 – lan (kế hoạch mới)" in troly("plans", "show", "van-hoa")
    # and taken back
    said = troly("plans", "rollback", "van-hoa")
    assert "Đã rút van-hoa@1." in said
    assert "Bản ghi đi kèm phần mềm của van-hoa có hiệu lực trở lại." in said
    assert "Đã công bố lại van-hoa@1." in troly("plans", "restore", "van-hoa@1")
    assert "Đã rút van-hoa@1." in troly("plans", "withdraw", "van-hoa")
    assert not indexing(load_settings()).due


def test_the_wording_is_added_to_the_record_that_is_there(home: Path) -> None:
    file = write_docx(home / "kh.docx")
    troly("ingest", str(file), "--agency", "van-hoa")
    said = troly("plans", "publish", "van-hoa", "--keep-record")
    assert "Bản ghi đang áp dụng được giữ nguyên" in said
    assert "mục của bản ghi không tìm thấy nguyên văn trong tệp gốc: " in said
    assert "Phụ lục, mục 1.1" in said


def test_a_replaced_plan_is_listed_as_such(home: Path) -> None:
    file = write_docx(home / "kh.docx")
    troly("ingest", str(file), "--agency", "van-hoa", "--document", "van-hoa-moi")
    said = troly("plans", "publish", "van-hoa-moi", "--replaces", "tan-loc")
    assert "Kế hoạch tan-loc được ghi là đã thay bằng van-hoa-moi." in said
    assert "đã thay bằng van-hoa-moi" in troly("plans", "list", "tan-loc")


def test_a_publication_that_was_cut_off_is_finished_by_the_next_command(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a first index, and a second version whose publication is interrupted after its commit
    for name, deadline in (("mot.docx", "20/11"), ("hai.docx", "30/11")):
        file = write_docx(home / name, deadline=deadline)
        troly("ingest", str(file), "--agency", "van-hoa")
    troly("plans", "publish", "van-hoa@1")
    with monkeypatch.context() as cut_off:
        cut_off.setattr(Builds, "put_in_force", _interrupted)
        assert CliRunner().invoke(app, ["plans", "publish", "van-hoa@2"]).exit_code != 0
    # then the next start would find it due
    assert indexing(load_settings()).due
    # and the next command, of whatever kind, finishes it
    assert "đã dựng lại xong" in troly("plans", "list")
    assert not indexing(load_settings()).due
    assert "đã dựng lại xong" not in troly("plans", "list")


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_problems_are_told_in_one_line_and_exit_with_one(home: Path) -> None:
    def fails(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "cli.app", *arguments],
            cwd=REPOSITORY,
            env=os.environ | {"COLUMNS": "120"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 1, done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    assert "Error: Kế hoạch van-hoa không có bản nào đang công bố" in fails("plans", "withdraw", "van-hoa")
    assert "Error: Không thấy tệp" in fails("ingest", str(home / "none.docx"), "--agency", "van-hoa")


def test_a_record_of_ones_own_and_the_one_in_force_exclude_each_other(home: Path) -> None:
    done = CliRunner().invoke(app, ["plans", "publish", "van-hoa", "--keep-record", "--record", str(home / "a.yml")])
    assert done.exit_code == 2
