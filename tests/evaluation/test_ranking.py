"""The fit of the order: left-out wordings are asked, both orders are printed, the weights as they go into the code."""

from __future__ import annotations

import re

import pytest
from rich.console import Console

from evaluation import ranking
from knowledge_base.ingest.library import Library, load_library
from knowledge_base.search.encoding import Encoder
from settings import REPOSITORY
from tests.knowledge_base.encoders import SHIPPED


@pytest.fixture
def two_guides() -> Library:
    """The repository's knowledge with the two shortest guides alone."""
    library = load_library(REPOSITORY / "knowledge_base")
    shortest = sorted(library.guides, key=lambda one: len(one.sections))[:2]
    return Library(**{**vars(library), "guides": shortest})


def test_the_fit_prints_shares_and_weights(two_guides: Library, capsys: pytest.CaptureFixture[str]) -> None:
    ranking.fit(two_guides, Encoder(SHIPPED), 40, Console(width=100))
    printed = capsys.readouterr().out
    first = [float(one) for one in re.findall(r"│ (0\.\d+)\s+│ 0\.\d+", printed)]
    assert "n=120" in printed
    assert len(first) == 3
    assert all(0.3 < one < 1 for one in first)
    assert re.search(r"ORDER = \((-?\d+\.\d+, ){5}-?\d+\.\d+\)", printed)


def test_a_left_out_wording_is_not_in_the_index_it_is_asked_of(two_guides: Library) -> None:
    section = two_guides.guides[0].sections[0]
    for part in range(ranking.PARTS):
        kept = ranking._without(two_guides, part).guides[0].sections[0].asked
        assert sorted([*kept, *section.asked[part :: ranking.PARTS]]) == sorted(section.asked)
        assert not set(kept) & set(section.asked[part :: ranking.PARTS])
