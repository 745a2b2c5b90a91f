"""Updates as Telegram sends them: the fields the gateway reads, checked, and no others."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from connectors.clock import moment_of

Number = Annotated[int, Field(ge=-(2**63), lt=2**63)]


LARGEST_NUMBER = 2**31 - 1
_FIRST_CHANNEL = -1_000_000_000_000  # and all below


def counts_alone(chat: int) -> bool:
    """Whether the chat of this id, a supergroup's or a channel's, has a count of messages of its own."""
    return chat <= _FIRST_CHANNEL


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class User(_Part):
    """Who wrote: of their name nothing is read."""

    id: Number
    is_bot: bool = False


class Chat(_Part):
    """Where: ``private``, ``group``, ``supergroup`` or ``channel``."""

    id: Number
    type: str = ""


class Answered(_Part):
    """The message that another one replies to."""

    sender: User | None = Field(default=None, alias="from")


class Message(_Part):
    """A message. Of its media only the kinds are of interest: ``kinds`` has the names of all its other fields."""

    model_config = ConfigDict(frozen=True, extra="allow")

    message_id: int = 0
    chat: Chat
    sender: User | None = Field(default=None, alias="from")
    text: str | None = None
    caption: str | None = None
    reply_to_message: Answered | None = None

    @property
    def sent_at(self) -> datetime | None:
        """When it was written."""
        return moment_of((self.model_extra or {}).get("date"))

    @property
    def number(self) -> int | None:
        """Its place in the count of messages, where it has one."""
        return self.message_id if 0 < self.message_id <= LARGEST_NUMBER else None

    @property
    def kinds(self) -> set[str]:
        """The names of the fields that came with it, e.g. ``{"date", "sticker"}``."""
        return set(self.model_extra or {})


class Pressed(_Part):
    """A button pressed; ``message`` is the one it stood below, which may be too old to come along."""

    id: Annotated[str, Field(max_length=64)]
    sender: User = Field(alias="from")
    message: Message | None = None
    data: Annotated[str, Field(max_length=256)] | None = None


class Membership(_Part):
    """The bot's own standing in a chat, e.g. ``kicked`` once a user blocked it."""

    status: str


class MembershipChange(_Part):
    """It changed."""

    chat: Chat
    new_chat_member: Membership


class Update(_Part):
    """One update. ``update_id`` is the same whenever Telegram repeats it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    update_id: Annotated[int, Field(ge=0, lt=2**63)]
    message: Message | None = None
    callback_query: Pressed | None = None
    my_chat_member: MembershipChange | None = None

    @property
    def others(self) -> dict[str, Any]:
        """What else came: kinds of updates nobody answers."""
        return self.model_extra or {}
