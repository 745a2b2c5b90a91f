"""Pictures of pages: evenly lit, free of grain, upright, straight.

A picture is an array of grey values (rows × columns, 0 black).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

DPI = 300
"""The resolution that Tesseract's models were trained for."""

_A4_INCHES = (8.27, 11.69)
_PAPER = 80
_GRAINY = 4.0
"""Grey values; a good scanner's grain stays below."""
_GRAINS = 4.5
_DARKEST_WHITE = 170
_WIDEST_SKEW = 8.0
_LEAST_SKEW = 0.15


def evenly_lit(picture: Picture) -> Picture:
    """Take shadows and a tinted paper out: each place is compared with the paper around it."""
    darkest_paper = np.percentile(picture[::8, ::8], 20)
    if darkest_paper >= 235:
        return picture
    small = cv2.resize(picture, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 15)
    paper = cv2.resize(paper, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(picture, np.maximum(paper, 1), scale=255), dtype=np.uint8)


def without_grain(picture: Picture) -> Picture:
    """Whiten the paper of a grainy picture, whose specks would be taken for faint writing; a clean one stays as it is.

    The grain is measured on the brighter half of the picture, which is paper.
    """
    sample = picture[::4, ::4]
    paper = float(np.median(sample))
    grain = 1.4826 * float(np.median(np.abs(sample[sample >= paper - _PAPER].astype(np.float32) - paper)))
    if grain < _GRAINY:
        return picture
    white = max(paper - _GRAINS * grain, _DARKEST_WHITE)
    level = np.arange(256, dtype=np.float32)
    lighter = np.where(level >= white, 255, level)
    return np.asarray(cv2.LUT(picture, lighter.astype(np.uint8)), dtype=np.uint8)


def at_working_size(picture: Picture) -> tuple[Picture, float]:
    """Bring a page of unknown resolution to about 300 dpi, taking it for A4; also give points per pixel."""
    height, width = picture.shape
    dpi = (min(height, width) / _A4_INCHES[0] + max(height, width) / _A4_INCHES[1]) / 2
    factor = DPI / dpi
    if 0.9 < factor < 1.12:
        return picture, 72 / dpi
    way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    resized = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=way)
    return np.asarray(resized, dtype=np.uint8), 72 / DPI


def turned(picture: Picture, degrees: int) -> Picture:
    """Turn by 0, 90, 180 or 270 degrees clockwise."""
    return np.ascontiguousarray(np.rot90(picture, k=-(degrees // 90)))


def skew_of(picture: Picture) -> float:
    """By how many degrees text lines fall to the right (positive) or rise; within ±8, 0 where nothing tells it.

    Rows of ink are sharpest when the lines lie level (Postl 1986), so the variance of the ink per row is searched
    for its peak, first coarsely, then finely.
    """
    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    ink = np.asarray((small < 160) * 255, dtype=np.uint8)
    if np.count_nonzero(ink) < 200:
        return 0.0
    coarse = max(np.arange(-_WIDEST_SKEW, _WIDEST_SKEW + 0.1, 0.5), key=lambda angle: _sharpness(ink, float(angle)))
    fine = max(np.arange(coarse - 0.5, coarse + 0.51, 0.05), key=lambda angle: _sharpness(ink, float(angle)))
    if _sharpness(ink, float(fine)) < 1.02 * _sharpness(ink, 0.0):
        return 0.0
    return 0.0 if abs(fine) < _LEAST_SKEW else round(float(fine), 2)


def straightened(picture: Picture, skew: float) -> Picture:
    """Turn by ``skew`` degrees so that the lines lie level; what comes in at the corners is white."""
    height, width = picture.shape
    around_middle = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    level = cv2.warpAffine(
        picture, around_middle, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return np.asarray(level, dtype=np.uint8)


def without_dark_edges(picture: Picture) -> Picture:
    """Whiten the black strips that a scanner's lid leaves along the edges."""
    cleaned = picture.copy()
    dark = np.asarray(picture < 110, dtype=np.uint8)
    for view, shares in ((cleaned, dark.mean(axis=1)), (cleaned.T, dark.mean(axis=0))):
        for order in (range(len(shares)), range(len(shares) - 1, -1, -1)):
            for index in order:
                if shares[index] < 0.5:
                    break
                view[index] = 255
    return cleaned


def is_blank(picture: Picture) -> bool:
    """Whether a page holds no ink worth reading."""
    inner = picture[picture.shape[0] // 30 : -picture.shape[0] // 30, picture.shape[1] // 30 : -picture.shape[1] // 30]
    return float(np.mean(inner < 140)) < 0.0002


def _sharpness(ink: Picture, angle: float) -> float:
    height, width = ink.shape
    middle = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.warpAffine(ink, middle, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1, dtype=np.float64)
    return float(np.sum(np.square(np.diff(rows))))
