"""``GET /metrics``: figures for Prometheus, for this machine and for whoever has the token; nobody else finds it."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, Gauge
from starlette.responses import Response

from connectors.channels.protocol import HasTokens
from connectors.clock import now
from connectors.delivery.limits import address_group
from connectors.errors import ProblemError
from connectors.services import Gateway, Services, address_of

FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")


def metrics_router() -> APIRouter:
    """The route."""
    router = APIRouter(include_in_schema=False)  # for the operator, not the public

    @router.get("/metrics")
    async def metrics(request: Request, gateway: Gateway) -> Response:
        if not _may_look(request, gateway):
            raise ProblemError("not_found")
        await _look_around(gateway)
        return Response(gateway.metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return router


def _may_look(request: Request, gateway: Services) -> bool:
    token = gateway.settings.metrics_token
    if token is not None:
        wanted = f"Bearer {token.get_secret_value()}".encode()
        if hmac.compare_digest(request.headers.get("authorization", "").encode(), wanted):
            return True
    # Behind a proxy everybody comes from this machine: whom it speaks for stands in a header.
    proxied = any(name in request.headers for name in FORWARDED)
    return not proxied and address_group(address_of(request)) is None


async def _look_around(gateway: Services) -> None:
    """Fill in what is not counted as it happens."""
    metrics = gateway.metrics
    channels = [gateway.web.name, *(channel.name for channel in gateway.push)]
    waiting = await gateway.inbox.waiting()
    _fill(metrics.inbox_messages, channels, ((one.channel, one.messages) for one in waiting))
    _fill(metrics.inbox_age_seconds, channels, ((one.channel, _age(one.oldest)) for one in waiting))
    depths = await gateway.outbox.depths()
    _fill(metrics.queue_parts, channels, ((one.channel, one.parts) for one in depths))
    _fill(metrics.queue_age_seconds, channels, ((one.channel, _age(one.oldest)) for one in depths))
    _fill(metrics.dead_letters, channels, (await gateway.dead_letters.counts()).items())
    _fill(metrics.channel_off, channels, [(name, float(await gateway.switches.is_off(name))) for name in channels])
    for channel in gateway.push:
        if isinstance(channel, HasTokens):
            for account, seconds in (await channel.token_life()).items():
                metrics.token_seconds.labels(channel.name, account).set(seconds)


def _fill(gauge: Gauge, channels: Iterable[str], values: Iterable[tuple[str, float]]) -> None:
    for channel, value in (dict.fromkeys(channels, 0.0) | dict(values)).items():
        gauge.labels(channel).set(value)


def _age(since: datetime) -> float:
    return max(0.0, (now() - since).total_seconds())
