"""Everything the routes need, built once per process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Annotated, Any

import httpx2 as httpx
from fastapi import Depends, Request

from connectors.agencies import agency_names, check_agencies
from connectors.channels.protocol import Fetches, HasStartLinks, PushChannel, Sender
from connectors.channels.push import push_channels
from connectors.channels.web import WebChannel
from connectors.delivery.arrivals import Arrivals
from connectors.delivery.calm import Calm
from connectors.delivery.contacts import Contacts
from connectors.delivery.database import Database
from connectors.delivery.dead_letters import DeadLetters
from connectors.delivery.deliveries import Deliveries
from connectors.delivery.dispatcher import Dispatcher
from connectors.delivery.erasing import Erasing
from connectors.delivery.hub import Hub
from connectors.delivery.inbox import Inbox
from connectors.delivery.intake import Intake
from connectors.delivery.limits import Limits
from connectors.delivery.notices import Notices
from connectors.delivery.outbox import Outbox
from connectors.delivery.pushing import Pushing
from connectors.delivery.rasa import RasaClient
from connectors.delivery.reception import Reception
from connectors.delivery.replies import Replies
from connectors.delivery.sessions import Sessions
from connectors.delivery.switches import Switches
from connectors.delivery.turn import Turn
from connectors.delivery.withholding import Withholding
from connectors.http import http_client
from connectors.linking.answers import Linking
from connectors.linking.links import Links
from connectors.linking.past import Past
from connectors.linking.saving import LinkSaving
from connectors.logs import event, get_logger
from connectors.metrics import Metrics
from connectors.texts import Texts
from connectors.tuning import Tuning
from settings import Settings

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of the gateway, wired together. ``start`` before use, ``stop`` after."""

    settings: Settings
    tuning: Tuning
    texts: Texts
    agencies: Mapping[str, str]
    database: Database
    sessions: Sessions
    inbox: Inbox
    replies: Replies
    hub: Hub
    limits: Limits
    dispatcher: Dispatcher
    intake: Intake
    reception: Reception
    outbox: Outbox
    dead_letters: DeadLetters
    deliveries: Deliveries
    erasing: Erasing
    links: Links
    past: Past
    metrics: Metrics
    switches: Switches
    web: WebChannel
    push: Sequence[PushChannel[Any, Any]]
    rasa_http: httpx.AsyncClient
    action_http: httpx.AsyncClient
    background: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self) -> None:
        """Prepare the database and pick up what a stop or a crash left unanswered."""
        await self.database.create()
        for channel in self.push:
            await channel.start()
        await self.deliveries.start()
        await self._take_up(0)
        self.background.append(asyncio.create_task(self._look_again(), name="look again"))
        for channel in self.push:
            if isinstance(channel, Fetches) and channel.fetches:
                fetching = channel.fetch(partial(self.reception.take, channel))
                self.background.append(asyncio.create_task(fetching, name=f"fetching {channel.name}"))
        self.background.append(
            asyncio.create_task(self.erasing.expire_every(self.tuning.expiry_seconds), name="expiry")
        )

    async def _take_up(self, older_than: float) -> None:
        served = {self.web.name, *(channel.name for channel in self.push)}
        for pending in await self.inbox.unfinished(older_than):
            if pending.channel in served:
                self.dispatcher.submit(pending)

    async def _look_again(self) -> None:
        """Take up what the dispatcher let go of, and what is to be sent again."""
        decision = 0
        while True:
            await asyncio.sleep(self.tuning.look_again_seconds)
            try:
                await self._take_up(self.tuning.look_again_seconds)
                decision, conversation_ids = await self.dead_letters.sent_again(decision)
                for conversation_id in conversation_ids:
                    self.deliveries.wake(conversation_id)
            except Exception:  # noqa: BLE001  the next round may go better
                event(log, "inbox.unread", logging.ERROR, error=True)

    async def stop(self) -> None:
        """Let waiters go, finish what is under way, close connections."""
        self.hub.close()
        for task in self.background:
            task.cancel()
        await asyncio.gather(*self.background, return_exceptions=True)
        await self.reception.stop()
        await self.dispatcher.stop(self.tuning.stop_seconds)
        await self.deliveries.stop(self.tuning.stop_seconds)
        for channel in self.push:
            await channel.stop()
        await self.rasa_http.aclose()
        await self.action_http.aclose()
        await self.database.close()


def build_services(settings: Settings, tuning: Tuning, texts: Texts) -> Services:
    """Wire the gateway's parts; opens no connection yet."""
    database = Database(settings.database_url)
    hub, inbox, replies, limits = Hub(), Inbox(database), Replies(database), Limits(tuning)
    sessions = Sessions(database, timedelta(hours=settings.session_ttl_hours))
    web = WebChannel(sessions, hub, settings.message_max_chars)
    rasa_http = http_client(settings.rasa_url, timeout=settings.rasa_timeout_seconds)
    action_http = http_client(settings.action_url, timeout=settings.rasa_timeout_seconds)
    rasa = RasaClient(
        rasa_http,
        action_http,
        settings.gateway_secret.get_secret_value(),
        settings.rasa_token.get_secret_value(),
        settings.rasa_timeout_seconds,
        tuning.rasa_retries,
        tuning.rasa_retry_seconds,
    )
    lifetime = timedelta(hours=settings.session_ttl_hours)
    withholding, metrics, agencies = Withholding(texts.privacy), Metrics(), agency_names(settings.knowledge_dir)
    check_agencies(settings, agencies)
    key = settings.gateway_secret.get_secret_value()
    links, past, saving = (
        Links(database, key, tuning),
        Past(database),
        LinkSaving(withholding, key, texts.linking.typed),
    )
    erasing = Erasing(database, rasa, lifetime, timedelta(days=tuning.known_events_days))
    switches = Switches(database, tuning.switch_seconds)
    outbox, contacts, push = Outbox(database), Contacts(database), push_channels(settings, database, texts)
    calm = Calm()
    deliveries = Deliveries(outbox, {channel.name: channel for channel in push}, tuning, metrics, calm)
    senders: dict[str, Sender] = {channel.name: Pushing(channel, contacts, deliveries) for channel in push}
    senders[web.name] = web
    doors = [channel for channel in push if isinstance(channel, HasStartLinks)]
    linking, notices = Linking(links, past, senders, doors, texts.linking, tuning), Notices(texts)
    turn = Turn(inbox, rasa, hub, senders, texts, withholding, linking, erasing, notices, switches, metrics, tuning)
    dispatcher = Dispatcher(turn, tuning.workers, calm)
    reception = Reception(
        Arrivals(database), replies, dispatcher, limits, saving, erasing, agencies, tuning, metrics, calm
    )
    return Services(
        settings=settings,
        tuning=tuning,
        texts=texts,
        agencies=agencies,
        database=database,
        sessions=sessions,
        inbox=inbox,
        replies=replies,
        hub=hub,
        limits=limits,
        dispatcher=dispatcher,
        intake=Intake(inbox, replies, dispatcher, hub, limits, saving, tuning.waiting_per_conversation),
        reception=reception,
        outbox=outbox,
        dead_letters=DeadLetters(database),
        deliveries=deliveries,
        erasing=erasing,
        links=links,
        past=past,
        metrics=metrics,
        switches=switches,
        web=web,
        push=push,
        rasa_http=rasa_http,
        action_http=action_http,
    )


async def _services(request: Request) -> Services:  # async: a plain function would cost a thread
    services: Services = request.app.state.services
    return services


Gateway = Annotated[Services, Depends(_services)]
"""What a route asks for: ``async def route(gateway: Gateway)``."""


def address_of(request: Request) -> str:
    """The caller's address (the visitor's own behind a trusted proxy)."""
    return request.client.host if request.client else ""
