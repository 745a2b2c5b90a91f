"""What a channel is: verify → parse → normalise → (save, ask, store) → render → send.

A web page, a Zalo OA and a Telegram bot differ in these five steps and in nothing else; the contract tests in
``tests/connectors/test_channel_contract.py`` run for every one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from connectors.delivery.models import StoredReply

Parsed = TypeVar("Parsed")
Rendered = TypeVar("Rendered")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request as it came, before anything in it is believed."""

    headers: Mapping[str, str]
    body: bytes
    address: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a verified request comes from.

    ``conversation_id`` is set where the credentials name the conversation (web); a platform's webhook names
    its users in the body, and ``normalise`` builds the id from channel, account and user.
    """

    agency: str | None
    conversation_id: str | None = None


class InboundMessage(BaseModel):
    """A message in the one form the core knows: ``text`` (cleaned) or ``button`` (an id we issued)."""

    model_config = ConfigDict(frozen=True)

    channel: str
    conversation_id: str
    agency: str | None
    message_id: str
    text: str | None = None
    button: str | None = None


class Sender(Protocol):
    """The outgoing half of a channel."""

    async def send(self, conversation_id: str, replies: Sequence[StoredReply]) -> None:
        """Bring stored replies on their way to the user."""
        ...


class Channel(Sender, Protocol[Parsed, Rendered]):
    """The protocol. ``Parsed`` is the platform's own message, ``Rendered`` what it is sent."""

    name: str

    async def verify(self, incoming: Incoming) -> Caller:
        """Who sent this; raises ``ProblemError`` unless the credentials hold (in constant time)."""
        ...

    def parse(self, body: bytes) -> list[Parsed]:
        """The platform's messages in the body; raises ``ProblemError`` when it cannot be read."""
        ...

    def normalise(self, caller: Caller, parsed: Parsed) -> InboundMessage | None:
        """The message in the core's form; ``None`` for events nobody answers; raises ``ProblemError``."""
        ...

    def render(self, reply: StoredReply) -> list[Rendered]:
        """The reply within the platform's limits."""
        ...
