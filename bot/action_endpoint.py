"""The way to the action server: one kept connection, short waits, no question in an error.

Rasa opens a new session and a new connection for every call, waits up to 300 s while the conversation is
locked, and puts the body of a failed answer into its exception; rasa-sdk repeats the whole request there,
question included, so it would reach the log.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Optional

import aiohttp
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig, concat_url

TIMEOUT = aiohttp.ClientTimeout(total=15, connect=2)
"""Less than the gateway waits (20 s) and than Rasa keeps a conversation locked (60 s)."""
KEEP_SECONDS = 4
"""Idle time after which a connection is not used again; Sanic closes its side after 5 s at the earliest."""


class KeptEndpoint(EndpointConfig):
    """An endpoint that keeps its connections; otherwise as Rasa's own.

    Example:
        endpoints.action = KeptEndpoint.of(endpoints.action)
    """

    _session: Optional[aiohttp.ClientSession] = None

    @classmethod
    def of(cls, endpoint: EndpointConfig) -> KeptEndpoint:
        """The same endpoint, with kept connections."""
        return cls(
            endpoint.url,
            endpoint.params,
            endpoint.headers,
            endpoint.basic_auth,
            endpoint.token,
            endpoint.token_name,
            endpoint.cafile,
            **endpoint.kwargs,
        )

    async def request(
        self,
        method: str = "post",
        subpath: Optional[str] = None,
        content_type: Optional[str] = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Optional[Any]:
        """Call the endpoint and return its JSON.

        Raises:
            ClientResponseError: status 400 or above; of the body only the action's name is kept.
            aiohttp.ClientError: no connection, or none in time.
        """
        kwargs.pop("timeout", None)
        call = {
            "headers": {"Content-Type": content_type or "application/json", **self.headers},
            "params": self.combine_parameters(kwargs),
            "compress": compress,
            **kwargs,
        }
        url = concat_url(self.url, subpath)
        try:
            return await self._send(method, url, call)
        except aiohttp.ServerDisconnectedError:  # a kept connection had ended; actions only read, so once more
            return await self._send(method, url, call)

    async def close(self, *_: Any) -> None:
        """Close the kept connections."""
        if self._session:
            await self._session.close()

    def _kept(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=32, keepalive_timeout=KEEP_SECONDS)
            self._session = aiohttp.ClientSession(connector=connector, timeout=TIMEOUT)
        return self._session

    async def _send(self, method: str, url: str, call: Dict[str, Any]) -> Any:
        async with self._kept().request(method, url, **call) as answer:
            if answer.status >= 400:
                body = await answer.read()
                raise ClientResponseError(answer.status, answer.reason, _rejection(body))
            return await answer.json()


def check_answers_once() -> None:
    """Make Rasa check the form of an action's answer without checking the form of that form each time.

    ``jsonschema.validate`` validates the schema before the answer. Rasa's schema never changes, and that took
    four fifths of a turn's processor time.
    """
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)

    def validate(_: RemoteAction, result: Dict[str, Any]) -> bool:
        error = best_match(validator.iter_errors(result))
        if error is not None:
            raise error
        return True

    RemoteAction._validate_action_result = validate


def _rejection(body: bytes) -> str:
    """What Rasa reads of a failed answer: the action's name and the kind of error."""
    try:
        name = json.loads(body).get("action_name")
    except (ValueError, AttributeError):
        name = None
    return json.dumps({"action_name": str(name or "")[:100], "error": "rejected"})
