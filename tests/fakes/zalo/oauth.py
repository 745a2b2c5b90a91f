"""oauth.zaloapp.com: the permission page, and tokens of which every refresh ends the old ones (zalo.md §3)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.fakes.zalo.state import ACCESS_SECONDS, CODE_SECONDS, REFRESH_SECONDS, Consent, State, Tokens


def challenge_of(verifier: str) -> str:
    """PKCE S256: base64url without padding of the digest of the ASCII verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class OAuth:
    """The official presses "Cho phép" at once."""

    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[Route]:
        return [
            Route("/v4/oa/permission", self._permission),
            Route("/v4/oa/access_token", self._token, methods=["POST"]),
        ]

    def issue(self) -> Tokens:
        """A new pair; the old access and refresh tokens are worth nothing from now on."""
        moment, count = self._state.now(), self._state.tokens.issued + 1
        self._state.tokens = Tokens(
            secrets.token_urlsafe(48),
            moment + ACCESS_SECONDS,
            secrets.token_urlsafe(48),
            moment + REFRESH_SECONDS,
            count,
        )
        return self._state.tokens

    async def _permission(self, request: Request) -> Response:
        state, asked = self._state, request.query_params
        if asked.get("app_id") != state.app_id:
            return HTMLResponse("<p>-14002 Invalid appId</p>")
        redirect = asked.get("redirect_uri", "")
        if not redirect or (state.callback_url and redirect != state.callback_url):
            return HTMLResponse("<p>-14003 Invalid redirect uri</p>")
        code = secrets.token_urlsafe(24)
        challenge = state.console_challenge or asked.get("code_challenge", "")
        state.consents[code] = Consent(challenge, state.now() + CODE_SECONDS)
        answer = {"code": code, "oa_id": state.oa_id} | ({"state": asked["state"]} if "state" in asked else {})
        return RedirectResponse(f"{redirect}?{urlencode(answer)}", status_code=302)

    async def _token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        secret = request.headers.get("secret_key", "")
        if not hmac.compare_digest(secret.encode(), self._state.app_secret.encode()):
            return _refusal(-14002, "Invalid appId")
        if form.get("app_id") != self._state.app_id:
            return _refusal(-14002, "Invalid appId")
        if form.get("grant_type") == "authorization_code":
            return self._exchange(form.get("code", ""), form.get("code_verifier", ""))
        if form.get("grant_type") == "refresh_token":
            return self._refresh(form.get("refresh_token", ""))
        return _refusal(-14001, "Invalid grant type")

    def _exchange(self, code: str, verifier: str) -> Response:
        consent = self._state.consents.pop(code, None)  # good for one try
        if consent is None or consent.until < self._state.now():
            return _refusal(-14003, "Invalid authorization code")
        if challenge_of(verifier) != consent.challenge:
            return _refusal(-14003, "Invalid code verifier")
        return self._pair()

    def _refresh(self, token: str) -> Response:
        known = self._state.tokens
        if not known.refresh or token != known.refresh or known.refresh_until < self._state.now():
            return _refusal(-14014, "Invalid refresh token.")
        return self._pair()

    def _pair(self) -> Response:
        pair = self.issue()
        body = {"access_token": pair.access, "refresh_token": pair.refresh, "expires_in": str(ACCESS_SECONDS)}
        return JSONResponse(body)


def _refusal(code: int, name: str) -> Response:
    body = {"error": code, "error_name": name, "error_reason": name, "ref_doc": "https://developers.zalo.me"}
    return JSONResponse(body)
