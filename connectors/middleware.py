"""What wraps every request: security headers, CORS by exact origin, the last resort for unexpected errors."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API_POLICY = "default-src 'none'; frame-ancestors 'none'"
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": API_POLICY,
}
LOCAL_ORIGINS = r"http://(localhost|127\.0\.0\.1)(:\d{1,5})?"


class SecurityHeaders:
    """Adds the headers that a response does not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete its response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, complete)


class LastResort:
    """Answers what nothing else caught, inside CORS, so that a browser may read the problem document."""

    def __init__(self, app: ASGIApp, answer: Callable[[str, str], Response]) -> None:
        self._app = app
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a response that already began is left to break off."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = False

        async def watch(message: Message) -> None:
            nonlocal began
            began = began or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except ClientDisconnect:
            return
        except Exception:
            response = self._answer(scope["method"], scope["path"])
            if began:
                raise
            await response(scope, receive, send)


class ExactOrigins(CORSMiddleware):
    """CORS for the origins of the settings; in development also for this machine's own pages.

    A preflight of another origin gets no permission, and an empty answer instead of an English sentence.
    """

    def __init__(self, app: ASGIApp, origins: list[str], *, local: bool) -> None:
        super().__init__(
            app,
            allow_origins=origins,
            allow_origin_regex=LOCAL_ORIGINS if local else None,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "Last-Event-ID", "Prefer"],
            expose_headers=["Preference-Applied", "Retry-After"],
            max_age=7200,
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        """204 with or without the permission."""
        decided = super().preflight_response(request_headers)
        allowed = {name: value for name, value in decided.headers.items() if not name.startswith("content-")}
        if decided.status_code != 200:
            allowed = {"vary": decided.headers["vary"]}
        return Response(status_code=204, headers=allowed)
