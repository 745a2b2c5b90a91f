"""Judging one reply against its row: outcome, document, locator, key facts, forbidden answers.

Key facts are short Vietnamese phrases. A fact counts as present when every number of it stands in the reply and
at least ``WORD_SHARE`` of its telling syllables do (folded; synonyms count). That is a proxy: it cannot tell a
negation, and it is the same for every version that is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from evaluation.places import clauses_of_quote
from evaluation.rows import Row, Source
from knowledge_base.answer.reply import Outcome
from knowledge_base.ingest.library import Library
from knowledge_base.packaged import load_packaged
from knowledge_base.search.query import Bag, by_phrase
from knowledge_base.search.terms import Phrase, stop_terms, syllables
from knowledge_base.store.passages import CONTACTS_DOCUMENT, GLOSSARY_DOCUMENT
from vietnamese import expand

WORD_SHARE = 0.6
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_TELLS = frozenset({Outcome.ANSWERED, Outcome.PROCEDURE, Outcome.URGENT_HELP})
_STEP = re.compile(r"^\s*\d+\.\s", re.MULTILINE)
_ANSWERABLE = frozenset({Outcome.ANSWERED, Outcome.PROCEDURE})

ReplyJson = dict[str, Any]


@dataclass(frozen=True)
class Judgement:
    """What one answer got right. ``None`` where the row does not ask for it."""

    row: Row
    outcome: str
    outcome_right: bool
    document_right: bool | None
    locator_right: bool | None
    facts_present: tuple[str, ...]
    facts_missing: tuple[str, ...]
    forbidden: bool
    text: str
    cited: tuple[str, ...]
    milliseconds: float

    @property
    def facts_right(self) -> bool | None:
        """Whether all key facts are present; ``None`` for rows that are not to be answered."""
        if self.row.outcome not in _ANSWERABLE or not self.row.expected:
            return None
        return not self.facts_missing


class Judge:
    """Knows the library, so that fact codes and quotes can be traced to sections and clauses."""

    def __init__(self, library: Library) -> None:
        self._plans = {plan.document_id: plan for plan in library.plans}
        self._topic_of = {guide.document_id: guide.head.topic for guide in library.guides}
        self._facts_of = {
            (guide.document_id, section.title): frozenset(section.facts)
            for guide in library.guides
            for section in guide.sections
        }
        self._facts_of |= {(GLOSSARY_DOCUMENT, entry.term): frozenset(entry.source_codes) for entry in library.glossary}
        self._facts_of |= {
            (CONTACTS_DOCUMENT, contact.value): frozenset(contact.source_codes) for contact in library.contacts
        }

    def judge(self, row: Row, replies: list[ReplyJson], milliseconds: float) -> Judgement:
        """Judge the replies to one row; several replies count as one text."""
        outcome = replies[-1]["outcome"] if replies else "none"
        text = "\n".join(reply["text"] for reply in replies)
        citations = [one for reply in replies for one in reply["citations"]]
        answerable = row.outcome in _ANSWERABLE
        expected = row.expected if answerable else []
        present = tuple(fact for fact in expected if has_fact(text, fact))
        return Judgement(
            row=row,
            outcome=outcome,
            outcome_right=outcome == row.outcome or (answerable and outcome in _ANSWERABLE),
            document_right=self._document(row, citations) if answerable and row.sources else None,
            locator_right=self._locator(row, citations) if answerable and row.sources else None,
            facts_present=present,
            facts_missing=tuple(fact for fact in expected if fact not in present),
            forbidden=_forbidden(row, outcome, text),
            text=text,
            cited=tuple(f"{one['document_id']} · {one['locator']}" for one in citations),
            milliseconds=milliseconds,
        )

    def _document(self, row: Row, citations: list[ReplyJson]) -> bool:
        cited = {one["document_id"] for one in citations}
        plans = {source.document for source in row.sources if source.document}
        return plans <= cited and all(
            self._speaks(source, citations, by_topic=True) for source in row.sources if source.guide_topic
        )

    def _locator(self, row: Row, citations: list[ReplyJson]) -> bool:
        cited = {(one["document_id"], one["locator"]) for one in citations}
        documents = {document for document, _ in cited}
        for source in row.sources:
            if source.document is not None and source.document not in documents:
                return False
            if source.document is None:
                if not self._speaks(source, citations, by_topic=False):
                    return False
            elif (source.quote or source.quote_restored) and not cited & self._places(source):
                return False
        return True

    def _speaks(self, source: Source, citations: list[ReplyJson], *, by_topic: bool) -> bool:
        for one in citations:
            if by_topic and self._topic_of.get(one["document_id"]) == source.guide_topic:
                return True
            if self._facts_of.get((one["document_id"], one["locator"]), frozenset()) & set(source.facts):
                return True
        return False

    def _places(self, source: Source) -> set[tuple[str, str]]:
        """The clauses of the plan's record that restate the quote."""
        plan = self._plans.get(source.document or "")
        return set() if plan is None else clauses_of_quote(plan, source)


def has_fact(text: str, fact: str) -> bool:
    """Whether ``text`` states ``fact`` (see the module's rule).

    >>> has_fact("Trên 50% dân số trưởng thành có chữ ký số", "trên 50%")
    True
    """
    numbers = {_bare(one) for one in _NUMBER.findall(text)}
    if any(_bare(one) not in numbers for one in _NUMBER.findall(fact)):
        return False
    bag = Bag.of(expand(text))
    units = list(_units(fact))
    if not units:
        return True
    held = sum(len(wordings[0]) for wordings in units if any(bag.holds_folded(one) for one in wordings))
    return held / sum(len(wordings[0]) for wordings in units) >= WORD_SHARE


def _units(fact: str) -> Iterator[tuple[Phrase, ...]]:
    """The telling words of a fact, each with what would say the same."""
    words = [one for one in syllables(expand(fact)) if not one[0].isdigit()]
    table = _same_words()
    longest = max(map(len, table), default=1)
    at = 0
    while at < len(words):
        size = next((n for n in range(longest, 0, -1) if tuple(words[at : at + n]) in table), 0)
        phrase = tuple(words[at : at + max(size, 1)])
        at += len(phrase)
        if size or phrase[0] not in stop_terms():
            yield (phrase, *table.get(phrase, ()))


@lru_cache(maxsize=1)
def _same_words() -> dict[Phrase, tuple[Phrase, ...]]:
    return by_phrase(load_packaged("evaluation", "same_words.yml"))


def _bare(number: str) -> str:
    """A number without leading zeros and separators: ``05`` and ``5`` are one."""
    return number.replace(".", "").replace(",", "").lstrip("0") or "0"


def _forbidden(row: Row, outcome: str, text: str) -> bool:
    """A figure or a step where nothing was to be answered."""
    if row.outcome in _TELLS or outcome not in _TELLS:
        return False
    return bool(_NUMBER.search(text) or _STEP.search(text))
