"""The agencies the gateway may speak for: the one place that reads them from the knowledge base."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from knowledge_base.ingest.agencies import load_agencies
from settings import Settings, SettingsError

CHANNEL_SETTINGS = ("zalo_agency", "zalo_bot_agency", "telegram_agency")


def agency_names(knowledge_dir: Path) -> Mapping[str, str]:
    """Slug → present name of every agency, e.g. ``{"minh-long": "huyện Minh Long (trước đây)"}``."""
    return {agency.slug: agency.name for agency in load_agencies(knowledge_dir / "agencies.yml")}


def check_agencies(settings: Settings, agencies: Mapping[str, str]) -> None:
    """Raise ``SettingsError`` when a channel or a site is to speak for an agency that nobody knows."""
    spoken_for = [(name, getattr(settings, name)) for name in CHANNEL_SETTINGS]
    embedded = [("allowed_origins", slug) for allowed in settings.origins.values() for slug in sorted(allowed)]
    for name, slug in [*spoken_for, *embedded]:
        if slug is not None and slug not in agencies:
            raise SettingsError(f"TROLY_{name.upper()}: no such agency (got {slug!r}); one of {', '.join(agencies)}")
