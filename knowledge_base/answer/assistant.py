"""The one door of the knowledge base for dialogue: a question in, a reply and what to remember out."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge_base.answer.no_smartphone import noticed
from knowledge_base.answer.pipeline import run
from knowledge_base.answer.question import Memory, Question
from knowledge_base.answer.reply import Reply
from knowledge_base.answer.resolve import open_turn
from knowledge_base.answer.several import MOST_PARTS, ask_several, join, remembered
from knowledge_base.answer.turn import Turn
from knowledge_base.procedures.catalogue import CurrentCatalogue
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import CurrentSearcher

logger = logging.getLogger(__name__)

KEPT_HOURS = 720


@dataclass(frozen=True)
class Answer:
    """A reply, what the next turn may need, and how long each step took in milliseconds."""

    reply: Reply
    memory: Memory | None
    steps: dict[str, float]


class Assistant:
    """Answers questions from the index in force under ``index_dir``, and the procedures imported, if any.

    ``kept_hours``: how long the gateway keeps a conversation, which visitors are told.
    """

    def __init__(
        self, index_dir: Path, encoder: str, procedures_dir: Path | None = None, *, kept_hours: int = KEPT_HOURS
    ) -> None:
        self._kept_hours = kept_hours
        load = lru_cache(maxsize=1)(lambda: Encoder(encoder))
        self._searchers = CurrentSearcher(index_dir, load)
        self._procedures = CurrentCatalogue(procedures_dir, load) if procedures_dir else None

    def warm_up(self) -> None:
        """Open index and encoder now. Raises ``IndexMissingError`` or ``EncoderError``."""
        searcher = self._searchers.get()
        searcher.search(searcher.query("hạ tầng số"))
        if self._procedures is not None:
            self._procedures.get()

    def answer(self, question: Question) -> Answer:
        """Answer one message, with one reply to all it asks. Raises ``IndexMissingError`` when no index is in force."""
        question = noticed(question)
        turns = ask_several(question, self._ask) if question.parts else [self._ask(question)]
        reply = join(turns, left=len(question.parts) - MOST_PARTS) if len(turns) > 1 else turns[0].ended
        return Answer(reply, remembered(turns).memory(), _durations(turns))

    def _ask(self, question: Question) -> Turn:
        """One question through the pipeline."""
        turn = open_turn(question, self._searchers.get())
        turn.procedures = self._procedures.get() if self._procedures is not None else None
        turn.kept_hours = self._kept_hours
        run(turn)
        logger.info(
            "answered act=%s outcome=%s understood=%s confidence=%.2f steps=%s",
            turn.act,
            turn.ended.outcome,
            question.act,
            question.confidence,
            turn.steps,
        )
        return turn


def _durations(turns: Sequence[Turn]) -> dict[str, float]:
    total: Counter[str] = Counter()
    for turn in turns:
        total.update(turn.steps)
    return {name: round(duration, 3) for name, duration in total.items()}
