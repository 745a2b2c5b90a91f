"""The fit of the orders: left-out wordings are asked, the orders are printed, the weights as they go into the code."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.console import Console

from evaluation import ranking
from knowledge_base.ingest.library import Library
from knowledge_base.search.encoding import Encoder
from tests.knowledge_base.committed import committed_library
from tests.knowledge_base.encoders import SHIPPED


@pytest.fixture
def small() -> Library:
    """The repository's knowledge with the two shortest guides alone, and one plan's wordings."""
    library = committed_library()
    shortest = sorted(library.guides, key=lambda one: len(one.sections))[:2]
    fewest = min(library.asked, key=lambda document: sum(map(len, library.asked[document].values())))
    return replace(library, guides=shortest, asked={fewest: library.asked[fewest]})


@pytest.mark.parametrize("places", [ranking.SECTIONS, ranking.PASSAGES], ids=["guides", "plans"])
def test_the_fit_prints_shares_and_weights(
    small: Library, places: ranking.Places, capsys: pytest.CaptureFixture[str]
) -> None:
    ranking.fit(places, small, Encoder(SHIPPED), 40, Console(width=100))
    printed = capsys.readouterr().out
    first = [float(one) for one in re.findall(r"│ (0\.\d+)\s+│ 0\.\d+", printed)]
    assert "n=120" in printed
    assert len(first) == 3
    assert all(0.3 < one < 1 for one in first)
    assert printed.count(".", printed.index("weights: (")) == len(places.order)


def test_a_left_out_wording_of_a_passage_is_not_in_the_index_it_is_asked_of(small: Library) -> None:
    document, items = next(iter(small.asked.items()))
    item, wordings = next(iter(items.items()))
    for part in range(ranking.PARTS):
        kept = ranking.PASSAGES.without(small, part).asked[document][item]
        left_out = [
            wording
            for wording, place in ranking.left_out_of(ranking.PASSAGES, small, part)
            if place == f"{document}:{item}"
        ]
        assert sorted([*kept, *left_out]) == sorted(wordings)


def test_a_left_out_wording_is_not_in_the_index_it_is_asked_of(small: Library) -> None:
    section = small.guides[0].sections[0]
    for part in range(ranking.PARTS):
        kept = ranking.SECTIONS.without(small, part).guides[0].sections[0].asked
        assert sorted([*kept, *section.asked[part :: ranking.PARTS]]) == sorted(section.asked)
        assert not set(kept) & set(section.asked[part :: ranking.PARTS])
