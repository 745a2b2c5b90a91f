"""Visitors of the public web API (DESIGN §6) that count what goes wrong instead of raising it."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpx2 as httpx

from connectors.http import http_client
from evaluation.conversations import Kind, Line

SECONDS_TO_WAIT = 30
_LATE = "no answer in time"


@dataclass(frozen=True)
class Turn:
    """One question and how it went: ``error`` names what went wrong, ``None`` when it was answered."""

    kind: Kind
    text: str
    milliseconds: float
    outcome: str
    error: str | None


class Visitor:
    """One conversation; a session that could not be opened makes each of its turns an error."""

    def __init__(self, client: httpx.AsyncClient, token: str, refused: str | None, wait: int) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}", "Prefer": f"wait={wait}"}
        self.refused = refused

    async def ask(self, line: Line) -> Turn:
        """Say one line and wait for the replies. The time is from sending to the last byte of the answer."""
        if self.refused is not None:
            return Turn(line.kind, line.text, 0.0, "none", self.refused)
        message = {"id": str(uuid.uuid4()), "text": line.text}
        began = time.perf_counter()
        outcome, error = "none", None
        try:
            answer = await self._client.post("/v1/web/messages", json=message, headers=self._headers)
            took = (time.perf_counter() - began) * 1000
            error = _refusal(answer)
            if error is None:
                outcome = answer.json()["replies"][-1]["outcome"]
                error = "outcome error" if outcome == "error" else None
        except (httpx.HTTPError, LookupError, TypeError, ValueError) as problem:
            took = (time.perf_counter() - began) * 1000
            error = type(problem).__name__
        return Turn(line.kind, line.text, took, outcome, error)


def client_for(base_url: str, *, at_once: int = 1, wait: int = SECONDS_TO_WAIT) -> httpx.AsyncClient:
    """A client for ``at_once`` visitors whose answers may take ``wait`` seconds."""
    return http_client(base_url, timeout=wait + 10, connections=at_once)


async def open_session(client: httpx.AsyncClient, agency: str | None, *, wait: int = SECONDS_TO_WAIT) -> Visitor:
    """Open a conversation. Never raises for what the server does: see ``Visitor.refused``."""
    try:
        answer = await client.post("/v1/web/sessions", json={"agency": agency})
        refused = _refusal(answer)
        token = "" if refused else str(answer.json()["token"])
    except (httpx.HTTPError, LookupError, TypeError, ValueError) as problem:
        return Visitor(client, "", type(problem).__name__, wait)
    return Visitor(client, token, refused, wait)


def reasons(turns: Iterable[Turn]) -> dict[str, int]:
    """How often each thing went wrong."""
    return dict(sorted(Counter(turn.error for turn in turns if turn.error is not None).items()))


def _refusal(answer: httpx.Response) -> str | None:
    if answer.status_code == httpx.codes.ACCEPTED:
        return _LATE
    if answer.is_success:
        return None
    try:
        problem: Any = answer.json()
        return str(problem["code"])
    except (LookupError, TypeError, ValueError):
        return f"HTTP {answer.status_code}"
