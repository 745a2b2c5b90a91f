"""The sentences of ``texts.vi.yml`` and small pieces of Vietnamese that every answer needs."""

from __future__ import annotations

import datetime

from knowledge_base.ingest.records import NOT_STATED, Agency, Period, PlanRecord
from knowledge_base.packaged import Sentences

_SENTENCES = Sentences("knowledge_base.answer", "texts.vi.yml")


def say(key: str, **values: object) -> str:
    """The sentence under ``key`` (``a.b`` for a nested one) with ``values`` filled in; blanks tidied."""
    return _SENTENCES.fill(key, **values).strip()


def hints(key: str) -> dict[str, str]:
    """A group of sentences by name."""
    return {str(name): str(text) for name, text in _SENTENCES.find(key).items()}


def where_to_ask(agency: Agency | None) -> str:
    """Whom to ask today about this agency's matters."""
    return agency.where_to_ask.strip() if agency else say("default_where")


def period_text(period: Period | None) -> str | None:
    """A task's period in words: ``2025–2030``, ``năm 2025``, ``thường xuyên hằng năm``."""
    if period is None:
        return None
    if period.every_year:
        return say("every_year")
    if period.end in (None, period.start):
        return say("period_year", year=period.start)
    return f"{period.start}–{period.end}"


def stated(value: object) -> str | None:
    """The value as text, ``None`` when the document leaves it blank."""
    if value == NOT_STATED or value is None:
        return None
    return f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else str(value)


def issued(plan: PlanRecord) -> str | None:
    """When a plan was issued, as far as it says."""
    return stated(plan.date)


def sentence(text: str) -> str:
    """``text`` with a capital and a full stop."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
