"""Cues: groups of wordings in ``cues.yml``, matched on a question's folded text (``Turn.said``)."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge_base.packaged import load_packaged
from vietnamese import expand, fold, normalize


def says(said: str, cue: str) -> bool:
    """Whether the folded text ``said`` holds a wording of the group ``cue``. Raises ``KeyError``.

    >>> says("chu ky so la gi", "asks_meaning")
    True
    """
    return bool(_cues()[cue].search(said))


@lru_cache(maxsize=256)
def heard(text: str) -> str:
    """The text as cues are matched with it: shorthand written out, folded.

    >>> heard("Ck số là gì?")
    'chu ky so la gi?'
    """
    return fold(expand(normalize(text)))


@lru_cache(maxsize=1)
def _cues() -> dict[str, re.Pattern[str]]:
    groups: dict[str, list[str]] = load_packaged("knowledge_base.answer", "cues.yml")
    return {
        name: re.compile(rf"\b(?:{'|'.join(fold(str(one)) for one in wordings)})\b")
        for name, wordings in groups.items()
    }
