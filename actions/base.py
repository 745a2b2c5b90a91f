"""What every action shares: the tracker read into a question, the answer sent back to the gateway."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pydantic import ValidationError
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act, Memory, Question
from knowledge_base.ingest.errors import KnowledgeError

logger = logging.getLogger(__name__)

MEMORY_SLOT = "last_question"


class AnswerAction(Action):  # type: ignore[misc]
    """Answers one dialogue act through the knowledge base; its name is the act's, ``action_<act>``."""

    act: ClassVar[Act]

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def name(self) -> str:
        """The name rules and domain use."""
        return f"action_{self.act}"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,  # noqa: ARG002 - passed by rasa-sdk, not needed
    ) -> list[EventType]:
        """Answer the latest message; nothing is sent when the knowledge is unusable, which the gateway reports."""
        try:
            answer = self._assistant.answer(read_question(tracker, self.act))
        except KnowledgeError as error:
            logger.error("no answer for act=%s: %s", self.act, error)
            return []
        dispatcher.utter_message(json_message={"reply": answer.reply.model_dump(mode="json")})
        memory = answer.memory.model_dump(mode="json") if answer.memory else None
        return [SlotSet(MEMORY_SLOT, memory)]


def read_question(tracker: Tracker, act: Act) -> Question:
    """The latest message as a question: its text, what it names, where it came from, what was asked before.

    A message in which the NLU found several questions carries each of them in ``parts``.
    """
    message: Mapping[str, Any] = tracker.latest_message or {}
    text = str(message.get("text") or "")
    pressed = text.startswith("/")
    agency = (message.get("metadata") or {}).get("agency")
    passages = _values(message.get("entities") or [], "passage")
    return Question(
        text="" if pressed else text,
        act=act,
        agency=agency,
        passage=passages[0] if passages else None,
        memory=_memory(tracker.get_slot(MEMORY_SLOT)),
        parts=() if pressed else tuple(_part(one, text, agency) for one in message.get("parts") or []),
        **_understood(message, text),
    )


def _part(part: Mapping[str, Any], text: str, agency: str | None) -> Question:
    """One of several questions in ``text``, as `bot.parts` found it."""
    start, end = part["start"], part["end"]
    name = part["intent"]["name"]
    before = [one for one in part["entities"] if not start <= one["start"] < end]
    return Question(
        text=text[start:end],
        act=Act(name) if name in set(Act) else Act.SEARCH,
        agency=agency,
        label=text[part["asks_from"] : end],
        leans=part["leans"],
        about=tuple(dict.fromkeys(_words(before, "topic", text))) if part["leans"] else (),
        **_understood(part, text),
    )


def _understood(message: Mapping[str, Any], text: str) -> dict[str, Any]:
    """What the NLU makes of a message or a part of one; the entities' places are those in ``text``."""
    entities: list[Mapping[str, Any]] = message.get("entities") or []
    return {
        "confidence": float((message.get("intent") or {}).get("confidence") or 0.0),
        "ranking": tuple((str(one["name"]), float(one["confidence"])) for one in message.get("intent_ranking") or []),
        "agencies": tuple(_values(entities, "agency")),
        "agency_words": () if text.startswith("/") else tuple(_words(entities, "agency", text)),
        "years": tuple(_values(entities, "year")),
        "topics": tuple(_values(_apart(entities, "topic", "agency"), "topic")),
        "task_numbers": tuple(_values(entities, "task_number")),
    }


def _values(entities: Iterable[Mapping[str, Any]], kind: str) -> list[str]:
    return list(dict.fromkeys(str(one["value"]) for one in entities if one.get("entity") == kind))


def _apart(entities: Iterable[Mapping[str, Any]], kind: str, other: str) -> list[Mapping[str, Any]]:
    """The entities of one kind that share no letter with one of another kind (a topic within an agency's name)."""
    taken = [(one["start"], one["end"]) for one in entities if one.get("entity") == other and "start" in one]
    return [
        one
        for one in entities
        if one.get("entity") == kind
        and ("start" not in one or not any(one["start"] < end and start < one["end"] for start, end in taken))
    ]


def _words(entities: Iterable[Mapping[str, Any]], kind: str, text: str) -> list[str]:
    spans = ((one.get("start"), one.get("end")) for one in entities if one.get("entity") == kind)
    return [text[start:end] for start, end in spans if isinstance(start, int) and isinstance(end, int)]


def _memory(slot: object) -> Memory | None:
    if slot is None:
        return None
    try:
        return Memory.model_validate(slot)
    except ValidationError:
        logger.warning("the slot %s does not hold a memory; left out", MEMORY_SLOT)
        return None
