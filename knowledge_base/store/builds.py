"""Index builds on disk: each in its own folder, one in force, the one before kept.

<index_dir>/20261121T090500-1a2b3c4d/   a finished build
<index_dir>/current                     its name, replaced atomically
<index_dir>/previous                    the name that was in force before
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from knowledge_base.ingest.errors import KnowledgeError

KEPT_BUILDS = 3

Opened = TypeVar("Opened")


class IndexMissingError(KnowledgeError):
    """No index is in force; the message says which command makes one."""


class Manifest(BaseModel):
    """What a build was made of.

    ``published`` is the fingerprint of what operators had published, ``from_files`` the number of passages that the
    files alone gave. ``touched`` passages are new or changed since the build before, ``removed`` ones are gone.
    ``seconds`` is the whole time, ``loading_seconds`` that part of it in which the encoder was loaded.
    """

    model_config = ConfigDict(frozen=True)

    build: str
    encoder: str
    encoder_fingerprint: str
    dimension: int
    passages: int
    views: int
    source_fingerprint: str
    published: str = ""
    from_files: int = 0
    touched: int = 0
    removed: int = 0
    reused_vectors: int = 0
    seconds: float = 0.0
    loading_seconds: float = 0.0


class Builds:
    """The folder of builds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path:
        """The build in force. Raises ``IndexMissingError``."""
        return self._named("current")

    def manifest(self, build: Path) -> Manifest:
        """What ``build`` says of itself. Raises ``IndexMissingError`` when it is unreadable."""
        try:
            return Manifest.model_validate(json.loads((build / "manifest.json").read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise IndexMissingError(f"{build}: manifest.json is unreadable ({error}); run `troly index`") from None

    def open(self, build: Path, read: Callable[[Path], Opened]) -> tuple[Path, Opened]:
        """Read ``build``, or the one in force now where ``build`` was tidied away meanwhile; returns what was read.

        Raises what ``read`` raises for a build that is still in force.
        """
        while True:
            try:
                return build, read(build)
            except Exception:
                newer = self.current()
                if newer == build:
                    raise
                build = newer

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """One build at a time, across processes: wait until no other one is being made for this folder."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self.folder.with_name(f"{self.folder.name}.lock").open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def put_in_force(self, build: Path) -> None:
        """Point ``current`` at ``build`` in one step; the former build becomes ``previous``."""
        before = self._name("current")
        if before and before != build.name:
            self._write("previous", before)
        self._write("current", build.name)
        self._tidy()

    def roll_back(self) -> Path:
        """Put the previous build in force again. Raises ``IndexMissingError`` when none is kept."""
        build = self._named("previous")
        self.put_in_force(build)
        return build

    def _named(self, pointer: str) -> Path:
        name, before = self._name(pointer), None
        while name and name != before:  # a build may be tidied away once its name was read
            if (self.folder / name / "manifest.json").exists():
                return self.folder / name
            name, before = self._name(pointer), name
        raise IndexMissingError(f"no {pointer} index under {self.folder}; run `troly index`")

    def _name(self, pointer: str) -> str | None:
        path = self.folder / pointer
        return path.read_text(encoding="utf-8").strip() if path.exists() else None

    def _write(self, pointer: str, name: str) -> None:
        staged = self.folder / f"{pointer}.tmp"
        staged.write_text(name, encoding="utf-8")
        staged.replace(self.folder / pointer)

    def _tidy(self) -> None:
        named = {self._name("current"), self._name("previous")}
        builds = sorted(path.parent for path in self.folder.glob("*/manifest.json"))
        for build in builds[:-KEPT_BUILDS]:
            if build.name not in named:
                shutil.rmtree(build, ignore_errors=True)
