"""The agencies the gateway may speak for: the one place that reads them from the knowledge base."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from knowledge_base.ingest.agencies import load_agencies


def agency_names(knowledge_dir: Path) -> Mapping[str, str]:
    """Slug → present name of every agency, e.g. ``{"minh-long": "huyện Minh Long (trước đây)"}``."""
    return {agency.slug: agency.name for agency in load_agencies(knowledge_dir / "agencies.yml")}
