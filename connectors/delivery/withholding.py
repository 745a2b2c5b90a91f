"""Personal data is withheld: it leaves a message before the message is saved, and its sender is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from connectors.delivery.models import Draft, Pending
from connectors.privacy import Kind, hide, kinds_hidden
from connectors.privacy.hiding import placeholder
from connectors.texts import PrivacyTexts
from knowledge_base.answer.reply import Outcome


class Withholding:
    """Hides what was typed, and warns by what the saved text shows to have been hidden."""

    def __init__(self, texts: PrivacyTexts) -> None:
        self._texts = texts

    def hide(self, text: str) -> str:
        """The text as it may be saved and passed on."""
        return hide(text, self._texts.names)

    def answer(self, pending: Pending) -> list[Draft] | None:
        """The reply to a message that asks nothing once its personal data is gone; ``None`` for all others."""
        kinds = self._hidden(pending)
        if not kinds or any(sign.isalnum() for sign in self._without_placeholders(pending.text)):
            return None
        return [Draft(Outcome.CLARIFICATION, self._texts.nothing_else)]

    def warn(self, pending: Pending, drafts: Sequence[Draft]) -> list[Draft]:
        """The replies, with the warning as the first line where something was hidden."""
        kinds = self._hidden(pending)
        if not kinds or not drafts:
            return list(drafts)
        words = self._texts.warning_secret if Kind.SECRET in kinds else self._texts.warning
        warning = words.format(what=", ".join(self._texts.names[kind] for kind in kinds))
        return [replace(drafts[0], text=f"{warning}\n\n{drafts[0].text}"), *drafts[1:]]

    def _hidden(self, pending: Pending) -> list[Kind]:
        return [] if pending.payload is not None else kinds_hidden(pending.text, self._texts.names)

    def _without_placeholders(self, text: str) -> str:
        for name in self._texts.names.values():
            text = text.replace(placeholder(name), " ")
        return text
