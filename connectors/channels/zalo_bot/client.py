"""The calls of the Zalo Bot platform. The token stands in the address, which therefore never reaches a log."""

from __future__ import annotations

import logging
from typing import Any

import httpx2 as httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from connectors.errors import DeliveryError, Remedy
from connectors.logs import event, get_logger

log = get_logger(__name__)

ANSWER_SECONDS = 10.0
POLL_SECONDS = 30
NONE_CAME = "zalo_bot_408"
QUOTA_SECONDS = 60.0
REFUSED_SECONDS = 600.0
_TOKEN_TROUBLE = (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND)
_BROKE_MIDWAY = (httpx.codes.INTERNAL_SERVER_ERROR, httpx.codes.BAD_GATEWAY, httpx.codes.GATEWAY_TIMEOUT)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")

    ok: bool = False
    result: Any = None


class ZaloBotClient:
    """Each call raises ``DeliveryError`` with what is to be done."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self._client = client
        self._path = f"/bot{token}"
        self.account = token.partition(":")[0]

    async def send_message(self, chat_id: str, text: str) -> str | None:
        """Send a text of at most 2,000 signs; returns its id."""
        result = await self._call("sendMessage", {"chat_id": chat_id, "text": text})
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return str(message_id) if message_id else None

    async def typing(self, chat_id: str) -> None:
        """Show for some seconds that an answer is being worked on."""
        await self._call("sendChatAction", {"chat_id": chat_id, "action": "typing"})

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates brought to ``url``."""
        await self._call("setWebhook", {"url": url, "secret_token": secret})

    async def delete_webhook(self) -> None:
        """Have updates wait to be fetched; the platform does one or the other."""
        await self._call("deleteWebhook", {})

    async def update(self) -> dict[str, Any] | None:
        """Wait up to ``POLL_SECONDS`` for one update, as the platform writes it; ``None`` where none comes."""
        try:
            result = await self._call("getUpdates", {"timeout": POLL_SECONDS}, POLL_SECONDS + ANSWER_SECONDS)
        except DeliveryError as error:
            if error.code == NONE_CAME:
                return None
            raise
        return result if isinstance(result, dict) else None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _call(self, method: str, data: dict[str, Any], seconds: float = ANSWER_SECONDS) -> Any:
        try:
            response = await self._client.post(f"{self._path}/{method}", json=data, timeout=seconds)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise DeliveryError(Remedy.RETRY, "zalo_bot_away") from None
        except httpx.HTTPError as error:
            raise DeliveryError(Remedy.DOUBT, f"zalo_bot_{type(error).__name__}"[:32]) from None
        try:
            answer = _Answer.model_validate_json(response.content)
        except ValidationError:
            answer = _Answer()
        if response.status_code == httpx.codes.OK and answer.ok:
            return answer.result
        raise _failure(response.status_code)


def _failure(status: int) -> DeliveryError:
    code = f"zalo_bot_{status}"
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return DeliveryError(Remedy.RETRY, code, QUOTA_SECONDS)
    if status in _TOKEN_TROUBLE:
        event(log, "zalo_bot.token_refused", logging.ERROR, status=status)
        return DeliveryError(Remedy.RETRY, code, REFUSED_SECONDS)
    if status in _BROKE_MIDWAY or status == httpx.codes.OK:
        return DeliveryError(Remedy.DOUBT, code)
    return DeliveryError(Remedy.RETRY if status >= httpx.codes.INTERNAL_SERVER_ERROR else Remedy.TELL, code)
