"""What passes through the gateway: replies as the public sees them, and messages on their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Outcome(StrEnum):
    """What became of a question (DESIGN §5)."""

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


class Status(StrEnum):
    """Where a received message stands."""

    RECEIVED = "received"
    DONE = "done"
    FAILED = "failed"


class _Public(BaseModel):
    model_config = ConfigDict(frozen=True)


class Citation(_Public):
    """Where an answer stands: document, place in it, and the words quoted."""

    document_id: str
    title: str
    number: str | None = None
    issuer: str | None = None
    issued: str | None = None
    locator: str | None = None
    quote: str | None = None
    url: str | None = None


class Button(_Public):
    """A choice offered to the user; the id means something to the server alone."""

    id: str
    title: str


class Attachment(_Public):
    """A file or picture to show with a reply."""

    type: Literal["image", "file"]
    url: str
    title: str | None = None


class Reply(_Public):
    """One reply as the public web API shows it."""

    id: str
    outcome: Outcome
    text: str
    citations: list[Citation] = []
    buttons: list[Button] = []
    attachments: list[Attachment] = []
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DraftButton:
    """A button without an id yet. It sends its ``payload``, an intent or a question, or else its title."""

    title: str
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply before it is stored."""

    outcome: Outcome
    text: str
    citations: tuple[Citation, ...] = ()
    buttons: tuple[DraftButton, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredReply:
    """A reply with its place in the conversation and the client's id of the message it answers."""

    seq: int
    message_id: str | None
    reply: Reply


@dataclass(frozen=True, slots=True)
class Pending:
    """A saved message that waits for its turn. ``payload`` is set when a button of ours was resolved."""

    id: int
    conversation_id: str
    channel: str
    agency: str | None
    message_id: str
    seq: int
    text: str
    payload: str | None
    attempts: int = 0
