"""Reading happens in a process of its own; the caller survives whatever happens there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from knowledge_base.ingest.reading import errors, isolation
from knowledge_base.ingest.reading.limits import MEBIBYTE, Limits
from knowledge_base.ingest.reading.reader import read, read_here
from tests.knowledge_base.ingest.reading import hostile, samples


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return samples.plan().save(tmp_path / "ke-hoach.docx")


def with_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Put a process that runs ``code`` in the place of the reading process."""
    program = tmp_path / "child"
    program.write_text(f"#!{sys.executable}\n{code}\n")
    program.chmod(0o700)
    monkeypatch.setattr(isolation.sys, "executable", str(program))


def test_the_child_reads_what_this_process_would(plan: Path) -> None:
    assert read(plan) == read_here(plan)


def test_a_refusal_comes_back_as_the_same_error(tmp_path: Path) -> None:
    path = hostile.blank_pdf(tmp_path / "a.pdf", pages=3)
    with pytest.raises(errors.TooManyPagesError) as caught:
        read(path, limits=Limits(pages=2))
    assert caught.value.details == {"pages": "3", "limit": "2"}
    assert str(caught.value) == "3 pages, limit 2"


@pytest.mark.parametrize("mebibytes", [40, 450])
def test_too_much_memory_is_told_and_survived(plan: Path, tmp_path: Path, mebibytes: int) -> None:
    picture = hostile.huge_picture(tmp_path / "a.png", 8500)
    with pytest.raises(errors.MemoryLimitError):
        read(picture, limits=Limits(memory_bytes=mebibytes * MEBIBYTE))
    assert read(plan).blocks


def test_too_much_time_is_told(plan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with_child(monkeypatch, tmp_path, "import time; time.sleep(60)")
    with pytest.raises(errors.TimeLimitError):
        read(plan, limits=Limits(seconds=0.2))


@pytest.mark.parametrize(
    "code",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "raise RuntimeError('broken')",
        "print('no document')",
        "import sys; sys.exit(3)",
    ],
)
def test_a_crash_is_told(plan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    with_child(monkeypatch, tmp_path, code)
    with pytest.raises(errors.ReaderCrashedError):
        read(plan)


def test_an_answer_without_end_is_cut(plan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with_child(monkeypatch, tmp_path, "print('x' * 5000)")
    with pytest.raises(errors.ReaderCrashedError):
        read(plan, limits=Limits(answer_bytes=1000))


def test_the_child_sees_no_secrets(plan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TROLY_SECRET", "bí mật")
    with_child(monkeypatch, tmp_path, "import os, sys; sys.exit('TROLY_SECRET' in os.environ)")
    with pytest.raises(errors.ReaderCrashedError) as caught:
        read(plan)
    assert "no document" in str(caught.value)
