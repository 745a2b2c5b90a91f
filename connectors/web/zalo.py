"""``/zalo/connect`` and ``/zalo/callback``: how an official connects the OA.

The first asks for the secret of ``TROLY_ZALO_CONNECT_SECRET`` (HTTP Basic, any name); without that setting neither page
is there.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from connectors.channels.zalo.connecting import ZaloConnecting
from connectors.services import Gateway, address_of
from connectors.texts import PageText, Texts
from connectors.web.pages import Templates
from connectors.web.passwords import Password

CALLBACK = "/zalo/callback"
LONGEST = 512
# The addresses hold a state or a code.
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def zalo_router(texts: Texts, connecting: ZaloConnecting, password: Password, public_url: str | None) -> APIRouter:
    """The two pages."""
    router = APIRouter(include_in_schema=False)  # pages for officials, not the API
    templates = Templates()

    def callback_of(request: Request) -> str:
        return f"{(public_url or str(request.base_url)).rstrip('/')}{CALLBACK}"

    @router.get("/zalo/connect")
    async def connect(request: Request, gateway: Gateway) -> Response:
        """Ask for the secret, then send the official to Zalo."""
        gateway.limits.request(address_of(request))
        password.enter(request.headers.get("authorization"))
        return RedirectResponse(await connecting.begin(callback_of(request)), 302, _PRIVATE)

    @router.get(CALLBACK)
    async def callback(
        request: Request, gateway: Gateway, code: str = "", oa_id: str = "", state: str = ""
    ) -> Response:
        """Where Zalo sends the official back to."""
        gateway.limits.request(address_of(request))
        named = await connecting.end(code[:LONGEST], oa_id[:64], state[:LONGEST])
        return _page(templates, texts.zalo_pages[named], 200 if named == "connected" else 400)

    return router


def _page(templates: Templates, words: PageText, status: int) -> Response:
    body = templates.render("notice.html", title=words.title, detail=words.detail, root="../")
    return Response(body, status, _PRIVATE | {"Content-Security-Policy": templates.policy}, media_type="text/html")
