"""Term necessity: how often a word of one wording of a passage stands in its other wordings too.

A rare word need not be a telling one: "nhìn vào đâu" and "cần nhấn mạnh điểm nào" are rare in documents and say nothing
of the matter. Whoever asks for the same thing says "mật khẩu" and "5G" again, and hardly ever "nhìn". It is measured on
the wordings of the passages themselves (after Zhao and Callan, Term Necessity Prediction for Retrieval, 2010).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from knowledge_base.search.terms import syllables

FEWEST_VIEWS = 4
# So many wordings are counted for a word before its own, each with the mean of all words.
PRIOR = 4.0
# A word of mean necessity keeps its weight; none weighs less or more than these shares of it.
LEAST, MOST = 0.5, 1.3
POWER = 0.5
_FILE = "necessity.json"


class Necessity:
    """How much of its weight each folded syllable keeps."""

    def __init__(self, shares: Mapping[str, float]) -> None:
        self._shares = shares

    @classmethod
    def build(cls, views: Iterable[Sequence[str]]) -> Necessity:
        """Measure on the views of each passage, the last of which is its whole text and is left out."""
        repeated: dict[str, float] = defaultdict(float)
        seen: dict[str, int] = defaultdict(int)
        for those in views:
            if len(those) >= FEWEST_VIEWS:
                _count([frozenset(syllables(view)) for view in those[:-1]], repeated, seen)
        if not seen:
            return cls({})
        mean = sum(repeated.values()) / sum(seen.values())
        shares = {
            one: _share((repeated[one] + PRIOR * mean) / (count + PRIOR) / mean) for one, count in sorted(seen.items())
        }
        return cls(shares)

    @classmethod
    def load(cls, folder: Path) -> Necessity:
        """Open what ``save`` wrote."""
        return cls(json.loads((folder / _FILE).read_text(encoding="utf-8")))

    def save(self, folder: Path) -> None:
        """Write the shares under ``folder``."""
        (folder / _FILE).write_text(json.dumps(self._shares, ensure_ascii=False), encoding="utf-8")

    def share(self, syllable: str) -> float:
        """What part of its weight ``syllable`` keeps, ``LEAST`` to ``MOST``; all of it where nothing is known."""
        return self._shares.get(syllable, 1.0)


def _count(wordings: Sequence[frozenset[str]], repeated: dict[str, float], seen: dict[str, int]) -> None:
    holding: dict[str, int] = defaultdict(int)
    for wording in wordings:
        for one in wording:
            holding[one] += 1
    for one, count in holding.items():
        repeated[one] += count * (count - 1) / (len(wordings) - 1)
        seen[one] += count


def _share(against_mean: float) -> float:
    share: float = against_mean**POWER
    return round(min(max(share, LEAST), MOST), 3)
