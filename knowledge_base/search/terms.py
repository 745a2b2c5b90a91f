"""The syllables of a text as search sees them: as typed and folded, stop words known, names and frames taken out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from knowledge_base.packaged import load_packaged
from vietnamese import expand, fold, has_diacritics, normalize, segment, words
from vietnamese.restoring import restore
from vietnamese.spelling import TONES

Phrase = tuple[str, ...]

# About three quarters of the syllables of Vietnamese prose carry diacritics; names alone do not make a text marked.
MARKED_SHARE = 0.35
SURE = 0.95
# Also between a figure and its measure, which are typed as one word or as two: "200Mb/s", "200 Mb/s".
_SPLIT = re.compile(r"[/&–-]|(?<=\d)(?=[mgt]b(?!\w))")
_NGA, _HOI = "\u0303", "\u0309"
# "kỹ" and "kĩ", "lý" and "lí" are one syllable in two spellings.
_ENDS_IN_Y = re.compile(r"(?<=^[hklmst])[yýỳỷỹỵ]$")
_AS_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


def load_words(name: str) -> Any:
    """A YAML file of this package."""
    return load_packaged("knowledge_base.search", name)


@lru_cache(maxsize=8192)
def plain(text: str) -> Phrase:
    """Lower-case syllables and numbers of ``text`` in order, diacritics kept; codes are split at slashes and dashes."""
    return tuple(_spelt(part) for word in words(normalize(text).lower()) for part in _SPLIT.split(word) if part)


def _spelt(syllable: str) -> str:
    """The one spelling of a syllable that is written with i and with y."""
    return _ENDS_IN_Y.sub(lambda found: found.group().translate(_AS_I), syllable) if len(syllable) == 2 else syllable


@lru_cache(maxsize=8192)
def syllables(text: str) -> Phrase:
    """The same, folded."""
    return tuple(map(_folded, plain(text)))


@lru_cache(maxsize=32768)
def _folded(syllable: str) -> str:
    return fold(syllable)


def terms(text: str) -> list[str]:
    """Folded syllables and pairs of neighbours: what the lexical index holds of a text."""
    one_by_one = [
        _folded(_spelt(part)) for word in words(normalize(text).lower()) for part in _SPLIT.split(word) if part
    ]
    pairs = [f"{first}_{second}" for first, second in pairwise(one_by_one)]
    return [*one_by_one, *pairs]


@lru_cache(maxsize=1)
def stop_terms() -> frozenset[str]:
    """Folded syllables that carry no topic: question words, particles, forms of address."""
    return frozenset(map(fold, _stop_words()))


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    groups: dict[str, str] = load_words("stopwords.yml")
    return frozenset(word for group in groups.values() for word in group.split())


@lru_cache(maxsize=1)
def _frames() -> tuple[tuple[Phrase, Phrase], ...]:
    """The phrases of ``framing.yml``, the longest first, each as written and folded."""
    phrases: list[str] = load_words("framing.yml")
    return tuple(_with_folded(_longest_first(plain(one) for one in phrases)))


@dataclass(frozen=True)
class Syllable:
    """A syllable of a question, as typed and folded; both empty where a name or a frame was taken out.

    ``meant`` has its diacritics: those typed, or those restored where the question has hardly any; empty where unsure.
    """

    typed: str
    folded: str
    meant: str = ""
    stop: bool = False


class Restored(NamedTuple):
    """A text with the diacritics that are sure, letter for letter; its syllables that are not; its words."""

    text: str
    unsure: frozenset[str]
    words: tuple[Phrase, ...]

    @property
    def within(self) -> frozenset[str]:
        """The syllables inside words of several."""
        return _inside(self.words)

    @property
    def meant(self) -> Phrase:
        """The syllables with their diacritics; empty where those are not sure."""
        return tuple("" if one in self.unsure else one for one in plain(self.text))


def is_marked(text: str) -> bool:
    """Whether a text is typed with diacritics: enough of its syllables carry some."""
    said = [one for one in plain(text) if one.isalpha()]
    return bool(said) and sum(map(has_diacritics, said)) / len(said) >= MARKED_SHARE


def read(text: str, without: Iterable[str] = (), *, frames: bool = True) -> list[Syllable]:
    """The syllables of a question with shorthand written out, stop words marked, names and frames taken out.

    Stop words and frames are judged with their diacritics, typed or restored ("vệ" is not "về"), save that some of a
    longer frame or name may have been left out ("bao nhieu", "phần tram"); a stop word that is part of a longer word
    ("bảo" in "bảo vệ") is none.
    """
    marked = is_marked(text)
    written = expand(normalize(text))
    typed = plain(written)
    meant, within = (
        (typed, _inside(_segmented(written))) if marked else (restored(written).meant, restored(written).within)
    )
    flat = [
        Syllable(one, _folded(one), full, stop=_is_stop(_folded(one), full, within))
        for one, full in zip(typed, meant, strict=True)
    ]
    names = _with_folded(_longest_first(plain(one) if marked else syllables(one) for one in without))
    there = {one.folded for one in flat}
    for name, bare in names:
        if bare and bare[0] in there:
            flat = _blanked(flat, name, bare, folded=not marked)
    for frame, bare in _frames() if frames else ():
        if bare[0] in there:
            flat = _blanked(flat, frame, bare, folded=False)
    return flat


def _is_stop(folded: str, meant: str, within: Collection[str]) -> bool:
    """Whether a syllable carries no topic; one whose diacritics are not known may be any that is spelt so."""
    return meant not in within and (meant in _stop_words() if meant else folded in stop_terms())


@lru_cache(maxsize=2048)
def restored(text: str) -> Restored:
    """``text``, typed with hardly any diacritics, with those that it was meant to have."""
    full, letters = restore(text), list(text)
    doubtful = [one for one in full.words if one.confidence < SURE or len(one.restored) != one.end - one.start]
    for one in full.words:
        if one not in doubtful:
            letters[one.start : one.end] = one.restored
    unsure = frozenset(part for one in doubtful for part in plain(one.typed))
    return Restored("".join(letters), unsure, _segmented(full.text))


def compounds(text: str) -> list[Phrase]:
    """The words of several syllables in a text, folded; where marks were left out, as they were surely meant."""
    written = expand(normalize(text))
    found = _segmented(written) if is_marked(text) else restored(written).words
    return [tuple(map(_folded, one)) for one in found if len(one) > 1]


def _longest_first(phrases: Iterable[Phrase]) -> list[Phrase]:
    """Each once; those of one length in the order of their letters, so that the same text is always read alike."""
    return sorted(set(phrases), key=lambda one: (-len(one), one))


def _with_folded(phrases: Iterable[Phrase]) -> list[tuple[Phrase, Phrase]]:
    return [(phrase, tuple(map(_folded, phrase))) for phrase in phrases]


def _blanked(flat: list[Syllable], name: Phrase, bare: Phrase, *, folded: bool) -> list[Syllable]:
    """``flat`` with each run equal to ``name``, folded ``bare``, replaced by one empty mark (nothing spans it)."""
    said = tuple(one.folded for one in flat)
    kept: list[Syllable] = []
    at = 0
    while at < len(flat):
        run = flat[at : at + len(name)]
        if said[at : at + len(name)] == bare and (folded or _is_spelt_as(run, name)):
            kept.append(Syllable("", ""))
            at += len(name)
        else:
            kept.append(flat[at])
            at += 1
    return kept


def _is_spelt_as(run: list[Syllable], name: Phrase) -> bool:
    """Whether ``run`` is ``name`` as it is written, or with marks left out of some of its syllables."""
    left_out = len(name) > 1
    return all(
        one.meant in ("", syllable)
        or (left_out and (one.meant == one.folded or levelled(one.meant) in weaker(syllable)))
        for one, syllable in zip(run, name, strict=True)
    )


def may_be(run: Iterable[Syllable], phrase: Phrase) -> bool:
    """Whether ``run`` is ``phrase`` with marks left out or with a slip in some: "dựng chung" is not "dùng chung"."""
    return all(
        one.meant in ("", syllable, one.folded) or bool(set(_halves(one.meant)) & set(_halves(syllable)))
        for one, syllable in zip(run, phrase, strict=True)
    )


@lru_cache(maxsize=8192)
def _halves(syllable: str) -> tuple[str, str]:
    """A syllable without its tone and one without its shapes, tones levelled."""
    letters = unicodedata.normalize("NFD", syllable)
    toneless = "".join(one for one in letters if one not in TONES)
    shapeless = "".join(one for one in letters if not unicodedata.combining(one) or one in TONES)
    return _composed(toneless), levelled(shapeless)


@lru_cache(maxsize=8192)
def weaker(syllable: str) -> tuple[str, ...]:
    """The ways to type ``syllable`` with fewer marks, itself among them, tones levelled."""
    return tuple(dict.fromkeys((levelled(syllable), *_halves(syllable))))


@lru_cache(maxsize=8192)
def levelled(syllable: str) -> str:
    """``syllable`` with hỏi for ngã, which much of the country speaks alike."""
    return _composed(unicodedata.normalize("NFD", syllable).replace(_NGA, _HOI))


def _composed(letters: str) -> str:
    return unicodedata.normalize("NFC", letters)


@lru_cache(maxsize=2048)
def _segmented(text: str) -> tuple[Phrase, ...]:
    return tuple(plain(word) for word in segment(text.lower()))


def _inside(found: Iterable[Phrase]) -> frozenset[str]:
    """Syllables that are part of a longer word, unless all of that word's syllables are stop words."""
    longer = [one for one in found if len(one) > 1 and not _stop_words().issuperset(one)]
    return frozenset(syllable for one in longer for syllable in one)
