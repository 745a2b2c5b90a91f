"""Cues: groups of wordings in ``cues.yml``, ``phone_cues.yml``, matched on the folded question (``Turn.said``).

Folded, "có bác" is "cờ bạc". So where a syllable is typed with marks, or was surely meant with them, they must be among
those of the wording; marks that are left out and not sure say nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from knowledge_base.packaged import load_packaged
from knowledge_base.search.terms import is_marked, restored
from vietnamese import expand, fold, fold_keeping_length, normalize

# A letter of a wording outside escapes and sets of characters.
_LETTER = re.compile(r"\\.|\[[^]]*\]|([^\W\d_])")
_LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
_TILDE, _HOOK, _STROKE = "\u0303", "\u0309", "\u0335"


class Heard(NamedTuple):
    """What somebody says: ``written`` with its marks, shorthand written out; ``folded``, of the same length."""

    written: str
    folded: str


class _Group(NamedTuple):
    """The wordings of a group as one pattern for folded text, and one for text with marks."""

    folded: re.Pattern[str]
    written: re.Pattern[str]


def says(said: Heard | str, cue: str) -> bool:
    """Whether ``said``, or the folded text of a passage, holds a wording of the group ``cue``. Raises ``KeyError``.

    >>> says("chu ky so la gi", "asks_meaning")
    True
    >>> says(heard("Trạm có bác sĩ không"), "unlawful")
    False
    """
    return bool(_found(said, cue) if isinstance(said, Heard) else _cues()[cue].folded.search(said))


@lru_cache(maxsize=256)
def heard(text: str) -> Heard:
    """The text as cues are matched with it: shorthand written out, diacritics restored where they are sure.

    >>> heard("CKS là gì?").folded
    'chu ky so la gi?'
    """
    written = expand(normalize(text))
    said = (written if is_marked(text) else restored(written).text).lower()
    return Heard(said, fold_keeping_length(said))


def _found(said: Heard, cue: str) -> re.Match[str] | None:
    """The first wording of ``cue``, its places those of ``said.written``; what is folded is the faster to look for."""
    group = _cues()[cue]
    folded = group.folded.search(said.folded)
    return folded if folded is None or said.written == said.folded else group.written.search(said.written)


def without(text: str, before: str, cue: str, after: str) -> str:
    """The text, shorthand written out, without the wordings of ``cue`` and those of two more groups beside them.

    >>> without("ký số mà tui hổng có smartphone thì sao", "whose_phone", "lacks_smartphone", "after_a_condition")
    'ký số'
    """
    groups = _cues()
    first, between, last = (groups[one].folded.pattern for one in (before, cue, after))
    around = rf"(?:{first}[ ,.]+)*{between}(?:[ ,.]+{last})*"
    written = expand(normalize(text))
    kept, end = [], 0
    for match in re.finditer(around, fold_keeping_length(written)):
        kept.append(written[end : match.start()])
        end = match.end()
    return " ".join("".join([*kept, written[end:]]).split())


def instead(text: str, cue: str, words: str) -> str:
    """The text, shorthand written out, with ``words`` in the place of the first wording of ``cue``.

    >>> instead("bộ phận đó báo cáo ai", "pointing_at_unit", "Văn phòng")
    'Văn phòng báo cáo ai'
    """
    written = expand(normalize(text))
    match = _found(heard(text), cue)
    return f"{written[: match.start()]}{words}{written[match.end() :]}" if match else written


@lru_cache(maxsize=1)
def _cues() -> dict[str, _Group]:
    groups: dict[str, list[str]] = {
        name: [str(one) for one in wordings]
        for file in ("cues.yml", "phone_cues.yml")
        for name, wordings in load_packaged("knowledge_base.answer", file).items()
    }
    return {
        name: _Group(_any_of(map(fold, wordings)), _any_of(map(_with_marks_left_out, wordings)))
        for name, wordings in groups.items()
    }


def _any_of(wordings: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(wordings)})\b")


def _with_marks_left_out(wording: str) -> str:
    """The pattern that also matches its letters with fewer marks."""
    return _LETTER.sub(lambda one: _spellings()[one[1]] if one[1] else one[0], wording.lower())


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    """By letter, the set of those that are that letter with the same marks or fewer."""
    marks = {letter: _marks(letter) for letter in _LETTERS}
    return {
        letter: f"[{''.join(one for one in _LETTERS if fold(one) == fold(letter) and marks[one] <= marks[letter])}]"
        for letter in _LETTERS
    }


def _marks(letter: str) -> frozenset[str]:
    """The marks; the two tones that many do not tell apart count as one."""
    decomposed = unicodedata.normalize("NFD", letter.replace("đ", f"d{_STROKE}")).replace(_TILDE, _HOOK)
    return frozenset(one for one in decomposed if unicodedata.combining(one))
