"""Figures as tables whose columns say their unit, for the terminal and for JSON. What is undefined is NaN."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table

Figure = str | int | float
QUANTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
_WIDEST = 9
MILLISECONDS = dict.fromkeys(QUANTILES, "ms")


@dataclass(frozen=True)
class Figures:
    """One measurement: ``units`` names the columns in their order, ``notes`` go to JSON alone."""

    title: str
    units: Mapping[str, str]
    rows: Sequence[Mapping[str, Figure]]
    notes: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain data: title, units by column, rows, notes."""
        rows = [dict(row) for row in self.rows]
        return {"title": self.title, "units": dict(self.units), "rows": rows, **self.notes}

    def as_table(self) -> Table:
        """A table for the terminal; one with many columns lies on its side."""
        on_its_side = len(self.units) > _WIDEST
        joint = " " if on_its_side else "\n"
        lines = [[f"{column}{joint}({unit})" if unit else column for column, unit in self.units.items()]]
        lines += [[shown(row[column]) for column in self.units] for row in self.rows]
        heads, *body = map(list, zip(*lines, strict=True)) if on_its_side else lines
        table = Table(title=self.title, title_justify="left")
        for at, head in enumerate(heads):
            table.add_column(head, justify="right" if at else "left", no_wrap=True)
        for line in body:
            table.add_row(*line)
        return table


def quantiles(values: Sequence[float]) -> dict[str, float]:
    """Median, 95th and 99th percentile, interpolated; NaN when there is no value.

    >>> quantiles([1.0, 2.0, 3.0])["p50"]
    2.0
    """
    if not values:
        return dict.fromkeys(QUANTILES, math.nan)
    return {name: round(float(np.quantile(values, share)), 3) for name, share in QUANTILES.items()}


def shown(figure: Figure) -> str:
    """A figure for people: three digits, or all of a greater one."""
    if not isinstance(figure, float):
        return f"{figure:,}" if isinstance(figure, int) else figure
    if math.isnan(figure):
        return "NaN"
    digits = 0 if abs(figure) >= 100 else 1 if abs(figure) >= 10 else 2
    return f"{figure:,.{digits}f}"


def write_json(path: Path, figures: Mapping[str, Any]) -> None:
    """Write all figures so far; a reader sees the old file or the new one."""
    staged = path.with_name(f"{path.name}.tmp")
    staged.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    staged.replace(path)
