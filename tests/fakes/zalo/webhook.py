"""Zalo's webhook sender: events in Zalo's shape, signed over their raw bytes, tried again as Zalo does (zalo.md §4)."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx2 as httpx

from tests.fakes.zalo.state import Delivery, State

RETRY_SECONDS = (30, 300, 900, 1800, 3600)
SENDERS = 16


def sign(raw: bytes, timestamp: str, app_id: str, secret: str) -> str:
    """The header's value: SHA-256, no HMAC, over app id, raw body, timestamp and the OA's secret."""
    return (
        "mac="
        + hashlib.sha256(app_id.encode() + raw + timestamp.encode(errors="replace") + secret.encode()).hexdigest()
    )


class WebhookSender:
    """Sends from threads of its own. ``pace`` shortens Zalo's waits (1.0 is Zalo's own).

    Zalo promises no order; ``in_order`` sends a user's next event only when the one before is done with, so that a test
    can tell whether the order was kept.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._pool = ThreadPoolExecutor(SENDERS, "fake-zalo-webhook")
        self._client = httpx.Client(timeout=60, trust_env=False, limits=httpx.Limits(max_connections=SENDERS))
        self.url: str | None = None
        self.pace = 0.001
        self.in_order = False
        self._queues: dict[str, deque[tuple[Delivery, Future[Delivery]]]] = {}
        self._lock = threading.Lock()
        self.deliveries: list[Delivery] = []

    def envelope(self, name: str, timestamp: int | None = None, **fields: Any) -> Delivery:
        """An event, signed, not sent yet."""
        at = str(timestamp or int(self._state.now() * 1000))
        body = {"app_id": self._state.app_id, "event_name": name, **fields, "timestamp": at}
        raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        message = fields.get("message", {})
        return Delivery(name, message.get("msg_id"), raw, self.signed(raw, at))

    def signed(self, raw: bytes, timestamp: str = "") -> dict[str, str]:
        """The headers for any body."""
        mac = sign(raw, timestamp, self._state.app_id, self._state.oa_secret)
        return {"Content-Type": "application/json", "X-ZEvent-Signature": mac}

    def from_user(self, name: str, user_id: str, **message: Any) -> Delivery:
        """An event of a user who writes to the OA; opens the window of 48 hours anew."""
        self._state.user(user_id).last = self._state.now()
        message.setdefault("msg_id", secrets.token_hex(10))
        self._state.remember(user_id, message["msg_id"], message.get("text", ""), from_user=True)
        return self.envelope(
            name,
            sender={"id": user_id},
            user_id_by_app=user_id[::-1],
            recipient={"id": self._state.oa_id},
            message=message,
        )

    def from_account(self, name: str, user_id: str, admin_id: str | None = None, **message: Any) -> Delivery:
        """An event of the OA: an echo of what was sent, or with ``admin_id`` what a person typed in OA chat."""
        message.setdefault("msg_id", secrets.token_hex(10))
        sender = {"id": self._state.oa_id} | ({"admin_id": admin_id} if admin_id else {})
        if admin_id:
            self._state.remember(user_id, message["msg_id"], message.get("text", ""), from_user=False)
        return self.envelope(
            name, sender=sender, recipient={"id": user_id}, message=message, user_id_by_app=user_id[::-1]
        )

    def send(self, delivery: Delivery, user_id: str = "") -> Future[Delivery]:
        """Bring the event to the webhook, trying again after each failure."""
        self.deliveries.append(delivery)
        if not self.in_order:
            return self._pool.submit(self._send, delivery)
        future: Future[Delivery] = Future()
        with self._lock:
            waiting = self._queues.get(user_id)
            if waiting is None:
                self._queues[user_id] = deque([(delivery, future)])
                self._pool.submit(self._drain, user_id)
            else:
                waiting.append((delivery, future))
        return future

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._client.close()

    def _drain(self, user_id: str) -> None:
        while True:
            with self._lock:
                if not self._queues[user_id]:
                    del self._queues[user_id]
                    return
                delivery, future = self._queues[user_id].popleft()
            future.set_result(self._send(delivery))

    def _send(self, delivery: Delivery) -> Delivery:
        for number, wait in enumerate((0, *RETRY_SECONDS)):
            time.sleep(wait * self.pace)
            retry = {"num_retry": str(number)} if number else {}
            began = time.perf_counter()
            result = self._try(delivery, retry)
            delivery.tries.append((result, time.perf_counter() - began))
            if result == httpx.codes.OK:
                break
        return delivery

    def _try(self, delivery: Delivery, more: dict[str, str]) -> int | str:
        try:
            response = self._client.post(self.url or "", content=delivery.raw, headers=delivery.headers | more)
        except httpx.HTTPError as error:
            return type(error).__name__
        return int(response.status_code)
