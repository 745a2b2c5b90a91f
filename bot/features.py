"""What the intent classifier looks at: five views of a message, each as a list of terms.

A question's kind sits in small words ("ai", "bao nhiêu", "khi nào"), often at its beginning or end and apart
from one another ("có … không"); its subject sits in words that are mistyped in many ways. Digits are all
written 0: that a year stands there matters, not which.
"""

from __future__ import annotations

import re
from typing import Callable, Dict, Iterator, List, NamedTuple, Sequence

_DIGIT = re.compile(r"\d")


class Sentence(NamedTuple):
    """A message split into words: as they are, and folded into syllables."""

    words: List[str]
    syllables: List[str]


def sentence(words: Sequence[str], lemmas: Sequence[str]) -> Sentence:
    """Build the sentence from a tokenizer's words and folded lemmas."""
    plain = [_DIGIT.sub("0", word.lower()).replace(" ", "_") for word in words]
    return Sentence(plain, _DIGIT.sub("0", " ".join(lemmas)).split())


def word_terms(text: Sentence) -> List[str]:
    """Words with their diacritics, alone and in pairs."""
    return list(_runs(text.words, 1, 2))


def syllable_terms(text: Sentence) -> List[str]:
    """Folded syllables, alone and in pairs: the same with and without diacritics."""
    return list(_runs(text.syllables, 1, 2))


def letter_terms(text: Sentence) -> List[str]:
    """Two to five letters in a row inside a folded syllable: alike when mistyped."""
    terms: List[str] = []
    for syllable in text.syllables:
        padded = f" {syllable} "
        for size in range(2, 6):
            terms.extend(padded[at : at + size] for at in range(max(1, len(padded) - size + 1)))
    return terms


def edge_terms(text: Sentence) -> List[str]:
    """How the message begins and ends, up to three syllables, and how long it is."""
    parts = text.syllables
    sizes = range(1, min(3, len(parts)) + 1)
    beginnings = ["^" + " ".join(parts[:size]) for size in sizes]
    endings = [" ".join(parts[-size:]) + "$" for size in sizes]
    return [*beginnings, *endings, f"#{min(6, len(parts) // 3)}"]


def gap_terms(text: Sentence) -> List[str]:
    """Pairs of syllables with one to three others between them: "có … không"."""
    parts = text.syllables
    return [f"{parts[a]}…{parts[b]}" for a in range(len(parts)) for b in range(a + 2, min(len(parts), a + 5))]


def _runs(parts: Sequence[str], shortest: int, longest: int) -> Iterator[str]:
    for size in range(shortest, longest + 1):
        for at in range(len(parts) - size + 1):
            yield " ".join(parts[at : at + size])


VIEWS: Dict[str, Callable[[Sentence], List[str]]] = {
    "words": word_terms,
    "syllables": syllable_terms,
    "letters": letter_terms,
    "edges": edge_terms,
    "gaps": gap_terms,
}
