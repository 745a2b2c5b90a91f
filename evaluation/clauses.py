"""How often the right clause of the right plan comes first, and what order and belief of plan passages that gives.

    python -m evaluation.clauses FILE [FILE …]            # right first and among the first five, for each file
    python -m evaluation.clauses FILE [FILE …] --fit      # fits order and belief on these files, prints both

A clause is right when it restates the quoted lines of the row's plan. Rows with a context, or without a quote, are left
out; the plan is taken as known, as it is on an agency's page. Uses the index in force.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from evaluation.places import clauses_of_quote
from evaluation.rows import Row, load_rows
from knowledge_base.answer import evidence
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.resolve import open_turn
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import CurrentSearcher, Searcher
from settings import load_settings
from vietnamese import fold

DEPTH = 5
FOLDS = 5
BINS = 5
Figures = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """One question: its candidates' features, scores and which are right. ``row`` groups its two spellings."""

    row: int
    order: Figures
    belief: Figures
    lexical: Figures
    right: NDArray[np.bool_]


def samples_of(path: Path, searcher: Searcher) -> list[Sample]:
    """Every question of ``path``, as typed and without diacritics."""
    rows = [row for row in load_rows(path) if not row.context and _quoted(row)]
    found = [_sample(at, row, typed(row.question), searcher) for at, row in enumerate(rows) for typed in (str, fold)]
    return [one for one in found if one is not None]


def show(path: Path, samples: Sequence[Sample], console: Console) -> None:
    """Print how often the right clause is first, by the lexical ranking alone and in the order in force."""
    table = Table(f"{path.name} (n={len(samples)})", "first", f"in the first {DEPTH}", "found at all")
    orders: dict[str, Callable[[Sample], Figures]] = {
        "BM25": lambda one: one.lexical,
        "in force": lambda one: one.order @ np.array(evidence.PLAN_ORDER),
    }
    for name, order in orders.items():
        table.add_row(name, *_shares(samples, order))
    console.print(table)


def fit(samples: Sequence[Sample], console: Console) -> None:
    """Print weights fitted on all samples, their shares out of fold, and the reliability of the belief."""
    table = Table("fitted, out of fold", "first", f"in the first {DEPTH}", "found at all")
    weights = {part: _weights([one for one in samples if one.row % FOLDS != part]) for part in range(FOLDS)}
    table.add_row("", *_shares(samples, lambda one: one.order @ weights[one.row % FOLDS]))
    console.print(table)
    ordered = _weights(samples)
    console.print(f"PLAN_ORDER = {tuple(float(one) for one in ordered.round(2))}")
    best = [int(np.argmax(one.order @ ordered)) for one in samples]
    features = np.array([one.belief[at] for one, at in zip(samples, best, strict=True)])
    right = np.array([one.right[at] for one, at in zip(samples, best, strict=True)])
    model = LogisticRegression(C=5)
    groups = np.array([one.row % FOLDS for one in samples])
    splits = [(np.flatnonzero(groups != part), np.flatnonzero(groups == part)) for part in range(FOLDS)]
    believed = cross_val_predict(model, features, right, cv=splits, method="predict_proba")[:, 1]
    model.fit(features, right)
    console.print(f"PLAN_BELIEF = {tuple(float(one) for one in model.coef_[0].round(2))}")
    console.print(f"PLAN_BELIEF_BIAS = {model.intercept_[0]:.2f}")
    reliability = Table("believed", "n", "mean belief", "right", title="Reliability, out of fold", title_justify="left")
    for low in np.arange(BINS) / BINS:
        inside = (believed >= low) & (believed < low + 1 / BINS)
        if inside.any():
            mean, share = believed[inside].mean(), right[inside].mean()
            reliability.add_row(f"{low:.1f}–{low + 1 / BINS:.1f}", str(inside.sum()), f"{mean:.2f}", f"{share:.2f}")
    console.print(reliability)


def _quoted(row: Row) -> bool:
    return any(source.document and (source.quote or source.quote_restored) for source in row.sources)


def _sample(at: int, row: Row, text: str, searcher: Searcher) -> Sample | None:
    plans = searcher.store.plans
    sources = [source for source in row.sources if source.document in plans]
    named = tuple(dict.fromkeys(plans[source.document or ""].agency for source in sources))
    turn = open_turn(Question(text=text, act=Act.SEARCH, agency=row.agency, agencies=named), searcher)
    found = evidence.plan_evidence(turn)
    if not found:
        return None
    places = {place for source in sources for place in clauses_of_quote(plans[source.document or ""], source)}
    return Sample(
        row=at,
        order=np.array([evidence.order_features(turn.query, one) for one in found]),
        belief=np.array([evidence.belief_features(turn.query, one) for one in found]),
        lexical=np.array([one.hit.lexical for one in found]),
        right=np.array([(one.passage.document_id, one.passage.locator) in places for one in found]),
    )


def _shares(samples: Sequence[Sample], order: Callable[[Sample], Figures]) -> list[str]:
    ranked = [one.right[np.argsort(-order(one), kind="stable")] for one in samples]
    counts = [sum(bool(one[:depth].any()) for one in ranked) for depth in (1, DEPTH, None)]
    return [f"{count / len(ranked):.3f}" if ranked else "NaN" for count in counts]


def _weights(samples: Sequence[Sample]) -> Figures:
    """Weights of a logistic model of right minus wrong, no constant; both signs, so that the classes balance."""
    told = [one for one in samples if one.right.any() and not one.right.all()]
    differences = np.concatenate([one.order[one.right][0] - one.order[~one.right] for one in told])
    share = np.concatenate([np.full((~one.right).sum(), 1 / (~one.right).sum()) for one in told])
    model = LogisticRegression(C=10, fit_intercept=False)
    labels = np.repeat([1, 0], len(differences))
    model.fit(np.concatenate([differences, -differences]), labels, sample_weight=np.tile(share, 2))
    return np.asarray(model.coef_[0])


def main() -> None:
    """Measure or fit."""
    parser = argparse.ArgumentParser(description="Measure the ranking of plan clauses.")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    settings, console = load_settings(), Console()
    searcher = CurrentSearcher(settings.index_dir, lambda: Encoder(settings.encoder)).get()
    by_file = {path: samples_of(path, searcher) for path in options.files}
    for path, samples in by_file.items():
        show(path, samples, console)
    if options.fit:
        fit([one for samples in by_file.values() for one in samples], console)


if __name__ == "__main__":
    main()
