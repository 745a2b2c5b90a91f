"""Which document a file is: a plan of the agency that it looks like, or a new one named after the file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from knowledge_base.ingest.records import NOT_STATED, PlanRecord
from knowledge_base.ingest.structuring.draft import Draft
from knowledge_base.publishing.versions import LONGEST_ID
from knowledge_base.publishing.worded import likened
from vietnamese import fold

# Two plans of one agency differ by a word or a year at least; the same title typed twice differs by less.
SAME_TITLE = 96.0
_APART = re.compile(r"[^a-z0-9]+")
_YEARS = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True)
class Guess:
    """A document id, and why it was chosen."""

    document: str
    why: Literal["same_title", "same_number", "file_name"]


def guess_document(
    draft: Draft, stem: str, agency: str, plans: Sequence[PlanRecord], titles: Mapping[str, str]
) -> Guess:
    """The agency's plan with the draft's number or title, else a new id from the file's name.

    ``titles`` are those of the agency's ingested versions by document.
    """
    own = [plan for plan in plans if plan.agency == agency]
    same = next((plan for plan in own if _same_number(draft, plan)), None)
    if same is not None:
        return Guess(same.document_id, "same_number")
    known = {plan.document_id: plan.title for plan in own} | dict(titles)
    if draft.title.value:
        alike = {document: _likeness(draft.title.value, title) for document, title in known.items()}
        best = max(alike, key=lambda one: alike[one], default=None)
        if best is not None and alike[best] >= SAME_TITLE:
            return Guess(best, "same_title")
    slug = _APART.sub("-", fold(stem).lower()).strip("-")
    made = f"{agency}-{slug}" if slug and not slug.startswith(agency) else slug or f"{agency}-ke-hoach"
    return Guess(
        _unused(made[: LONGEST_ID - 4].strip("-"), {plan.document_id for plan in plans} | set(titles)), "file_name"
    )


def _same_number(draft: Draft, plan: PlanRecord) -> bool:
    """Whether number and date are the same: numbers start again every year."""
    number, date = draft.number.value, draft.date.value
    return bool(number) and plan.number != NOT_STATED and (plan.number, plan.date) == (number, date)


def _likeness(title: str, other: str) -> float:
    """0 to 100; titles that name other years are different plans."""
    if set(_YEARS.findall(title)) != set(_YEARS.findall(other)):
        return 0.0
    return float(fuzz.ratio(likened(title), likened(other)))


def _unused(document: str, taken: set[str]) -> str:
    made, count = document, 1
    while made in taken:
        count += 1
        made = f"{document}-{count}"
    return made
