"""A table of names and how a text is searched for them.

Names are compared folded, at syllable borders, the longest first. Where the text carries diacritics they
have to agree ("quan trọng hơn quan điểm" is not Hớn Quản); a syllable typed without is taken for either.
A name of eight letters or more may hold one typing error: a letter too many, missing, wrong, or two swapped,
the blank counting as a letter ("minhlong"), as long as it does not make another name. Errors are found by comparing the forms with one letter deleted
(Garbe's symmetric delete: https://github.com/wolfgarbe/SymSpell).
"""

from __future__ import annotations

from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Set, Tuple

from bot.syllables import Syllable, is_well_formed, syllables

TYPO_MINIMUM = 8
"""Letters a name needs before one of them may be wrong."""
TYPO_REACH = 120
"""Syllables of a message in which typing errors are looked for; beyond, names have to be exact."""


class Name(NamedTuple):
    """One spelling of a name and the value it stands for."""

    folded: str
    heard: Tuple[str, ...]
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
        self._near: Dict[str, List[Name]] = {}
        sizes: Dict[str, Set[int]] = {}
        lengths: List[int] = []
        for spelling, value in values.items():
            parts = syllables(spelling)
            if not parts:
                continue
            name = Name(" ".join(one.folded for one in parts), tuple(one.heard for one in parts), value)
            self._exact.setdefault(name.folded, []).append(name)
            sizes.setdefault(parts[0].folded, set()).add(len(parts))
            if len(name.folded) - name.folded.count(" ") >= TYPO_MINIMUM:
                lengths.append(len(name.folded))
                for form in {name.folded, *_deletions(name.folded)}:
                    self._near.setdefault(form, []).append(name)
        self._sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}
        self._near_lengths = range(min(lengths) - 1, max(lengths) + 2) if lengths else range(0)
        self._starts = {form[:3] for form in self._near}
        self._ends = {form[-3:] for form in self._near}

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
        for first, syllable in enumerate(text):
            for size in self._sizes.get(syllable.folded, ()):
                window = text[first : first + size]
                if len(window) < size:
                    continue
                for name in self._exact.get(" ".join(one.folded for one in window), ()):
                    if all(map(_agree, window, name.heard)):
                        yield 0, -size, first, name

    def _near_hits(self, text: Sequence[Syllable]) -> Iterator[Hit]:
        for first in range(len(text)):
            typed = ""
            for last in range(first, len(text)):
                typed = f"{typed} {text[last].folded}" if typed else text[last].folded
                if len(typed) >= self._near_lengths.stop:
                    break
                if len(typed) not in self._near_lengths:
                    continue
                if typed[:3] not in self._starts and typed[-3:] not in self._ends:
                    continue
                name = self._one_error_from(typed, text[first : last + 1])
                if name:
                    yield 1, first - last - 1, first, name

    def _one_error_from(self, typed: str, window: Sequence[Syllable]) -> Optional[Name]:
        for form in (typed, *_deletions(typed)):
            for name in self._near.get(form, ()):
                if _one_error_apart(typed, name.folded) and _is_slip(window, name):
                    return name
        return None


def _deletions(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def _one_error_apart(typed: str, name: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours makes ``typed`` the name."""
    if abs(len(typed) - len(name)) > 1:
        return False
    head = 0
    while head < min(len(typed), len(name)) and typed[head] == name[head]:
        head += 1
    a, b = typed[head:], name[head:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else a == b[1:]


def _agree(typed: Syllable, heard: str) -> bool:
    return typed.heard in (heard, typed.folded)


def _is_slip(window: Sequence[Syllable], name: Name) -> bool:
    """Whether ``window`` is the name mistyped, not another name: Đức Phổ is no error for Đức Phú.

    Outside the syllable with the error the diacritics agree. That syllable itself must not be another
    well-formed one with a letter replaced; other slips to a well-formed syllable ("Quan" for "Quang",
    "Trướng" for "Trương") need a name of three syllables, so that enough of it agrees.
    """
    if len(window) != len(name.heard):
        return True
    forms = name.folded.split()
    odd = [i for i, (typed, heard) in enumerate(zip(window, name.heard)) if not _agree(typed, heard)]
    if len(odd) > 1:
        return False
    if not odd or not is_well_formed(window[odd[0]].folded):
        return True
    replaced = window[odd[0]].folded != forms[odd[0]] and len(window[odd[0]].folded) == len(forms[odd[0]])
    return len(forms) >= 3 and not replaced
