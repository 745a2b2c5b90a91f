"""What the Zalo Bot platform tells of a message, with or without its envelope ``{"ok", "result"}``."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from connectors.clock import moment_of
from connectors.errors import ProblemError

PRIVATE = "PRIVATE"
UNREADABLE = "unreadable"
UNKNOWN = "unknown"
NOTICES = {
    "message.image.received": "photo",
    "message.sticker.received": "sticker",
    "message.voice.received": "voice",
    "message.unsupported.received": "file",
}
TEXT = "message.text.received"


class _Told(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class Author(_Told):
    """Who wrote."""

    id: str = ""
    is_bot: bool = False


class Chat(_Told):
    """Where; a group has another type."""

    id: str = ""
    chat_type: str = PRIVATE


class Message(_Told):
    """The message."""

    message_id: str = ""
    author: Author = Field(default=Author(), alias="from")
    chat: Chat = Chat()
    text: str | None = None
    caption: str | None = None
    date: object = None

    @property
    def sent_at(self) -> datetime | None:
        """When it was written; the platform counts in milliseconds."""
        return moment_of(self.date / 1000 if isinstance(self.date, int) else None)


class Update(_Told):
    """One event."""

    event_name: str = UNKNOWN
    message: Message = Message()


def read_update(body: bytes) -> Update:
    """The update of a body. Raises ``invalid_json``; what is JSON but no update of ours is ``unreadable``."""
    try:
        value = from_json(body)
    except ValueError:
        raise ProblemError("invalid_json") from None
    if isinstance(value, dict) and isinstance(value.get("result"), dict):
        value = value["result"]
    try:
        return Update.model_validate(value)
    except ValidationError:
        return Update(event_name=UNREADABLE)
