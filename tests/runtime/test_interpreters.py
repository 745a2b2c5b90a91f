"""Finding an interpreter that really runs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from runtime.interpreters import find_interpreter, runs_as

# No machine has it, so only the test's own files can answer.
VERSION = "3.99"


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on it but what the test puts there."""
    for name in ("PATH", "HOME", "PYENV_ROOT", "UV_PYTHON_INSTALL_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.delenv("TROLY_PYTHON399", raising=False)
    return tmp_path


def test_a_shim_that_only_prints_an_error_is_passed_over(machine: Path) -> None:
    program(machine / "path" / "python3.99", "echo 'pyenv: python3.99: command not found' >&2; exit 127")
    good = program(machine / "pyenv_root" / "versions" / "3.99.1" / "bin" / "python", "echo 3.99")
    assert find_interpreter(VERSION) == good


def test_an_interpreter_of_another_version_is_passed_over(machine: Path) -> None:
    program(machine / "path" / "python3.99", "echo 3.12")
    assert find_interpreter(VERSION) is None


def test_an_interpreter_without_sqlite_or_ssl_is_passed_over(machine: Path) -> None:
    program(
        machine / "path" / "python3.99",
        "echo \"ModuleNotFoundError: No module named '_sqlite3'\" >&2; exit 1",
    )
    assert find_interpreter(VERSION) is None


def test_the_newest_patch_release_is_taken(machine: Path) -> None:
    for release in ("3.99.2", "3.99.10", "3.99.9"):
        program(machine / "pyenv_root" / "versions" / release / "bin" / "python", "echo 3.99")
    found = find_interpreter(VERSION)
    assert found is not None
    assert "3.99.10" in str(found)


def test_a_named_interpreter_goes_first(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(machine / "path" / "python3.99", "echo 3.99")
    named = program(machine / "mine" / "python", "echo 3.99")
    monkeypatch.setenv("TROLY_PYTHON399", str(named))
    assert find_interpreter(VERSION) == named


def test_the_running_interpreter_is_what_it_is() -> None:
    assert runs_as(Path(sys.executable), f"{sys.version_info.major}.{sys.version_info.minor}")
    assert not runs_as(Path(sys.executable), VERSION)
