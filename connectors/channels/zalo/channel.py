"""The Zalo channel: what Zalo's webhook brings, and how a reply reaches its user."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

import httpx2 as httpx
from sqlalchemy import select

from connectors.channels.protocol import (
    Caller,
    ContactEvent,
    Ignored,
    InboundMessage,
    Incoming,
    InDoubt,
    Normalised,
    Window,
    conversation_id,
)
from connectors.channels.wording import Wording, chosen_number
from connectors.channels.zalo.calls import HISTORY_PAGE, PastMessage, SentMessage, ZaloCalls
from connectors.channels.zalo.connecting import ZaloConnecting
from connectors.channels.zalo.events import (
    UNKNOWN,
    UNREADABLE,
    Do,
    ZaloEvent,
    catalogue,
    names_an_event,
    read_events,
    timestamp_of,
)
from connectors.channels.zalo.failures import handlings
from connectors.channels.zalo.rendering import MOST_BUTTONS, ZaloPart, render_reply
from connectors.channels.zalo.signature import is_fresh, is_signed
from connectors.channels.zalo.tokens import ZaloTokens
from connectors.channels.zalo.windows import Windows
from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.models import Contact, StoredReply
from connectors.delivery.tables import outbox
from connectors.delivery.text import clean, neutralise
from connectors.errors import DeliveryError, ProblemError, Remedy
from connectors.logs import event, get_logger
from connectors.texts import FormText
from settings import Settings
from vietnamese import fold

log = get_logger(__name__)

SIGNATURE_HEADER = "x-zevent-signature"
HAND_BACK = "#troly"
"""What an official types in OA chat to let the assistant answer again."""
_HANDED_BACK = datetime(1970, 1, 1, tzinfo=UTC)
_BUTTON = re.compile(r"b_[A-Za-z0-9_-]{20}")
_ADDRESS = re.compile(r"https?://\S+")
_CLOCKS = timedelta(seconds=2)
HISTORY_PAGES = 5
FORM_PICTURE = "/w/demo/call-back.png"


class ZaloChannel:
    """Signed events in, consultation messages out."""

    name = "zalo"
    in_doubt = InDoubt.AGAIN

    def __init__(
        self,
        settings: Settings,
        database: Database,
        tokens: ZaloTokens,
        calls: ZaloCalls,
        wording: Wording,
        form: FormText,
        connecting: ZaloConnecting,
        clients: Sequence[httpx.AsyncClient],
    ) -> None:
        secret = settings.zalo_oa_secret
        self._app_id = settings.zalo_app_id or ""
        self._secret = secret.get_secret_value() if secret else ""
        self._agency = settings.zalo_agency
        self._max_chars = settings.message_max_chars
        self._handover = timedelta(minutes=settings.zalo_handover_minutes)
        self._database = database
        self._wording = wording
        self._form = _form(form, wording) if settings.zalo_call_back else None
        self._clients = clients
        self._background: asyncio.Task[None] | None = None
        catalogue()  # read now, not while Zalo waits
        handlings()
        self.tokens = tokens
        self.calls = calls
        self.connecting = connecting
        self._windows = Windows(database)

    async def verify(self, incoming: Incoming) -> Caller:
        """Raises ``webhook_refused`` unless Zalo signed the bytes, not long ago.

        Zalo's console tries a new address with a body that is no event: it is let in, and nothing is in it.
        """
        header = incoming.headers.get(SIGNATURE_HEADER)
        if header is None and self._secret and not names_an_event(incoming.body):
            return Caller(self._agency)
        timestamp = timestamp_of(incoming.body)
        accounts = [self._app_id, *([self.tokens.account] if self.tokens.account else [])]
        signed = is_signed(header, incoming.body, timestamp, accounts, self._secret)
        if not signed or not is_fresh(timestamp, now()):
            raise ProblemError("webhook_refused")
        return Caller(self._agency)

    def parse(self, body: bytes) -> list[ZaloEvent]:
        """One event per request. Raises ``invalid_json``."""
        return read_events(body)

    def normalise(self, caller: Caller, parsed: ZaloEvent) -> Normalised:
        """A question, a notice, a change of the contact, or nothing but a number in the statistics."""
        meaning = catalogue().get(parsed.event_name)
        if meaning is None:
            return Ignored(name=UNREADABLE if parsed.event_name == UNREADABLE else UNKNOWN)
        if meaning.do is Do.COUNT:
            return Ignored(name=parsed.event_name)
        if not (parsed.account and parsed.user):
            return Ignored(name=UNREADABLE)
        if self.tokens.account and parsed.account != self.tokens.account:
            return Ignored(name="other_account")
        if meaning.do is Do.PERSON:
            return self._person(caller, parsed)
        if meaning.do in (Do.LEFT, Do.ERASE):
            return self._change(caller, parsed, parsed.event_name, left=meaning.do is Do.LEFT)
        return self._message(caller, parsed, None if meaning.do is Do.NOTICE else parsed.message.text, meaning.notice)

    def render(self, reply: StoredReply) -> list[ZaloPart]:
        """The reply as consultation messages."""
        return render_reply(reply.reply, self._wording, reply.quotes, self._form if reply.asks_info else None)

    @property
    def asks_info(self) -> bool:
        """Where officials said that they call back, and Zalo can fetch the form's picture."""
        return self._form is not None

    async def start(self) -> None:
        """Look whether an OA is connected, and keep its tokens fresh from now on."""
        self._background = asyncio.create_task(self.tokens.keep_fresh(), name="zalo tokens")

    async def stop(self) -> None:
        """Close the connections."""
        if self._background:
            self._background.cancel()
            await asyncio.gather(self._background, return_exceptions=True)
        for client in self._clients:
            await client.aclose()

    async def acknowledge(self, parsed: ZaloEvent) -> None:
        """Zalo wants nothing but the 200."""

    async def typing(self, contact: Contact) -> None:
        """Zalo shows no typing."""

    async def deliver(self, contact: Contact, part: str, *, again: bool) -> str | None:  # noqa: ARG002  cannot be marked
        """Send one message; refused without a call where the window of 7 days is over."""
        conversation = conversation_id(self.name, contact)
        window = await self._windows.of(conversation)
        if window is not None and not window.is_open(now()):
            raise DeliveryError(Remedy.STOP, "zalo_window_over")
        sent = await self._send(contact, ZaloPart.model_validate_json(part))
        try:
            await self._windows.count(conversation, sent.quota)
        except Exception:  # noqa: BLE001  it is sent: a failure here must not send it again
            event(log, "zalo.quota_not_kept", logging.WARNING, error=True, conversation=conversation)
        return sent.message_id

    async def _send(self, contact: Contact, part: ZaloPart) -> SentMessage:
        """A quotation that Zalo does not take must not cost the reply: it goes without."""
        try:
            return await self.calls.send(contact.user, part.message())
        except DeliveryError as error:
            if part.quote is None or error.remedy is not Remedy.TELL:
                raise
            event(log, "zalo.quote_refused", logging.WARNING, failure=error.code)
        return await self.calls.send(contact.user, part.model_copy(update={"quote": None}).message())

    async def was_delivered(
        self,
        contact: Contact,
        part: str,
        since: datetime,
        *,
        again: bool,  # noqa: ARG002  cannot be marked
    ) -> str | Literal[False] | None:
        """The entry of Zalo's history of the conversation that holds the message, and that no other part stands for.

        Raises ``DeliveryError`` where the history cannot be had now: asking again is better than sending again.
        """
        text = clean(ZaloPart.model_validate_json(part).text)
        if not text:
            return None
        known = await self._known(conversation_id(self.name, contact))
        async for one in self._past(contact, since):
            if one.src == 0 and one.message_id not in known and clean(one.message or "") == text:
                return one.message_id
        return False

    async def refresh(self) -> None:
        """Renew the access token. Raises ``DeliveryError``."""
        await self.tokens.renew()

    async def token_life(self) -> dict[str, float]:
        """Seconds the access token still lives, by OA."""
        return {self.tokens.account or "": self.tokens.seconds_left}

    async def window(self, conversation_id: str) -> Window | None:
        """Until when the user may be written to."""
        return await self._windows.of(conversation_id)

    async def _past(self, contact: Contact, since: datetime) -> AsyncIterator[PastMessage]:
        earliest = (since - _CLOCKS).timestamp() * 1000
        for page in range(HISTORY_PAGES):
            try:
                past = await self.calls.history(contact.user, page * HISTORY_PAGE)
            except DeliveryError as error:
                raise error.in_doubt() from None
            for one in past:
                if one.time >= earliest:
                    yield one
            if len(past) < HISTORY_PAGE or past[-1].time < earliest:
                return

    async def _known(self, conversation: str) -> set[str]:
        query = select(outbox.c.platform_id).where(
            outbox.c.conversation_id == conversation, outbox.c.platform_id.is_not(None)
        )
        return set(await self._database.read(lambda connection: connection.execute(query).scalars().all()))

    def _message(self, caller: Caller, parsed: ZaloEvent, said: str | None, notice: str | None) -> Normalised:
        text = clean(said or "")
        if notice and _ADDRESS.fullmatch(text):
            text = ""  # an address alone asks nothing
        if _BUTTON.fullmatch(text):
            return self._inbound(caller, parsed, button=text)
        if neutralise(text):
            if len(text) > self._max_chars:
                return self._inbound(caller, parsed, notice="too_long")
            number = chosen_number(text)
            return self._inbound(caller, parsed, text=text, choice=number if (number or 0) > MOST_BUTTONS else None)
        if notice:
            return self._inbound(caller, parsed, notice=notice)
        raise ProblemError("message_empty")

    def _inbound(
        self,
        caller: Caller,
        parsed: ZaloEvent,
        *,
        text: str | None = None,
        button: str | None = None,
        notice: str | None = None,
        choice: int | None = None,
    ) -> InboundMessage:
        contact = Contact(account=parsed.account, user=parsed.user)
        return InboundMessage(
            channel=self.name,
            conversation_id=conversation_id(self.name, contact),
            agency=caller.agency,
            message_id=parsed.identity,
            contact=contact,
            platform_id=None if button else parsed.message.msg_id,  # a pressed button's message is not shown
            text=text,
            button=button,
            notice=notice,
            choice=choice,
            sent_at=parsed.sent_at,
        )

    def _person(self, caller: Caller, parsed: ZaloEvent) -> Normalised:
        """An official typed in OA chat: the assistant falls silent, or speaks again."""
        if not parsed.sender.admin_id:
            return Ignored(name="echo")
        back = fold(clean(parsed.message.text or "")).replace(" ", "").lower() == HAND_BACK
        until = _HANDED_BACK if back else now() + self._handover
        return self._change(caller, parsed, "handed_back" if back else "taken_over", silent_until=until)

    def _change(
        self,
        caller: Caller,
        parsed: ZaloEvent,
        name: str,
        *,
        left: bool | None = None,
        silent_until: datetime | None = None,
    ) -> ContactEvent:
        contact = Contact(account=parsed.account, user=parsed.user)
        return ContactEvent(
            channel=self.name,
            conversation_id=conversation_id(self.name, contact),
            agency=caller.agency,
            contact=contact,
            message_id=parsed.identity,
            name=name,
            reachable=False if left else None,
            silent_until=silent_until,
            erase=left is False,
        )


def _form(words: FormText, wording: Wording) -> dict[str, str] | None:
    """The form's words and picture; ``None`` where Zalo cannot fetch the picture."""
    picture = wording.link(FORM_PICTURE)
    if picture is None or not picture.startswith("https://"):
        return None
    return {"title": words.title, "subtitle": words.subtitle, "image_url": picture}
