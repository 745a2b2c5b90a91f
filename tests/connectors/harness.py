"""A running gateway for tests, and a visitor who talks to it over HTTP."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2 as httpx
from sqlalchemy import create_engine, text

from connectors.delivery.dispatcher import Dispatcher
from connectors.server import make_server
from connectors.tuning import Tuning
from settings import Settings
from tests import waiting
from tests.fakes.rasa import FakeRasa
from tests.fakes.serving import ServerThread

Headers = Mapping[str, str]
NONE: Headers = {}
QUICK = Tuning(
    page_waits_seconds=0,
    rasa_look_seconds=0.05,
    rasa_retry_seconds=0.01,
    stop_seconds=2,
    ready_seconds=0,
    switch_seconds=0,
)
VISITOR = {"X-Forwarded-For": "203.0.113.7"}
"""What a proxy on this machine adds for a visitor from elsewhere; without it nothing is limited."""


def settings_for(home: Path, rasa: FakeRasa, **more: Any) -> Settings:
    """Settings of a gateway that keeps its database in ``home`` and asks ``rasa``."""
    values: dict[str, Any] = {
        "home": home,
        "gateway_secret": rasa.secret,
        "rasa_token": rasa.token,
        "rasa_port": rasa.port,
        "action_port": rasa.port,
        "rasa_timeout_seconds": 30.0,
    }
    return Settings(**(values | more))


class RunningGateway:
    """A gateway on a free port. ``stop`` and ``start`` are a restart: the database stays."""

    def __init__(self, settings: Settings, tuning: Tuning) -> None:
        self.settings = settings
        self.tuning = tuning
        self._thread: ServerThread | None = None

    @property
    def url(self) -> str:
        assert self._thread is not None
        return self._thread.url

    def start(self) -> None:
        server = make_server(self.settings, self.tuning)
        # Longer than any client keeps a connection: none is closed while a request is on its way.
        server.config.timeout_keep_alive = 600
        self._dispatcher: Dispatcher = server.config.app.state.services.dispatcher  # type: ignore[union-attr]
        self._thread = ServerThread(server).start()

    def stop(self) -> None:
        if self._thread:
            self._thread.stop()
            self._thread = None

    def settle(self) -> None:
        """Wait until no question is being worked on any more."""
        waiting.until(lambda: not self._dispatcher._tasks)

    def rows(self, query: str, **values: str) -> list[dict[str, Any]]:
        """What the database holds, read from outside."""
        engine = create_engine(self.settings.database_url)
        with engine.connect() as connection:
            found = [dict(row) for row in connection.execute(text(query), values).mappings()]
        engine.dispose()
        return found

    def execute(self, statement: str, **values: str) -> None:
        """Change the database from outside."""
        engine = create_engine(self.settings.database_url)
        with engine.begin() as connection:
            connection.execute(text(statement), values)
        engine.dispose()


@dataclass
class Event:
    """One server-sent event."""

    name: str
    id: str | None
    data: Any


class Visitor:
    """Someone in a conversation of the web page."""

    def __init__(self, client: httpx.AsyncClient, session: dict[str, Any]) -> None:
        self.client = client
        self.session = session
        self.headers = {"Authorization": f"Bearer {session['token']}"}

    @property
    def conversation(self) -> str:
        conversation: str = self.session["session_id"]
        return conversation

    async def say(
        self, text: str, wait: int | None = 30, message_id: str | None = None, headers: Headers = NONE
    ) -> httpx.Response:
        """Ask a question; ``wait`` is the preference sent."""
        return await self.send({"id": message_id or str(uuid.uuid4()), "text": text}, wait, headers)

    async def press(self, button: str, wait: int | None = 30) -> httpx.Response:
        """Choose a button."""
        return await self.send({"id": str(uuid.uuid4()), "button": button}, wait)

    async def send(self, body: Any, wait: int | None = None, headers: Headers = NONE) -> httpx.Response:
        prefer = {} if wait is None else {"Prefer": f"wait={wait}"}
        return await self.client.post("/v1/web/messages", json=body, headers={**self.headers, **prefer, **headers})

    async def history(self) -> list[dict[str, Any]]:
        response = await self.client.get("/v1/web/history", headers=self.headers)
        assert response.status_code == 200, response.text
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages

    @asynccontextmanager
    async def events(self, last: int | None = None, **params: int) -> AsyncIterator[AsyncIterator[Event]]:
        """The event stream, from the reply after ``last`` on."""
        headers = self.headers | ({} if last is None else {"Last-Event-ID": str(last)})
        async with self.client.stream("GET", "/v1/web/events", headers=headers, params=params) as response:
            assert response.status_code == 200, await response.aread()
            assert response.headers["content-type"].startswith("text/event-stream")
            yield _events(response)

    async def replies(self, count: int, last: int | None = None, **params: int) -> list[Event]:
        """The next ``count`` reply events of a new stream."""
        async with self.events(last, **params) as events:
            return await take(events, count)


async def take(events: AsyncIterator[Event], count: int) -> list[Event]:
    """The next ``count`` replies of a stream."""
    found: list[Event] = []
    while len(found) < count:
        event = await anext(events)
        if event.name == "reply":
            found.append(event)
    return found


async def _events(response: httpx.Response) -> AsyncIterator[Event]:
    fields: dict[str, str] = {}
    async for line in response.aiter_lines():
        if line.startswith(":"):
            continue
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        elif "data" in fields:
            yield Event(fields.get("event", "message"), fields.get("id"), json.loads(fields["data"]))
            fields = {}
        else:
            fields = {}


async def until(holds: Callable[[], Any], seconds: float = 60) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


async def open_session(client: httpx.AsyncClient, agency: str | None = "minh-long", **headers: str) -> Visitor:
    """Open a conversation."""
    response = await client.post("/v1/web/sessions", json={"agency": agency}, headers=headers)
    assert response.status_code == 201, response.text
    return Visitor(client, response.json())


def is_problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Check that the response is the problem document ``code``; returns it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["code"] == code
    assert document["status"] == status
    assert set(document) >= {"type", "title", "status", "detail", "code"}
    assert "Traceback" not in response.text
    return document
