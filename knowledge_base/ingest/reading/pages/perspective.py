"""A page photographed aslant, made flat: its four corners are found on the darker desk and drawn out to a rectangle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from knowledge_base.ingest.reading.pages.pictures import Picture

Corners = NDArray[np.float32]
"""Four points (x, y): upper left, upper right, lower right, lower left."""

_LOOKED_AT = 900
"""Pixels of the longer side while the page is looked for."""
_LEAST_SHARE, _MOST_SHARE = 0.3, 0.98
_FILLED = 0.95
"""The share of the four corners' area that is paper; less is no page but a bright stain."""
_DARKER = 40
"""Grey values by which the desk has to be darker than the paper."""
_ASLANT = 0.012
"""How far a corner lies off the rectangle through the page, as a share of its diagonal, from which it plainly does."""
_A4 = 297 / 210
_NEARLY_A4 = 0.15
_BORDER = 0.004
"""The share of the page at each side that the shadow of its edge takes."""


def flattened(picture: Picture) -> Picture | None:
    """The page alone, drawn out to a rectangle; ``None`` where its border is not seen, or is a rectangle already."""
    corners = corners_of(picture)
    if corners is None or _off_rectangle(corners) < _ASLANT:
        return None
    width, height = _size(corners)
    across, down = _BORDER * width, _BORDER * height
    flat = np.array(
        [[-across, -down], [width + across, -down], [width + across, height + down], [-across, height + down]],
        dtype=np.float32,
    )
    way = cv2.getPerspectiveTransform(corners, flat)
    drawn = cv2.warpPerspective(picture, way, (round(width), round(height)), flags=cv2.INTER_CUBIC, borderValue=(255,))
    return np.asarray(drawn, dtype=np.uint8)


def corners_of(picture: Picture) -> Corners | None:
    """The corners of a bright page on a darker ground, ``None`` where none stands out."""
    shrink = min(1.0, _LOOKED_AT / max(picture.shape))
    small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    # The writing is closed first: what is left is paper and what lies around it.
    closed = cv2.morphologyEx(cv2.GaussianBlur(small, (5, 5), 0), cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    _, bright = cv2.threshold(closed, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = cv2.convexHull(max(outlines, key=cv2.contourArea))
    area = cv2.contourArea(outline)
    if not _LEAST_SHARE * small.size < area < _MOST_SHARE * small.size:
        return None
    page = np.zeros_like(small)
    cv2.fillConvexPoly(page, outline, 255)
    around = cv2.erode(np.asarray(255 - page, dtype=np.uint8), np.ones((5, 5), np.uint8)) > 0
    if not around.any() or np.median(closed[page > 0]) - np.median(closed[around]) < _DARKER:
        return None
    found = _four(outline)
    if found is None or area < _FILLED * cv2.contourArea(found):
        return None
    return np.asarray(_in_order(found) / shrink, dtype=np.float32)


def _four(outline: NDArray[Any]) -> Corners | None:
    """The outline with as little detail as leaves four corners."""
    length = cv2.arcLength(outline, closed=True)
    for share in np.arange(0.01, 0.08, 0.005):
        corners = cv2.approxPolyDP(outline, share * length, closed=True)
        if len(corners) == 4:
            return np.asarray(corners.reshape(4, 2), dtype=np.float32)
    return None


def _in_order(corners: Corners) -> Corners:
    sums, differences = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    places: Sequence[np.intp] = (sums.argmin(), differences.argmin(), sums.argmax(), differences.argmax())
    return np.asarray(corners[list(places)], dtype=np.float32)


def _off_rectangle(corners: Corners) -> float:
    """The farthest that a corner lies from the nearest corner of the smallest rectangle around them all."""
    rectangle = cv2.boxPoints(cv2.minAreaRect(corners))
    diagonal = float(np.linalg.norm(rectangle[0] - rectangle[2]))
    return max(float(np.linalg.norm(rectangle - corner, axis=1).min()) for corner in corners) / max(diagonal, 1.0)


def _size(corners: Corners) -> tuple[float, float]:
    """Width and height of the flat page; A4's, where what is seen comes near it."""
    sides = [float(np.linalg.norm(corners[at] - corners[(at + 1) % 4])) for at in range(4)]
    width, height = max(sides[0], sides[2]), max(sides[1], sides[3])
    long, short = max(width, height), min(width, height)
    if abs(long / short - _A4) > _NEARLY_A4 * _A4:
        return width, height
    return (width, width * _A4) if height >= width else (height * _A4, height)
