"""What the assistant says: one outcome, a text, where it stands, what may be pressed next."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict


class Outcome(StrEnum):
    """A question has exactly one outcome."""

    ANSWERED = "answered"
    CLARIFICATION = "clarification"
    NOT_IN_DOCUMENTS = "not_in_documents"
    OUT_OF_SCOPE = "out_of_scope"
    REFUSED = "refused"
    HANDOVER = "handover"
    SMALL_TALK = "small_talk"
    URGENT_HELP = "urgent_help"
    PROCEDURE = "procedure"
    ACCOUNT = "account"
    ERROR = "error"


ERASE = "/erase_my_data"
"""The payload of the button that deletes a conversation's data; the gateway acts on it, Rasa never sees it."""


class Part(BaseModel):
    """Base of the reply's parts: immutable."""

    model_config = ConfigDict(frozen=True)


class Citation(Part):
    """Where a statement stands. ``quote`` is the original's own wording, ``None`` until it was ingested."""

    document_id: str
    title: str
    number: str | None = None
    issuer: str | None = None
    issued: str | None = None
    locator: str
    quote: str | None = None
    url: str | None = None


class ButtonOffer(Part):
    """A choice offered; ``payload`` is an intent with its entities, known to the server only."""

    title: str
    payload: str

    @classmethod
    def of(cls, title: str, intent: str, **entities: str) -> Self:
        """A button that stands for ``intent`` with ``entities``, as Rasa writes a payload."""
        return cls(title=title, payload=f"/{intent}{json.dumps(entities, ensure_ascii=False) if entities else ''}")


class Attachment(Part):
    """A file or picture that comes with a reply."""

    type: Literal["image", "file"]
    url: str
    title: str | None = None


class Reply(Part):
    """One visible answer in plain Vietnamese, before the gateway gives it an id."""

    outcome: Outcome
    text: str
    citations: list[Citation] = []
    buttons: list[ButtonOffer] = []
    attachments: list[Attachment] = []
