"""Cues: groups of wordings in ``cues.yml``, ``phone_cues.yml``, matched on the folded question (``Turn.said``)."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge_base.packaged import load_packaged
from vietnamese import expand, fold, fold_keeping_length, normalize


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


def without(text: str, before: str, cue: str, after: str) -> str:
    """The text, shorthand written out, without the wordings of ``cue`` and those of two more groups beside them.

    >>> without("ký số mà tui hổng có smartphone thì sao", "whose_phone", "lacks_smartphone", "after_a_condition")
    'ký số'
    """
    groups = _cues()
    around = rf"(?:{groups[before].pattern}[ ,.]+)*{groups[cue].pattern}(?:[ ,.]+{groups[after].pattern})*"
    written = expand(normalize(text))
    kept, end = [], 0
    for match in re.finditer(around, fold_keeping_length(written)):
        kept.append(written[end : match.start()])
        end = match.end()
    return " ".join("".join([*kept, written[end:]]).split())


@lru_cache(maxsize=1)
def _cues() -> dict[str, re.Pattern[str]]:
    groups: dict[str, list[str]] = {
        name: wordings
        for file in ("cues.yml", "phone_cues.yml")
        for name, wordings in load_packaged("knowledge_base.answer", file).items()
    }
    return {
        name: re.compile(rf"\b(?:{'|'.join(fold(str(one)) for one in wordings)})\b")
        for name, wordings in groups.items()
    }
