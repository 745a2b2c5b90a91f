"""Visitors of the web page who behave as the widget does: what could not be sent is sent again, streams are resumed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
import uuid
from collections.abc import Sequence
from typing import Any

import httpx2 as httpx

from connectors.http import http_client
from evaluation.house import House
from evaluation.platforms import Fault
from evaluation.sides import Seen

_AGAIN_SECONDS = 0.2
_STREAM_SECONDS = 60.0
CONNECTIONS = 400


class WebSide:
    """The page's visitors, in a thread of their own."""

    name = "web"
    faults: Sequence[Fault] = ()
    secrets: Sequence[str] = ()

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._visitors: dict[int, _Visitor] = {}

    def environment(self) -> dict[str, str]:
        """Nothing: the page is always there."""
        return {}

    def open(self, house: House) -> None:
        """Nothing yet."""
        self._client = http_client(house.url, timeout=_STREAM_SECONDS, connections=CONNECTIONS)
        self._thread.start()

    def connect(self, house: House) -> None:
        """Nothing to connect."""

    def says(self, user: int, text: str) -> None:
        """Opens the page the first time."""
        if user not in self._visitors:
            self._visitors[user] = _Visitor(self._client)
            asyncio.run_coroutine_threadsafe(self._visitors[user].stay(), self._loop)
        self._loop.call_soon_threadsafe(self._visitors[user].typed.put_nowait, text)

    def seen(self, user: int) -> list[Seen]:
        """What stands on the page."""
        return list(self._visitors[user].seen) if user in self._visitors else []

    def fails(self, fault: Fault) -> None:
        """No platform stands between."""
        raise NotImplementedError(fault)

    def close(self) -> None:
        """Close the pages."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result(30)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()

    async def _leave(self) -> None:
        own = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks() if task is not own]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.aclose()


class _Visitor:
    """One page."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.typed: asyncio.Queue[str] = asyncio.Queue()
        self.seen: list[Seen] = []
        self._shown: set[str] = set()
        self._last = "0"

    async def stay(self) -> None:
        """Open a session, write what is typed, read what comes, until cancelled."""
        session = await self._until_taken("/v1/web/sessions", {}, {})
        self._shown = {reply["id"] for reply in session["replies"]}
        headers = {"Authorization": f"Bearer {session['token']}"}
        await asyncio.gather(self._write(headers), self._read(headers))

    async def _write(self, headers: dict[str, str]) -> None:
        while True:
            text = await self.typed.get()
            await self._until_taken("/v1/web/messages", {"id": str(uuid.uuid4()), "text": text}, headers)

    async def _until_taken(self, path: str, body: dict[str, str], headers: dict[str, str]) -> Any:
        while True:
            with contextlib.suppress(httpx.HTTPError, ValueError):
                response = await self._client.post(path, json=body, headers=headers)
                if response.is_success:
                    return response.json()
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _read(self, headers: dict[str, str]) -> None:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                resumed = headers | {"Last-Event-ID": self._last}
                async with self._client.stream("GET", "/v1/web/events", headers=resumed) as response:
                    async for line in response.aiter_lines():
                        self._take(line)
            await asyncio.sleep(_AGAIN_SECONDS)

    def _take(self, line: str) -> None:
        name, _, value = line.partition(": ")
        if name == "id":
            self._last = value
        elif name == "data" and "reply" in (event := json.loads(value)):
            reply = event["reply"]
            if reply["id"] not in self._shown:
                self._shown.add(reply["id"])
                self.seen.append(Seen(reply["text"], time.time()))
