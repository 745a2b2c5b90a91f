"""From Rasa's messages to drafts of replies: one message, one reply.

* an answer of the action server: ``{"custom": {"reply": {"outcome", "text", "citations", "buttons"}}}``
* a response of domain.yml: ``{"text", "buttons", "metadata": {"outcome"}}``
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, StringConstraints, ValidationError

from connectors.delivery.models import Draft, DraftButton
from connectors.errors import RasaMalformedError, RasaSilentError
from knowledge_base.answer.reply import Attachment, Citation, Outcome

_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_INTENT = re.compile(r"/\w+(\{.*\})?", re.DOTALL)


class _RasaButton(BaseModel):
    title: _Words
    payload: _Words


class _RasaReply(BaseModel):
    outcome: Outcome
    text: _Words
    citations: list[Citation] = []
    buttons: list[_RasaButton] = []
    attachments: list[Attachment] = []


class _Custom(BaseModel):
    reply: _RasaReply


class _Metadata(BaseModel):
    outcome: Outcome = Outcome.ANSWERED


class _RasaMessage(BaseModel):
    custom: _Custom | None = None
    text: _Words | None = None
    buttons: list[_RasaButton] = []
    image: str | None = None
    metadata: _Metadata = _Metadata()


class _RasaAnswer(BaseModel):
    messages: list[_RasaMessage]


def build_drafts(body: bytes) -> list[Draft]:
    """Read Rasa's answer. Raises ``RasaSilentError`` when it is empty, ``RasaMalformedError`` when it does not fit."""
    try:
        messages = _RasaAnswer.model_validate_json(body).messages
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise RasaMalformedError(f"Rasa's answer does not fit at {where or 'its start'}") from None
    if not messages:
        raise RasaSilentError("Rasa answered no message")
    return [_draft(message) for message in messages]


def is_intent(payload: str | None) -> bool:
    """Whether a button's payload is an intent for Rasa rather than a question in words."""
    return payload is not None and _INTENT.fullmatch(payload) is not None


def _draft(message: _RasaMessage) -> Draft:
    if message.custom is not None:
        reply = message.custom.reply
        return Draft(
            reply.outcome,
            reply.text,
            tuple(reply.citations),
            _buttons(reply.buttons),
            tuple(reply.attachments),
        )
    if message.text is None:
        raise RasaMalformedError("a message of Rasa has neither text nor reply")
    pictures = (Attachment(type="image", url=message.image),) if message.image else ()
    return Draft(message.metadata.outcome, message.text, (), _buttons(message.buttons), pictures)


def _buttons(buttons: list[_RasaButton]) -> tuple[DraftButton, ...]:
    return tuple(DraftButton(button.title, button.payload) for button in buttons)
