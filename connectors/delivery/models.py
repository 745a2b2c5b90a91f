"""What passes through the gateway: replies as the public sees them, and messages on their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from knowledge_base.answer.reply import Attachment, Citation, Outcome


class Status(StrEnum):
    """Where a received message stands."""

    RECEIVED = "received"
    DONE = "done"
    FAILED = "failed"


class PartStatus(StrEnum):
    """Where one part of a reply stands on its way to the platform.

    ``SENDING`` is written before the platform is called: found later, it says that the call's end is not known.
    ``AWAY``: it could not be delivered, and an official has put it away.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    AWAY = "away"


SILENT = "silent"
"""The error of a part that was not sent because an officer has the conversation."""


class _Public(BaseModel):
    model_config = ConfigDict(frozen=True)


class Button(_Public):
    """A choice offered to the user; the id means something to the server alone."""

    id: str
    title: str


class Reply(_Public):
    """One reply as the public web API shows it."""

    id: str
    outcome: Outcome
    text: str
    citations: list[Citation] = []
    buttons: list[Button] = []
    attachments: list[Attachment] = []
    created_at: datetime


class Contact(_Public):
    """A user of a platform: ``account`` is the bot or official account written to, ``user`` the platform's id."""

    account: str
    user: str


@dataclass(frozen=True, slots=True)
class KnownNumbers:
    """What is known of the numbers a platform gives its messages, one by one.

    ``before`` had been given at the moment in question, ``taken`` are those above it that others have by now; from
    ``end`` on, if set, numbers were given later than any in question.
    """

    before: int
    taken: frozenset[int]
    end: int | None = None


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
    asks_info: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """A message that a reply answers. ``platform_id``: what the platform calls it, where a reply can point to it."""

    text: str
    platform_id: str | None


@dataclass(frozen=True, slots=True)
class StoredReply:
    """A reply with its place in the conversation and the client's id of the message it answers.

    ``quotes`` is that message where others stand between the two: by itself the reply would be unclear. ``asks_info``:
    the platform's own form for name and phone goes with it.
    """

    seq: int
    message_id: str | None
    reply: Reply
    quotes: Quoted | None = None
    asks_info: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """A saved message that waits for its turn. ``payload`` is set when a button of ours was resolved.

    ``platform_id`` is known until a restart; after it, replies name the message in words.
    """

    id: int
    conversation_id: str
    channel: str
    agency: str | None
    message_id: str
    seq: int
    text: str
    payload: str | None
    attempts: int = 0
    platform_id: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One rendered part of a reply, claimed for sending. ``wait`` is the seconds left before it may be tried.

    ``silent``: an officer has taken the conversation over meanwhile.
    ``unsettled``: the end of the last try, at ``tried_at``, is not known; ``doubtful``: that was so for an earlier one.
    """

    id: int
    conversation_id: str
    channel: str
    contact: Contact
    inbound_id: int
    body: str
    attempts: int
    doubtful: bool
    unsettled: bool
    tried_at: datetime | None
    wait: float
    silent: bool
