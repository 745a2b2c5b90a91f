"""Zalo's OAuth v4 for Official Accounts: the permission page's address, PKCE, and the two ways to a pair of tokens."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

import httpx2 as httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from connectors.clock import now

ACCESS_LIFE = timedelta(seconds=90_000)
REFRESH_LIFE = timedelta(days=90)
_TOKEN_PATH = "/v4/oa/access_token"  # noqa: S105  a path
_BUSY = -32


class TokenRefusedError(Exception):
    """Zalo gives no tokens: the code, the verifier or the refresh token is worth nothing. ``code`` is Zalo's, or 0."""

    def __init__(self, code: int) -> None:
        super().__init__(f"Zalo refused with {code}")
        self.code = code


class TokenUnreachedError(Exception):
    """Nothing happened: the request never arrived, or Zalo was too busy to look at it."""


class TokenUnknownError(Exception):
    """The answer was lost: the refresh token may be used up."""


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """An access token with the refresh token that can be used once to get the next pair."""

    access: str
    refresh: str
    access_until: datetime
    refresh_until: datetime


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")

    access_token: str
    refresh_token: str
    expires_in: float = ACCESS_LIFE.total_seconds()


class _Refusal(BaseModel):
    model_config = ConfigDict(extra="ignore")

    error: int = 0


def new_verifier() -> str:
    """A PKCE verifier: 32 random bytes, base64url without padding."""
    return _base64url(secrets.token_bytes(32))


def challenge_of(verifier: str) -> str:
    """Its S256 challenge (RFC 7636).

    >>> challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    """
    return _base64url(hashlib.sha256(verifier.encode()).digest())


class ZaloOAuth:
    """Talks to oauth.zaloapp.com (``base_url`` is the client's, for reading, and the browser's)."""

    def __init__(self, client: httpx.AsyncClient, base_url: str, app_id: str, app_secret: str) -> None:
        self._client = client
        self._base_url = base_url.rstrip("/")
        self._app_id = app_id
        self._app_secret = app_secret

    def permission_page(self, callback: str, challenge: str, state: str) -> str:
        """Where the OA's administrator is sent to agree."""
        query = {"app_id": self._app_id, "redirect_uri": callback, "code_challenge": challenge, "state": state}
        return f"{self._base_url}/v4/oa/permission?{urlencode(query)}"

    async def exchange(self, code: str, verifier: str) -> Pair:
        """The first pair, for a code (good once, 10 minutes). Raises the errors of this module."""
        return await self._ask({"code": code, "grant_type": "authorization_code", "code_verifier": verifier})

    async def refresh(self, token: str) -> Pair:
        """The next pair. The old access token dies with the call, the old refresh token is used up."""
        return await self._ask({"refresh_token": token, "grant_type": "refresh_token"})

    async def _ask(self, form: dict[str, str]) -> Pair:
        body, headers = form | {"app_id": self._app_id}, {"secret_key": self._app_secret}
        try:
            response = await self._client.post(_TOKEN_PATH, data=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise TokenUnreachedError(type(error).__name__) from None
        except httpx.HTTPError as error:
            raise TokenUnknownError(type(error).__name__) from None
        return _read(response)


def _read(response: httpx.Response) -> Pair:
    if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise TokenUnknownError(f"status {response.status_code}")
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise TokenUnreachedError("status 429")
    moment = now()
    try:
        answer = _Answer.model_validate_json(response.content)
    except ValidationError:
        raise _refusal(response.content) from None
    until = moment + timedelta(seconds=answer.expires_in)
    return Pair(answer.access_token, answer.refresh_token, until, moment + REFRESH_LIFE)


def _refusal(content: bytes) -> Exception:
    """Zalo publishes no list of these codes: any answer without a token ends it, save that of a busy server."""
    try:
        code = _Refusal.model_validate_json(content).error
    except ValidationError:
        return TokenUnknownError("not JSON")
    return TokenUnreachedError("busy") if code == _BUSY else TokenRefusedError(code)


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
