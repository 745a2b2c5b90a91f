"""Passwords and codes with letters: what is said to be one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from connectors.privacy.words import Label, Tie, counts, tie

_VALUE = re.compile(r"\S{4,64}")
_EDGES = "\"'“”‘’()[]<>,;"
_LATE_EDGES = _EDGES + ".!?"
_STATES = re.compile(r"(?:\bla|\bthanh|:|=|->)\s*[\"'“‘(\[]*$")
_SYLLABLES = re.compile(r"[aeiouy]+[^aeiouy\W\d_]+[aeiouy]+")
_SPECIAL = re.compile(r"[@#$%^&*!_+=~?\\|{}]")
_CLAUSE_END = re.compile(r"\s*(?:$|[.,;!?)\n\"'”]|(?:a|nha|nhe|ne|do|thi|ma|con|roi|co|giup|nho)\b)")
_LEAST_WITHOUT_VERB = 5
_REACH = 160
_OWN_WORDS = re.compile(r"(?:https?://|www\.)|^[\d.,%/-]+$|^\d+(?:[-–]\d+)?$|^\[")
_NAMES = frozenset({"vneid", "wifi6", "etax", "2fa", "sms", "icloud", "gmail", "facebook", "zalo", "vssid"})


def passwords(text: str, labels: Sequence[Label]) -> Iterator[tuple[int, int]]:
    """Where values of passwords and codes stand that are not digits alone, in a read text."""
    for label in labels:
        if label.name not in {"password", "code"}:
            continue
        for word in _VALUE.finditer(text, label.end, min(len(text), label.end + _REACH)):
            gap = text[label.end : word.start()]
            tied = tie(gap)
            if tied is Tie.NONE:
                break
            stated = _STATES.search(gap.rstrip()) is not None
            start, end = _stripped(text, word.start(), word.end())
            if _is_value(text, start, end, tied, stated=stated):
                yield start, end
                break


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES + ":=":
        start += 1
    while end > start and text[end - 1] in _LATE_EDGES:
        end -= 1
    return start, end


def _is_value(text: str, start: int, end: int, tied: Tie, *, stated: bool) -> bool:
    value = text[start:end]
    if len(value) < 4 or value in _NAMES or _OWN_WORDS.search(value) or counts(text[end:]):
        return False
    letters, digits = any(map(str.isalpha, value)), any(map(str.isdigit, value))
    special = _SPECIAL.search(value) is not None
    if stated:
        if (letters and digits) or (special and (letters or digits)):
            return True
        # Letters alone: no Vietnamese syllable has two vowels apart, and nothing may come after.
        return value.isalpha() and _SYLLABLES.search(value) is not None and _CLAUSE_END.match(text, end) is not None
    strong_value = letters and digits and len(value) >= _LEAST_WITHOUT_VERB
    return strong_value and tied is Tie.DIRECT and (special or sum(map(str.isdigit, value)) > 1)
