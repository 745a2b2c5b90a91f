"""Long texts in parts that a platform takes: broken between paragraphs, else lines, sentences, words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# From the best place to break to the worst. A sentence ends before a blank: "1.500.000 đồng" and "III.2" are no ends.
_BREAKS = tuple(re.compile(pattern) for pattern in (r"\n\s*\n", r"\n", r"(?<=[.!?…:;])[\"”’)\]]*[ \t]+", r"\s+"))
# A break that would leave the part emptier than this is passed over for a worse one that fills it better.
_FULL = 0.4


def split_text(text: str, limit: int, length: Callable[[str], int] = len) -> list[str]:
    """``text`` in NFC as parts of at most ``limit`` by ``length``; nothing but blanks at the breaks is left out.

    >>> split_text("Một câu. Hai câu. Ba câu.", 18)
    ['Một câu. Hai câu.', 'Ba câu.']
    """
    rest, parts = unicodedata.normalize("NFC", text).strip(), []
    while length(rest) > limit:
        end, start = _break(rest, _longest(rest, limit, length))
        parts.append(rest[:end].rstrip())
        rest = rest[start:].lstrip()
    return [*parts, rest] if rest else parts


def utf16_length(text: str) -> int:
    """What Telegram counts.

    >>> utf16_length("a😀")
    3
    """
    return len(text) + sum(ord(sign) > 0xFFFF for sign in text)


def _longest(text: str, limit: int, length: Callable[[str], int]) -> int:
    """How many signs of ``text`` fit; at least one."""
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if length(text[:middle]) <= limit else (low, middle - 1)
    return low


def _break(text: str, room: int) -> tuple[int, int]:
    """Where the part ends and the next one starts, at best."""
    window = text[: room + 1]  # a blank just behind the room may be broken at
    for pattern in _BREAKS:
        found = [match for match in pattern.finditer(window) if match.end() > match.start() and match.start() <= room]
        ends = [match for match in found if _end(match) <= room]
        if ends and (_end(ends[-1]) >= room * _FULL or pattern is _BREAKS[-1]):  # never within a word or a link
            return _end(ends[-1]), ends[-1].end()
    return room, room


def _end(match: re.Match[str]) -> int:
    """Behind the closing quotation marks that belong to the sentence."""
    return match.start() + len(match[0].rstrip())
