"""The other commands, in a home of the test's own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from settings import REPOSITORY

Result = subprocess.CompletedProcess[str]


def troly(*arguments: str, home: Path, **variables: str) -> Result:
    """Run the command with a home of its own and other variables set."""
    command = [sys.executable, "-m", "cli.app", *arguments]
    environment = os.environ | {"TROLY_HOME": str(home), "COLUMNS": "120"} | variables
    return subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_help_lists_every_command(tmp_path: Path) -> None:
    said = troly("--help", home=tmp_path)
    for command in (
        "up",
        "down",
        "status",
        "train",
        "index",
        "ask",
        "eval",
        "bench",
        "check-knowledge",
        "lookups",
        "ingest",
        "plans",
    ):
        assert f" {command} " in said.stdout


def test_status_and_down_say_that_nothing_runs(tmp_path: Path) -> None:
    status = troly("status", home=tmp_path)
    assert (status.returncode, status.stdout.strip()) == (3, "The assistant is not running.")
    down = troly("down", home=tmp_path)
    assert (down.returncode, down.stderr.strip()) == (1, "Error: The assistant is not running.")


def test_a_taken_port_is_named_before_anything_is_trained(tmp_path: Path) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        said = troly("up", home=tmp_path, TROLY_PORT=str(port))
    assert said.returncode == 1
    assert f"Error: Port {port} is used by another program." in said.stderr
    assert f"TROLY_PORT={port + 1} make up" in said.stderr
    assert not (tmp_path / "models").exists()


def test_a_setting_that_does_not_fit_is_named_with_its_value(tmp_path: Path) -> None:
    said = troly("status", home=tmp_path, TROLY_PORT="eighty")
    assert said.returncode == 1
    assert "TROLY_PORT" in said.stderr
    assert "eighty" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_placeholder_secret_is_refused_in_production(tmp_path: Path) -> None:
    said = troly("up", home=tmp_path, TROLY_ENVIRONMENT="production", TROLY_GATEWAY_SECRET="changeme")
    assert said.returncode == 1
    assert "TROLY_GATEWAY_SECRET" in said.stderr
    assert "changeme" not in said.stderr


def test_rolling_back_without_an_index_says_so(tmp_path: Path) -> None:
    said = troly("index", "--rollback", home=tmp_path)
    assert said.returncode == 1
    assert "no previous index" in said.stderr


def test_a_missing_question_file_is_wrong_usage(tmp_path: Path) -> None:
    said = troly("eval", str(tmp_path / "absent.jsonl"), home=tmp_path)
    assert said.returncode == 2
    assert "absent.jsonl" in said.stderr


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A copy of the project's knowledge that a test may damage."""
    source = REPOSITORY / "knowledge_base"
    folder = tmp_path / "knowledge"
    for name in ("plans", "guides"):
        shutil.copytree(source / name, folder / name)
    for file in source.glob("*.yml"):
        shutil.copy(file, folder)
    return folder


def test_sound_knowledge_has_no_problem(tmp_path: Path, knowledge: Path) -> None:
    said = troly("check-knowledge", str(knowledge), home=tmp_path)
    assert (said.returncode, said.stdout.strip()) == (0, f"No problem in {knowledge}")


def test_every_damaged_file_is_named_with_its_line(tmp_path: Path, knowledge: Path) -> None:
    plan = knowledge / "plans" / "minh-long.yml"
    plan.write_text(plan.read_text(encoding="utf-8") + "\nunknown_field: 1\n", encoding="utf-8")
    guide = next((knowledge / "guides").glob("*.md"))
    guide.write_text("no front matter\n", encoding="utf-8")
    said = troly("check-knowledge", str(knowledge), home=tmp_path)
    assert said.returncode == 1
    assert f"{plan}:" in said.stdout
    assert "unknown_field" in said.stdout
    assert f"{guide}:" in said.stdout
    assert "2 problems" in said.stdout
