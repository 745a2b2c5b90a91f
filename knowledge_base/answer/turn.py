"""One turn on its way through the pipeline, and the steps' common tools."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from knowledge_base.answer.cues import Heard, heard, says
from knowledge_base.answer.question import Act, Memory, Question
from knowledge_base.answer.reply import ButtonOffer, Citation, Outcome, Reply
from knowledge_base.ingest.records import Agency, PlanRecord
from knowledge_base.procedures.catalogue import Catalogue
from knowledge_base.search.query import Query
from knowledge_base.search.searcher import Searcher
from knowledge_base.search.terms import stop_terms, syllables
from knowledge_base.store.database import Store
from vietnamese import fold

Made = TypeVar("Made")


@dataclass
class Turn:
    """The context object: what was asked, what it means, and, once a step ends it, the reply.

    ``scope`` are the plans a plan question is about, in order; ``explicit`` says that the question (or the turn
    before) named them, ``undecided`` that it names what may be any of them. ``unknown`` are names, as typed, of
    agencies of which there is no document. ``named`` are the topics, ``names`` the agencies' names that the query left
    out. ``steps`` maps each step to its duration in milliseconds. ``procedures`` is the catalogue of procedures, if any
    is imported.
    ``kept_hours`` says how long a conversation is kept.
    ``besides`` is what a question asks besides saying that there is no smartphone; ``None`` where it does not say so.
    ``walk`` is the place of a guide that is walked step by step, empty when none is.
    ``weighed`` is what ``once`` made so far.
    """

    question: Question
    searcher: Searcher
    act: Act
    query: Query
    years: tuple[int, ...] = ()
    named: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    scope: list[PlanRecord] = field(default_factory=list)
    explicit: bool = False
    undecided: bool = False
    unknown: tuple[str, ...] = ()
    inherited: bool = False
    used: list[str] = field(default_factory=list)
    reply: Reply | None = None
    pending: bool = False
    procedures: Catalogue | None = None
    kept_hours: int = 0
    besides: Query | None = None
    walk: str = ""
    steps: dict[str, float] = field(default_factory=dict)
    weighed: dict[Hashable, list[Any]] = field(init=False, repr=False, default_factory=dict)

    def once(self, asked: Hashable, make: Callable[[], list[Made]]) -> list[Made]:
        """What ``make`` gives for ``asked``, made once while the turn means the same: several steps ask for it."""
        key = (asked, self.query, self.years, tuple(self.named))
        if key not in self.weighed:
            self.weighed[key] = make()
        return list(self.weighed[key])

    @property
    def store(self) -> Store:
        """The records of the build that is searched."""
        return self.searcher.store

    @cached_property
    def said(self) -> Heard:
        """The question with shorthand written out, as typed and folded: what patterns are matched with."""
        return heard(self.question.text)

    @cached_property
    def seeks_unlawful(self) -> bool:
        """Whether the words ask for something unlawful, and not what the law has in store for it."""
        return says(self.said, "unlawful") and not says(self.said, "asks_penalty")

    @cached_property
    def own_agency(self) -> Agency | None:
        """The agency the conversation belongs to."""
        return self.store.agencies.get(self.question.agency or "")

    @property
    def spoken_for(self) -> Agency | None:
        """The agency that the question names, or the one the conversation belongs to."""
        named = (self.store.agencies.get(slug) for slug in self.question.agencies)
        return next((one for one in named if one is not None), self.own_agency)

    @property
    def of_a_part(self) -> bool:
        """Whether a commune is named that an agency with plans is made of, and not all of that agency."""
        return any(words not in self.names for words in self.question.agency_words)

    @property
    def ended(self) -> Reply:
        """The reply that a step ended the turn with. Raises ``RuntimeError`` before."""
        if self.reply is None:
            raise RuntimeError(f"no step ended the turn for act {self.act}")
        return self.reply

    @property
    def topics(self) -> list[str]:
        """Every name of the topics that the question names, after the glossary; what the plan is all about is none."""
        return self.topics_beside(self.scope if self.explicit else [])

    @property
    def topics_asked(self) -> list[str]:
        """``topics``, unless each stands only in a story that is told beside what is asked: then none."""
        asked, names = self.query.asked, self.topics
        said = not asked or any(frozenset(syllables(name)) - stop_terms() <= asked for name in names)
        return names if said else []

    @property
    def of_its_subject(self) -> bool:
        """Whether the question names what the plan is all about: each of its passages speaks of that."""
        return len(self.topics) < len(self.topics_beside([]))

    def topics_beside(self, plans: Collection[PlanRecord]) -> list[str]:
        """Every name of the topics that are named, but for those that each of ``plans`` bears in its title."""
        entries = [entry for entry in self.store.terms.values() if entry.term in self.named]
        names = [[part for name in (one.term, *one.aliases) for part in names_within(name)] for one in entries]
        titles = [fold(plan.title) for plan in plans]
        return [name for those in names if not _in_each(titles, those) for name in those]

    def agency_of(self, plan: PlanRecord) -> Agency:
        """The agency a plan belongs to."""
        return self.store.agencies[plan.agency]

    def end(
        self,
        outcome: Outcome,
        text: str,
        *,
        citations: list[Citation] | None = None,
        buttons: list[ButtonOffer] | None = None,
        used: list[str] | None = None,
    ) -> None:
        """End the pipeline with a reply. ``used`` are the passages' ids it was made of."""
        self.used = used or []
        self.pending = outcome is Outcome.CLARIFICATION
        self.reply = Reply(outcome=outcome, text=text, citations=_unique(citations or []), buttons=buttons or [])

    def memory(self) -> Memory | None:
        """What the next turn may need; ``None`` when this turn asked nothing of the documents."""
        if self.reply is None or not (self.used or self.pending or self.reply.outcome is Outcome.NOT_IN_DOCUMENTS):
            return self._still_without_smartphone(self.question.memory)
        return Memory(
            act=self.act,
            text=self.query.text,
            agencies=tuple(plan.agency for plan in self.scope) if self.explicit else (),
            years=self.years,
            topics=self.named,
            passages=tuple(self.used[:8]),
            pending=self.pending,
            without_smartphone=self._without_smartphone,
            walk=self.walk,
        )

    @property
    def _without_smartphone(self) -> bool:
        """Whether the visitor has no smartphone; what is asked for people at large says nothing of the visitor."""
        question = self.question
        return question.without_smartphone and (question.lacked_smartphone or not says(self.said, "people_at_large"))

    def _still_without_smartphone(self, before: Memory | None) -> Memory | None:
        if before is None and not self._without_smartphone:
            return None
        return (before or Memory(act=Act.SEARCH, text="")).model_copy(
            update={"without_smartphone": self._without_smartphone}
        )


def _in_each(titles: Collection[str], names: Collection[str]) -> bool:
    return bool(titles) and all(any(fold(name) in title for name in names) for title in titles)


def names_within(name: str) -> list[str]:
    """A term's name and the names it is made of: "A, B (C)" is A, B and C as well."""
    parts = [part.strip() for part in re.split(r"[,()]", name)]
    return list(dict.fromkeys([name, *(part for part in parts if len(part) > 1)]))


def _unique(citations: list[Citation]) -> list[Citation]:
    seen: dict[tuple[str, str], Citation] = {}
    for one in citations:
        seen.setdefault((one.document_id, one.locator), one)
    return list(seen.values())
