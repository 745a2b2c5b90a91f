"""Fit the order of guide sections (``knowledge_base.answer.guides.ORDER``) and print how often the right one is first.

    python -m evaluation.ranking [WORDINGS]

Every section lists wordings that residents use. Each third of them in turn is left out of an index, then asked (half
of them without diacritics): the section it was written for is right, among all sections. The order is fitted on the
other thirds' questions, as a logistic model of the differences between the right section and the others. Wordings were
chosen to differ from one another, so the shares are lower than with real questions: they compare orders, no more.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression

from knowledge_base.answer import guides
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.resolve import open_turn
from knowledge_base.ingest.guides import Guide
from knowledge_base.ingest.library import Library, load_library
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.indexer import open_build
from knowledge_base.search.searcher import Searcher
from knowledge_base.store.passages import PassageKind
from settings import load_settings
from vietnamese import fold

PARTS = 3
WORDINGS = 600
DEPTH = 3
Features = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """One left-out wording: its part, its candidates' features (candidates × features) and strengths, what is right."""

    part: int
    features: Features
    right: NDArray[np.bool_]
    strength: NDArray[np.float64]


def fit(library: Library, encoder: Encoder, wordings: int, console: Console) -> None:
    """Ask ``wordings`` of each part, fit on the others, print the table and the weights over all."""
    samples = [one for part in range(PARTS) for one in _ask_part(library, encoder, part, wordings)]
    table = Table("order", f"right first (n={len(samples)})", f"among the first {DEPTH}")
    fitted = {part: _weights([one for one in samples if one.part != part]) for part in range(PARTS)}
    orders: dict[str, Callable[[Sample], Features]] = {
        "strength alone": lambda one: one.strength,
        "the order in force": lambda one: one.features @ np.array(guides.ORDER),
        "fitted, out of part": lambda one: one.features @ fitted[one.part],
    }
    for name, order in orders.items():
        ranked = [one.right[np.argsort(-order(one), kind="stable")] for one in samples]
        first, within = np.mean([one[0] for one in ranked]), np.mean([one[:DEPTH].any() for one in ranked])
        table.add_row(name, f"{first:.3f}", f"{within:.3f}")
    console.print(table)
    console.print(f"ORDER = {tuple(float(one) for one in _weights(samples).round(2))}")


def _ask_part(library: Library, encoder: Encoder, part: int, wordings: int) -> Iterator[Sample]:
    left_out = [
        (wording, f"{guide.document_id}:{section.id}")
        for guide in library.guides
        for section in guide.sections
        for wording in section.asked[part::PARTS]
    ]
    asked = random.Random(part).sample(left_out, min(wordings, len(left_out)))  # noqa: S311 - the same ones in every run
    with tempfile.TemporaryDirectory() as folder:
        searcher = open_build(Path(folder), _without(library, part), encoder)
        for at, (wording, section) in enumerate(asked):
            sample = _sample(searcher, fold(wording) if at % 2 else wording, section, part)
            if sample is not None:
                yield sample


def _without(library: Library, part: int) -> Library:
    """The library with every ``PARTS``-th wording of each section left out."""
    return Library(**{**vars(library), "guides": [_thinned(guide, part) for guide in library.guides]})


def _thinned(guide: Guide, part: int) -> Guide:
    sections = [
        section.model_copy(update={"asked": [one for at, one in enumerate(section.asked) if at % PARTS != part]})
        for section in guide.sections
    ]
    return guide.model_copy(update={"sections": sections})


def _sample(searcher: Searcher, text: str, section: str, part: int) -> Sample | None:
    turn = open_turn(Question(text=text, act=Act.ASK_HOW_TO), searcher)
    found = [one for one in guides.candidates(turn) if one.passage.kind is PassageKind.GUIDE]
    if not found:
        return None
    return Sample(
        part=part,
        features=np.array([guides.features_of(turn, one) for one in found]),
        right=np.array([one.passage.id == section for one in found]),
        strength=np.array([one.strength for one in found]),
    )


def _weights(samples: Sequence[Sample]) -> Features:
    """Weights of a logistic model of right minus wrong, no constant; both signs, so that the classes balance."""
    differences = np.concatenate(
        [one.features[one.right][0] - one.features[~one.right] for one in samples if one.right.any()]
    )
    share = np.concatenate(
        [np.full((~one.right).sum(), 1 / max((~one.right).sum(), 1)) for one in samples if one.right.any()]
    )
    model = LogisticRegression(C=10, fit_intercept=False)
    both = np.concatenate([differences, -differences])
    labels = np.repeat([1, 0], len(differences))
    model.fit(both, labels, sample_weight=np.tile(share, 2))
    return np.asarray(model.coef_[0])


if __name__ == "__main__":
    settings = load_settings()
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else WORDINGS
    fit(load_library(settings.knowledge_dir), Encoder(settings.encoder), asked, Console())
