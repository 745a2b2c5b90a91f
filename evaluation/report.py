"""The evaluation's figures: shares with intervals, a confusion table, the failures."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from evaluation.judging import Judgement

Measure = Callable[[Judgement], bool | None]

MEASURES: dict[str, Measure] = {
    "outcome": lambda one: one.outcome_right,
    "document": lambda one: one.document_right,
    "locator": lambda one: one.locator_right,
    "facts": lambda one: one.facts_right,
}
Z95 = 1.959963984540054


def share(values: Iterable[bool | None]) -> dict[str, float]:
    """How many of the defined values are true, with Wilson's 95 % interval (1927); NaN when none is defined."""
    defined = [one for one in values if one is not None]
    count, right = len(defined), sum(defined)
    if not count:
        return {"n": 0, "right": 0, "share": math.nan, "low": math.nan, "high": math.nan}
    at = right / count
    spread = Z95 * math.sqrt(at * (1 - at) / count + Z95**2 / (4 * count**2))
    middle, scale = at + Z95**2 / (2 * count), 1 + Z95**2 / count
    return {
        "n": count,
        "right": right,
        "share": at,
        "low": (middle - spread) / scale,
        "high": (middle + spread) / scale,
    }


def summarise(judgements: Sequence[Judgement], configuration: dict[str, Any]) -> dict[str, Any]:
    """All figures of a run as plain data."""
    return {
        "configuration": configuration,
        "overall": _measured(judgements),
        "forbidden": sum(one.forbidden for one in judgements),
        "not_to_answer": sum(one.facts_right is None and one.document_right is None for one in judgements),
        "by_kind": {key: _measured(group) for key, group in _groups(judgements, lambda one: one.row.kind)},
        "by_register": {key: _measured(group) for key, group in _groups(judgements, lambda one: one.row.register_)},
        "confusion": {
            f"{expected} -> {got}": count
            for (expected, got), count in sorted(Counter((str(o.row.outcome), o.outcome) for o in judgements).items())
        },
        "milliseconds": _quantiles([one.milliseconds for one in judgements]),
        "failures": [_failure(one) for one in judgements if _failed(one)],
    }


def show(summary: dict[str, Any], console: Console, *, failures: int = 15) -> None:
    """Print the figures as tables and the first failures."""
    console.print(_table("Overall", {"all": summary["overall"]}))
    console.print(_table("By kind", summary["by_kind"]))
    console.print(_table("By register", summary["by_register"]))
    confusion = Table("expected -> given", "n", title="Outcomes", title_justify="left")
    for pair, count in summary["confusion"].items():
        confusion.add_row(pair, str(count))
    console.print(confusion)
    console.print(f"answered with a figure or a step where nothing was to be answered: {summary['forbidden']}")
    for one in summary["failures"][:failures]:
        cited = " / ".join(one["cited"][:3])
        console.print(f"{one['id']} {one['question']}", markup=False, highlight=False, style="bold")
        found = f"   wrong: {', '.join(one['wrong'])}\n   {one['outcome']} | {cited} | missing {one['missing']}"
        console.print(found, markup=False, highlight=False)
    if len(summary["failures"]) > failures:
        console.print(f"… and {len(summary['failures']) - failures} more in the JSON report")


def _measured(judgements: Sequence[Judgement]) -> dict[str, dict[str, float]]:
    return {name: share(measure(one) for one in judgements) for name, measure in MEASURES.items()}


def _groups(judgements: Sequence[Judgement], key: Callable[[Judgement], str]) -> Iterable[tuple[str, list[Judgement]]]:
    names = sorted({key(one) for one in judgements})
    return [(name, [one for one in judgements if key(one) == name]) for name in names]


def _failed(one: Judgement) -> bool:
    return one.forbidden or any(measure(one) is False for name, measure in MEASURES.items() if name != "locator")


def _failure(one: Judgement) -> dict[str, Any]:
    return {
        "id": one.row.id,
        "question": one.row.question,
        "expected_outcome": str(one.row.outcome),
        "outcome": one.outcome,
        "wrong": [name for name, measure in MEASURES.items() if measure(one) is False]
        + (["forbidden"] if one.forbidden else []),
        "missing": list(one.facts_missing),
        "cited": list(one.cited),
        "text": one.text,
    }


def _quantiles(values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    at = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    if not ordered:
        return dict.fromkeys(at, math.nan)
    return {name: round(ordered[min(int(q * len(ordered)), len(ordered) - 1)], 1) for name, q in at.items()}


def _table(title: str, groups: dict[str, dict[str, dict[str, float]]]) -> Table:
    table = Table("", *MEASURES, title=title, title_justify="left")
    for name, measured in groups.items():
        table.add_row(name, *(_cell(measured[measure]) for measure in MEASURES))
    return table


def _cell(one: dict[str, float]) -> str:
    if not one["n"]:
        return "NaN"
    return f"{one['share']:.1%} ({one['right']}/{one['n']}; {one['low']:.0%}–{one['high']:.0%})"
