"""From a draft to a record: the fields a document cannot say are filled in, what is blank is "not stated"."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from knowledge_base.ingest.records import NOT_STATED, PlanRecord
from knowledge_base.ingest.structuring.draft import Draft, Piece
from knowledge_base.ingest.structuring.errors import IncompleteDraftError

LISTS = ("carries_out", "clauses", "targets", "tasks", "report_deadlines", "duties")
STATED_OR_NOT = ("number", "date", "signatory")
_OF_THE_DRAFT = {"confidence", "page", "text", "doubtful"}


def complete(
    draft: Draft, *, document_id: str, agency: str, short_title: str | None = None, issuer_now: str | None = None
) -> PlanRecord:
    """The record of ``draft``. Raises ``IncompleteDraftError`` naming the fields that are missing or do not fit."""
    data = as_data(draft, document_id=document_id, agency=agency, short_title=short_title, issuer_now=issuer_now)
    try:
        return PlanRecord.model_validate(data)
    except ValidationError as error:
        raise IncompleteDraftError([_named(problem["loc"], problem["msg"]) for problem in error.errors()]) from None


def as_data(
    draft: Draft, *, document_id: str, agency: str, short_title: str | None = None, issuer_now: str | None = None
) -> dict[str, Any]:
    """The draft as the data of a record, in the order of the committed records; unknown values are ``None``."""
    stated = {name: getattr(draft, name).value or NOT_STATED for name in STATED_OR_NOT}
    return {
        "document_id": document_id,
        "agency": agency,
        "title": draft.title.value,
        "short_title": short_title or draft.title.value,
        "number": stated["number"],
        "date": stated["date"],
        "issuer": draft.issuer.value,
        "issuer_now": issuer_now or draft.issuer.value,
        "signatory": stated["signatory"],
        "signatory_role": draft.signatory_role.value,
        "period_start": draft.period_start.value,
        "period_end": draft.period_end.value,
        "recipients": [one.value for one in draft.recipients if one.value],
        **{name: [part_as_data(part) for part in getattr(draft, name)] for name in LISTS},
    }


def part_as_data(part: Piece) -> dict[str, Any]:
    """A part with the record's fields alone."""
    return part.model_dump(exclude=_OF_THE_DRAFT)


def _named(location: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(str(one) for one in location) or 'record'}: {message}"
