"""Talking to an assistant over the public web API (DESIGN §6): open a session, ask, wait for the replies."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from typing import Any, cast

import httpx2 as httpx

from connectors.http import trust
from runtime.errors import ProblemError

_SECONDS_TO_WAIT = 30
Reply = dict[str, Any]


class Conversation:
    """One visitor's session."""

    def __init__(self, client: httpx.Client, token: str, opening: list[Reply]) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}", "Prefer": f"wait={_SECONDS_TO_WAIT}"}
        self.opening = opening

    def ask(self, text: str) -> list[Reply]:
        """Send a message and return its replies. Raises ``ProblemError``, also when none came in time."""
        message = {"id": str(uuid.uuid4()), "text": text}
        answer = self._client.post("/v1/web/messages", json=message, headers=self._headers)
        _raise_for_problem(answer)
        if answer.status_code == httpx.codes.ACCEPTED:
            raise ProblemError(f"No answer within {_SECONDS_TO_WAIT} s; the question is still being worked on.")
        return cast("list[Reply]", answer.json()["replies"])


@contextlib.contextmanager
def conversation(base_url: str, agency: str | None) -> Iterator[Conversation]:
    """Open a session with the assistant at ``base_url``. Raises ``ProblemError`` for an unknown agency."""
    verify = trust(base_url)
    with httpx.Client(base_url=base_url, timeout=_SECONDS_TO_WAIT + 10, trust_env=False, verify=verify) as client:
        answer = client.post("/v1/web/sessions", json={"agency": agency})
        _raise_for_problem(answer)
        session = answer.json()
        yield Conversation(client, session["token"], session["replies"])


def _raise_for_problem(answer: httpx.Response) -> None:
    if answer.is_success:
        return
    try:
        problem = answer.json()
        raise ProblemError(f"{problem['code']}: {problem['detail']}")
    except (ValueError, KeyError, TypeError):
        raise ProblemError(f"{answer.request.url} answered {answer.status_code}") from None
