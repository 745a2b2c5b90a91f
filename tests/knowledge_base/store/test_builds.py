"""Builds on disk: one in force, the one before kept, the pointer replaced in one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.store.builds import KEPT_BUILDS, Builds, IndexMissingError, Manifest


def make_build(folder: Path, name: str) -> Path:
    """A build that holds nothing but its manifest."""
    build = folder / name
    build.mkdir(parents=True)
    manifest = Manifest(
        build=name, encoder="e", encoder_fingerprint="f", dimension=2, passages=1, views=1, source_fingerprint="s"
    )
    (build / "manifest.json").write_text(manifest.model_dump_json(), encoding="utf-8")
    return build


def test_nothing_is_in_force_at_first(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(IndexMissingError, match=r"no current index under .*; run `troly index`"):
            Builds(folder).current()


def test_the_last_build_is_in_force_and_the_one_before_can_come_back(tmp_path: Path) -> None:
    # given
    builds = Builds(tmp_path)
    first, second = make_build(tmp_path, "a"), make_build(tmp_path, "b")
    builds.put_in_force(first)
    builds.put_in_force(second)
    assert builds.current() == second
    # when
    rolled_back = builds.roll_back()
    # then
    assert rolled_back == builds.current() == first
    assert builds.roll_back() == second


def test_there_is_nothing_to_roll_back_to_after_one_build(tmp_path: Path) -> None:
    builds = Builds(tmp_path)
    builds.put_in_force(make_build(tmp_path, "a"))
    with pytest.raises(IndexMissingError, match="no previous index"):
        builds.roll_back()
    assert builds.current().name == "a"


def test_putting_the_same_build_in_force_twice_keeps_the_one_before(tmp_path: Path) -> None:
    builds = Builds(tmp_path)
    for name in "ab":
        builds.put_in_force(make_build(tmp_path, name))
    builds.put_in_force(tmp_path / "b")
    assert builds.roll_back().name == "a"


def test_old_builds_are_tidied_but_never_those_in_use(tmp_path: Path) -> None:
    # given a build in force that is older than many that were never put in force
    builds = Builds(tmp_path)
    builds.put_in_force(make_build(tmp_path, "a-oldest"))
    for name in ("b", "c", "d", "e", "f"):
        make_build(tmp_path, name)
    # when
    builds.put_in_force(make_build(tmp_path, "g-newest"))
    # then
    kept = sorted(path.name for path in tmp_path.iterdir() if path.is_dir())
    assert kept == ["a-oldest", "e", "f", "g-newest"]
    assert len(kept) == KEPT_BUILDS + 1
    assert builds.roll_back().name == "a-oldest"


def test_a_pointer_to_a_build_that_is_gone_says_so(tmp_path: Path) -> None:
    builds = Builds(tmp_path)
    build = make_build(tmp_path, "a")
    builds.put_in_force(build)
    (build / "manifest.json").unlink()
    with pytest.raises(IndexMissingError, match="no current index"):
        builds.current()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"build": "a"}', "\x00\x01"])
def test_a_corrupt_manifest_is_named(tmp_path: Path, content: str) -> None:
    build = make_build(tmp_path, "a")
    (build / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(IndexMissingError, match=r"(?s)manifest\.json is unreadable .* run `troly index`"):
        Builds(tmp_path).manifest(build)


def test_no_half_written_pointer_is_left(tmp_path: Path) -> None:
    builds = Builds(tmp_path)
    for name in "abc":
        builds.put_in_force(make_build(tmp_path, name))
    assert list(tmp_path.glob("*.tmp")) == []
    assert (tmp_path / "current").read_text() == "c"


def test_who_opens_a_build_that_is_tidied_away_meanwhile_gets_the_one_in_force(tmp_path: Path) -> None:
    # given a reader so slow that several builds are put in force while it reads
    builds = Builds(tmp_path)
    first = make_build(tmp_path, "a")
    builds.put_in_force(first)

    def read(build: Path) -> str:
        if build == first:
            for name in "bcdef":
                builds.put_in_force(make_build(tmp_path, name))
        return builds.manifest(build).build

    # then
    assert builds.open(first, read) == (tmp_path / "f", "f")


def test_a_build_tidied_away_before_it_is_looked_for_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a reader who has read the pointer when the build it names goes and another is in force
    builds, pointer = Builds(tmp_path), Builds._name
    builds.put_in_force(make_build(tmp_path, "a"))
    newer, goes = make_build(tmp_path, "b"), iter([True])

    def overtaken(self: Builds, name: str) -> str | None:
        read = pointer(self, name)
        if next(goes, False):
            self.put_in_force(newer)
            (tmp_path / "a" / "manifest.json").unlink()
        return read

    monkeypatch.setattr(Builds, "_name", overtaken)

    # then the other one is found
    assert builds.current() == newer


def test_a_build_in_force_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    builds = Builds(tmp_path)
    builds.put_in_force(make_build(tmp_path, "a"))
    (tmp_path / "a" / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexMissingError, match="unreadable"):
        builds.open(tmp_path / "a", builds.manifest)
