"""A question prepared for search: its topic words, with synonyms, weighed by how telling they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from ruamel.yaml import YAML

from knowledge_base.search.terms import stop_terms, syllables
from vietnamese import expand, fold, normalize

Phrase = tuple[str, ...]
SYNONYM_CREDIT = 0.9


@dataclass(frozen=True)
class Unit:
    """One topic word of a question with everything that would say the same, and its weight (idf)."""

    phrases: tuple[Phrase, ...]
    weight: float

    def covered(self, text: frozenset[str], joined: str) -> float:
        """1 for the word itself, less for a synonym, 0 when ``text`` has none of them."""
        for rank, phrase in enumerate(self.phrases):
            if all(one in text for one in phrase) and (len(phrase) == 1 or f" {' '.join(phrase)} " in joined):
                return 1.0 if rank == 0 else SYNONYM_CREDIT
        return 0.0


@dataclass(frozen=True)
class Query:
    """What is searched for: ``text`` as asked, ``terms`` for the lexical ranking, ``units`` for weighing evidence."""

    text: str
    terms: tuple[str, ...]
    units: tuple[Unit, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing but question words and names was said."""
        return not self.units

    def coverage(self, *texts: str) -> float:
        """The share of the question's weight found in ``texts``, 0 to 1."""
        flat = [one for text in texts for one in syllables(text)]
        found, joined = frozenset(flat), f" {' '.join(flat)} "
        total = sum(unit.weight for unit in self.units)
        if not total:
            return 0.0
        return sum(unit.weight * unit.covered(found, joined) for unit in self.units) / total


@lru_cache(maxsize=1)
def synonyms() -> dict[Phrase, tuple[Phrase, ...]]:
    """Folded phrase → phrases that say the same, from ``synonyms.yml``."""
    text = files("knowledge_base.search").joinpath("synonyms.yml").read_text(encoding="utf-8")
    groups: list[list[str]] = YAML(typ="safe").load(text)
    table: dict[Phrase, list[Phrase]] = {}
    for group in groups:
        phrases = [tuple(fold(one).split()) for one in group]
        for phrase in phrases:
            table.setdefault(phrase, []).extend(other for other in phrases if other != phrase)
    return {phrase: tuple(dict.fromkeys(others)) for phrase, others in table.items()}


def make_query(
    text: str,
    *,
    without: Iterable[str] = (),
    weigh: Callable[[str], float],
    vocabulary: frozenset[str],
) -> Query:
    """Prepare ``text``; the names in ``without`` (agencies) carry no topic and are taken out.

    ``weigh`` gives a folded syllable's idf; a syllable that is not in ``vocabulary`` is read as its nearest
    neighbour one typo away, if there is one.
    """
    flat = list(syllables(expand(normalize(text))))
    for name in sorted({tuple(syllables(one)) for one in without}, key=len, reverse=True):
        flat = _without(flat, name)
    flat = [one if one in vocabulary or one in stop_terms() else _nearest(one, vocabulary) for one in flat]
    units, terms = _units(flat, weigh)
    stop = stop_terms()
    pairs = [
        f"{first}_{second}"
        for first, second in zip(flat, flat[1:], strict=False)
        if "" not in (first, second) and not (first in stop and second in stop)
    ]
    return Query(text=text, terms=tuple([*terms, *pairs]), units=tuple(units))


def _units(flat: list[str], weigh: Callable[[str], float]) -> tuple[list[Unit], list[str]]:
    """Cut into the longest phrases that have synonyms, single syllables otherwise."""
    table, stop = synonyms(), stop_terms()
    longest = max(map(len, table), default=1)
    units: dict[Phrase, Unit] = {}
    terms: list[str] = []
    at = 0
    while at < len(flat):
        size = next((n for n in range(longest, 0, -1) if tuple(flat[at : at + n]) in table), 0)
        phrase = tuple(flat[at : at + max(size, 1)])
        at += max(size, 1)
        if "" in phrase or (not size and phrase[0] in stop):
            continue
        others = table.get(phrase, ())
        units[phrase] = Unit((phrase, *others), sum(weigh(one) for one in phrase) / len(phrase) ** 0.5)
        terms += [*phrase, *(term for other in others for term in _phrase_terms(other))]
    return list(units.values()), terms


def _phrase_terms(phrase: Phrase) -> list[str]:
    return [*phrase, *(f"{first}_{second}" for first, second in zip(phrase, phrase[1:], strict=False))]


def _without(flat: list[str], name: Phrase) -> list[str]:
    """``flat`` with each run equal to ``name`` replaced by one empty mark (no pair spans it)."""
    if not name:
        return flat
    kept: list[str] = []
    at = 0
    while at < len(flat):
        if tuple(flat[at : at + len(name)]) == name:
            kept.append("")
            at += len(name)
        else:
            kept.append(flat[at])
            at += 1
    return kept


@lru_cache(maxsize=8192)
def _nearest(syllable: str, vocabulary: frozenset[str]) -> str:
    if len(syllable) < 4 or any(one.isdigit() for one in syllable):
        return syllable
    near = [one for one in vocabulary if one[:1] == syllable[:1] and abs(len(one) - len(syllable)) <= 1]
    found = process.extractOne(syllable, near, scorer=DamerauLevenshtein.distance, score_cutoff=1)
    return str(found[0]) if found else syllable
