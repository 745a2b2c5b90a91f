"""Fingerprints of inputs: work is done again only when something it reads has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from settings import REPOSITORY

RASA_INPUTS = ("config.yml", "domain.yml", "nlu_data", "bot", "vietnamese")
INDEX_CODE = ("knowledge_base/ingest", "knowledge_base/search", "knowledge_base/store", "vietnamese")
_SUFFIXES = {".py", ".yml", ".yaml", ".md", ".lock", ".json", ".safetensors", ".txt", ".model", ".bin"}
_SKIPPED = {"__pycache__", ".venv", "tests"}


def rasa_fingerprint() -> str:
    """Fingerprint of everything `rasa train` reads: data, configuration, components, lock."""
    return digest(REPOSITORY / part for part in RASA_INPUTS)


def index_fingerprint(knowledge: Path, encoder: str, published: str = "") -> str:
    """Fingerprint of what an index is made of: knowledge files, what is published, the encoder, the code."""
    places = [REPOSITORY / part for part in INDEX_CODE] + [knowledge, Path(encoder)]
    named = "" if Path(encoder).exists() else encoder
    return hashlib.sha256(f"{named}\n{published}\n{digest(places)}".encode()).hexdigest()


def digest(places: Iterable[Path]) -> str:
    """Hash the names and contents of all files under ``places``; a missing place counts as empty."""
    total = hashlib.sha256()
    for path in sorted({file for place in places for file in _files(place)}):
        name = path.relative_to(REPOSITORY) if path.is_relative_to(REPOSITORY) else path
        total.update(str(name).encode())
        with path.open("rb") as content:
            total.update(hashlib.file_digest(content, "sha256").digest())
    return total.hexdigest()


def matches(stamp: Path, fingerprint: str) -> bool:
    """Whether ``stamp`` was written for ``fingerprint``."""
    try:
        return bool(json.loads(stamp.read_text(encoding="utf-8")).get("fingerprint") == fingerprint)
    except (OSError, ValueError):
        return False


def remember(stamp: Path, fingerprint: str) -> None:
    """Write ``stamp`` so that ``matches`` holds from now on."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    staged = stamp.with_name(stamp.name + ".tmp")
    staged.write_text(json.dumps({"fingerprint": fingerprint}), encoding="utf-8")
    staged.replace(stamp)


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    elif place.is_dir():
        for path in place.rglob("*"):
            if path.suffix in _SUFFIXES and _SKIPPED.isdisjoint(path.relative_to(place).parts) and path.is_file():
                yield path
