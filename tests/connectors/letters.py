"""A platform as small as can be, for tests of the delivery core: what it is sent, and what it answers."""

from __future__ import annotations

import asyncio
import hmac
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from connectors.channels.protocol import Caller, InboundMessage, Incoming, InDoubt, conversation_id
from connectors.delivery.models import Contact, StoredReply
from connectors.errors import DeliveryError, ProblemError, Remedy
from connectors.web.bodies import read_as


class Letter(BaseModel):
    id: str
    user: str
    text: str


class Page(BaseModel):
    text: str


class Letters:
    """Scripted by ``answers``: what each coming call raises, ``None`` for a delivery. ``got`` is what users see."""

    name = "letters"
    in_doubt = InDoubt.AGAIN

    def __init__(self) -> None:
        self.answers: list[DeliveryError | Exception | None] = []
        self.got: list[tuple[str, str, bool]] = []
        self.calls = 0
        self.known: str | Literal[False] | DeliveryError | None = None
        self.asked: list[bool] = []
        self.looking: asyncio.Event | None = None
        self.refreshed = 0
        self.held: asyncio.Event | None = None
        self.busy: set[str] = set()
        self.most_at_once = 0

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass

    async def verify(self, incoming: Incoming) -> Caller:
        if not hmac.compare_digest(incoming.headers.get("x-seal", "").encode(), b"sealed"):
            raise ProblemError("webhook_refused")
        return Caller("minh-long")

    def parse(self, body: bytes) -> list[Letter]:
        return [read_as(Letter, body)]

    def normalise(self, caller: Caller, parsed: Letter) -> InboundMessage:
        contact = Contact(account="1", user=parsed.user)
        return InboundMessage(
            channel=self.name,
            conversation_id=conversation_id(self.name, contact),
            agency=caller.agency,
            message_id=parsed.id,
            text=parsed.text,
            contact=contact,
        )

    def render(self, reply: StoredReply) -> list[Page]:
        return [Page(text=line) for line in reply.reply.text.splitlines()]

    async def acknowledge(self, parsed: Letter) -> None:
        pass

    async def deliver(self, contact: Contact, part: str, *, again: bool) -> str | None:
        assert contact.user not in self.busy, "two parts of one conversation at once"
        self.busy.add(contact.user)
        self.most_at_once = max(self.most_at_once, len(self.busy))
        self.calls += 1
        try:
            if self.held is not None:
                await self.held.wait()
            answer = self.answers.pop(0) if self.answers else None
            if answer is None or (isinstance(answer, DeliveryError) and answer.remedy is Remedy.DOUBT):
                self.got.append((contact.user, Page.model_validate_json(part).text, again))
            if answer is not None:
                raise answer
            return f"p{self.calls}"
        finally:
            self.busy.discard(contact.user)

    async def was_delivered(
        self, contact: Contact, part: str, since: datetime, *, again: bool
    ) -> str | Literal[False] | None:
        self.asked.append(again)
        if self.looking is not None:
            await self.looking.wait()
        if isinstance(self.known, DeliveryError):
            raise self.known
        return self.known

    async def refresh(self) -> None:
        self.refreshed += 1

    async def typing(self, contact: Contact) -> None:
        pass
