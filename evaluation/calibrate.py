"""Fit the belief of guide sections and the trust in plans' passages; print both with their reliability.

    python -m evaluation.calibrate FILE [FILE …]
    python -m evaluation.calibrate FILE [FILE …] --readings readings.json

The first fits the belief (``knowledge_base.answer.evidence``), leaving out what a plan answers. With ``--readings``,
what `bot.read_questions` took the same files' questions for, it fits the trust (``knowledge_base.answer.trust``): the
plan is taken as known, a passage is right when the right one is among the first three, and rows where a question back
is expected are left out. A question that no document answers counts ``UNANSWERED`` times: people ask plans for far more
than they say, the question sets mostly for what they do say. Uses the index in force; rows held out and rows with a
context are left out of both.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from evaluation.places import facts_of_places, meant_by, named_in, years_said
from evaluation.release import is_held_out
from evaluation.rows import Row, load_rows
from knowledge_base.answer import trust
from knowledge_base.answer.evidence import features_of, plan_evidence
from knowledge_base.answer.guides import find_sections
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.resolve import open_turn
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import CurrentSearcher, Searcher
from settings import load_settings

BINS = 5
NEAR = 3
UNANSWERED = 3.0

# Features, whether the passage was right, how much the row counts.
Sample = tuple[tuple[float, ...], bool, float]


def calibrate(paths: Sequence[Path], console: Console) -> None:
    """Fit on the rows of ``paths`` and print coefficients and a reliability table (out of fold)."""
    settings = load_settings()
    searcher = CurrentSearcher(settings.index_dir, lambda: Encoder(settings.encoder)).get()
    facts = facts_of_places(settings.knowledge_dir)
    samples = [
        sample
        for path in paths
        for row in load_rows(path)
        if not row.context and not any(source.plan for source in row.sources) and not is_held_out(path.stem, row.id)
        if (sample := _sample(row, searcher, facts)) is not None
    ]
    fit(samples, console, strictness=5)


def calibrate_plans(paths: Sequence[Path], readings: Mapping[str, Any], console: Console) -> None:
    """Fit on the rows of ``paths`` and print coefficients and a reliability table (out of fold)."""
    settings = load_settings()
    searcher = CurrentSearcher(settings.index_dir, lambda: Encoder(settings.encoder)).get()
    samples = [
        sample
        for path in paths
        for row in load_rows(path)
        if not row.context and row.outcome is not Outcome.CLARIFICATION and not is_held_out(path.stem, row.id)
        if (sample := _plan_sample(row, readings[row.question], searcher)) is not None
    ]
    fit(samples, console, strictness=2)


def fit(samples: Sequence[Sample], console: Console, *, strictness: float) -> None:
    """Fit a logistic model on features and whether they were right; print it and its reliability."""
    features = np.array([one for one, _, _ in samples])
    right = np.array([label for _, label, _ in samples])
    weights = {"sample_weight": np.array([weight for _, _, weight in samples])}
    model = LogisticRegression(C=strictness, max_iter=2000)
    believed = cross_val_predict(model, features, right, cv=5, method="predict_proba", params=weights)[:, 1]
    model.fit(features, right, **weights)
    console.print(f"n={len(right)} coefficients={model.coef_[0].round(2).tolist()} bias={model.intercept_[0]:.2f}")
    table = Table("believed", "n", "mean belief", "right", title="Reliability, out of fold", title_justify="left")
    for low in np.arange(BINS) / BINS:
        inside = (believed >= low) & (believed < low + 1 / BINS)
        if inside.any():
            mean, share = believed[inside].mean(), right[inside].mean()
            table.add_row(f"{low:.1f}–{low + 1 / BINS:.1f}", str(inside.sum()), f"{mean:.2f}", f"{share:.2f}")
    console.print(table)


def _plan_sample(row: Row, reading: Sequence[Any], searcher: Searcher) -> Sample | None:
    agencies, places = meant_by(row, searcher.store.plans)
    agencies = agencies or named_in(row.question, searcher.store)
    question = Question(
        text=row.question,
        act=Act.ASK_TASK,
        ranking=tuple((str(name), float(share)) for name, share in reading),
        agency=row.agency,
        agencies=() if row.agency else agencies,
        years=years_said(row.question),
    )
    turn = open_turn(question, searcher)
    found = plan_evidence(turn)
    if not found:
        return None
    right = any(one.place in places for one in found[:NEAR])
    unanswered = row.outcome is Outcome.NOT_IN_DOCUMENTS and turn.explicit
    return trust.features_of(turn, found[0]), right, UNANSWERED if unanswered else 1.0


def _sample(row: Row, searcher: Searcher, facts: dict[tuple[str, str], frozenset[str]]) -> Sample | None:
    turn = open_turn(Question(text=row.question, act=Act.ASK_HOW_TO), searcher)
    found = find_sections(turn)
    if turn.query.empty or not found:
        return None
    best = found[0]
    wanted = {code for source in row.sources for code in source.facts}
    right = bool(facts.get(best.place, frozenset()) & wanted)
    return features_of(turn.query, best.hit, best.share), right, 1.0


def main() -> None:
    """Fit the belief, or the trust."""
    parser = argparse.ArgumentParser(description="Fit what decides whether to answer.")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--readings", type=Path, help="what bot.read_questions printed for these files")
    options, console = parser.parse_args(), Console()
    if options.readings is None:
        calibrate(options.files, console)
    else:
        calibrate_plans(options.files, json.loads(options.readings.read_text("utf-8")), console)


if __name__ == "__main__":
    main()
