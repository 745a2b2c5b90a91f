"""The Telegram channel: a secret header in, the Bot API out."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any

from telegram.error import RetryAfter, TelegramError

from connectors.channels.fetching import fetch_for_ever
from connectors.channels.protocol import Caller, Incoming, InDoubt, Normalised
from connectors.channels.telegram.bot import TelegramBot
from connectors.channels.telegram.failures import failure, seconds_of
from connectors.channels.telegram.polling import Polling
from connectors.channels.telegram.reading import NAME, Reading
from connectors.channels.telegram.rendering import TelegramPart, mark_repeated, render_reply
from connectors.channels.telegram.searching import Numbers, Searching
from connectors.channels.telegram.updates import Update
from connectors.channels.wording import Wording
from connectors.delivery.models import Contact, StoredReply
from connectors.errors import DeliveryError, ProblemError, Remedy
from connectors.logs import event, get_logger
from connectors.web.bodies import read_as

log = get_logger(__name__)

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  its name
ASK_AGAIN_SECONDS = 30.0


class TelegramChannel:
    """One bot. Without a ``secret`` no webhook is believed; updates are fetched then (``polling``).

    Telegram tells nobody whether a message was delivered: one in doubt is searched for (``searching``), and what is not
    found is sent again, and says so.
    """

    name = NAME
    in_doubt = InDoubt.AGAIN

    def __init__(
        self,
        bot: TelegramBot,
        account: str,
        secret: str | None,
        agency: str | None,
        wording: Wording,
        repeated: str,
        longest_text: int,
        numbers: Numbers,
    ) -> None:
        self.bot = bot
        self._searching = Searching(bot, numbers)
        self._secret = secret
        self.caller = Caller(agency)
        self._wording = wording
        self._repeated = repeated
        self._reading = Reading(account, longest_text)
        self._quiet_until = 0.0
        self._asking: asyncio.Task[None] | None = None

    @property
    def fetches(self) -> bool:
        """Whether updates have to be fetched."""
        return not self._secret

    async def fetch(self, take: Callable[[Caller, bytes], Awaitable[None]]) -> None:
        """Fetch them for ever."""
        await fetch_for_ever(self.name, Polling(self.bot, partial(take, self.caller)).fetch)

    async def start(self) -> None:
        """Find out the bot's name, which groups call it by, for as long as that takes."""
        self._asking = asyncio.create_task(self._ask_name(), name="telegram name")

    async def stop(self) -> None:
        """Close the connections."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)
        await self.bot.close()

    async def verify(self, incoming: Incoming) -> Caller:
        """The bot's agency; raises ``webhook_refused`` unless the secret comes along."""
        given = incoming.headers.get(SECRET_HEADER, "")
        if not self._secret or not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise ProblemError("webhook_refused")
        return self.caller

    def parse(self, body: bytes) -> list[Update]:
        """One update per request."""
        return [read_as(Update, body)]

    def normalise(self, caller: Caller, parsed: Update) -> Normalised:
        """The update in the core's form."""
        return self._reading.normalise(caller.agency, parsed)

    def render(self, reply: StoredReply) -> list[TelegramPart]:
        """The reply's messages."""
        return render_reply(reply.reply, self._wording, self._repeated, reply.quotes)

    async def acknowledge(self, parsed: Update) -> None:
        """End the spinner of a pressed button."""
        if parsed.callback_query is not None:
            await self._try("answer", self.bot.answer_callback(parsed.callback_query.id))

    async def deliver(self, contact: Contact, part: str, *, again: bool) -> str | None:
        """Send one message. Raises ``DeliveryError``."""
        if (wait := self._quiet_until - monotonic()) > 0:
            raise DeliveryError(Remedy.RETRY, "flood", wait)
        try:
            return str(await self.bot.send(int(contact.user), self._message(part, again=again)))
        except TelegramError as error:
            raise self._failure(error) from None

    async def was_delivered(self, contact: Contact, part: str, since: datetime, *, again: bool) -> str | None:
        """The message's number, if it is found. Raises ``DeliveryError`` where Telegram cannot be asked now."""
        if (wait := self._quiet_until - monotonic()) > 0:
            raise DeliveryError(Remedy.RETRY, "flood", wait)
        try:
            number = await self._searching.find(contact, self._message(part, again=again), since)
        except TelegramError as error:
            found = self._failure(error)
            if found.remedy is Remedy.TELL:
                return None  # nothing to be learned this way
            raise found from None
        return None if number is None else str(number)

    async def refresh(self) -> None:
        """A bot's token does not wear out."""

    async def typing(self, contact: Contact) -> None:
        """Show it."""
        if self._quiet_until <= monotonic():
            await self._try("typing", self.bot.type(int(contact.user)))

    def start_link(self, start: str) -> str | None:
        """The bot's link; ``None`` while its name is not known."""
        return f"https://t.me/{self._reading.username}?start={start}" if self._reading.username else None

    def _message(self, part: str, *, again: bool) -> TelegramPart:
        message = TelegramPart.model_validate_json(part)
        if not again:
            return message
        return message.model_copy(update={"text": mark_repeated(message.text, self._repeated)})

    def _failure(self, error: TelegramError) -> DeliveryError:
        if isinstance(error, RetryAfter):
            self._quiet_until = monotonic() + seconds_of(error)
        return failure(error)

    async def _ask_name(self) -> None:
        while True:
            try:
                self._reading.username = await self.bot.username()
            except TelegramError as error:
                event(log, "telegram.nameless", logging.WARNING, failure=failure(error).code)
                await asyncio.sleep(ASK_AGAIN_SECONDS)
            else:
                return

    async def _try(self, what: str, call: Coroutine[Any, Any, None]) -> None:
        try:
            await call
        except TelegramError as error:
            event(log, f"telegram.{what}.failed", failure=failure(error).code)
