"""Where the text of a page begins and ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge_base.ingest.reading.pages.parts import Line

_WIDEST_LEADING = 2.2
"""Lines further apart than so many letter heights are never of one paragraph."""
_NARROW = 0.9
"""A page whose lines are narrower than this share of the document's text holds short lines only."""


@dataclass(frozen=True)
class Margins:
    """Where the lines of a block begin and end, in points.

    ``leading`` is the usual step from line to line, ``indents`` where many first lines of paragraphs begin.
    """

    left: float
    right: float
    leading: float
    indents: tuple[float, ...] = ()

    @property
    def width(self) -> float:
        return self.right - self.left


def margins_of(lines: Sequence[Line]) -> Margins:
    """The margins of lines that stand on one page; there is at least one line."""
    letter = sorted(line.letter_height for line in lines)[len(lines) // 2]
    steps = sorted(
        step for before, line in pairwise(lines) if (step := line.box.middle[1] - before.box.middle[1]) > 0.6 * letter
    )
    leading = steps[len(steps) // 4] if steps else 1.5 * letter
    left = _shared([line.box.x0 for line in lines], letter / 2)
    return Margins(
        left=left,
        right=-_shared([-line.box.x1 for line in lines], letter / 2),
        leading=min(max(leading, letter), _WIDEST_LEADING * letter),
        indents=_indents([line.box.x0 for line in lines if line.box.x0 > left + letter]),
    )


def page_margins(pages: Sequence[Sequence[Line]]) -> list[Margins | None]:
    """The margins of each page; a page of short lines takes the width of the document's text."""
    found = [margins_of(lines) if lines else None for lines in pages]
    widths = sorted(one.width for one, lines in zip(found, pages, strict=True) if one is not None and len(lines) > 5)
    usual = widths[len(widths) // 2] if widths else 0.0
    return [
        replace(one, right=one.left + usual) if one is not None and one.width < _NARROW * usual else one
        for one in found
    ]


def _indents(starts: Sequence[float]) -> tuple[float, ...]:
    """Where at least three lines begin, to the nearest two points."""
    counted = Counter(round(start / 2) for start in starts)
    return tuple(2.0 * place for place in sorted(counted) if counted[place] + counted[place + 1] > 2)


def _shared(ends: Sequence[float], near: float) -> float:
    """The outermost of ``ends`` that two lines share, so that a speck in the margin does not count."""
    ordered = sorted(ends)
    for one, following in pairwise(ordered):
        if following - one <= near:
            return one
    return ordered[0]
