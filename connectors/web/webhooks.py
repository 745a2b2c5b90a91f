"""``POST /webhooks/{channel}``: what a platform delivers, saved, then acknowledged. No channel, no route."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from connectors.channels.protocol import Incoming, PushChannel
from connectors.services import Gateway, address_of
from connectors.web.bodies import read_body


def webhooks_router(channels: Iterable[PushChannel[Any, Any]]) -> APIRouter:
    """A route for each channel."""
    router = APIRouter(include_in_schema=False)  # for platforms, not for the public
    for channel in channels:
        _add(router, channel)
    return router


def _add(router: APIRouter, channel: PushChannel[Any, Any]) -> None:
    @router.post(f"/webhooks/{channel.name}")
    async def receive(request: Request, gateway: Gateway) -> Response:
        body = await read_body(request, gateway.settings.webhook_max_bytes)
        await gateway.reception.receive(channel, Incoming(request.headers, body, address_of(request)))
        return Response("{}", media_type="application/json")
