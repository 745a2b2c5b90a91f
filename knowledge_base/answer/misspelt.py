"""Agencies that a question names with a slip of the keyboard: "hớn qản", "duc fu", "Trương Quang Trọg"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from knowledge_base.search.searcher import Searcher
from knowledge_base.search.terms import Phrase, plain, syllables

# Letters that are typed for one another because they sound alike.
_SOUNDS = (("f", "ph"), ("w", "qu"), ("j", "gi"))


def misspelt_agencies(text: str, searcher: Searcher) -> list[tuple[str, str]]:
    """Slug and words as typed of each agency named so, in the order of the text.

    Every syllable is at most one letter off, they begin alike, and one at least is no word that any document holds:
    a name that merely resembles an agency's ("Đức Phúc") is none of it.
    """
    typed, folded = plain(text), syllables(text)
    unknown = {at for at, syllable in enumerate(folded) if not searcher.knows(syllable)}
    if not unknown:
        return []
    found = [
        (at, slug, " ".join(typed[at : at + size]))
        for size, slug, name in _names(searcher)
        for at in range(len(folded) - size + 1)
        if unknown.intersection(range(at, at + size)) and _is_slip(folded[at : at + size], name)
    ]
    return list(dict.fromkeys((slug, words) for _, slug, words in sorted(found)))


@lru_cache(maxsize=2)
def _names(searcher: Searcher) -> tuple[tuple[int, str, Phrase], ...]:
    return tuple(
        dict.fromkeys(
            (len(name), agency.slug, name)
            for agency in searcher.store.agencies.values()
            for name in _of_several_syllables((agency.name, *agency.aliases))
        )
    )


def _of_several_syllables(names: Iterable[str]) -> Iterator[Phrase]:
    yield from (said for name in names if len(said := syllables(name)) > 1)


def _is_slip(window: Phrase, name: Phrase) -> bool:
    heard = tuple(map(_heard, window))
    if heard == name:
        return window != name
    off = [DamerauLevenshtein.distance(one, other) for one, other in zip(heard, name, strict=True)]
    alike = all(one[0] == other[0] for one, other in zip(heard, name, strict=True))
    return alike and max(off) == 1 and sum(off) <= max(1, len(name) - 1)


def _heard(syllable: str) -> str:
    for letter, sound in _SOUNDS:
        if syllable.startswith(letter):
            return sound + syllable.removeprefix(letter)
    return syllable
