"""Asking Rasa: one turn over its private gateway channel; and making it forget a conversation."""

from __future__ import annotations

import asyncio
import random
from typing import Any
from urllib.parse import quote

import httpx2 as httpx
from pydantic_core import to_json

from connectors.delivery.builder import build_drafts, is_intent
from connectors.delivery.models import Draft, Pending
from connectors.delivery.text import neutralise
from connectors.errors import (
    RasaAwayError,
    RasaRefusedError,
    RasaSilentError,
    RasaTimeoutError,
    RasaUnavailableError,
)
from connectors.http import answers

WEBHOOK = "/webhooks/gateway/webhook"
HEALTH = "/webhooks/gateway/"
ACTIONS_HEALTH = "/health"
HANGING_SECONDS = 0.5
TRACKER = "/conversations/{}/tracker/events"


class RasaClient:
    """Sends a message with its conversation and reads the drafts of its replies.

    A broken connection and 5xx are tried again with growing, jittered pauses; a silence is not, for the
    message may be under way. ``timeout`` (seconds) bounds the whole turn. Raises the ``RasaError`` that fits:
    a Rasa whose action server is away is as good as away itself, and so is one that answers nothing at all.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        actions: httpx.AsyncClient,
        secret: str,
        token: str,
        timeout: float,
        retries: int,
        pause: float,
    ) -> None:
        self._client = client
        self._actions = actions
        self._token = token
        self._headers = {"X-Gateway-Secret": secret, "Content-Type": "application/json"}
        self._timeout = timeout
        self._retries = retries
        self._pause = pause

    async def ask(self, pending: Pending) -> list[Draft]:
        """The drafts that answer ``pending``."""
        try:
            response = await self._in_time("POST", WEBHOOK, to_json(_request(pending)), self._headers)
            return build_drafts(response.content)
        except (RasaSilentError, RasaUnavailableError) as error:
            if isinstance(error, RasaAwayError) or await answers(self._actions, ACTIONS_HEALTH):
                raise
            raise RasaAwayError("the action server does not answer") from None
        except RasaTimeoutError:
            if await answers(self._client, HEALTH, HANGING_SECONDS):
                raise  # it works, too slowly
            raise RasaAwayError("Rasa hangs") from None

    async def forget(self, conversation_id: str) -> None:
        """Delete what Rasa keeps of a conversation: its tracker without an event is no tracker (bot.tracker_store)."""
        path = f"{TRACKER.format(quote(conversation_id, safe=''))}?token={self._token}"
        await self._in_time("PUT", path, b"[]", {"Content-Type": "application/json"})

    async def _in_time(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        try:
            async with asyncio.timeout(self._timeout):
                return await self._send(method, path, body, headers)
        except (TimeoutError, httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout):
            raise RasaTimeoutError(f"no answer within {self._timeout:g} s") from None

    async def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        away = False
        for attempt in range(self._retries + 1):
            if attempt:
                await asyncio.sleep(self._pause * 2 ** (attempt - 1) * random.uniform(0.5, 1.5))  # noqa: S311  jitter
            try:
                response = await self._client.request(method, path, content=body, headers=headers)
            except (httpx.NetworkError, httpx.ProtocolError, httpx.ConnectTimeout) as error:
                trouble, away = type(error).__name__, isinstance(error, httpx.ConnectError)
                continue
            if response.status_code == httpx.codes.OK:
                return response
            if response.status_code < 500:
                raise RasaRefusedError(f"Rasa answered {response.status_code}")
            trouble, away = f"status {response.status_code}", False
        raise (RasaAwayError if away else RasaUnavailableError)(f"{self._retries + 1} tries, the last: {trouble}")


def _request(pending: Pending) -> dict[str, Any]:
    """Only an intent of a button we issued is trusted; a question never starts with a slash."""
    trusted = is_intent(pending.payload)
    message = pending.payload or pending.text
    return {
        "sender": pending.conversation_id,
        "message": message if trusted else neutralise(message),
        "message_id": pending.message_id,
        "channel": pending.channel,
        "trusted": trusted,
        "metadata": {"agency": pending.agency, "channel": pending.channel},
    }
