"""Pictures of pages are made ready: the grain of a bad scan goes, its writing stays."""

from __future__ import annotations

import numpy as np

from knowledge_base.ingest.reading.pages.pictures import Picture, without_grain


def page() -> Picture:
    made = np.full((600, 400), 250, dtype=np.uint8)
    made[100:120, 50:350] = 20
    return made


def test_the_grain_of_the_paper_is_whitened_and_the_writing_stays() -> None:
    grain = np.random.default_rng(1).normal(0, 16, (600, 400))
    grainy = np.clip(page() + grain, 0, 255).astype(np.uint8)
    cleared = without_grain(grainy)
    assert (grainy[200:] < 255).mean() > 0.5
    assert (cleared[200:] < 255).mean() < 0.01
    assert ((cleared < 110) == (grainy < 110)).all()


def test_a_clean_picture_stays_as_it_is() -> None:
    clean = page()
    assert without_grain(clean) is clean
