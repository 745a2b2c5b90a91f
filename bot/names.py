"""A table of names and how a text is searched for them.

Names are compared folded, at syllable borders, the longest first. Where the text carries diacritics they
have to agree ("quan trọng hơn quan điểm" is not Hớn Quản); a syllable typed without is taken for either. An
acronym that reads like a word ("AI", "CA") has to stand in capitals.

A name of eight letters or more may hold one typing error: a letter too many, missing, wrong, or two swapped,
the blank counting as a letter ("minhlong"), as long as it does not make another name. One error leaves the
first or the last letters whole, so only names that share those are compared.
"""

from __future__ import annotations

from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Set, Tuple

from bot.syllables import Syllable, is_well_formed, syllables

TYPO_MINIMUM = 8
"""Letters a name needs before one of them may be wrong."""
JOINED_MINIMUM = 6
"""Letters a name of several syllables needs to be known without the blanks between them ("ducphu")."""
TYPO_REACH = 120
"""Syllables of a message in which typing errors are looked for; beyond, names have to be exact."""
_WHOLE = 4
_TOO_SHORT = 2


class Name(NamedTuple):
    """One spelling of a name and the value it stands for."""

    folded: str
    heard: Tuple[str, ...]
    capitals: bool
    value: str


class Found(NamedTuple):
    """A name in a text: ``first`` to ``last`` are the positions typed, the end exclusive."""

    value: str
    first: int
    last: int


Hit = Tuple[int, int, int, Name]
"""Errors, size in syllables (negative), first syllable, name: in the order in which hits win."""


class NameTable:
    """The names of one kind (agencies, units or topics)."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Build the table from spelling → value."""
        self._exact: Dict[str, List[Name]] = {}
        self._sizes: Dict[str, Set[int]] = {}
        self._joined: Dict[str, List[Name]] = {}
        self._starting: Dict[Tuple[str, int], List[Name]] = {}
        self._ending: Dict[Tuple[str, int], List[Name]] = {}
        self._longest = 0
        for spelling, value in values.items():
            parts = syllables(spelling)
            if parts:
                self._add(parts, value)
        self._starts = {start for start, _ in self._starting}
        self._ends = {end for end, _ in self._ending}

    def _add(self, parts: Sequence[Syllable], value: str) -> None:
        folded = " ".join(one.folded for one in parts)
        capitals = len(parts) == 1 and parts[0].capitals and is_well_formed(folded)
        name = Name(folded, tuple(one.heard for one in parts), capitals, value)
        self._exact.setdefault(folded, []).append(name)
        self._sizes.setdefault(parts[0].folded, set()).add(len(parts))
        if len(parts) > 1 and len(folded) - folded.count(" ") >= JOINED_MINIMUM:
            self._joined.setdefault(folded.replace(" ", ""), []).append(name)
        if len(folded) - folded.count(" ") >= TYPO_MINIMUM:
            self._starting.setdefault((folded[:_WHOLE], len(folded)), []).append(name)
            self._ending.setdefault((folded[-_WHOLE:], len(folded)), []).append(name)
            self._longest = max(self._longest, len(folded))

    def search(self, text: Sequence[Syllable]) -> List[Found]:
        """All names in ``text`` in order, none overlapping another; exact spellings before near ones."""
        hits = [*self._exact_hits(text), *self._near_hits(text[:TYPO_REACH])]
        taken = [False] * len(text)
        found: List[Found] = []
        for _, negative_size, first, name in sorted(hits, key=lambda hit: hit[:3]):
            last = first - negative_size
            if not any(taken[first:last]):
                taken[first:last] = [True] * (last - first)
                found.append(Found(name.value, text[first].start, text[last - 1].end))
        return sorted(found, key=lambda one: one.first)

    def _exact_hits(self, text: Sequence[Syllable]) -> Iterator[Hit]:
        shouted = len(text) > 1 and all(one.capitals for one in text)
        for first, syllable in enumerate(text):
            for size in self._sizes.get(syllable.folded, ()):
                window = text[first : first + size]
                for name in self._exact.get(" ".join(one.folded for one in window), ()):
                    written = not name.capitals or (syllable.capitals and not shouted)
                    if len(window) == size and written and not _odd(window, name):
                        yield 0, -size, first, name

    def _near_hits(self, text: Sequence[Syllable]) -> Iterator[Hit]:
        for first, syllable in enumerate(text):
            for joined in self._joined.get(syllable.folded, ()):
                if syllable.heard in (syllable.folded, "".join(joined.heard)) and not is_well_formed(syllable.folded):
                    yield 1, -1, first, joined
            typed = ""
            for last in range(first, len(text)):
                typed = f"{typed} {text[last].folded}" if typed else text[last].folded
                if len(typed) > self._longest + 1:
                    break
                if len(typed) < TYPO_MINIMUM - 1:
                    continue
                if typed[:_WHOLE] not in self._starts and typed[-_WHOLE:] not in self._ends:
                    continue
                name = self._mistyped(typed, text[first : last + 1])
                if name:
                    yield 1, first - last - 1, first, name

    def _mistyped(self, typed: str, window: Sequence[Syllable]) -> Optional[Name]:
        start, end = typed[:_WHOLE], typed[-_WHOLE:]
        for length in (len(typed), len(typed) - 1, len(typed) + 1):
            for names in (self._starting.get((start, length), ()), self._ending.get((end, length), ())):
                for name in names:
                    if _one_error_apart(typed, name.folded) and _is_slip(window, name):
                        return name
        return None


def _one_error_apart(typed: str, name: str) -> bool:
    """Whether at most one insertion, deletion, replacement or swap of neighbours makes ``typed`` the name."""
    head = 0
    while head < min(len(typed), len(name)) and typed[head] == name[head]:
        head += 1
    a, b = typed[head:], name[head:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else a == b[1:]


def _odd(window: Sequence[Syllable], name: Name) -> List[int]:
    """Where ``window`` is not the name: other letters, or diacritics that do not agree.

    A syllable without diacritics stands for any, but not beside one with them when there are only the two:
    "hơn quan" is two words of a sentence.
    """
    forms = name.folded.split()
    typed = [one.heard for one in window]
    bare = [heard == one.folded for heard, one in zip(typed, window, strict=True)]
    mixed = len(forms) == 2 and not all(bare)
    return [
        at
        for at, heard in enumerate(name.heard)
        if typed[at] != heard and not (bare[at] and typed[at] == forms[at] and not mixed)
    ]


def _is_slip(window: Sequence[Syllable], name: Name) -> bool:
    """Whether ``window`` is the name mistyped, not another name: Đức Phổ is no error for Đức Phú.

    Outside the syllable with the error the diacritics agree. That syllable itself must not be another
    well-formed one with a letter replaced; other slips to a well-formed syllable ("Quan" for "Quang",
    "Trướng" for "Trương") need a name of three syllables, so that enough of it agrees. A well-formed syllable of
    other letters that carries diacritics was meant ("công nghệ mới" is not "công nghệ mở"), and one or two letters
    are too few to be mistyped ("CN" is not "C").
    """
    if len(window) != len(name.heard):
        return True
    forms = name.folded.split()
    odd = _odd(window, name)
    if len(odd) > 1:
        return False
    if not odd:
        return True
    if not is_well_formed(window[odd[0]].folded):
        return len(forms[odd[0]]) > _TOO_SHORT
    typed = window[odd[0]].folded
    other_letters = typed != forms[odd[0]]
    heard = window[odd[0]].heard
    other_word = heard != typed and not _one_error_apart(heard, name.heard[odd[0]])
    meant = other_letters and (other_word or len(forms[odd[0]]) <= _TOO_SHORT)
    replaced = other_letters and len(typed) == len(forms[odd[0]])
    return len(forms) >= 3 and not replaced and not meant
