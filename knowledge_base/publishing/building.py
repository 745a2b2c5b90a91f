"""The index of what is published: staged in the ledger's transaction, swapped in when that is committed.

A crash before the commit leaves both as they were. A crash between commit and swap leaves the old index in force;
``heal`` (or the next start, whose index fingerprint covers the ledger) builds the one that is due.
"""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from knowledge_base.ingest.published import Published
from knowledge_base.publishing import contents
from knowledge_base.publishing.database import KnowledgeDatabase
from knowledge_base.store.builds import Builds, IndexMissingError, Manifest

Result = TypeVar("Result")


@dataclass(frozen=True)
class Indexed:
    """A build that was put in force; ``milliseconds`` is the time of the whole change, transaction and swap included.

    The time of the build alone is the manifest's.
    """

    manifest: Manifest
    milliseconds: float

    def figures(self) -> dict[str, float]:
        """What the change touched and took, by the names that the clerk's sentence uses."""
        made = self.manifest
        return {
            "touched": made.touched,
            "removed": made.removed,
            "reused": made.reused_vectors,
            "views": made.views,
            "milliseconds": (made.seconds - made.loading_seconds) * 1000,
            "loading": made.loading_seconds * 1000,
            "all": self.milliseconds,
        }


@dataclass(frozen=True)
class Index:
    """Where the index is made from and where it goes. ``encoder`` is the settings' name of it."""

    knowledge_dir: Path
    index_dir: Path
    encoder: str
    progress: Callable[[str], None] = field(default=lambda _: None)

    def change(self, database: KnowledgeDatabase, work: Callable[[Connection], Result]) -> tuple[Result, Indexed]:
        """Do ``work`` and put the index of its outcome in force; when either fails, neither has happened."""
        from knowledge_base.search.indexer import stage_index  # loads the search's libraries: seconds, megabytes

        started = time.monotonic()
        builds = Builds(self.index_dir)
        with builds.turn():
            staged: list[Path] = []
            with _dropped_unless_done(staged), database.write() as connection:
                result = work(connection)
                published = contents.published(connection)
                build, manifest = stage_index(
                    self.knowledge_dir, self.index_dir, self.encoder, published=published, progress=self.progress
                )
                staged.append(build)
            builds.put_in_force(build)
        return result, Indexed(manifest, (time.monotonic() - started) * 1000)

    def heal(self, database: KnowledgeDatabase) -> Manifest | None:
        """Build the index when the one in force was made of other publications; ``None`` when it was not needed.

        A home without any index is left alone: its first start makes one.
        """
        from knowledge_base.search.indexer import build_index

        try:
            builds = Builds(self.index_dir)
            manifest = builds.manifest(builds.current())
        except IndexMissingError:
            return None
        with database.read() as connection:
            if contents.fingerprint(connection) == manifest.published:
                return None
        return build_index(
            self.knowledge_dir,
            self.index_dir,
            self.encoder,
            published=lambda: read_published(database),
            progress=self.progress,
        )


def read_published(database: KnowledgeDatabase) -> Published:
    """What is published now."""
    with database.read() as connection:
        return contents.published(connection)


@contextlib.contextmanager
def _dropped_unless_done(staged: list[Path]) -> Iterator[None]:
    """Take away a build whose publication was not committed."""
    try:
        yield
    except BaseException:
        for build in staged:
            shutil.rmtree(build, ignore_errors=True)
        raise
