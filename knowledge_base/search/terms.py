"""The terms of a text as the lexical ranking sees them: folded syllables and pairs of neighbours."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from ruamel.yaml import YAML

from vietnamese import expand, fold, normalize, words

_SPLIT = re.compile(r"[/&–-]")


@lru_cache(maxsize=1)
def stop_terms() -> frozenset[str]:
    """Folded syllables that carry no topic: question words, particles, forms of address."""
    return frozenset(map(fold, _stop_words()))


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    text = files("knowledge_base.search").joinpath("stopwords.yml").read_text(encoding="utf-8")
    groups: dict[str, str] = YAML(typ="safe").load(text)
    return frozenset(word for group in groups.values() for word in group.split())


@lru_cache(maxsize=65536)
def syllables(text: str) -> tuple[str, ...]:
    """Folded syllables and numbers of ``text`` in order; codes are split at slashes and dashes."""
    folded = fold(normalize(text))
    return tuple(part for word in words(folded) for part in _SPLIT.split(word) if part)


def terms(text: str) -> list[str]:
    """Syllables and pairs of neighbouring syllables, for an index or a query."""
    one_by_one = syllables(text)
    pairs = [f"{first}_{second}" for first, second in zip(one_by_one, one_by_one[1:], strict=False)]
    return [*one_by_one, *pairs]


def spoken(text: str) -> list[str]:
    """The syllables of a question as typed, lower-cased, shorthand written out."""
    return [part.lower() for word in words(expand(normalize(text))) for part in _SPLIT.split(word) if part]


def is_stop(syllable: str, *, marked: bool) -> bool:
    """Whether a lower-cased syllable is a stop word; ``marked``: it comes from a text with diacritics."""
    return syllable in (_stop_words() if marked else stop_terms())
