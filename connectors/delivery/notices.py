"""Notices: what the gateway answers by itself, without asking Rasa."""

from __future__ import annotations

from dataclasses import replace

from connectors.delivery.models import Draft, DraftButton, Pending
from connectors.texts import Texts
from knowledge_base.answer.reply import Outcome

NOTICE_PREFIX = "notice:"
START = "start"
CALL_BACK = "call_back"
"""The payload of the button that asks for an officer's call: who presses it agrees to be asked for name and phone."""


def notice_payload(key: str) -> str:
    """The payload of a saved message that a notice answers."""
    return f"{NOTICE_PREFIX}{key}"


class Notices:
    """Answers by the keys of ``notices`` in ``texts.vi.yml``, and introduces the assistant."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def answer(self, pending: Pending) -> list[Draft] | None:
        """The notice that answers ``pending``; ``None`` for a question."""
        if pending.payload is None or not pending.payload.startswith(NOTICE_PREFIX):
            return None
        key = pending.payload.removeprefix(NOTICE_PREFIX)
        return [self._disclosure(), self.welcome()] if key == START else [self.of(key)]

    def of(self, key: str) -> Draft:
        """The notice of ``key``."""
        notice = self._texts.notices[key]
        return Draft(notice.outcome, notice.text)

    def offer_call_back(self, draft: Draft) -> Draft:
        """A hand-over with a button that asks for an officer's call; not where first steps have to be taken now."""
        if draft.outcome is not Outcome.HANDOVER or draft.citations or draft.asks_info:
            return draft
        return replace(draft, buttons=(*draft.buttons, DraftButton(self._texts.call_back_button, CALL_BACK)))

    def call_back(self, *, can_be_asked: bool) -> Draft:
        """What comes with the form for name and phone; where there is none, where else to turn to."""
        if not can_be_asked:
            return self.of("no_call_back")
        return replace(self.of("call_back"), asks_info=True)

    def introduce(self, pending: Pending, drafts: list[Draft]) -> list[Draft]:
        """The replies, after the disclosure where this is all that was ever said (AI Law 134/2025/QH15)."""
        first = pending.seq == 1 and pending.payload != notice_payload(START)
        return [self._disclosure(), *drafts] if first else drafts

    def welcome(self) -> Draft:
        """What a conversation begins with."""
        words = self._texts.assistant
        buttons = tuple(DraftButton(question.title, question.payload) for question in words.questions)
        return Draft(Outcome.SMALL_TALK, words.welcome, buttons=buttons)

    def _disclosure(self) -> Draft:
        return Draft(Outcome.SMALL_TALK, self._texts.assistant.disclosure)
