"""The words beside a number, read from ``words.yml``: which label governs it, and whether it is only a count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints
from ruamel.yaml import YAML

WORDS_FILE = Path(__file__).with_name("words.yml")
NOTHING = "nothing"
_LOOKALIKE = "words"
_Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+( [a-z0-9]+)*$")]


class _Label(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    strong: list[_Word]
    weak: list[_Word]


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    labels: dict[str, _Label]
    fillers: list[_Word]
    blockers: list[_Word]
    units: list[_Word]


class Tie(IntEnum):
    """How a label and a number hang together, from far to near."""

    NONE = 0
    NEAR = 1  # a few words between them: "stk của chị Hoa ở quầy 19036…"
    STATED = 2  # … which end in "là" or a colon: "mã ngân hàng vừa gửi là 482913"
    DIRECT = 3  # nothing between them but words of no weight: "mã otp của em nè 482913"


@dataclass(frozen=True, slots=True)
class Label:
    """A label in the text."""

    name: str
    strong: bool
    start: int
    end: int


_REACH = 90
_LONGEST_GAP = {Tie.NEAR: 7, Tie.STATED: 9}
_SENTENCE_END = re.compile(r"[.?!;](?=\s)|\n(?!\s*$)")
_HOW_LONG = re.compile(r"\b\d{1,2} (?:chu )?so\b")  # "căn cước 12 số", "mã 6 số"
_NO_UNIT = re.compile(r"\s*dong (?:duoc|dc|tien|phi|bao hiem|bhxh|du|moi|hang)\b")  # đóng, not đồng
_STATES = re.compile(r"(?:\bla|:|=|->|\()\s*[\"'(]*\s*$")


def labels_in(text: str) -> list[Label]:
    """Every label of a read text, in order; where two begin at the same place, the longer one."""
    strong, weak = _patterns()
    found = [Label(_named(one), True, one.start(), one.end()) for one in strong.finditer(text)]
    taken = [(one.start, one.end) for one in found]
    found += [
        Label(_named(one), False, one.start(), one.end())
        for one in weak.finditer(text)
        if not any(start < one.end() and one.start() < end for start, end in taken)
    ]
    return sorted((one for one in found if one.name != _LOOKALIKE), key=lambda label: label.start)


def tie(gap: str) -> Tie:
    """How close a label and what follows it are, by the text between them."""
    if len(gap) > _REACH or (gap.strip(" .") and _SENTENCE_END.search(gap)):
        return Tie.NONE
    gap = _HOW_LONG.sub(" ", gap)
    bare = re.sub(r"[^a-z0-9 ]+", " ", gap)
    rest = _fillers().sub(" ", bare).split()
    if not rest:
        return Tie.DIRECT
    if any(sign.isdigit() for sign in gap) or _blockers().search(bare):
        return Tie.NONE
    words = len(bare.split())
    if _STATES.search(gap) and words <= _LONGEST_GAP[Tie.STATED]:
        return Tie.STATED
    return Tie.NEAR if words <= _LONGEST_GAP[Tie.NEAR] else Tie.NONE


def counts(after: str) -> bool:
    """Whether the text after a number makes it a quantity.

    >>> counts(" dong"), counts(" cua toi")
    (True, False)
    """
    if _NO_UNIT.match(after):
        return False
    return after.lstrip().startswith("%") or _units().match(after) is not None


def is_glue(word: str) -> bool:
    """Whether a number may hang on this word without being a part of a code: "la0905…", "stk1903…"."""
    strong, weak = _patterns()
    known = _fillers().fullmatch(word) or strong.fullmatch(word + "0", 0, len(word)) or weak.fullmatch(word)
    return known is not None or word == "so"


@lru_cache(maxsize=1)
def _words() -> _Words:
    return _Words.model_validate(YAML(typ="safe").load(WORDS_FILE))


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    labels = _words().labels

    def pattern(strength: str) -> re.Pattern[str]:
        named = {word: name for name, label in labels.items() for word in getattr(label, strength)}
        return re.compile(rf"(?<![a-z0-9])(?P<label>{_either(named)})(?![a-z])")

    return pattern("strong"), pattern("weak")


def _named(match: re.Match[str]) -> str:
    return _names()[" ".join(match["label"].split())]


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    labels = _words().labels.items()
    return {word: name for name, label in labels for word in (*label.strong, *label.weak)}


@lru_cache(maxsize=1)
def _fillers() -> re.Pattern[str]:
    every = {*_words().fillers, *(word for label in _words().labels.values() for word in label.strong)}
    return re.compile(rf"(?<![a-z0-9])(?:{_either(every)})(?![a-z0-9])")


@lru_cache(maxsize=1)
def _blockers() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])(?:{_either(_words().blockers)})(?![a-z0-9])")


@lru_cache(maxsize=1)
def _units() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{_either(_words().units)})(?![a-z0-9])")


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
