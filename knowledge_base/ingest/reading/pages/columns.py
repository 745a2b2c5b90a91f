"""Columns: text that stands side by side is read block by block, never across.

The head of a document (agency on the left, motto on the right) and its end (recipients on the left, signature on the
right) are two blocks each, Decree 30/2020/NĐ-CP, appendix I. A wide empty gutter that several lines share tells them;
where the two stand close, the words of the motto do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.ingest.reading.pages.parts import Line, Word
from knowledge_base.ingest.reading.pages.shapes import is_marker
from vietnamese import fold

_WIDE = 1.8
"""A gap of so many letter heights is a gutter; blanks of justified text stay below."""
_NARROWEST = 4.0
_MOTTO = (("cong", "hoa"), ("doc", "lap"))


@dataclass(frozen=True)
class Gutter:
    """An empty strip between two columns."""

    left: float
    right: float

    def narrowed(self, other: Gutter) -> Gutter | None:
        left, right = max(self.left, other.left), min(self.right, other.right)
        return Gutter(left, right) if right - left >= _NARROWEST else None


@dataclass(frozen=True)
class Block:
    """Lines that are read one after the other; ``side``: it is one of two columns."""

    lines: list[Line]
    side: bool = False


def blocks_of(lines: Sequence[Line], middles: Sequence[float]) -> list[Block]:
    """Split ``lines`` (from top to bottom) into blocks in reading order.

    ``middles``: those of the page's text and of its tables; what is centred there is a title, in neither column.
    """
    blocks = [Block([])]
    index = 0
    while index < len(lines):
        end, gutter = _region(lines, index, middles)
        if gutter is None:
            blocks[-1].lines.append(lines[index])
            index += 1
            continue
        left, right = _sides(lines[index:end], gutter)
        blocks += [Block(left, side=True), Block(right, side=True), Block([])]
        index = end
    return [block for block in blocks if block.lines]


def gaps_of(line: Line) -> list[Gutter]:
    """The wide gaps of a line; the one after a number or a bullet is none."""
    found = []
    for index, (before, after) in enumerate(zip(line.words, line.words[1:], strict=False)):
        wide = after.box.x0 - before.box.x1 >= _WIDE * line.letter_height
        if wide and not (index == 0 and is_marker(before.text)):
            found.append(Gutter(before.box.x1, after.box.x0))
    return found


def _region(lines: Sequence[Line], start: int, middles: Sequence[float]) -> tuple[int, Gutter | None]:
    """How far two columns go that start with line ``start``, and the gutter between them."""
    gutter = _motto_gutter(lines[start])
    told = gutter is not None
    if gutter is None:
        gaps = gaps_of(lines[start])
        if len(gaps) != 1:
            return start, None
        gutter = gaps[0]
    split = 1
    end = start + 1
    while end < len(lines):
        narrowed = _shared(lines[end], gutter)
        if narrowed is None or _is_title(lines[end], middles):
            break
        split += any(narrowed.narrowed(gap) for gap in _all_gaps(lines[end]))
        gutter = narrowed
        end += 1
    return (end, gutter) if split > 1 or told else (start, None)


def _shared(line: Line, gutter: Gutter) -> Gutter | None:
    """The part of ``gutter`` that ``line`` leaves empty."""
    box = line.box
    if box.x1 <= gutter.right - _NARROWEST or box.x0 >= gutter.left + _NARROWEST:
        return gutter.narrowed(Gutter(box.x1, gutter.right) if box.x1 < gutter.right else Gutter(gutter.left, box.x0))
    wide = [gap for gap in _all_gaps(line) if gap.right - gap.left >= 0.9 * line.letter_height]
    narrowed = [one for gap in wide if (one := gutter.narrowed(gap))]
    return max(narrowed, key=lambda one: one.right - one.left) if narrowed else None


def _is_title(line: Line, middles: Sequence[float]) -> bool:
    """Whether a short line stands in the middle of the page, and so in neither column."""
    centred = any(abs(line.box.middle[0] - middle) < line.letter_height for middle in middles)
    return centred and not gaps_of(line)


def _all_gaps(line: Line) -> list[Gutter]:
    return [
        Gutter(before.box.x1, after.box.x0)
        for before, after in zip(line.words, line.words[1:], strict=False)
        if after.box.x0 > before.box.x1
    ]


def _motto_gutter(line: Line) -> Gutter | None:
    for index in range(1, len(line.words) - 1):
        if _says(line.words[index : index + 2]):
            before, after = line.words[index - 1], line.words[index]
            if after.box.x0 - before.box.x1 >= _NARROWEST:
                return Gutter(before.box.x1, after.box.x0)
    return None


def _says(words: Sequence[Word]) -> bool:
    spoken = tuple(fold(word.text) for word in words)
    return spoken in _MOTTO and all(word.text[:1].isupper() for word in words[:1])


def _sides(lines: Sequence[Line], gutter: Gutter) -> tuple[list[Line], list[Line]]:
    middle = (gutter.left + gutter.right) / 2
    left, right = [], []
    for line in lines:
        here = tuple(word for word in line.words if word.box.middle[0] < middle)
        there = tuple(word for word in line.words if word.box.middle[0] >= middle)
        if here:
            left.append(Line(here))
        if there:
            right.append(Line(there))
    return left, right
