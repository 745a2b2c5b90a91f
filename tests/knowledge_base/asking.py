"""Talking to an assistant as Rasa's action server does: a question with what the NLU found in it, memory carried on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knowledge_base.answer.assistant import Answer, Assistant
from knowledge_base.answer.question import Act, Memory, Question
from knowledge_base.answer.reply import Reply

_YEAR = re.compile(r"\b20\d\d\b")


class Visitor:
    """One conversation; ``agency`` is the one whose page it is held on.

    Years are read from the text, as the NLU does.
    """

    def __init__(self, assistant: Assistant, agency: str | None = None) -> None:
        self._assistant = assistant
        self._agency = agency
        self.memory: Memory | None = None

    def ask(
        self,
        text: str,
        act: Act,
        *agencies: str,
        topics: Iterable[str] = (),
        tasks: Iterable[str] = (),
        names: Iterable[str] = (),
        passage: str | None = None,
        confidence: float = 1.0,
        ranking: Mapping[Act, float] | None = None,
    ) -> Reply:
        """Ask; ``agencies`` are the slugs the text names, ``names`` the words it names them with."""
        question = Question(
            text=text,
            act=act,
            confidence=confidence,
            ranking=tuple((str(name), share) for name, share in (ranking or {}).items()),
            agency=self._agency,
            agencies=agencies,
            agency_words=tuple(names),
            years=tuple(int(year) for year in _YEAR.findall(text)),
            topics=tuple(topics),
            task_numbers=tuple(tasks),
            passage=passage,
            memory=self.memory,
        )
        answer: Answer = self._assistant.answer(question)
        self.memory = answer.memory and Memory.model_validate(answer.memory.model_dump(mode="json"))
        return answer.reply


def places(reply: Reply) -> list[tuple[str, str]]:
    """Document and locator of every citation."""
    return [(one.document_id, one.locator) for one in reply.citations]
