"""A page photographed aslant is found by its corners and made flat; a scan or a straight photograph is left alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from knowledge_base.ingest.reading.pages.perspective import Corners, corners_of, flattened
from knowledge_base.ingest.reading.pages.pictures import Picture

WIDTH, HEIGHT = 630, 891
ASLANT = [[150, 90], [690, 60], [760, 930], [70, 1000]]
STRAIGHT = [[100, 80], [730, 80], [730, 971], [100, 971]]


def page() -> Picture:
    """A white page with a black bar near each of its corners."""
    made = np.full((HEIGHT, WIDTH), 250, dtype=np.uint8)
    for left in (60, WIDTH - 200):
        for top in (60, HEIGHT - 80):
            made[top : top + 20, left : left + 140] = 20
    return made


def photograph(corners: list[list[int]], desk: int = 70) -> Picture:
    flat = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], dtype=np.float32)
    way = cv2.getPerspectiveTransform(flat, np.array(corners, dtype=np.float32))
    seen = cv2.warpPerspective(page(), way, (830, 1060), flags=cv2.INTER_AREA, borderValue=(desk,))
    return np.asarray(seen, dtype=np.uint8)


def bars(picture: Picture) -> list[tuple[float, float]]:
    """The middles of the black bars as shares of the picture, from the upper left to the lower right."""
    count, _, stats, middles = cv2.connectedComponentsWithStats(np.asarray(picture < 110, dtype=np.uint8))
    large = [index for index in range(1, count) if stats[index][4] > 500]
    found = [(middles[index][0] / picture.shape[1], middles[index][1] / picture.shape[0]) for index in large]
    return sorted(found, key=lambda place: (round(place[1], 1), place[0]))


def test_the_corners_are_found_on_a_darker_desk() -> None:
    found: Corners | None = corners_of(photograph(ASLANT))
    assert found is not None
    assert np.abs(found - np.array(ASLANT)).max() < 6


def test_a_page_seen_aslant_is_drawn_out_to_its_own_shape() -> None:
    flat = flattened(photograph(ASLANT))
    assert flat is not None
    assert flat.shape[0] / flat.shape[1] == pytest.approx(297 / 210, rel=0.01)
    assert np.abs(np.array(bars(flat)) - np.array(bars(page()))).max() < 0.015


@pytest.mark.parametrize(
    "picture",
    [
        page(),
        photograph(STRAIGHT),
        photograph(ASLANT, desk=240),
        np.full((600, 400), 255, dtype=np.uint8),
        np.full((600, 400), 30, dtype=np.uint8),
    ],
    ids=["scan", "straight", "pale desk", "white", "black"],
)
def test_what_is_no_page_seen_aslant_is_left_alone(picture: Picture) -> None:
    assert flattened(picture) is None
