"""One turn: ask Rasa, store the replies with the end of the message, and pass them to the channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from math import inf
from time import monotonic, perf_counter
from typing import TypeVar

from connectors.channels.protocol import Sender
from connectors.delivery.erasing import Erasing
from connectors.delivery.hub import Hub
from connectors.delivery.inbox import Inbox
from connectors.delivery.models import Draft, Pending
from connectors.delivery.notices import CALL_BACK, Notices
from connectors.delivery.rasa import RasaClient
from connectors.delivery.switches import Switches
from connectors.delivery.withholding import Withholding
from connectors.errors import RasaAwayError, RasaError, RasaSilentError, RasaUnavailableError
from connectors.linking.answers import Linking
from connectors.logs import event, get_logger
from connectors.metrics import Metrics
from connectors.texts import Texts
from connectors.tuning import Tuning
from databases import is_away
from knowledge_base.answer.reply import ERASE, Outcome

log = get_logger(__name__)

Result = TypeVar("Result")
AWAY_DATABASE_SECONDS = 0.5


class Turn:
    """Works on one saved message. A turn Rasa does not answer ends with an apology, recorded as failed."""

    def __init__(
        self,
        inbox: Inbox,
        rasa: RasaClient,
        hub: Hub,
        senders: Mapping[str, Sender],
        texts: Texts,
        withholding: Withholding,
        linking: Linking,
        erasing: Erasing,
        notices: Notices,
        switches: Switches,
        metrics: Metrics,
        tuning: Tuning,
    ) -> None:
        self._inbox = inbox
        self._rasa = rasa
        self._hub = hub
        self._senders = senders
        self._texts = texts
        self._withholding = withholding
        self._linking = linking
        self._erasing = erasing
        self._notices = notices
        self._switches = switches
        self._metrics = metrics
        self._tuning = tuning
        self._away = (-inf, -inf)

    async def __call__(self, pending: Pending) -> None:
        """Answer ``pending``."""
        started = perf_counter()
        sender = self._senders[pending.channel]
        self._hub.started(pending.conversation_id, pending.message_id)
        try:
            await self._inbox.begin(pending)
            async with sender.working(pending.conversation_id):
                drafts, error = await self._replies(pending, sender)
                self._hub.stopped(pending.conversation_id)  # else a stream could show typing below the stored replies
                stored = await self._insist(lambda: self._inbox.finish(pending, drafts, error, sender.parts), pending)
                if not await self._insist(lambda: self._linking.may_send(pending), pending):
                    stored = []
        finally:
            self._hub.stopped(pending.conversation_id)
        self._hub.answered(pending.id, [one.reply for one in stored])
        self._hub.wake(pending.conversation_id)
        await sender.send(pending.conversation_id, stored)
        self._metrics.turns.labels(pending.channel, drafts[-1].outcome if drafts else "silent").inc()
        self._metrics.step_seconds.labels(pending.channel, "turn").observe(perf_counter() - started)
        event(
            log,
            "turn.finished",
            logging.WARNING if error else logging.INFO,
            conversation=pending.conversation_id,
            inbound=pending.id,
            channel=pending.channel,
            outcomes=[draft.outcome for draft in drafts],
            failure=error,
            ms=round((perf_counter() - started) * 1000, 1),
        )

    async def _insist(self, write: Callable[[], Awaitable[Result]], pending: Pending) -> Result:
        """Write, however long the database is away: asking Rasa again would make it a second question there."""
        while True:
            try:
                return await write()
            except Exception as error:
                if not is_away(error):
                    raise
                event(log, "turn.unsettled", logging.ERROR, error=True, inbound=pending.id)
            await asyncio.sleep(AWAY_DATABASE_SECONDS)

    async def _replies(self, pending: Pending, sender: Sender) -> tuple[list[Draft], str | None]:
        if pending.payload != ERASE and await sender.is_silent(pending.conversation_id):
            return [], None
        drafts, error = await self._answer(pending, sender)
        if sender.asks_info:
            drafts = [self._notices.offer_call_back(draft) for draft in drafts]
        return self._notices.introduce(pending, self._withholding.warn(pending, drafts)), error

    async def _answer(self, pending: Pending, sender: Sender) -> tuple[list[Draft], str | None]:
        if pending.attempts >= self._tuning.attempts:
            return self._apology("abandoned"), "abandoned"
        if (notice := self._notices.answer(pending)) is not None:
            return notice, None
        if pending.payload == ERASE:
            return await self._erase(pending)
        if await self._switches.is_off(pending.channel):
            return [self._notices.of("switched_off")], None
        if pending.payload == CALL_BACK:
            return [self._notices.call_back(can_be_asked=sender.asks_info)], None
        if (about_links := await self._linking.answer(pending)) is not None:
            return about_links, None
        if (asks_nothing := self._withholding.answer(pending)) is not None:
            return asks_nothing, None
        try:
            with self._metrics.step_seconds.labels(pending.channel, "rasa").time():
                return await self._ask(pending, sender), None
        except RasaError as error:
            event(log, "rasa.failed", logging.WARNING, inbound=pending.id, failure=error.code, reason=str(error))
            return self._apology(error.code), error.code

    async def _ask(self, pending: Pending, sender: Sender) -> list[Draft]:
        """Ask Rasa; again and again where it is away, as long as users of such a channel are kept waiting.

        One other failure may be of its coming back between asking and looking: who waits long has it asked again.
        """
        began, forgiven = monotonic(), not sender.waits
        while True:
            try:
                drafts = await self._rasa.ask(pending)
            except RasaAwayError:
                if monotonic() >= self._patience_ends(sender, began):
                    raise
            except (RasaSilentError, RasaUnavailableError):
                if forgiven:
                    raise
                forgiven = True
            else:
                self._away = (-inf, -inf)
                return drafts
            await asyncio.sleep(self._tuning.rasa_look_seconds)

    def _patience_ends(self, sender: Sender, began: float) -> float:
        """Until when a question is asked again; on the page that counts from when Rasa was first found away.

        Else those whose turn comes later would wait behind those who wait.
        """
        if sender.waits:
            return began + self._tuning.rasa_away_seconds
        since, last = self._away
        if began - last > self._tuning.page_waits_seconds:  # another outage
            since = began
        self._away = (since, monotonic())
        return since + self._tuning.page_waits_seconds

    async def _erase(self, pending: Pending) -> tuple[list[Draft], str | None]:
        try:
            parting = await self._linking.parting(pending)
            unlinked = await self._erasing.erase(pending, parting.tell)
            await self._linking.send_told(parting.told)
        except RasaError as error:
            event(log, "erasing.failed", logging.WARNING, inbound=pending.id, failure=error.code)
            return [Draft(Outcome.ERROR, self._texts.account.not_erased)], error.code
        text = self._texts.account.erased
        if unlinked:
            place = self._linking.places(unlinked)
            text = f"{text}\n\n{self._texts.account.erased_links.format(place=place)}"
        return [Draft(Outcome.ACCOUNT, text)], None

    def _apology(self, code: str) -> list[Draft]:
        return [Draft(Outcome.ERROR, self._texts.apology(code))]
