"""Text as syllables that remember where they stood: what names are looked up in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Iterator, List, NamedTuple, Tuple

from vietnamese import expand, fold
from vietnamese.keystrokes import read_keystrokes

_TILDE, _HOOK = "\u0303", "\u0309"


_WELL_FORMED = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"(?:(?:ai|ao|au|ay|eo|eu|ia|ieu|iu|oai|oao|oay|oeo|oi|ua|uai|uao|uay|ueu|ui|uoi|uou|uu|uya|uyu|yeu)"
    r"|(?:a|e|i|o|u|y|ie|oa|oe|oo|ua|ue|uo|uy|uye|ye)(?:c|m|n|ng|p|t)?"
    r"|(?:a|e|i|y|oa|oe|ue|ua|uy)(?:ch|nh))"
)


class Syllable(NamedTuple):
    """One syllable, number or code of a text.

    ``folded`` is compared first; ``heard`` is the syllable with its diacritics, hỏi and ngã told apart no
    more than most speakers do; ``start`` and ``end`` are positions in the text as it was typed; ``capitals``
    says whether it stands in capitals ("AI", not "ai").
    """

    folded: str
    heard: str
    start: int
    end: int
    capitals: bool


def syllables(text: str) -> List[Syllable]:
    """Split ``text`` into syllables, shorthand written out ("cks" is "chữ", "ký", "số" at one place).

    >>> [one.folded for one in syllables("Sở KH&CN")]
    ['so', 'kh', 'cn']
    """
    found: List[Syllable] = []
    runs = list(_runs(text))
    meant = [raw for raw, _, _ in _runs(read_keystrokes(text))]
    if len(meant) != len(runs):
        meant = [raw for raw, _, _ in runs]
    for (raw, start, end), read, before in zip(runs, meant, ["", *meant], strict=False):
        forms = _forms(read)
        if len(forms) > 1 and before and not _is_shorthand_beside(before, read):
            forms = _forms(read, written_out=False)
        found.extend(Syllable(folded, heard, start, end, raw.isupper()) for folded, heard in forms)
    return found


def is_well_formed(folded: str) -> bool:
    """Whether ``folded`` is spelt like a Vietnamese syllable: "binh" is, "mnih" and "trog" are not."""
    return _WELL_FORMED.fullmatch(folded) is not None


def _runs(text: str) -> Iterator[Tuple[str, int, int]]:
    """Runs of letters and digits; combining marks and invisible characters belong to the run around them."""
    run: List[str] = []
    start = end = 0
    for position, character in enumerate(text):
        if character.isalnum():
            start = start if run else position
            run.append(character)
            end = position + 1
        elif run and unicodedata.category(character) == "Mn":
            run.append(character)
            end = position + 1
        elif run and unicodedata.category(character) != "Cf":
            yield "".join(run), start, end
            run = []
    if run:
        yield "".join(run), start, end


@lru_cache(maxsize=16384)
def _forms(raw: str, *, written_out: bool = True) -> Tuple[Tuple[str, str], ...]:
    """Folded and heard forms of a run; shorthand for one syllable ("kh" for "không") is no part of a name."""
    plain = unicodedata.normalize("NFKC", raw).lower()
    full = expand(plain).split() if written_out else []
    return tuple((fold(one), _heard(one)) for one in (full if len(full) > 1 else [plain]))


@lru_cache(maxsize=4096)
def _is_shorthand_beside(before: str, raw: str) -> bool:
    """Whether ``raw`` means the same behind that word as alone: "mk" is "mật khẩu", but not in "tỉnh mk"."""
    return expand(f"{before} {raw}".lower()).endswith(expand(raw.lower()))


def _heard(syllable: str) -> str:
    return unicodedata.normalize("NFD", syllable).replace(_TILDE, _HOOK)
