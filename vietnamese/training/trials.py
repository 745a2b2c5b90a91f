"""Restoring what is known: texts whose diacritics were taken off, pages that were rendered and read again."""

from __future__ import annotations

import difflib
import random
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from vietnamese.folding import fold
from vietnamese.normalising import normalize
from vietnamese.restoration.misreading import load_shares
from vietnamese.restoration.tokens import Kind, scan
from vietnamese.restoring import RestoredWord, restore
from vietnamese.segmenting import sentences
from vietnamese.training.corpus import Part, texts
from vietnamese.training.scans import scan_pages

SEED = 20260702
LANGUAGES = ("eng", "eng", "vie")
_SHORTEST, _LONGEST = 15, 400  # characters of a sentence
_PAGE_TEXT = (60, 1500)
_NAMES = {
    ("procedures", True): "procedure names",
    ("procedures", False): "procedure steps",
    ("law", False): "law sentences",
    ("news", False): "news sentences",
    ("questions", False): "questions",
}


class Trial(NamedTuple):
    """A word that should have become ``written``; ``word`` is what the restorer made of it."""

    written: str
    word: RestoredWord

    @property
    def right(self) -> bool:
        """Whether it became that, capitals aside."""
        return self.written.lower() == self.word.restored.lower()


def held_out_texts(data: Path, part: Part, most: int) -> dict[str, list[str]]:
    """Names and sentences of one part by kind, at most so many of each, always the same."""
    found: dict[str, dict[str, None]] = {name: {} for name in _NAMES.values()}
    for text in texts(data, part):
        if (name := _NAMES.get((text.source, text.name))) is not None:
            whole = [normalize(text.text)] if text.name else sentences(normalize(text.text))
            found[name].update((one, None) for one in whole if _SHORTEST <= len(one) <= _LONGEST and _is_marked(one))
    chance = random.Random(SEED)  # noqa: S311
    return {name: chance.sample(list(some), min(most, len(some))) for name, some in found.items()}


def held_out_pages(data: Path, part: Part, pages: int, languages: Sequence[str] = LANGUAGES) -> list[tuple[str, str]]:
    """Pages rendered from the texts of one part and what was read from them, always the same."""
    shortest, longest = _PAGE_TEXT
    pool = [normalize(text.text)[:longest] for text in texts(data, part) if len(text.text) >= shortest]
    return list(scan_pages(pool, pages, SEED, languages))


def bare(text: str) -> str:
    """``text`` (normalised) without diacritics, capitals kept, so that positions stay the same."""
    return "".join(map(_bare_letter, text))


@lru_cache(maxsize=1024)
def _bare_letter(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter.replace("đ", "d").replace("Đ", "D"))[0]
    return base if base.isascii() else letter


def misread(text: str, chance: random.Random) -> str:
    """``text`` with each letter read as it is on scans, as often as it is."""
    shares = load_shares()
    letters = []
    for letter in text:
        readings = shares.get(letter) or shares.get(letter.lower()) or {letter: 1.0}
        letters += chance.choices(list(readings), weights=list(readings.values()))
    return "".join(letters)


def plain_trials(text: str) -> Iterator[Trial]:
    """Each word of ``text`` beside what the restorer makes of it once the marks are off."""
    for word in restore(bare(text)).words:
        yield Trial(text[word.start : word.end], word)


def damaged_trials(page: str, read: str) -> Iterator[Trial]:
    """Each word of ``page`` that was read at all beside what the restorer makes of the reading."""
    written = [token.text for token in scan(page) if token.kind is Kind.WORD]
    words = restore(read, damaged=True).words
    forms, read_forms = list(map(fold, written)), [fold(word.restored) for word in words]
    matcher = difflib.SequenceMatcher(None, forms, read_forms, autojunk=False)
    for _, i, i_end, j, j_end in matcher.get_opcodes():
        for left, right in _aligned(forms[i:i_end], read_forms[j:j_end]):
            yield Trial(written[i + left], words[j + right])


def _aligned(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of places in two short lists, in order, that are most alike together."""
    if len(left) == len(right):
        yield from zip(range(len(left)), range(len(right)), strict=True)
        return
    likeness = [[difflib.SequenceMatcher(None, one, other).ratio() - 0.2 for other in right] for one in left]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness[i][j])
    i = j = 0
    while i < len(left) and j < len(right):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1


def _is_marked(text: str) -> bool:
    """Whether most words carry marks: what was typed without them cannot tell right from wrong."""
    words = [token.text for token in scan(text) if token.kind is Kind.WORD]
    return sum(not word.isascii() for word in words) * 2 > len(words)
