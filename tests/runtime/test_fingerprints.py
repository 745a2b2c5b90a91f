"""Work is done again when, and only when, its inputs changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.fingerprints import digest, index_fingerprint, matches, remember


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "minh-long.yml").write_text("title: a\n")
    return tmp_path


def test_it_stays_the_same_while_nothing_changes(source: Path) -> None:
    before = digest([source])
    (source / "plans" / "minh-long.yml").touch()
    (source / "__pycache__").mkdir()
    (source / "__pycache__" / "module.py").write_text("")
    assert digest([source]) == before


@pytest.mark.parametrize("change", ["edit", "add", "rename", "remove"])
def test_every_kind_of_change_is_seen(source: Path, change: str) -> None:
    before = digest([source])
    plan = source / "plans" / "minh-long.yml"
    match change:
        case "edit":
            plan.write_text("title: b\n")
        case "add":
            (source / "guide.md").write_text("")
        case "rename":
            plan.rename(source / "plans" / "duc-phu.yml")
        case "remove":
            plan.unlink()
    assert digest([source]) != before


def test_another_encoder_is_another_index(source: Path) -> None:
    assert index_fingerprint(source, "hub/one") != index_fingerprint(source, "hub/other")


def test_other_publications_are_another_index(source: Path) -> None:
    assert index_fingerprint(source, "hub/one", "a") != index_fingerprint(source, "hub/one", "b")


def test_a_stamp_matches_what_it_was_written_for(tmp_path: Path) -> None:
    stamp = tmp_path / "models" / "inputs.json"
    assert not matches(stamp, "a")
    remember(stamp, "a")
    assert matches(stamp, "a")
    assert not matches(stamp, "b")


def test_a_damaged_stamp_matches_nothing(tmp_path: Path) -> None:
    stamp = tmp_path / "inputs.json"
    stamp.write_text("{")
    assert not matches(stamp, "a")
