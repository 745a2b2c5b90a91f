"""Ruling lines into grids: where a table stands and which of its places are one cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge_base.ingest.reading.pages.parts import Box, Rule

SNAP = 3.0
"""Points within which two ruling lines are one: about a millimetre, the play of a printed and scanned line."""

_LEAST_WIDTH = 6.0
_DRAWN = 0.55
"""The share of a cell's side that has to be drawn for the side to be there; the rest may be a scan's gaps."""


@dataclass(frozen=True)
class Span:
    """A cell: its first row and column, and how many of each it covers."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True)
class Grid:
    """``xs`` and ``ys``: the lines' places, one more than there are columns and rows. ``spans``: every cell once."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]
    uneven: bool = False

    @cached_property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def find_grids(rules: Iterable[Rule]) -> list[Grid]:
    """Find the tables drawn by ``rules``, from top to bottom; a mere frame or underline is none."""
    rules = list(rules)
    across = _merged([one for one in rules if one.horizontal])
    down = _merged([one for one in rules if not one.horizontal])
    grids = [grid for part in _connected(across, down) if (grid := _grid(*part)) is not None]
    outermost = [one for one in grids if not any(_inside(one.box, other.box) for other in grids if other is not one)]
    return sorted(outermost, key=lambda grid: grid.ys[0])


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of the same line joined."""
    joined: list[Rule] = []
    for group in _clusters(rules):
        at = _weighted_place(group)
        start, end = group[0].start, group[0].end
        for piece in sorted(group, key=lambda one: one.start):
            if piece.start > end + SNAP:
                joined.append(Rule(piece.horizontal, at, start, end))
                start, end = piece.start, piece.end
            else:
                start, end = min(start, piece.start), max(end, piece.end)
        joined.append(Rule(group[0].horizontal, at, start, end))
    return joined


def _clusters(rules: Sequence[Rule]) -> list[list[Rule]]:
    clusters: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if clusters and rule.at - clusters[-1][-1].at <= SNAP / 2 and rule.at - clusters[-1][0].at <= SNAP:
            clusters[-1].append(rule)
        else:
            clusters.append([rule])
    for group in clusters:
        group.sort(key=lambda one: one.start)
    return clusters


def _weighted_place(group: Sequence[Rule]) -> float:
    length = sum(one.end - one.start for one in group)
    return sum(one.at * (one.end - one.start) for one in group) / length if length else group[0].at


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch, directly or through others."""
    everything = [*across, *down]
    group = list(range(len(everything)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for i, one in enumerate(across):
        for j, other in enumerate(down, len(across)):
            meets_across = one.start - SNAP <= other.at <= one.end + SNAP
            meets_down = other.start - SNAP <= one.at <= other.end + SNAP
            if meets_across and meets_down:
                group[root(j)] = root(i)
    parts: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate(everything):
        parts.setdefault(root(index), ([], []))[0 if rule.horizontal else 1].append(rule)
    return [part for part in parts.values() if part[0] and part[1]]


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    xs = _places(down, [edge for one in across for edge in (one.start, one.end)])
    ys = _places(across, [edge for one in down for edge in (one.start, one.end)])
    if len(xs) < 3 or len(ys) < 2:
        return None
    spans, uneven = _spans(xs, ys, across, down)
    if len(spans) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(spans), uneven)


def _places(rules: Sequence[Rule], edges: Sequence[float]) -> list[float]:
    """Where the lines of one direction stand; the other direction's far ends close a table left open at its side."""
    places: list[float] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if not places or rule.at - places[-1] > _LEAST_WIDTH:
            places.append(rule.at)
    low, high = min(edges), max(edges)
    if places[0] - low > 3 * _LEAST_WIDTH:
        places.insert(0, low)
    if high - places[-1] > 3 * _LEAST_WIDTH:
        places.append(high)
    return places


def _spans(xs: Sequence[float], ys: Sequence[float], across: list[Rule], down: list[Rule]) -> tuple[list[Span], bool]:
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while owner[place] != place:
            place = owner[place]
        return place

    for row in range(rows):
        for column in range(columns):
            if column + 1 < columns and not _drawn(down, xs[column + 1], ys[row], ys[row + 1]):
                owner[root((row, column + 1))] = root((row, column))
            if row + 1 < rows and not _drawn(across, ys[row + 1], xs[column], xs[column + 1]):
                owner[root((row + 1, column))] = root((row, column))
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in owner:
        members.setdefault(root(place), []).append(place)
    spans, uneven = [], False
    for places in members.values():
        top, left = min(row for row, _ in places), min(column for _, column in places)
        height = max(row for row, _ in places) - top + 1
        width = max(column for _, column in places) - left + 1
        if height * width == len(places):
            spans.append(Span(top, left, height, width, Box(xs[left], ys[top], xs[left + width], ys[top + height])))
        else:
            # Lines are missing: no rectangle, so each place stands for itself.
            uneven = True
            spans += [Span(r, c, 1, 1, Box(xs[c], ys[r], xs[c + 1], ys[r + 1])) for r, c in places]
    return sorted(spans, key=lambda span: (span.row, span.column)), uneven


def _drawn(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    covered = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules if abs(rule.at - at) <= _LEAST_WIDTH
    )
    return covered >= _DRAWN * (end - start)


def _inside(inner: Box, outer: Box) -> bool:
    return outer.holds((inner.x0, inner.top)) and outer.holds((inner.x1, inner.bottom))
