"""Fit the belief of guide sections (``knowledge_base.answer.evidence``) and print it with its reliability.

    python -m evaluation.calibrate evaluation/questions/fresh.jsonl

Uses the index in force; questions that a plan answers and those with a context are left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from evaluation.places import facts_of_places
from evaluation.rows import Row, load_rows
from knowledge_base.answer.evidence import features_of, nearest_bag
from knowledge_base.answer.guides import find_sections
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.resolve import open_turn
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import CurrentSearcher, Searcher
from settings import load_settings

BINS = 5


def calibrate(path: Path, console: Console) -> None:
    """Fit on the rows of ``path`` and print coefficients and a reliability table (out of fold)."""
    settings = load_settings()
    searcher = CurrentSearcher(settings.index_dir, lambda: Encoder(settings.encoder)).get()
    facts = facts_of_places(settings.knowledge_dir)
    samples = [
        sample
        for row in load_rows(path)
        if not row.context and not any(source.plan for source in row.sources)
        if (sample := _sample(row, searcher, facts)) is not None
    ]
    features = np.array([one for one, _ in samples])
    right = np.array([label for _, label in samples])
    model = LogisticRegression(C=5)
    believed = cross_val_predict(model, features, right, cv=5, method="predict_proba")[:, 1]
    model.fit(features, right)
    console.print(f"n={len(right)} coefficients={model.coef_[0].round(2).tolist()} bias={model.intercept_[0]:.2f}")
    table = Table("believed", "n", "mean belief", "right", title="Reliability, out of fold", title_justify="left")
    for low in np.arange(BINS) / BINS:
        inside = (believed >= low) & (believed < low + 1 / BINS)
        if inside.any():
            mean, share = believed[inside].mean(), right[inside].mean()
            table.add_row(f"{low:.1f}–{low + 1 / BINS:.1f}", str(inside.sum()), f"{mean:.2f}", f"{share:.2f}")
    console.print(table)


def _sample(
    row: Row, searcher: Searcher, facts: dict[tuple[str, str], frozenset[str]]
) -> tuple[tuple[float, ...], bool] | None:
    turn = open_turn(Question(text=row.question, act=Act.ASK_HOW_TO), searcher)
    found = find_sections(turn)
    if turn.query.empty or not found:
        return None
    hit = found[0].hit
    wanted = {code for source in row.sources for code in source.facts}
    place = (hit.passage.document_id, hit.passage.locator)
    right = bool(facts.get(place, frozenset()) & wanted)
    return features_of(turn.query, nearest_bag(turn.query, hit), hit), right


if __name__ == "__main__":
    calibrate(Path(sys.argv[1]), Console())
