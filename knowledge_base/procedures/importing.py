"""Importing a file: rows checked, store and index written aside, the new catalogue put in force at once."""

from __future__ import annotations

import datetime
import hashlib
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge_base.ingest.errors import SourceError
from knowledge_base.procedures.catalogue import CatalogueFacts, read_facts
from knowledge_base.procedures.errors import ImportRefusedError
from knowledge_base.procedures.index import VIEWS, views_of, write_index
from knowledge_base.procedures.model import Procedure
from knowledge_base.procedures.reading import read_rows
from knowledge_base.procedures.rows import LEVELS
from knowledge_base.procedures.store import ProcedureStore, write_store
from knowledge_base.procedures.translating import procedure_of
from knowledge_base.search.encoding import Encoder
from knowledge_base.store.builds import Builds, IndexMissingError, Manifest

SMALLEST_SHARE = 0.5
_EXAMPLES = 3


@dataclass(frozen=True)
class Remark:
    """Something an operator should know of the data: the key of its sentence, how many, the first codes."""

    key: str
    count: int
    codes: tuple[str, ...]


@dataclass(frozen=True)
class ImportReport:
    """What was imported: counts, what differs from the catalogue before, what the data leave unclear."""

    facts: CatalogueFacts
    date_given: bool
    by_level: dict[str, int]
    added: int
    changed: int
    removed: int
    empty_lines: int
    reused_vectors: int
    seconds: float
    remarks: list[Remark] = field(default_factory=list)


def import_procedures(
    file: Path,
    folder: Path,
    encoder: Callable[[], Encoder],
    *,
    date: datetime.date | None = None,
    force: bool = False,
    today: datetime.date | None = None,
) -> ImportReport:
    """Take ``file`` in as the catalogue under ``folder``; questions in flight see the old one or the new one.

    ``date`` is that of the data (the file's own when left out); the encoder is loaded once the file was found good.
    Raises ``ImportRefusedError`` for a file with any problem, a date to come, or fewer than half of the procedures
    there were (``force`` allows it); what was in force stays.
    """
    started = time.monotonic()
    read = read_rows(file)
    procedures = [procedure_of(row) for row in read.rows]
    data_date = date or datetime.datetime.fromtimestamp(file.stat().st_mtime, tz=datetime.UTC).date()
    if data_date > (today or datetime.datetime.now(tz=datetime.UTC).date()):
        raise ImportRefusedError([SourceError(file, 0, f"the date of the data, {data_date}, is still to come")])
    builds = Builds(folder)
    before = _in_force(builds)
    known = _digests(before[0]) if before else {}
    if len(procedures) < SMALLEST_SHARE * len(known) and not force:
        raise ImportRefusedError(
            [SourceError(file, 0, f"{len(procedures)} procedures, {len(known)} before; use --force if right")]
        )
    facts = CatalogueFacts(date=data_date, source=file.name, procedures=len(procedures))
    reused = _write(builds, procedures, facts, encoder(), before)
    fresh = {one.code: _digest(one) for one in procedures}
    return ImportReport(
        facts=facts,
        date_given=date is not None,
        by_level={level: sum(level in one.levels for one in procedures) for level in LEVELS},
        added=len(fresh.keys() - known.keys()),
        changed=sum(1 for code, digest in fresh.items() if code in known and known[code] != digest),
        removed=len(known.keys() - fresh.keys()),
        empty_lines=read.empty_lines,
        reused_vectors=reused,
        seconds=round(time.monotonic() - started, 2),
        remarks=list(_remarks(procedures)),
    )


def _write(
    builds: Builds,
    procedures: Sequence[Procedure],
    facts: CatalogueFacts,
    encoder: Encoder,
    before: tuple[Path, Manifest] | None,
) -> int:
    staging = builds.folder / f"staging-{os.getpid()}"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    try:
        write_store(staging / "procedures.sqlite", procedures)
        same_encoder = before is not None and before[1].encoder_fingerprint == encoder.fingerprint
        views = [views_of(one) for one in procedures]
        reused = write_index(staging, views, encoder, before[0] if before and same_encoder else None)
        (staging / "facts.json").write_text(facts.model_dump_json(indent=1), encoding="utf-8")
        source = hashlib.sha256("".join(map(_digest, procedures)).encode()).hexdigest()[:16]
        stamp = datetime.datetime.now(tz=datetime.UTC).strftime("%Y%m%dT%H%M%S%f")
        manifest = Manifest(
            build=f"{stamp}-{source[:8]}",
            encoder=encoder.name,
            encoder_fingerprint=encoder.fingerprint,
            dimension=encoder.dimension,
            passages=len(procedures),
            views=len(procedures) * VIEWS,
            source_fingerprint=source,
            reused_vectors=reused,
        )
        (staging / "manifest.json").write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
        build = staging.rename(builds.folder / manifest.build)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    builds.put_in_force(build)
    return reused


def _in_force(builds: Builds) -> tuple[Path, Manifest] | None:
    try:
        build = builds.current()
        read_facts(build)
        return build, builds.manifest(build)
    except IndexMissingError:
        return None


def _digests(build: Path) -> dict[str, str]:
    store = ProcedureStore(build / "procedures.sqlite")
    try:
        return {one.code: _digest(one) for one in store.everything()}
    finally:
        store.close()


def _digest(procedure: Procedure) -> str:
    return hashlib.sha256(procedure.model_dump_json().encode()).hexdigest()[:16]


def _remarks(procedures: Sequence[Procedure]) -> list[Remark]:
    """What stands in the data but not clearly; each is answered with a caution or as not stated."""
    names = Counter(one.name.lower() for one in procedures)
    links = Counter(one.url for one in procedures)
    groups: dict[str, list[str]] = {
        "time_without_unit": [p.code for p in procedures if any(one.time_without_unit for one in p.filings)],
        "run_together": [p.code for p in procedures if any(one.run_together for one in p.filings)],
        "fee_unclear": [p.code for p in procedures if any(one.fee_unclear for one in p.filings)],
        "no_fee": [p.code for p in procedures if all(one.fee is None for one in p.filings)],
        "no_papers": [p.code for p in procedures if not p.papers],
        "no_bases": [p.code for p in procedures if not p.bases],
        "no_office": [p.code for p in procedures if not p.says_where],
        "same_name": [p.code for p in procedures if names[p.name.lower()] > 1],
        "same_link": [p.code for p in procedures if links[p.url] > 1],
        "district": [p.code for p in procedures if "cấp huyện" in p.name.lower()],
    }
    return [Remark(key, len(codes), tuple(codes[:_EXAMPLES])) for key, codes in groups.items() if codes]
