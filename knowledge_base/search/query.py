"""A question prepared for search: its topic words, with synonyms, weighed by how telling they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from ruamel.yaml import YAML

from knowledge_base.search.terms import is_stop, spoken, syllables
from vietnamese import fold, has_diacritics, normalize, segment

Phrase = tuple[str, ...]
SYNONYM_CREDIT = 0.9
YEAR_SHARE = 0.3
BESIDE_TOPIC = 0.5
HEAVIEST = 6.0
_YEAR = re.compile(r"20\d\d")


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

    def focused(self, names: Iterable[str]) -> Query:
        """The same question with everything but the topics in ``names`` counting half."""
        topic = {one for name in names for one in syllables(name)}
        if not topic:
            return self
        units = tuple(
            unit if set(unit.phrases[0]) & topic else Unit(unit.phrases, unit.weight * BESIDE_TOPIC) for unit in self.units
        )
        return Query(self.text, self.terms, units)

    def coverage(self, *texts: str) -> float:
        """The share of the question's weight found in ``texts``, 0 to 1."""
        flat = [one for text in texts for one in syllables(text)]
        found, joined = frozenset(flat), f" {' '.join(flat)} "
        total = sum(unit.weight for unit in self.units)
        if not total:
            return 0.0
        return sum(unit.weight * unit.covered(found, joined) for unit in self.units) / total


@lru_cache(maxsize=1)
def framing() -> tuple[Phrase, ...]:
    """Folded phrases of ``framing.yml``, the longest first."""
    text = files("knowledge_base.search").joinpath("framing.yml").read_text(encoding="utf-8")
    phrases: list[str] = YAML(typ="safe").load(text)
    return tuple(sorted({tuple(fold(one).split()) for one in phrases}, key=len, reverse=True))


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
    neighbour one typo away, if there is one. Whether a syllable is a stop word is judged with its diacritics
    where the question has any ("vệ" is not "về").
    """
    typed = [(said, fold(said)) for said in spoken(text)]
    within = _inside_words(text)
    for name in sorted({syllables(one) for one in without}, key=len, reverse=True):
        typed = _blanked(typed, name)
    for frame in framing():
        typed = _blanked(typed, frame)
    marked = has_diacritics(text)
    flat = []
    for said, folded in typed:
        if folded and said not in within and is_stop(said if marked else folded, marked=marked):
            flat.append(Syllable(folded, stop=True))
        else:
            flat.append(Syllable(folded if folded in vocabulary else _nearest(folded, vocabulary), stop=False))
    units, terms = _units(flat, weigh)
    pairs = [
        f"{first.text}_{second.text}"
        for first, second in zip(flat, flat[1:], strict=False)
        if first.text and second.text and not (first.stop and second.stop)
    ]
    return Query(text=text, terms=tuple([*terms, *pairs]), units=tuple(units))


def _inside_words(text: str) -> frozenset[str]:
    """Syllables that are part of a longer word with a syllable of its own ("bảo" in "bảo vệ"); none without diacritics."""
    if not has_diacritics(text):
        return frozenset()
    inside: set[str] = set()
    for word in segment(normalize(text).lower()):
        parts = word.split()
        if len(parts) > 1 and not all(is_stop(one, marked=True) for one in parts):
            inside.update(parts)
    return frozenset(inside)


@dataclass(frozen=True)
class Syllable:
    """A folded syllable of a question; empty where a name or a frame was taken out."""

    text: str
    stop: bool


def _units(flat: list[Syllable], weigh: Callable[[str], float]) -> tuple[list[Unit], list[str]]:
    """Cut into the longest phrases that have synonyms, single syllables otherwise."""
    table = synonyms()
    longest = max(map(len, table), default=1)
    units: dict[Phrase, Unit] = {}
    terms: list[str] = []
    at = 0
    while at < len(flat):
        size = next((n for n in range(longest, 0, -1) if tuple(one.text for one in flat[at : at + n]) in table), 0)
        piece = flat[at : at + max(size, 1)]
        phrase = tuple(one.text for one in piece)
        at += max(size, 1)
        if "" in phrase or (len(piece) == 1 and piece[0].stop):
            continue
        others = table.get(phrase, ())
        share = YEAR_SHARE if _YEAR.fullmatch(phrase[0]) else 1.0
        weight = share * sum(min(weigh(one), HEAVIEST) for one in phrase) / len(phrase) ** 0.5
        units[phrase] = Unit((phrase, *others), weight)
        terms += [*phrase, *(term for other in others for term in _phrase_terms(other))]
    return list(units.values()), terms


def _phrase_terms(phrase: Phrase) -> list[str]:
    return [*phrase, *(f"{first}_{second}" for first, second in zip(phrase, phrase[1:], strict=False))]


def _blanked(typed: list[tuple[str, str]], name: Phrase) -> list[tuple[str, str]]:
    """``typed`` with each run equal to ``name`` replaced by one empty mark (no pair spans it)."""
    if not name:
        return typed
    kept: list[tuple[str, str]] = []
    at = 0
    while at < len(typed):
        if tuple(folded for _, folded in typed[at : at + len(name)]) == name:
            kept.append(("", ""))
            at += len(name)
        else:
            kept.append(typed[at])
            at += 1
    return kept


@lru_cache(maxsize=8192)
def _nearest(syllable: str, vocabulary: frozenset[str]) -> str:
    if len(syllable) < 4 or any(one.isdigit() for one in syllable):
        return syllable
    near = [one for one in vocabulary if one[:1] == syllable[:1] and abs(len(one) - len(syllable)) <= 1]
    found = process.extractOne(syllable, near, scorer=DamerauLevenshtein.distance, score_cutoff=1)
    return str(found[0]) if found else syllable
