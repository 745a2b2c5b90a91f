"""Agencies: who the assistant speaks for and whose plans it knows."""

from __future__ import annotations

from pathlib import Path

from knowledge_base.ingest.errors import SourceError
from knowledge_base.ingest.records import Agency
from knowledge_base.ingest.yaml_source import load_records


def load_agencies(path: Path) -> list[Agency]:
    """Read ``agencies.yml``. Raises ``SourceError`` when a slug stands twice or a parent is unknown."""
    agencies = load_records(path, Agency)
    known = {one.slug for one in agencies}
    if len(known) != len(agencies):
        twice = sorted({one.slug for one in agencies if [a.slug for a in agencies].count(one.slug) > 1})
        raise SourceError(path, 1, f"slug used twice: {', '.join(twice)}")
    for one in agencies:
        if one.parent is not None and one.parent not in known:
            raise SourceError(path, 1, f"agency {one.slug}: parent {one.parent!r} is not in the file")
    return agencies
