"""A question about a procedure read: which of its fields is asked for, and the words that name the procedure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from knowledge_base.procedures.naming import load_words, spelled
from knowledge_base.search.terms import is_marked, plain
from knowledge_base.search.terms import syllables as folded_syllables
from vietnamese import expand, fold, fold_keeping_length, normalize

Words = tuple[str, ...]

_LEVELS = {
    "Cấp xã": re.compile(
        r"\b(?:cap xa|(?:o|tai) xa(?! hoi)|(?:o|cap) phuong|xa minh|ngoai xa|tren xa"
        r"|(?:cong an|chu tich|uy ban|ubnd) (?:xa|phuong))\b"
    ),
    "Cấp tỉnh": re.compile(r"\b(?:cap tinh|o tinh|tai tinh|len tinh|o so|tai so)\b"),
    "Cấp bộ": re.compile(r"\b(?:cap bo|o bo|trung uong)\b"),
}
_CODE = re.compile(r"\b\d\.\d{6}\b")
MOST_FIELDS = 3


class Field(StrEnum):
    """What of a procedure can be asked for; the values are the groups of ``words.yml``."""

    DOCUMENTS = "documents"
    FEE = "fee"
    TIME = "time"
    WHERE = "where"
    WHO = "who"
    STEPS = "steps"
    BASIS = "basis"
    CONDITIONS = "conditions"
    RESULT = "result"


@dataclass(frozen=True)
class Asked:
    """``fields`` in the order asked; ``variants`` are the naming words, as typed first, then said officially.

    ``levels`` are those the question names; ``code`` is a procedure's number when one was typed; ``said_procedure``
    tells whether the word "thủ tục" was used; ``marked`` whether diacritics were typed.
    """

    fields: tuple[Field, ...]
    variants: tuple[Words, ...]
    levels: tuple[str, ...] = ()
    code: str | None = None
    said_procedure: bool = False
    marked: bool = True

    @property
    def empty(self) -> bool:
        """Whether nothing names a procedure: only its field was asked."""
        return not self.variants


def read_question(text: str) -> Asked:
    """Read ``text`` as a question about a procedure.

    >>> read_question("Đăng ký khai sinh cần giấy tờ gì?").fields
    (<Field.DOCUMENTS: 'documents'>,)
    """
    code = _CODE.search(text)
    written = spelled(expand(normalize(_CODE.sub(" ", text))))
    marked = is_marked(normalize(text))  # not what was written out: "dk tam tru" has no diacritics
    said = fold_keeping_length(written)
    levels = tuple(level for level, pattern in _LEVELS.items() if pattern.search(said))
    found: dict[Field, int] = {}
    left = written if marked else said
    for field, pattern in _field_patterns(marked):
        for match in pattern.finditer(left):
            found.setdefault(field, match.start())
        left = pattern.sub(lambda match: " | ".ljust(len(match.group())), left)
    left = _frame_pattern(marked).sub(" | ", left)
    return Asked(
        fields=tuple(sorted(found, key=lambda field: found[field]))[:MOST_FIELDS],
        variants=_variants(_stretches(left), marked),
        levels=levels,
        code=code.group() if code else None,
        said_procedure="thu tuc" in said,
        marked=marked,
    )


def _stretches(text: str) -> list[Words]:
    """The words left, in stretches: nothing spans a place where something was taken out."""
    return [words for stretch in re.split(r"[|,.;:?!()]", text) if (words := plain(stretch))]


def _variants(stretches: list[Words], marked: bool) -> tuple[Words, ...]:
    stop = _stop_words(marked)
    typed = tuple(word for stretch in stretches for word in stretch if word not in stop)
    if not typed:
        return ()
    rewritten = [_rewritten(stretches, marked, shortest=shortest) for shortest in (2, 1)]
    return tuple(dict.fromkeys([typed, *rewritten]))


def _rewritten(stretches: list[Words], marked: bool, *, shortest: int) -> Words:
    """The words with what people say replaced by what the names of procedures say, the longest wordings first."""
    table, stop = _wordings(marked), _stop_words(marked)
    longest = max(map(len, table))
    written: list[str] = []
    for stretch in stretches:
        at = 0
        while at < len(stretch):
            sizes = range(min(longest, len(stretch) - at), shortest - 1, -1)
            size = next((n for n in sizes if stretch[at : at + n] in table), 0)
            if size and not _holds(stretch, table[stretch[at : at + size]]):
                written += table[stretch[at : at + size]]
            elif size:
                written += stretch[at : at + size]
            elif stretch[at] not in stop:
                written.append(stretch[at])
            at += max(size, 1)
    return tuple(written)


def _holds(stretch: Words, phrase: Words) -> bool:
    """Whether the official wording stands there already."""
    return f" {' '.join(phrase)} " in f" {' '.join(stretch)} "


@lru_cache(maxsize=2)
def _wordings(marked: bool) -> dict[Words, Words]:
    """What people say → what names say; folded for questions without diacritics. The first of two wins."""
    table: dict[Words, Words] = {}
    cut = plain if marked else folded_syllables
    for official, said in load_words()["wordings"].items():
        for one in said:
            table.setdefault(cut(spelled(str(one))), cut(spelled(official)))
    return table


@lru_cache(maxsize=2)
def _stop_words(marked: bool) -> frozenset[str]:
    return frozenset(str(load_words()["stop" if marked else "stop_folded"]).split())


@lru_cache(maxsize=2)
def _field_patterns(marked: bool) -> tuple[tuple[Field, re.Pattern[str]], ...]:
    groups: dict[str, list[str]] = load_words()["fields"]
    return tuple((Field(name), _pattern(map(str, cues), marked)) for name, cues in groups.items())


@lru_cache(maxsize=2)
def _frame_pattern(marked: bool) -> re.Pattern[str]:
    frames: list[str] = load_words()["frames"]
    return _pattern(sorted(frames, key=len, reverse=True), marked)


def _pattern(cues: Iterable[str], marked: bool) -> re.Pattern[str]:
    one_way = [spelled(cue) if marked else fold(spelled(cue)) for cue in cues]
    return re.compile(rf"(?<!\w)(?:{'|'.join(one_way)})(?!\w)")
