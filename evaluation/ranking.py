"""Fit the orders in which guide sections and plans' passages are ranked, and print how often the right one is first.

    python -m evaluation.ranking [WORDINGS]

Every section and every passage of a plan lists wordings that people use. Each third of them in turn is left out of an
index, then asked (half of them without diacritics): the place it was written for is right, among all sections, or among
all passages of its plan. The order is fitted on the other thirds' questions, as a logistic model of the differences
between the right place and the others. Wordings were chosen to differ from one another, so the shares are lower than
with real questions: they compare orders, no more.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression

from evaluation.places import years_said
from knowledge_base.answer import evidence, guides
from knowledge_base.answer.evidence import Evidence, plan_evidence, weighed_query
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.resolve import open_turn
from knowledge_base.ingest.asked import Wordings
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
    """One left-out wording: its part, its candidates' features (candidates × features) and scores, what is right."""

    part: int
    features: Features
    right: NDArray[np.bool_]
    score: NDArray[np.float64]


class Places(NamedTuple):
    """What is put in order, by which weights; the wordings of each, the library without some, how one is asked."""

    name: str
    order: tuple[float, ...]
    wordings: Callable[[Library], Mapping[str, Sequence[str]]]
    without: Callable[[Library, int], Library]
    ask: Callable[[Searcher, str, str, int], Sample | None]


def fit(places: Places, library: Library, encoder: Encoder, wordings: int, console: Console) -> None:
    """Ask ``wordings`` of each part, fit on the others, print the table and the weights over all."""
    samples = [one for part in range(PARTS) for one in _ask_part(places, library, encoder, part, wordings)]
    table = Table(places.name, f"right first (n={len(samples)})", f"among the first {DEPTH}")
    fitted = {part: _weights([one for one in samples if one.part != part]) for part in range(PARTS)}
    orders: dict[str, Callable[[Sample], Features]] = {
        "BM25 and the encoder": lambda one: one.score,
        "the order in force": lambda one: one.features @ np.array(places.order),
        "fitted, out of part": lambda one: one.features @ fitted[one.part],
    }
    for name, order in orders.items():
        ranked = [one.right[np.argsort(-order(one), kind="stable")] for one in samples]
        first, within = np.mean([one[0] for one in ranked]), np.mean([one[:DEPTH].any() for one in ranked])
        table.add_row(name, f"{first:.3f}", f"{within:.3f}")
    console.print(table)
    console.print(f"weights: {tuple(float(one) for one in _weights(samples).round(2))}")


def _ask_part(places: Places, library: Library, encoder: Encoder, part: int, wordings: int) -> Iterator[Sample]:
    left_out = left_out_of(places, library, part)
    asked = random.Random(part).sample(left_out, min(wordings, len(left_out)))  # noqa: S311 - the same ones in every run
    with tempfile.TemporaryDirectory() as folder:
        searcher = open_build(Path(folder), places.without(library, part), encoder)
        for at, (wording, place) in enumerate(asked):
            sample = places.ask(searcher, fold(wording) if at % 2 else wording, place, part)
            if sample is not None:
                yield sample


def left_out_of(places: Places, library: Library, part: int) -> list[tuple[str, str]]:
    """The wordings that are left out, each with the id of its place."""
    return [(wording, place) for place, asked in places.wordings(library).items() for wording in asked[part::PARTS]]


def _of_sections(library: Library) -> dict[str, Sequence[str]]:
    return {f"{guide.document_id}:{one.id}": one.asked for guide in library.guides for one in guide.sections}


def _without_some_of_sections(library: Library, part: int) -> Library:
    return replace(library, guides=[_thinned(guide, part) for guide in library.guides])


def _thinned(guide: Guide, part: int) -> Guide:
    sections = [section.model_copy(update={"asked": list(_kept(section.asked, part))}) for section in guide.sections]
    return guide.model_copy(update={"sections": sections})


def _kept(wordings: Sequence[str], part: int) -> tuple[str, ...]:
    return tuple(one for at, one in enumerate(wordings) if at % PARTS != part)


def _ask_sections(searcher: Searcher, text: str, section: str, part: int) -> Sample | None:
    turn = open_turn(Question(text=text, act=Act.ASK_HOW_TO), searcher)
    found = [one for one in guides.candidates(turn) if one.passage.kind is PassageKind.GUIDE]
    return _sample(part, found, [guides.features_of(turn, one) for one in found], section)


def _of_passages(library: Library) -> dict[str, Sequence[str]]:
    return {f"{document}:{item}": asked for document, items in library.asked.items() for item, asked in items.items()}


def _without_some_of_passages(library: Library, part: int) -> Library:
    asked: dict[str, Wordings] = {
        document: {item: _kept(wordings, part) for item, wordings in items.items()}
        for document, items in library.asked.items()
    }
    return replace(library, asked=asked)


def _ask_passages(searcher: Searcher, text: str, passage: str, part: int) -> Sample | None:
    agency = searcher.store.plans[passage.partition(":")[0]].agency
    question = Question(text=text, act=Act.SEARCH, agency=agency, agencies=(agency,), years=years_said(text))
    turn = open_turn(question, searcher)
    found = plan_evidence(turn)
    query = weighed_query(turn)
    return _sample(part, found, [evidence.strength_of(query, one.hit, one.share) for one in found], passage)


def _sample(part: int, found: Sequence[Evidence], features: Sequence[tuple[float, ...]], place: str) -> Sample | None:
    """What was found for a wording; a passage that says the same as the right one is as right."""
    if not found:
        return None
    texts = {one.passage.text for one in found if one.passage.id == place}
    return Sample(
        part=part,
        features=np.array(features),
        right=np.array([one.passage.text in texts for one in found]),
        score=np.array([one.hit.score for one in found]),
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


SECTIONS = Places("sections of guides", guides.ORDER, _of_sections, _without_some_of_sections, _ask_sections)
PASSAGES = Places("passages of plans", evidence.STRENGTH, _of_passages, _without_some_of_passages, _ask_passages)


if __name__ == "__main__":
    settings = load_settings()
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else WORDINGS
    for those in (SECTIONS, PASSAGES):
        fit(those, load_library(settings.knowledge_dir), Encoder(settings.encoder), asked, Console())
