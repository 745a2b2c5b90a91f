"""What a channel is: verify → parse → normalise → (save, ask, store) → render → send.

A web page, a Zalo OA and a Telegram bot differ in these five steps and in nothing else; the contract tests in
``tests/connectors/test_channel_contract.py`` run for every one of them. On the web, users fetch their replies; a
``PushChannel`` brings them to its platform, which the outbox sees to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol, TypeVar, runtime_checkable

from pydantic import BaseModel, ConfigDict

from connectors.delivery.models import Contact, StoredReply

Parsed = TypeVar("Parsed")
Rendered = TypeVar("Rendered")
PushParsed = TypeVar("PushParsed")
PushRendered = TypeVar("PushRendered", bound=BaseModel)


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


class _Normalised(BaseModel):
    model_config = ConfigDict(frozen=True)


class InboundMessage(_Normalised):
    """A message in the one form the core knows: ``text`` (cleaned), ``button`` (an id we issued) or ``notice``.

    A ``notice`` (a key of ``notices`` in ``texts.vi.yml``) is answered by the gateway itself. ``contact`` is set by
    push channels. ``choice`` comes with ``text`` and counts where the last reply had as many choices, numbered from 1.
    ``platform_id`` is what the platform calls the message, where a reply can point to it. ``start_agency`` moves the
    conversation to another agency, where there is one of that slug. ``in_company``: several people read along.
    ``sent_at`` is the platform's own time of it, long ago where an outage held it up. ``number`` is set where the
    platform numbers its messages one by one, those of all an account's chats together unless this one ``counts_alone``.
    """

    channel: str
    conversation_id: str
    agency: str | None
    message_id: str
    text: str | None = None
    button: str | None = None
    notice: str | None = None
    choice: int | None = None
    contact: Contact | None = None
    platform_id: str | None = None
    start_agency: str | None = None
    in_company: bool = False
    sent_at: datetime | None = None
    number: int | None = None
    counts_alone: bool = False


class ContactEvent(_Normalised):
    """Something that changes what is known of a user; nobody is answered.

    ``silent_until``: an officer took the conversation over until then, a past moment hands it back. ``erase``: the
    user wants everything deleted. ``name`` is counted.
    """

    channel: str
    conversation_id: str
    agency: str | None
    contact: Contact
    message_id: str
    name: str
    reachable: bool | None = None
    silent_until: datetime | None = None
    erase: bool = False


class Ignored(_Normalised):
    """An event that is only counted, under one of the channel's few names for them."""

    name: str


Normalised = InboundMessage | ContactEvent | Ignored


def conversation_id(channel: str, contact: Contact) -> str:
    """The id of a user's conversation: always the same, and without the platform's id, as it reaches logs.

    >>> conversation_id("telegram", Contact(account="1", user="2"))
    'telegram-76d00d569ab32e9baee44c3ba3c6fcca'
    """
    name = f"{channel}/{contact.account}/{contact.user}"
    return f"{channel}-{hashlib.sha256(name.encode()).hexdigest()[:32]}"


class Sender(Protocol):
    """The outgoing half of a channel."""

    def parts(self, reply: StoredReply) -> list[str]:
        """What the outbox has to send, as JSON; nothing where users fetch their replies."""
        ...

    async def send(self, conversation_id: str, replies: Sequence[StoredReply]) -> None:
        """Bring stored replies on their way to the user."""
        ...

    @property
    def asks_info(self) -> bool:
        """Whether users can be asked for name and phone with the platform's own form, which officers read there."""
        ...

    @property
    def waits(self) -> bool:
        """Whether users rather wait a minute than be told at once that Rasa is away."""
        ...

    async def may_tell(self, conversation_id: str) -> bool:
        """Whether a message that answers nothing reaches the user, and costs nothing."""
        ...

    async def is_silent(self, conversation_id: str) -> bool:
        """Whether an officer has the conversation."""
        ...

    def working(self, conversation_id: str) -> AbstractAsyncContextManager[None]:
        """Show, while it is entered, that an answer is being worked on."""
        ...


class Channel(Protocol[Parsed, Rendered]):
    """The protocol. ``Parsed`` is the platform's own message, ``Rendered`` what it is sent."""

    name: str

    async def verify(self, incoming: Incoming) -> Caller:
        """Who sent this; raises ``ProblemError`` unless the credentials hold (in constant time)."""
        ...

    def parse(self, body: bytes) -> list[Parsed]:
        """The platform's messages in the body; raises ``ProblemError`` when it cannot be read."""
        ...

    def normalise(self, caller: Caller, parsed: Parsed) -> Normalised:
        """The message in the core's form; raises ``ProblemError``, but never to a platform."""
        ...

    def render(self, reply: StoredReply) -> list[Rendered]:
        """The reply within the platform's limits."""
        ...


class InDoubt(StrEnum):
    """What becomes of a part of which nobody can find out whether it was delivered."""

    AGAIN = "again"
    NEVER = "never"


@runtime_checkable
class Fetches(Protocol):
    """A channel that may have to fetch what its users write, where the platform cannot reach the gateway."""

    @property
    def fetches(self) -> bool:
        """Whether it has to."""
        ...

    async def fetch(self, take: Callable[[Caller, bytes], Awaitable[None]]) -> None:
        """Fetch for ever; ``take`` saves a body, or raises ``ProblemError`` for one nobody can read."""
        ...


@runtime_checkable
class HasTokens(Protocol):
    """A channel whose credentials wear out."""

    async def token_life(self) -> Mapping[str, float]:
        """Seconds left of each account's token; below 0 where it has died."""
        ...


@runtime_checkable
class HasStartLinks(Protocol):
    """A channel whose conversation a link can open."""

    name: str

    def start_link(self, start: str) -> str | None:
        """The link that opens the conversation and says ``start``; ``None`` while it is not known."""
        ...


@dataclass(frozen=True, slots=True)
class Window:
    """Until when a platform takes messages to a user, first free, then paid for.

    ``quota`` is the platform's name of what the last message was counted against, ``remaining`` how many are left of it
    where the platform says so, ``billed`` the messages that were paid for.
    """

    free_until: datetime
    open_until: datetime
    quota: str | None = None
    remaining: int | None = None
    billed: int = 0

    def is_free(self, moment: datetime) -> bool:
        """Whether a message costs nothing."""
        return moment <= self.free_until

    def is_open(self, moment: datetime) -> bool:
        """Whether the platform takes a message at all."""
        return moment <= self.open_until


@runtime_checkable
class AsksInfo(Protocol):
    """A channel whose platform may have a form of its own for name and phone."""

    @property
    def asks_info(self) -> bool:
        """Whether it is set up, and officials look there for who wants to be called."""
        ...


@runtime_checkable
class HasWindows(Protocol):
    """A channel whose platform takes messages for some time after the user wrote."""

    async def window(self, conversation_id: str) -> Window | None:
        """The conversation's window; ``None`` where the user is not known."""
        ...


class PushChannel(Channel[PushParsed, PushRendered], Protocol[PushParsed, PushRendered]):
    """A channel whose platform is called to deliver; ``Rendered`` is a model, kept as JSON until it is sent."""

    in_doubt: InDoubt

    async def start(self) -> None:
        """Open what sending needs; does not fail where the platform is down."""
        ...

    async def stop(self) -> None:
        """Close it."""
        ...

    async def acknowledge(self, parsed: PushParsed) -> None:
        """Tell the platform, once the message is saved, what it wants to be told at once; best effort."""
        ...

    async def deliver(self, contact: Contact, part: str, *, again: bool) -> str | None:
        """Send one part; returns the platform's id of it. Raises ``DeliveryError``.

        ``again``: an earlier try may have reached the user.
        """
        ...

    async def was_delivered(
        self, contact: Contact, part: str, since: datetime, *, again: bool
    ) -> str | Literal[False] | None:
        """The platform's id (perhaps empty) of a part tried at ``since``, where it reached the user.

        ``False`` where it did not, ``None`` where nobody can find out. ``again`` as it was in that try. Raises
        ``DeliveryError`` where that cannot be told now: it is asked again later, unless the user cannot be reached.
        """
        ...

    async def refresh(self) -> None:
        """Renew the credentials. Raises ``DeliveryError``."""
        ...

    async def typing(self, contact: Contact) -> None:
        """Show for a few seconds that an answer is being worked on; best effort."""
        ...
