"""Finding words in text as clerks and scanners leave it: folded, and tolerant where the text is damaged.

A cue is a group of wordings in ``cues.yml``. It is matched on the folded text, whose positions are those of the text
itself. In damaged text ("Yéu cau cac bd phan") one letter of each longer word may differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from knowledge_base.packaged import load_packaged
from vietnamese import fold, fold_keeping_length

UPPER = "A-Z" + "".join(one for one in map(chr, range(0xC0, 0x1EFA)) if one.isupper())  # for character classes
WORD = re.compile(r"[^\W\d_]{2,}")
# Share of the words of a Vietnamese administrative text that carry diacritics: 0.85 to 0.88 in sound text.
SOUND_SHARE = 0.6
_DIGIT_IN_WORD = re.compile(r"(?<=[^\W\d_])[0146](?=[^\W\d_]|\b)|(?<![\d/.,])[06](?=[^\W\d_]{2,})")
_LOOKS_LIKE = {"0": "o", "1": "l", "4": "a", "6": "o"}
_TOLERATED = 3
_SHORT = 4


@dataclass(frozen=True)
class Cue:
    """Wordings, each a regular expression (lower-case only: it is folded), matched as whole words.

    ``search``, ``match`` and ``all`` take folded text. ``search_text`` and ``match_text`` take the text itself and mind
    the diacritics where it has them: "quỹ" is not "quy định", "tổ dân phố" is not "to".
    """

    wordings: tuple[str, ...]

    def search(self, folded: str, at: int = 0, *, damaged: bool = False) -> re.Match[str] | None:
        """The first place in ``folded`` from ``at`` on."""
        return self._pattern(damaged).search(folded, at)

    def match(self, folded: str, at: int = 0, *, damaged: bool = False) -> re.Match[str] | None:
        """The match that starts at ``at``."""
        return self._pattern(damaged).match(folded, at)

    def all(self, folded: str, *, damaged: bool = False) -> list[re.Match[str]]:
        """Every place, from left to right."""
        return list(self._pattern(damaged).finditer(folded))

    def search_text(self, text: str, at: int = 0, *, damaged: bool = False) -> re.Match[str] | None:
        """The first place in ``text`` from ``at`` on."""
        if damaged:
            return self._tolerant.search(folded(text, damaged=True), at)
        return self._accented.search(text.lower(), at)

    def match_text(self, text: str, at: int = 0, *, damaged: bool = False) -> re.Match[str] | None:
        """The match in ``text`` that starts at ``at``."""
        if damaged:
            return self._tolerant.match(folded(text, damaged=True), at)
        return self._accented.match(text.lower(), at)

    def _pattern(self, damaged: bool) -> re.Pattern[str]:
        return self._tolerant if damaged else self._strict

    @cached_property
    def _accented(self) -> re.Pattern[str]:
        return _whole_words(one.lower() for one in self.wordings)

    @cached_property
    def _strict(self) -> re.Pattern[str]:
        return _whole_words(fold(one) for one in self.wordings)

    @cached_property
    def _tolerant(self) -> re.Pattern[str]:
        return _whole_words(re.sub(r"(?<![\\\w])[a-z]{2,}(?!\w)", _one_letter_off, fold(one)) for one in self.wordings)


def cue(name: str) -> Cue:
    """The group ``name`` of ``cues.yml``. Raises ``KeyError``."""
    return _cues()[name]


def folded(text: str, *, damaged: bool = False) -> str:
    """Fold ``text`` keeping positions; in damaged text digits inside words become the letters they look like."""
    plain = fold_keeping_length(text)
    return _DIGIT_IN_WORD.sub(lambda digit: _LOOKS_LIKE[digit.group()], plain) if damaged else plain


def sound_share(text: str) -> float:
    """How many of the words carry diacritics, from 0 to 1; 1 for text too short to tell."""
    found = WORD.findall(text)
    return sum(not one.isascii() for one in found) / len(found) if len(found) >= 40 else 1.0


def is_upper(text: str) -> bool:
    """Whether nearly all letters are capitals: headings are, and a scanner misreads a few."""
    letters = [one for one in text if one.isalpha()]
    return bool(letters) and sum(one.isupper() for one in letters) / len(letters) >= 0.75


def _whole_words(wordings: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(one.replace(" ", r"\s+") for one in wordings)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


def _one_letter_off(word: re.Match[str]) -> str:
    letters = word.group()
    if len(letters) < _TOLERATED:
        return letters
    most = 2 if len(letters) > _SHORT else 1
    others = [rf"{letters[:at]}[^\s.,;()]{{1,{most}}}{letters[at + 1 :]}" for at in range(len(letters))]
    return f"(?:{'|'.join([letters, *others])})"


@lru_cache(maxsize=1)
def _cues() -> dict[str, Cue]:
    groups: dict[str, list[str]] = load_packaged("knowledge_base.ingest.structuring", "cues.yml")
    return {name: Cue(tuple(str(one) for one in wordings)) for name, wordings in groups.items()}
