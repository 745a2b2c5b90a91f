"""Words into lines, and the texts of lines into one text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge_base.ingest.reading.pages.parts import Line, Word

_BROKEN_AFTER = re.compile(r"[0-9A-ZÀ-Ỹa-zà-ỹĐđ][-/]$")
_CODE_AHEAD = re.compile(r"^[0-9A-ZĐ][0-9A-ZĐa-z&Ư/.-]*")
_BROKEN_BEFORE = re.compile(r"^[-/](?:[A-ZĐ]{2,}|TTg|CTr|\d)")
_ENDS_IN_CODE = re.compile(r"[0-9A-ZĐ]$")


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Group ``words`` into lines from top to bottom; a word belongs to a line when its middle lies on it."""
    open_lines: list[tuple[list[Word], float, float]] = []
    for word in sorted(words, key=lambda one: (one.box.middle[1], one.box.x0)):
        middle = word.box.middle[1]
        for index in range(len(open_lines) - 1, max(-1, len(open_lines) - 5), -1):
            held, top, bottom = open_lines[index]
            if _on_line(word, middle, top, bottom):
                held.append(word)
                if word.box.height > (bottom - top):
                    open_lines[index] = (held, word.box.top, word.box.bottom)
                break
        else:
            open_lines.append(([word], word.box.top, word.box.bottom))
    lines = [Line(tuple(sorted(held, key=lambda one: one.box.x0))) for held, _, _ in open_lines]
    return sorted(lines, key=lambda line: line.box.middle[1])


def join_texts(texts: Sequence[str]) -> str:
    """Join the lines of one paragraph; a code broken at its hyphen or slash becomes whole again.

    >>> join_texts(["theo Nghị quyết số 13-", "NQ/TU của Tỉnh ủy về kinh tế -", "xã hội"])
    'theo Nghị quyết số 13-NQ/TU của Tỉnh ủy về kinh tế - xã hội'
    """
    joined = ""
    for text in filter(None, (one.strip() for one in texts)):
        if not joined:
            joined = text
        elif _one_code(joined, text):
            joined += text
        else:
            joined += f" {text}"
    return joined


def _one_code(before: str, after: str) -> bool:
    if _BROKEN_AFTER.search(before):
        return bool(_CODE_AHEAD.match(after)) or before.endswith("/")
    return bool(_BROKEN_BEFORE.match(after) and _ENDS_IN_CODE.search(before))


def _on_line(word: Word, middle: float, top: float, bottom: float) -> bool:
    line_middle = (top + bottom) / 2
    if top <= middle <= bottom and word.box.top <= line_middle <= word.box.bottom:
        return True
    # A dash or a full stop is lower than the line's middle.
    shared = min(word.box.bottom, bottom) - max(word.box.top, top)
    return word.box.height < 0.6 * (bottom - top) and shared > 0.7 * word.box.height
