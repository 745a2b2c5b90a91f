"""The sentences of ``texts.vi.yml``: what the clerk reads about versions, changes and refusals."""

from __future__ import annotations

from knowledge_base.packaged import Sentences

_SENTENCES = Sentences("knowledge_base.publishing", "texts.vi.yml")


def say(key: str, **values: object) -> str:
    """The sentence under ``key`` (``a.b`` for a nested one) with ``values`` filled in. Raises ``KeyError``."""
    return _SENTENCES.fill(key, **values).strip()


def has(key: str) -> bool:
    """Whether there is a sentence under ``key``."""
    return _SENTENCES.has(key)
