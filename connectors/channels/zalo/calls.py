"""Zalo's OpenAPI calls. Application errors come with HTTP 200: ``error`` is looked at on every answer."""

from __future__ import annotations

import json
import logging
from typing import Any, TypeVar

import httpx2 as httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from connectors.channels.zalo.failures import broken, failed, handling_of, refused
from connectors.channels.zalo.tokens import ZaloTokens
from connectors.errors import DeliveryError, Remedy
from connectors.logs import event, get_logger

log = get_logger(__name__)

HISTORY_PAGE = 10
Model = TypeVar("Model", bound=BaseModel)


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, frozen=True)


class Quota(_Body):
    """What a message was counted against. ``remain`` is no longer sent for free replies."""

    quota_type: str
    remain: int | None = None


class SentMessage(_Body):
    """A message that Zalo took; without ``quota`` it is billed."""

    message_id: str
    quota: Quota | None = None


class PastMessage(_Body):
    """A message of the history. ``src`` 1: from the user; ``time`` in milliseconds since 1970."""

    src: int
    time: int
    message: str | None = None
    message_id: str = ""


class Profile(_Body):
    """What an officer may see of a user."""

    user_id: str
    display_name: str = ""
    user_is_follower: bool = False


class Interaction(_Body):
    """When the user last did something that opens the window (milliseconds since 1970)."""

    last_interaction: int = 0


class Account(_Body):
    """The OA itself."""

    oaid: str
    name: str = ""
    is_verified: bool = False
    package_name: str = ""


class _Answer(_Body):
    error: int = 0
    data: Any = None


class ZaloCalls:
    """The calls a chat assistant makes. Each raises ``DeliveryError`` with what is to be done."""

    def __init__(self, client: httpx.AsyncClient, tokens: ZaloTokens) -> None:
        self._client = client
        self._tokens = tokens

    async def send(self, user_id: str, message: dict[str, Any]) -> SentMessage:
        """A consultation message."""
        body = {"recipient": {"user_id": user_id}, "message": message}
        return _as(SentMessage, await self._renewing("POST", "/v3.0/oa/message/cs", json=body))

    async def upload_image(self, content: bytes, name: str, media_type: str) -> str:
        """An attachment id for a JPEG or PNG of at most 1 MB; good for 7 days."""
        data = await self._renewing("POST", "/v2.0/oa/upload/image", files={"file": (name, content, media_type)})
        return _field(data, "attachment_id")

    async def upload_file(self, content: bytes, name: str, media_type: str) -> str:
        """A token for a PDF or Word file of at most 5 MB."""
        data = await self._renewing("POST", "/v2.0/oa/upload/file", files={"file": (name, content, media_type)})
        return _field(data, "token")

    async def profile(self, user_id: str) -> Profile:
        """Who a user is."""
        params = {"data": json.dumps({"user_id": user_id})}
        return _as(Profile, await self._renewing("GET", "/v3.0/oa/user/detail", params=params))

    async def interaction(self, user_id: str) -> Interaction:
        """When a user last wrote, as Zalo counts it."""
        return _as(Interaction, await self._renewing("POST", "/v3.0/oa/quota/message", json={"user_id": user_id}))

    async def account(self) -> Account:
        """The connected OA."""
        return _as(Account, await self._renewing("GET", "/v2.0/oa/getoa"))

    async def history(self, user_id: str, offset: int = 0) -> list[PastMessage]:
        """Ten messages of a conversation, the newest first."""
        asked = {"user_id": user_id, "offset": offset, "count": HISTORY_PAGE}
        data = await self._renewing("GET", "/v2.0/oa/conversation", params={"data": json.dumps(asked)})
        return [_as(PastMessage, one) for one in data] if isinstance(data, list) else []

    async def _renewing(self, method: str, path: str, **parts: Any) -> Any:
        """Like ``_call``; a token that is refused is renewed once, and one that another process renewed is taken."""
        renewed = False
        while True:
            try:
                return await self._call(method, path, **parts)
            except DeliveryError as error:
                if error.remedy is not Remedy.REFRESH:
                    raise
                if renewed:
                    event(log, "zalo.new_token_refused", logging.ERROR, failure=error.code)
                    raise DeliveryError(Remedy.RETRY, error.code) from None
            renewed = await self._tokens.renew()

    async def _call(self, method: str, path: str, **parts: Any) -> Any:
        access = await self._tokens.access()
        try:
            response = await self._client.request(method, path, headers={"access_token": access}, **parts)
        except httpx.HTTPError as error:
            raise broken(error) from None
        if response.status_code != httpx.codes.OK:
            raise failed(response.status_code, response.headers.get("retry-after"))
        answer = _as(_Answer, response.content)
        if answer.error == 0:
            return answer.data
        handling = handling_of(answer.error)
        if handling.do is Remedy.REFRESH:
            self._tokens.refused(access)
        if handling.account:
            event(log, "zalo.account_stopped", logging.ERROR, code=answer.error, reason=handling.says)
        raise refused(answer.error)


def _as(model: type[Model], data: Any) -> Model:
    """``data`` as ``model``; what does not fit leaves open what was done."""
    try:
        return model.model_validate_json(data) if isinstance(data, bytes) else model.model_validate(data)
    except ValidationError:
        raise DeliveryError(Remedy.DOUBT, "zalo_malformed") from None


def _field(data: Any, name: str) -> str:
    if isinstance(data, dict) and isinstance(data.get(name), str):
        return str(data[name])
    raise DeliveryError(Remedy.DOUBT, "zalo_malformed")
