"""Building an index: passages, lexical and dense rankings, swapped in as one."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from knowledge_base.ingest.errors import KnowledgeError
from knowledge_base.ingest.library import Library, load_library
from knowledge_base.ingest.published import Published, join, nothing_published
from knowledge_base.search.centroids import CentroidIndex
from knowledge_base.search.dense import DenseIndex
from knowledge_base.search.encoding import Encoder, Vectors
from knowledge_base.search.lexical import LexicalIndex
from knowledge_base.search.necessity import Necessity
from knowledge_base.search.searcher import Searcher
from knowledge_base.store.builds import Builds, IndexMissingError, Manifest
from knowledge_base.store.database import passage_fingerprints, write_store
from knowledge_base.store.passages import Passage, cut

SMALLEST_SHARE = 0.5
Progress = Callable[[str], None]


class SuspiciousSourceError(KnowledgeError):
    """The source shrank so much that something is probably missing."""


def build_index(
    knowledge_dir: Path,
    index_dir: Path,
    encoder_name: str,
    *,
    published: Callable[[], Published] = nothing_published,
    force: bool = False,
    progress: Progress = lambda _: None,
) -> Manifest:
    """Read the knowledge, build its index and put it in force; queries in flight keep the old one.

    ``published`` is asked for what operators published once no other build can come between. Vectors of views that
    did not change are taken over from the build in force when the encoder is the same.
    Raises ``SourceError`` for a bad file, ``JoinError`` when what is published does not fit the files, and
    ``SuspiciousSourceError`` when less than half of the files' passages are left (``force`` allows it). In each case
    the build in force stays.
    """
    builds = Builds(index_dir)
    with builds.turn():
        build, manifest = stage_index(
            knowledge_dir, index_dir, encoder_name, published=published(), force=force, progress=progress
        )
        builds.put_in_force(build)
    progress(f"Xong: {manifest.passages} đoạn, dùng lại {manifest.reused_vectors} vectơ")
    return manifest


def stage_index(
    knowledge_dir: Path,
    index_dir: Path,
    encoder_name: str,
    *,
    published: Published,
    force: bool = False,
    progress: Progress = lambda _: None,
) -> tuple[Path, Manifest]:
    """Build an index, finished but not in force; raises like ``build_index``. For who holds ``Builds.turn``."""
    started = time.monotonic()
    progress("Đọc kế hoạch và bài hướng dẫn")
    files = load_library(knowledge_dir)
    library = join(files, published)
    passages = cut(library)
    from_files = len(cut(files))
    builds = Builds(index_dir)
    before = _in_force(builds)
    had = (before[1].from_files or before[1].passages) if before else 0
    if not passages or (before and not force and from_files < SMALLEST_SHARE * had):
        raise SuspiciousSourceError(f"{knowledge_dir}: {from_files} passages, {had} before; use --force if right")
    progress(f"Mã hóa {len(passages)} đoạn")
    loading = time.monotonic()
    encoder = Encoder(encoder_name)
    loading = time.monotonic() - loading
    staging = index_dir / f"staging-{os.getpid()}"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    try:
        reused = write_build(staging, library, passages, encoder, before)
        touched, removed = _compared(passages, before)
        source = hashlib.sha256("".join(one.fingerprint for one in passages).encode()).hexdigest()[:16]
        stamp = datetime.datetime.now(tz=datetime.UTC).strftime("%Y%m%dT%H%M%S%f")
        manifest = Manifest(
            build=f"{stamp}-{source[:8]}",
            encoder=encoder_name,
            encoder_fingerprint=encoder.fingerprint,
            dimension=encoder.dimension,
            passages=len(passages),
            views=sum(len(one.views) for one in passages),
            source_fingerprint=source,
            published=published.fingerprint,
            from_files=from_files,
            touched=touched,
            removed=removed,
            reused_vectors=reused,
            seconds=round(time.monotonic() - started, 3),
            loading_seconds=round(loading, 3),
        )
        (staging / "manifest.json").write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
        return staging.rename(index_dir / manifest.build), manifest
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def write_build(
    folder: Path,
    library: Library,
    passages: Sequence[Passage],
    encoder: Encoder,
    before: tuple[Path, Manifest] | None = None,
) -> int:
    """Write store, rankings and the view table of a build under ``folder``; return how many vectors were reused."""
    views = [view for passage in passages for view in passage.views]
    owners = np.repeat(np.arange(len(passages), dtype=np.int32), [len(one.views) for one in passages])
    write_store(folder / "store.sqlite", library, passages)
    np.save(folder / "owners.npy", owners)
    digests = [hashlib.sha256(view.encode()).hexdigest()[:16] for view in views]
    (folder / "views.json").write_text(json.dumps(digests), encoding="utf-8")
    LexicalIndex.build(views).save(folder / "lexical")
    vectors, reused = _vectors(views, digests, encoder, before)
    DenseIndex.build(vectors).save(folder / "dense.faiss")
    CentroidIndex.build([one.views for one in passages]).save(folder)
    Necessity.build([one.views for one in passages]).save(folder)
    return reused


def open_build(folder: Path, library: Library, encoder: Encoder) -> Searcher:
    """A searcher over ``library`` alone, built under ``folder`` and never put in force: for measuring."""
    passages = cut(library)
    write_build(folder, library, passages, encoder)
    manifest = Manifest(
        build=folder.name,
        encoder=encoder.name,
        encoder_fingerprint=encoder.fingerprint,
        dimension=encoder.dimension,
        passages=len(passages),
        views=sum(len(one.views) for one in passages),
        source_fingerprint="",
    )
    return Searcher(folder, manifest, encoder)


def _vectors(
    views: Sequence[str], digests: Sequence[str], encoder: Encoder, before: tuple[Path, Manifest] | None
) -> tuple[Vectors, int]:
    known: dict[str, int] = {}
    old: Vectors = np.zeros((0, encoder.dimension), dtype=np.float32)
    if before is not None and before[1].encoder_fingerprint == encoder.fingerprint:
        names = json.loads((before[0] / "views.json").read_text(encoding="utf-8"))
        known = {name: at for at, name in enumerate(names)}
        old = DenseIndex.load(before[0] / "dense.faiss").vectors()
    fresh = [at for at, digest in enumerate(digests) if digest not in known]
    vectors = np.empty((len(views), encoder.dimension), dtype=np.float32)
    for at, digest in enumerate(digests):
        if digest in known:
            vectors[at] = old[known[digest]]
    if fresh:
        vectors[fresh] = encoder.encode([views[at] for at in fresh])
    return vectors, len(views) - len(fresh)


def _in_force(builds: Builds) -> tuple[Path, Manifest] | None:
    try:
        build = builds.current()
        return build, builds.manifest(build)
    except IndexMissingError:
        return None


def _compared(passages: Sequence[Passage], before: tuple[Path, Manifest] | None) -> tuple[int, int]:
    """How many passages are new or changed since ``before``, and how many are gone."""
    if before is None:
        return len(passages), 0
    old = passage_fingerprints(before[0] / "store.sqlite")
    touched = sum(old.get(one.id) != one.fingerprint for one in passages)
    return touched, len(old.keys() - {one.id for one in passages})
