"""A question prepared for search: its topic words, with synonyms, weighed by how telling they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from knowledge_base.search.terms import (
    Phrase,
    Syllable,
    compounds,
    levelled,
    load_words,
    may_be,
    plain,
    read,
    stop_terms,
    syllables,
    weaker,
)
from vietnamese import normalize

SYNONYM_CREDIT = 0.9
# Marks that were left out, or hỏi for ngã, are slips of the pen; other marks make another word.
WEAKER_CREDIT = 0.85
FOLDED_CREDIT = 0.35
YEAR_SHARE = 0.3
NUMBER_SHARE = 0.5
# A word that no passage holds is chatter as often as it is another matter.
UNKNOWN_SHARE = 0.5
BESIDE_TOPIC = 0.5
# A question of so many words that a sentence goes before the one that asks tells a story first.
STORY = 5
STORY_SHARE = 0.35
# What is asked after "thì" has to weigh so much: else it is how something is done that stands before.
ASKED_AFTER_THEN = 10.0
# And what a last sentence asks, so much: else it leaves out what was told.
ASKED_ALONE = 6.0
HEAVIEST = 6.0
# A word of several syllables weighs their sum over their number to this power.
LONGER = 0.25
# Of two wordings that cover a question alike, the one that says little else is the nearer.
CLOSENESS = 0.2
_SENTENCE = re.compile(r"[.?!:\n]+(?:\s+|$)")
_THEN = " thì "
# What is feared or to be avoided, said beside what is asked: ", sợ vào nhầm trang giả quá", ", để tôi khỏi mất tiền".
_FEAR = re.compile(
    r"(?i)(?:,|\b(?:vì|vi|chứ|chu|tại|tai))\s*(?:(?:tôi|toi|tui|em|mình|minh|con|cháu|chau) )?"
    r"(?:sợ|so(?= (?:vao|bi|mat|nham|lo|bam|dinh|lua)\b)|lỡ bị|"
    r"(?:để |de )(?:\w+ )?(?:khỏi|khoi|đừng|dung bi|tránh|tranh))"
    r"\b[^.?!,;]*"
    r"|\bkẻo\b[^.?!,;]*"
)
# An address on the web that is asked about says nothing by its letters, unless it is the state's own; where hardly
# anything else is said, it is a strange link.
_LINK = re.compile(r"(?i)\b(?:https?://|www\.)(?!(?:[\w-]+\.)*gov\.vn(?:[/:?#\s]|$))\S+")
STRANGE_LINK = "link lạ"
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True)
class Bag:
    """A text made ready to be compared with questions: its syllables as written and folded, singly and joined."""

    typed: frozenset[str]
    folded: frozenset[str]
    typed_joined: str
    folded_joined: str

    @classmethod
    def of(cls, *texts: str) -> Bag:
        """The bag of ``texts`` taken together."""
        flat = [one for text in texts for one in plain(text)]
        folded = [one for text in texts for one in syllables(text)]
        return cls(frozenset(flat), frozenset(folded), f" {' '.join(flat)} ", f" {' '.join(folded)} ")

    def closeness(self, query: Query) -> float:
        """The share of this text's own telling syllables that the question says, 0 to 1."""
        return len(self._telling & query.said) / len(self._telling) if self._telling else 0.0

    @cached_property
    def _telling(self) -> frozenset[str]:
        return self.folded - stop_terms()

    def holds(self, phrase: Phrase) -> bool:
        """Whether the phrase stands here as typed."""
        return phrase[0] in self.typed and (len(phrase) == 1 or f" {' '.join(phrase)} " in self.typed_joined)

    @cached_property
    def weaker(self) -> frozenset[str]:
        """Every way to type the syllables here with fewer marks."""
        return frozenset(one for syllable in self.typed for one in weaker(syllable))

    def holds_weaker(self, phrase: Phrase) -> bool:
        """Whether each syllable of the phrase is one of here with marks left out."""
        return all(levelled(one) in self.weaker for one in phrase)

    def holds_folded(self, phrase: Phrase) -> bool:
        """Whether the folded phrase stands here folded."""
        return phrase[0] in self.folded and (len(phrase) == 1 or f" {' '.join(phrase)} " in self.folded_joined)


@dataclass(frozen=True)
class Unit:
    """One topic word of a question with everything that would say the same, and its weight (capped idf).

    ``typed`` is the word with its diacritics, ``None`` when it was typed without and may be another.
    """

    folded: Phrase
    typed: Phrase | None
    synonyms: tuple[Phrase, ...]
    weight: float

    def covered(self, bag: Bag) -> float:
        """1 for the word itself, less for a synonym or for the same letters with other diacritics, 0 for none."""
        if bag.holds_folded(self.folded):
            if self.typed is None or bag.holds(self.typed):
                return 1.0
            least = WEAKER_CREDIT if bag.holds_weaker(self.typed) else FOLDED_CREDIT
        else:
            least = 0.0
        if least < SYNONYM_CREDIT and any(bag.holds_folded(one) for one in self.synonyms):
            return SYNONYM_CREDIT
        return least


@dataclass(frozen=True)
class Query:
    """What is searched for: ``text`` as asked, ``terms`` for the lexical ranking, ``units`` for weighing evidence.

    ``pairs`` are neighbouring topic syllables (folded): found together they speak for a passage. ``asked`` are the
    folded syllables of what is asked where something is said beside it, a story or a fear; else it is empty.
    ``compounds`` are the words of several syllables (folded).
    """

    text: str
    terms: tuple[str, ...]
    units: tuple[Unit, ...]
    pairs: tuple[Phrase, ...] = ()
    asked: frozenset[str] = frozenset()
    compounds: tuple[Phrase, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing but question words and names was said."""
        return not self.units

    @cached_property
    def said(self) -> frozenset[str]:
        """The folded syllables of the units."""
        return frozenset(one for unit in self.units for one in unit.folded)

    def fit(self, bags: tuple[Bag, ...]) -> Fit:
        """How far ``bags`` cover this question; worked out once for the same tuple."""
        found = self._fits.get(id(bags))
        if found is None:
            found = self._fits[id(bags)] = Fit.of(self, bags)
        return found

    @cached_property
    def _fits(self) -> dict[int, Fit]:
        return {}

    def focused(self, names: Iterable[str]) -> Query:
        """The same question with everything but the topics in ``names`` counting half."""
        topic = {one for name in names for one in syllables(name)}
        if not topic:
            return self
        units = tuple(
            unit
            if set(unit.folded) & topic
            else Unit(unit.folded, unit.typed, unit.synonyms, unit.weight * BESIDE_TOPIC)
            for unit in self.units
        )
        return replace(self, units=units)

    def without(self, said: Iterable[str]) -> Query:
        """The same question with some syllables not weighed (they are checked otherwise)."""
        left_out = frozenset(said)
        if not left_out:
            return self
        units = tuple(unit for unit in self.units if not left_out.issuperset(unit.folded))
        return replace(self, units=units)

    @cached_property
    def weight(self) -> float:
        """The weight of all units."""
        return sum(unit.weight for unit in self.units)

    def coverage(self, bag: Bag) -> float:
        """The share of the question's weight found in ``bag``, 0 to 1."""
        return self.covered(bag) / self.weight if self.weight else 0.0

    def coverage_by_any(self, bags: tuple[Bag, ...]) -> float:
        """The share of the question's weight found in some of ``bags``, each word wherever it is found best, 0 to 1."""
        return self.fit(bags).by_any

    def covered(self, bag: Bag) -> float:
        """The weight of the question's words found in ``bag``: what is known in all, not as a share."""
        return sum(unit.weight * unit.covered(bag) for unit in self.units)

    @cached_property
    def words(self) -> tuple[Unit, ...]:
        """The units with the syllables of one word taken together."""
        single = {unit.folded[0]: unit for unit in self.units if len(unit.folded) == 1}
        whole: list[Unit] = []
        for word in self.compounds:
            parts = [single[one] for one in word if one in single]
            typed = tuple(one.typed[0] for one in parts if one.typed)
            if parts:
                weight = sum(one.weight for one in parts)
                whole.append(Unit(word, typed if len(typed) == len(word) else None, (), weight))
        taken = {one for word in whole for one in word.folded}
        return (*whole, *(unit for unit in self.units if len(unit.folded) > 1 or unit.folded[0] not in taken))

    def covered_by_words(self, bags: Collection[Bag]) -> float:
        """The share of the question's weight whose words stand as words in some of ``bags``, 0 to 1."""
        weight = sum(unit.weight for unit in self.words)
        held = sum(unit.weight * max(map(unit.covered, bags)) for unit in self.words)
        return held / weight if weight else 0.0

    def cohesion(self, bag: Bag) -> float:
        """The share of neighbouring topic syllables found together in ``bag``; the coverage when there are none."""
        if not self.pairs:
            return self.coverage(bag)
        return sum(bag.holds_folded(pair) for pair in self.pairs) / len(self.pairs)


@dataclass(frozen=True)
class Fit:
    """How far each of ``bags`` covers a question (shares of its weight, 0 to 1), and all of them together.

    ``nearest`` is the place of the one that covers most; of two that cover alike, of the one that says little else.
    ``bags`` are kept, so that their identity stays theirs.
    """

    bags: tuple[Bag, ...]
    shares: tuple[float, ...]
    by_any: float
    nearest: int

    @classmethod
    def of(cls, query: Query, bags: tuple[Bag, ...]) -> Fit:
        """Compare each unit of ``query`` with each bag once."""
        together = frozenset().union(*(bag.folded for bag in bags))
        shares, by_any = [0.0] * len(bags), 0.0
        for unit in query.units:
            if not any(one[0] in together for one in (unit.folded, *unit.synonyms)):
                continue
            credited = [unit.covered(bag) for bag in bags]
            share = unit.weight / query.weight
            by_any += share * max(credited)
            shares = [before + share * credit for before, credit in zip(shares, credited, strict=True)]
        near = [share + CLOSENESS * bag.closeness(query) for bag, share in zip(bags, shares, strict=True)]
        return cls(bags, tuple(shares), by_any, near.index(max(near)))


@lru_cache(maxsize=1)
def synonyms() -> dict[Phrase, tuple[Phrase, ...]]:
    """What the words of questions stand for, from ``synonyms.yml``."""
    return by_phrase(load_words("synonyms.yml"))


@lru_cache(maxsize=1)
def _written() -> dict[Phrase, list[Phrase]]:
    """The phrases of ``synonyms.yml`` as they are written, by what they are folded."""
    table: dict[Phrase, list[Phrase]] = {}
    for one in (one for group in load_words("synonyms.yml") for one in group):
        table.setdefault(syllables(one), []).append(plain(one))
    return table


def by_phrase(groups: Iterable[Iterable[str]]) -> dict[Phrase, tuple[Phrase, ...]]:
    """Folded phrase → folded phrases that say the same: the others of its groups."""
    table: dict[Phrase, list[Phrase]] = {}
    for group in groups:
        phrases = [syllables(one) for one in group]
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

    ``weigh`` says how telling a folded syllable is, up to ``HEAVIEST`` for a mean one; a syllable that is not in
    ``vocabulary`` is read as its nearest neighbour one typo away, if there is one.
    """
    names = list(without)
    text, links = _LINK.subn(" ", text)
    if links and sum(bool(one.folded) and not one.stop for one in read(text, names)) < 2:
        text = f"{text} {STRANGE_LINK}"
    flat = [_mended(one, vocabulary) for one in read(text, names)]
    units, terms = _units(flat, weigh, vocabulary)
    asked = _asked(text, names, units)
    if asked:
        units = [one if asked & set(one.folded) else replace(one, weight=one.weight * STORY_SHARE) for one in units]
    units += [Unit(name, None, (), HEAVIEST) for name in _proper_names(text, names)]
    neighbours = [(first, second) for first, second in pairwise(flat) if first.folded and second.folded]
    terms += [f"{first.folded}_{second.folded}" for first, second in neighbours if not (first.stop and second.stop)]
    pairs = tuple((first.folded, second.folded) for first, second in neighbours if not (first.stop or second.stop))
    return Query(
        text=text, terms=tuple(terms), units=tuple(units), pairs=pairs, asked=asked, compounds=_said_whole(text, flat)
    )


def _said_whole(text: str, flat: list[Syllable]) -> tuple[Phrase, ...]:
    """The words of several syllables that are left in ``flat``."""
    said = f" {' '.join(one.folded or '|' for one in flat)} "
    return tuple(dict.fromkeys(one for one in compounds(text) if f" {' '.join(one)} " in said))


def _asked(text: str, names: Collection[str], units: list[Unit]) -> frozenset[str]:
    """The syllables of what is asked, where a fear or a story is told beside it and the rest says enough; else none."""
    told = normalize(text)
    without_fear = _FEAR.sub(" ", told)
    if without_fear != told:
        asked = _topic_of(without_fear, names)
        if sum(unit.weight for unit in units if asked.issuperset(unit.folded)) >= ASKED_AFTER_THEN:
            return _asked_last(without_fear, names, units) or asked
    return _asked_last(told, names, units)


def _asked_last(text: str, names: Collection[str], units: list[Unit]) -> frozenset[str]:
    """The syllables of what is asked behind a story, where that says what it is about; none where there is no story."""
    if len(units) < STORY:
        return frozenset()
    sentences = [one for one in _SENTENCE.split(text) if one]
    if len(sentences) == 1 and _THEN not in sentences[0]:
        return frozenset()
    said = [(one, topic) for one in sentences if (topic := _topic_of(one, names))]
    if not said:
        return frozenset()
    before, (asking, asked) = [one for one, _ in said[:-1]], said[-1]
    story, _, then = asking.rpartition(_THEN)
    if story:
        of_then = _topic_of(then, names)
        if sum(unit.weight for unit in units if of_then.issuperset(unit.folded)) >= ASKED_AFTER_THEN:
            before, asked = [story], of_then
    weight = sum(unit.weight for unit in units if asked.issuperset(unit.folded))
    return asked if before and weight >= ASKED_ALONE else frozenset()


def _topic_of(text: str, names: Collection[str]) -> frozenset[str]:
    return frozenset(one.folded for one in read(text, names) if one.folded and not one.stop)


def _mended(one: Syllable, vocabulary: frozenset[str]) -> Syllable:
    if not one.folded or one.stop or one.folded in vocabulary:
        return one
    nearest = nearest_known(one.folded, vocabulary)
    return one if nearest == one.folded else Syllable(nearest, nearest, one.meant and nearest)


def _units(
    flat: list[Syllable], weigh: Callable[[str], float], vocabulary: frozenset[str]
) -> tuple[list[Unit], list[str]]:
    """Cut into the longest phrases that have synonyms, single syllables otherwise."""
    table, written = synonyms(), _written()
    longest = max(map(len, table), default=1)
    said = tuple(one.folded for one in flat)
    units: dict[Phrase, Unit] = {}
    terms: list[str] = []
    at = 0
    while at < len(flat):
        size = next(
            (
                n
                for n in range(longest, 0, -1)
                if any(may_be(flat[at : at + n], one) for one in written.get(said[at : at + n], ()))
            ),
            0,
        )
        piece = flat[at : at + max(size, 1)]
        phrase = said[at : at + len(piece)]
        at += len(piece)
        if "" in phrase or (len(piece) == 1 and piece[0].stop):
            continue
        others = table.get(phrase, ()) if size else ()
        share = YEAR_SHARE if _YEAR.fullmatch(phrase[0]) else NUMBER_SHARE if phrase[0].isdigit() else 1.0
        known = 1.0 if size or phrase[0] in vocabulary else UNKNOWN_SHARE
        weight = known * share * sum(map(weigh, phrase)) / len(phrase) ** LONGER
        units[phrase] = Unit(phrase, _with_diacritics(piece), others, weight)
        terms += [*phrase, *dict.fromkeys(term for other in others for term in _synonym_terms(other))]
    return list(units.values()), terms


def _with_diacritics(piece: list[Syllable]) -> Phrase | None:
    """The syllables as they were meant; as typed where some are not sure but some were typed with their marks."""
    if all(one.meant for one in piece):
        return tuple(one.meant for one in piece)
    return tuple(one.typed for one in piece) if any(one.typed != one.folded for one in piece) else None


def _synonym_terms(phrase: Phrase) -> list[str]:
    """What a synonym adds to the lexical ranking: its pairs, as its syllables alone would speak for other matters."""
    return [f"{first}_{second}" for first, second in pairwise(phrase)] or list(phrase)


def _proper_names(text: str, without: Iterable[str]) -> list[Phrase]:
    """Capitalised names of two syllables or more that are not in ``without``: unknown ones weigh heavily."""
    known = f" {' '.join(one for name in without for one in (*syllables(name), '|'))} "
    runs: list[list[str]] = [[]]
    for at, word in enumerate(normalize(text).split()):
        if at and word[:1].isupper() and word[1:].islower():
            runs[-1].append(word)
        else:
            runs.append([])
        if not word[-1:].isalnum():
            runs.append([])
    names = [syllables(" ".join(run)) for run in runs if len(run) > 1]
    return [name for name in names if f" {' '.join(name)} " not in known]


@lru_cache(maxsize=8192)
def nearest_known(syllable: str, vocabulary: frozenset[str]) -> str:
    """The folded syllable of ``vocabulary`` one slip away from ``syllable``; itself when there is none."""
    if len(syllable) < 4 or any(one.isdigit() for one in syllable):
        return syllable
    near = sorted(one for one in vocabulary if one[:1] == syllable[:1] and abs(len(one) - len(syllable)) <= 1)
    found = process.extractOne(syllable, near, scorer=DamerauLevenshtein.distance, score_cutoff=1)
    return str(found[0]) if found else syllable
