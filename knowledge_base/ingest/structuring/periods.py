"""Periods: when a task runs, from the words of a table cell."""

from __future__ import annotations

import re

from knowledge_base.ingest.records import Period
from knowledge_base.ingest.structuring.folded import cue, folded

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ONWARDS = re.compile(r"tro di|tiep theo|nam sau|va cac nam")
_UNTIL = re.compile(r"\b(?:den|truoc|het|trong)\b")


def period_of(text: str, *, damaged: bool = False, start: int | None = None) -> tuple[Period | None, bool]:
    """The period a cell says, and whether it had to be guessed. ``start``: the plan's first year, for "đến năm 2030".

    >>> period_of("2025-2030")[0].end, period_of("Thường xuyên hằng năm")[0].every_year
    (2030, True)
    """
    said = folded(text, damaged=damaged)
    years = [int(one) for one in _YEAR.findall(said)]
    yearly = any(cue(name).search(said, damaged=damaged) for name in ("every_year", "every_month", "every_quarter"))
    if not years:
        if yearly:
            return Period(every_year=True), False
        regular = cue("regularly").search(said, damaged=damaged)
        return (Period(every_year=True), True) if regular else (None, bool(said.strip()))
    if len(years) == 1 and _ONWARDS.search(said):
        return Period(start=years[0]), False
    if len(years) == 1 and start is not None and start < years[0] and _UNTIL.search(said):
        return Period(start=start, end=years[0]), True
    return Period(start=min(years), end=max(years)), len(years) > 2
