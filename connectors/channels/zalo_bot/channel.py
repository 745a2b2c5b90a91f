"""The Zalo Bot channel."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from pydantic import BaseModel

from connectors.channels.fetching import fetch_for_ever
from connectors.channels.protocol import (
    Caller,
    Ignored,
    InboundMessage,
    Incoming,
    InDoubt,
    Normalised,
    conversation_id,
)
from connectors.channels.splitting import split_text
from connectors.channels.wording import Wording, chosen_number
from connectors.channels.zalo_bot.client import ZaloBotClient
from connectors.channels.zalo_bot.polling import Polling
from connectors.channels.zalo_bot.updates import NOTICES, PRIVATE, TEXT, UNKNOWN, UNREADABLE, Update, read_update
from connectors.delivery.models import Contact, StoredReply
from connectors.delivery.text import clean, neutralise
from connectors.errors import DeliveryError, ProblemError
from connectors.logs import event, get_logger
from settings import Settings

log = get_logger(__name__)

SECRET_HEADER = "x-bot-api-secret-token"  # noqa: S105  a header's name
LONGEST_TEXT = 2000
WEBHOOK_SECONDS = 60.0


class ZaloBotPart(BaseModel):
    """One message."""

    text: str


class ZaloBotChannel:
    """Updates in, plain texts out. Without a secret no webhook is believed; updates are fetched then."""

    name = "zalo_bot"
    in_doubt = InDoubt.AGAIN

    def __init__(self, settings: Settings, client: ZaloBotClient, wording: Wording, repeated: str) -> None:
        secret = settings.zalo_bot_secret
        self._secret = secret.get_secret_value() if secret else ""
        self._agency = settings.zalo_bot_agency
        self._max_chars = settings.message_max_chars
        self._public_url = settings.public_url
        self._client = client
        self._wording = wording
        self._repeated = repeated
        self._background: asyncio.Task[None] | None = None

    @property
    def fetches(self) -> bool:
        """Whether updates have to be fetched."""
        return not self._secret

    async def fetch(self, take: Callable[[Caller, bytes], Awaitable[None]]) -> None:
        """Fetch them for ever."""
        polling = Polling(self._client, partial(take, Caller(self._agency)))
        await fetch_for_ever(self.name, polling.fetch)

    async def verify(self, incoming: Incoming) -> Caller:
        """Raises ``webhook_refused`` unless the header holds our secret."""
        given = incoming.headers.get(SECRET_HEADER, "")
        if not self._secret or not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise ProblemError("webhook_refused")
        return Caller(self._agency)

    def parse(self, body: bytes) -> list[Update]:
        """One update per request. Raises ``invalid_json``."""
        return [read_update(body)]

    def normalise(self, caller: Caller, parsed: Update) -> Normalised:
        """A question or a notice; groups and other bots are only counted."""
        message = parsed.message
        if parsed.event_name not in (TEXT, *NOTICES):
            return Ignored(name=UNREADABLE if parsed.event_name == UNREADABLE else UNKNOWN)
        if not (message.message_id and message.chat.id) or len(message.chat.id) > 64:
            return Ignored(name=UNREADABLE)
        if message.author.is_bot or message.chat.chat_type != PRIVATE:
            return Ignored(name="bot" if message.author.is_bot else "group")
        text = clean(message.text or message.caption or "")
        if not neutralise(text):
            if parsed.event_name == TEXT:
                raise ProblemError("message_empty")
            return self._inbound(caller, parsed, notice=NOTICES[parsed.event_name])
        if len(text) > self._max_chars:
            return self._inbound(caller, parsed, notice="too_long")
        return self._inbound(caller, parsed, text=text)

    def render(self, reply: StoredReply) -> list[ZaloBotPart]:
        """The reply in words; its choices are numbered."""
        text = self._wording.about(reply.quotes) + self._wording.text(reply.reply, first_numbered=1)
        return [ZaloBotPart(text=part) for part in split_text(text, LONGEST_TEXT)]

    async def start(self) -> None:
        """Have updates brought here, where it is said from where we are seen."""
        if self._public_url and self._secret:
            self._background = asyncio.create_task(self._set_webhook(self._public_url), name="zalo bot webhook")

    async def stop(self) -> None:
        """Close the connections."""
        if self._background:
            self._background.cancel()
            await asyncio.gather(self._background, return_exceptions=True)
        await self._client.close()

    async def acknowledge(self, parsed: Update) -> None:
        """The platform wants nothing but the 200."""

    async def deliver(self, contact: Contact, part: str, *, again: bool) -> str | None:
        """Send one message; one that may have arrived before says so."""
        text = ZaloBotPart.model_validate_json(part).text
        marked = f"{self._repeated}\n{text}"
        fits = again and len(marked) <= LONGEST_TEXT
        return await self._client.send_message(contact.user, marked if fits else text)

    async def was_delivered(self, contact: Contact, part: str, since: datetime, *, again: bool) -> None:
        """The platform has no history to look into: ``None``."""

    async def refresh(self) -> None:
        """A bot's token does not expire."""

    async def typing(self, contact: Contact) -> None:
        """Show that an answer is being worked on; best effort."""
        try:
            await self._client.typing(contact.user)
        except DeliveryError as error:
            event(log, "zalo_bot.not_typing", logging.DEBUG, failure=error.code)

    async def _set_webhook(self, public_url: str) -> None:
        while True:
            try:
                await self._client.set_webhook(f"{public_url.rstrip('/')}/webhooks/{self.name}", self._secret)
            except DeliveryError as error:
                event(log, "zalo_bot.webhook_not_set", logging.WARNING, failure=error.code)
                await asyncio.sleep(WEBHOOK_SECONDS)
            else:
                event(log, "zalo_bot.webhook_set")
                return

    def _inbound(
        self, caller: Caller, parsed: Update, *, text: str | None = None, notice: str | None = None
    ) -> InboundMessage:
        contact = Contact(account=self._client.account, user=parsed.message.chat.id)
        return InboundMessage(
            channel=self.name,
            conversation_id=conversation_id(self.name, contact),
            agency=caller.agency,
            message_id=parsed.message.message_id[:64],
            contact=contact,
            text=text,
            notice=notice,
            choice=chosen_number(text) if text else None,
            sent_at=parsed.message.sent_at,
        )
