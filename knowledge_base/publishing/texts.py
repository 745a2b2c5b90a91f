"""The sentences of ``texts.vi.yml``: what the clerk reads about versions, changes and refusals."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML


@lru_cache(maxsize=1)
def _texts() -> dict[str, Any]:
    text = files("knowledge_base.publishing").joinpath("texts.vi.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = YAML(typ="safe").load(text)
    return loaded


def say(key: str, **values: object) -> str:
    """The sentence under ``key`` (``a.b`` for a nested one) with ``values`` filled in. Raises ``KeyError``."""
    found: Any = _texts()
    for part in key.split("."):
        found = found[part]
    return str(found).format(**values).strip()


def has(key: str) -> bool:
    """Whether there is a sentence under ``key``."""
    found: Any = _texts()
    for part in key.split("."):
        if not isinstance(found, dict) or part not in found:
            return False
        found = found[part]
    return True
