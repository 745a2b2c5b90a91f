"""Zalo's webhook events as models, and the catalogue of what each is for us (``events.yml``)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import from_json
from ruamel.yaml import YAML

from connectors.channels.zalo.signature import is_timestamp
from connectors.clock import moment_of
from connectors.errors import ProblemError

UNREADABLE = "unreadable"
UNKNOWN = "unknown"
LONGEST_ID = 64


class Do(StrEnum):
    """What becomes of an event."""

    ASK = "ask"
    NOTICE = "notice"
    PERSON = "person"
    LEFT = "left"
    ERASE = "erase"
    COUNT = "count"


class Meaning(BaseModel):
    """One line of the catalogue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    do: Do
    notice: str | None = None


class _Zalo(BaseModel):
    # Ids are text beyond 2**53; an integration was seen to send numbers.
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class Party(_Zalo):
    """An end of a message; ``admin_id`` where an official typed it in OA chat."""

    id: str = ""
    admin_id: str | None = None


class Message(_Zalo):
    """What was sent. Attachments are not read: the assistant answers words only."""

    msg_id: str = ""
    text: str | None = None


class ZaloEvent(_Zalo):
    """An event. Which of the ids are there depends on its kind."""

    event_name: str = UNKNOWN
    app_id: str = ""
    timestamp: str = ""
    sender: Party = Party()
    recipient: Party = Party()
    follower: Party = Party()
    oa_id: str = ""
    user_id: str = ""
    message: Message = Message()

    @property
    def account(self) -> str:
        """The OA's id."""
        return self.oa_id or (self.sender.id if self._from_account else self.recipient.id)

    @property
    def user(self) -> str:
        """The user's id."""
        other = self.recipient.id if self._from_account else self.sender.id
        return self.follower.id or self.user_id or other

    @property
    def identity(self) -> str:
        """What makes the event the same when it comes again, at most 64 signs."""
        if meaning_of(self.event_name).do is Do.ASK and self.message.msg_id:
            return _short(self.message.msg_id)
        return _short(f"{self.event_name}:{self.message.msg_id or self.timestamp}:{self.user}")

    @property
    def sent_at(self) -> datetime | None:
        """When it happened; Zalo counts in milliseconds."""
        return moment_of(int(self.timestamp) / 1000 if is_timestamp(self.timestamp) else None)

    @property
    def _from_account(self) -> bool:
        # The ids of receipts stand the other way round than the name says.
        return self.event_name.startswith("oa_") or self.event_name in ("user_received_message", "user_seen_message")


def read_events(body: bytes) -> list[ZaloEvent]:
    """The one event of a body. Raises ``invalid_json``; what is JSON but no event of ours is ``unreadable``."""
    try:
        value = from_json(body)
    except ValueError:
        raise ProblemError("invalid_json") from None
    try:
        return [ZaloEvent.model_validate(value)]
    except ValidationError:
        return [ZaloEvent(event_name=UNREADABLE)]


def timestamp_of(body: bytes) -> str:
    """The event's own time as the text that is signed; empty where there is none."""
    try:
        value = from_json(body)
    except ValueError:
        return ""
    timestamp = value.get("timestamp", "") if isinstance(value, dict) else ""
    return str(timestamp) if isinstance(timestamp, str | int) and not isinstance(timestamp, bool) else ""


def names_an_event(body: bytes) -> bool:
    """Whether the body claims to be an event. What Zalo's console posts to try an address does not."""
    try:
        value = from_json(body)
    except ValueError:
        return True
    return not isinstance(value, dict) or "event_name" in value


def meaning_of(event_name: str) -> Meaning:
    """What the event is for us; one that nobody knows is counted."""
    return catalogue().get(event_name, Meaning(do=Do.COUNT))


@cache
def catalogue() -> dict[str, Meaning]:
    """The events we know by name."""
    path = Path(__file__).with_name("events.yml")
    return TypeAdapter(dict[str, Meaning]).validate_python(YAML(typ="safe").load(path))


def _short(identity: str) -> str:
    return identity if len(identity) <= LONGEST_ID else hashlib.sha256(identity.encode()).hexdigest()
