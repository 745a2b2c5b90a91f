"""The words of a misread page: what stands between blanks, with the words it may have been.

Figures, codes and the numbers of headings are left alone: a wrong digit does more harm than a missing accent. Of bare
figures only two digits amid words are ever read as a word ("14" for "là"), and only when hardly anything else fits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from vietnamese.restoration.lattice import Place
from vietnamese.restoration.misreading import Letters, candidates
from vietnamese.restoration.places import LONGEST_WORD, MARKS, STRANGE, Sentence, Slot
from vietnamese.restoration.statistics import NUMBER, UNKNOWN
from vietnamese.restoration.tokens import Kind, Token, scan

_CHUNK = re.compile(r"[^\s]+")
_BEFORE = re.compile(r"[^\w$¥§&¢|\[{]*")
_AFTER = re.compile(r"[^\w$¥§&¢{]*")
_FIGURES = re.compile(r"\d+(?:[.,/:-]\d+)*")
_HEADING = re.compile(r"[IVXLl1|]{1,6}")
_GENERATION = re.compile(r"\d{1,2}G(?:b|bps|Hz)?")
_NUMBERED = re.compile(r"\d{1,3}[A-Za-z]")
_JOINTS = "-/():;,"
_PIECE = re.compile(rf"[^{_JOINTS}]+|[{_JOINTS}]")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_STOPS = frozenset(".;:!?…")
_AS_FIGURES = -4.6  # log of one in a hundred: two digits that are a number
_AS_CODE = -11.0
_AS_LOOK_ALIKE = -17.0  # a code of ones and noughts, which are I and O as well: "10T" is rarer than "IoT"
# A word unknown to the statistics, a part for the word and one for each letter.
_AS_NAME = (-5.0, -2.2)
_AS_ACRONYM = (-4.0, -1.0)
_AS_STRANGE = (-8.0, -3.0)


def sentences(text: str) -> list[Sentence]:
    """The words, figures and marks of ``text`` between stops, each with its place."""
    found: list[Sentence] = [[]]
    for slot in _slots(text):
        if slot.token.kind is Kind.STOP:
            found.append([])
        else:
            found[-1].append(slot)
    return [sentence for sentence in found if sentence]


def _slots(text: str) -> Iterator[Slot]:
    end = 0
    for match in _CHUNK.finditer(text):
        between = text[end : match.start()]
        line_start = end == 0 or "\n" in between
        if "\n" in between and not (between.count("\n") == 1 and match.group()[0].isalpha()):
            yield _mark(Kind.STOP, end, between)
        yield from _chunk(match.group(), match.start(), line_start)
        end = match.end()


def _chunk(chunk: str, start: int, line_start: bool) -> Iterator[Slot]:
    before, core, after = _without_edges(chunk)
    if before:
        yield _mark(Kind.PAUSE, start, before)
    if core:
        if before.endswith("(") and after.startswith(")") and core.isalpha() and core.isupper():
            yield _mark(Kind.CODE, start + len(before), core)
        else:
            yield from _core(core, start + len(before), after, line_start)
    if after:
        stops = not _STOPS.isdisjoint(after)
        yield _mark(Kind.STOP if stops else Kind.PAUSE, start + len(before) + len(core), after)


def _without_edges(chunk: str) -> tuple[str, str, str]:
    """What stands before the word, the word with the signs that letters are misread as, what stands after it."""
    rest = chunk[_length(_BEFORE, chunk) :]
    after = _length(_AFTER, rest[::-1])
    return chunk[: len(chunk) - len(rest)], rest[: len(rest) - after], rest[len(rest) - after :]


def _length(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def _core(core: str, start: int, after: str, line_start: bool) -> Iterator[Slot]:
    if _FIGURES.fullmatch(core):
        yield _figures(core, start, free=not (after or line_start))
    elif _is_numeral(core, after, line_start) or _is_code(core) or (after.startswith("%") and not core.isalpha()):
        yield Slot(Token(Kind.CODE, start, start + len(core), core), MARKS[Kind.CODE], word=False)
    else:
        for piece in _PIECE.finditer(core):
            if piece.group() in _JOINTS:
                yield _mark(Kind.PAUSE, start + piece.start(), piece.group())
            else:
                token = Token(Kind.WORD, start + piece.start(), start + piece.end(), piece.group())
                yield Slot(token, _place(piece.group()), word=True)


def _is_numeral(core: str, after: str, line_start: bool) -> bool:
    """Whether this numbers a heading or a point of a list, be it misread: "I11.", "b)", "c¢)"."""
    if not line_start or after[:1] not in (".", ")"):
        return False
    point = len(core) == 1 or (len(core) == 2 and not core.isalpha())
    return point or _HEADING.fullmatch(core) is not None


def _is_code(core: str) -> bool:
    tokens = list(scan(core))
    return len(tokens) == 1 and tokens[0].kind is Kind.CODE and not core.isalnum() and not _odd(core)


def _odd(core: str) -> bool:
    return any(one in core for one in "$¥§¢|{}[]~’'")


def _figures(core: str, start: int, *, free: bool) -> Slot:
    token = Token(Kind.NUMBER, start, start + len(core), core)
    if not free or len(core) != 2:
        return Slot(token, MARKS[Kind.NUMBER], word=False)
    words = candidates(core, "small")
    place = Place((NUMBER, *(one for one, _ in words)), (_AS_FIGURES, *(score for _, score in words)))
    return Slot(token, place, word=True)


def _place(core: str) -> Place:
    if len(core) > LONGEST_WORD:
        return STRANGE
    core = unicodedata.normalize("NFC", core)
    scores = [*candidates(core.lower(), _letters(core)), *_itself(core)]
    return Place(tuple(word for word, _ in scores), tuple(score for _, score in scores))


def _letters(core: str) -> Letters:
    """Which letters were capitals when they were read: none, the first, or all."""
    letters = [one for one in core if one.isalpha()]
    if len(core) > 1 and sum(map(str.isupper, letters)) * 2 > len(letters):
        return "capitals"
    return "first" if core[0].isupper() else "small"


def _itself(core: str) -> list[tuple[int, float]]:
    """That the word is right as it is: a generation of networks, a foreign name, an acronym, a code."""
    if _GENERATION.fullmatch(core):
        return [(NUMBER, -1.0)]
    if _NUMBERED.fullmatch(core):
        look_alike = len(core) > 2 and set(core[:-1]) <= {"0", "1"}
        return [(NUMBER, _AS_LOOK_ALIKE if look_alike else _AS_CODE)]
    if not core.isalpha() or not core.isascii():
        strange = _AS_STRANGE[0] + _AS_STRANGE[1] * len(core)
        return [(NUMBER, _AS_CODE)] if core.isalnum() and core[0].isupper() else [(UNKNOWN, strange)]
    once, each = _AS_ACRONYM if core.isupper() and not _VOWEL.search(core) else _AS_NAME
    return [(UNKNOWN, once + each * len(core))]


def _mark(kind: Kind, start: int, text: str) -> Slot:
    return Slot(Token(kind, start, start + len(text), text), MARKS[kind], word=False)
