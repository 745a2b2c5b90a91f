"""Ruling lines of a scanned page: found by their shape, and taken out so that letters stand alone."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from knowledge_base.ingest.reading.pages.grids import SNAP, Grid
from knowledge_base.ingest.reading.pages.parts import Rule
from knowledge_base.ingest.reading.pages.pictures import DPI, Picture

_SHORTEST = DPI // 4
"""Pixels: a quarter of an inch, longer than any stroke of a letter and shorter than a table row is high."""
_THICKEST = DPI // 20
_EDGE = 3
"""Pixels to either side of a line that its blur takes."""
_GAP = DPI // 60
_SOLID = 0.93
"""The share of a line that is ink; the feet of letters in a row, joined across their gaps, have less."""


def find_rules(picture: Picture, points: float) -> list[Rule]:
    """Find level and upright lines; ``points`` is the size of a pixel."""
    ink = np.asarray(
        cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 15), dtype=np.uint8
    )
    rules: list[Rule] = []
    for horizontal in (True, False):
        # A line that is not quite level is a stair: closing across joins its steps before the opening along.
        bridge = (_GAP, 3) if horizontal else (3, _GAP)
        run = (_SHORTEST, 1) if horizontal else (1, _SHORTEST)
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, bridge))
        lines = cv2.morphologyEx(joined, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, run))
        rules += _components(np.asarray(lines, dtype=np.uint8), ink, points, horizontal=horizontal)
    return rules


def without_grid_lines(picture: Picture, rules: Sequence[Rule], grid: Grid, points: float) -> Picture:
    """Whiten those ``rules`` that draw ``grid``. Bars of letters that look like a short rule stay."""
    cleaned = picture.copy()
    for rule in rules:
        places = grid.ys if rule.horizontal else grid.xs
        if min(abs(rule.at - place) for place in places) > SNAP or not grid.box.holds(_middle(rule)):
            continue
        half = max(rule.thickness, points) / 2 + _EDGE * points
        across = slice(max(0, round((rule.at - half) / points)), round((rule.at + half) / points) + 1)
        along = slice(max(0, round(rule.start / points) - _EDGE), round(rule.end / points) + _EDGE)
        cleaned[(across, along) if rule.horizontal else (along, across)] = 255
    return cleaned


def _middle(rule: Rule) -> tuple[float, float]:
    along = (rule.start + rule.end) / 2
    return (along, rule.at) if rule.horizontal else (rule.at, along)


def _components(lines: Picture, ink: Picture, points: float, *, horizontal: bool) -> list[Rule]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    rules = []
    for index in range(1, count):
        left, top, width, height, area = (int(one) for one in stats[index])
        length, thickness = (width, height) if horizontal else (height, width)
        if area > _THICKEST * length or thickness > max(_THICKEST, length // 12):
            continue
        drawn = ink[top : top + height, left : left + width].any(axis=0 if horizontal else 1)
        if drawn.mean() < _SOLID:
            continue
        at, start = (top + height / 2, left) if horizontal else (left + width / 2, top)
        rules.append(
            Rule(horizontal, at * points, start * points, (start + length) * points, thickness=thickness * points)
        )
    return rules
