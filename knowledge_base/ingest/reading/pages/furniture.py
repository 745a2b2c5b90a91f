"""What a page carries besides its text: page numbers, running heads and feet, marks of electronic signing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from knowledge_base.ingest.reading.pages.parts import Line
from vietnamese import fold

_ZONE = 0.1
"""Heads and feet stand in the upper and the lower tenth of a page."""
_PAGE_NUMBER = re.compile(r"^[-–—~.\s|]*(?:(?:trang|page)\s*)?(?:\d{1,3}|[ivxl]{1,5})(?:\s*/\s*\d{1,3})?[-–—~.\s|]*$")
_SIGNING = re.compile(r"^(?:ky boi|nguoi ky|thoi gian ky|ngay ky|co quan|email|chuc vu)\s*:")
_DIGITS = re.compile(r"\d+")


def without_furniture(pages: Sequence[tuple[float, Sequence[Line]]]) -> tuple[list[list[Line]], list[list[Line]]]:
    """Take the furniture out of ``pages``, each a height in points and its lines; give back text and furniture."""
    repeated = _repeated(pages)
    kept, taken = [], []
    for height, lines in pages:
        outer = _outer(height, lines)
        gone = {id(line) for line in outer if _is_number(line) or (_said(line) in repeated)}
        gone |= {id(line) for line in lines if _SIGNING.match(fold(line.text)) and _small(line, lines)}
        kept.append([line for line in lines if id(line) not in gone])
        taken.append([line for line in lines if id(line) in gone])
    return kept, taken


def _outer(height: float, lines: Sequence[Line]) -> list[Line]:
    """The first lines of the upper zone and the last of the lower one."""
    upper = [line for line in lines if line.box.bottom < _ZONE * height][:3]
    lower = [line for line in lines if line.box.top > (1 - _ZONE) * height][-3:]
    return [*upper, *(line for line in lower if line not in upper)]


def _is_number(line: Line) -> bool:
    return len(line.words) <= 4 and bool(_PAGE_NUMBER.match(fold(line.text)))


def _repeated(pages: Sequence[tuple[float, Sequence[Line]]]) -> set[str]:
    if len(pages) < 3:
        return set()
    counted = Counter(said for height, lines in pages for said in {_said(line) for line in _outer(height, lines)})
    return {said for said, count in counted.items() if count >= 3 and count >= 0.5 * len(pages) and said.strip("# ")}


def _said(line: Line) -> str:
    return _DIGITS.sub("#", fold(line.text))


def _small(line: Line, lines: Sequence[Line]) -> bool:
    heights = sorted(one.letter_height for one in lines)
    return line.letter_height < 0.85 * heights[len(heights) // 2]
