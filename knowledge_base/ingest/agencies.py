"""Agencies: who the assistant speaks for and whose plans it knows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from knowledge_base.ingest.errors import SourceError
from knowledge_base.ingest.records import Agency, OtherAgencies
from knowledge_base.ingest.yaml_source import load_records

ELSEWHERE = "elsewhere"
"""What stands for a slug where an agency is named of which there is no document."""
EITHER = "+"
"""Stands between the slugs of agencies that a name may mean."""


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


def load_elsewhere(path: Path) -> list[str]:
    """Every way to name an agency of which there is no document; none without the file. Raises ``SourceError``."""
    groups = load_records(path, OtherAgencies) if path.exists() else []
    named = [f"{level} {name}" for group in groups for level in group.levels for name in group.names]
    return [*named, *(name for group in groups if group.alone for name in group.names)]


def names_of(agencies: Iterable[Agency]) -> dict[str, list[str]]:
    """Every name of each agency, by its slug; a commune that several list stands for any of them (``a+b``)."""
    known = list(agencies)
    owners: dict[str, list[str]] = {}
    for one in known:
        for commune in one.communes:
            owners.setdefault(commune, []).append(one.slug)
    names = {one.slug: [one.name, *one.aliases, *one.successors] for one in known}
    for commune, slugs in owners.items():
        names.setdefault(EITHER.join(slugs), []).append(commune)
    return names
