"""Serving the gateway with uvicorn."""

from __future__ import annotations

import socket

import uvicorn

from connectors.app import create_app
from connectors.delivery.hub import Hub
from connectors.tuning import Tuning
from settings import Settings


class GatewayServer(uvicorn.Server):
    """A server whose stop is not held up by event streams: it lets the waiters go first."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close streams and waits, then connections, then the application."""
        self._hub.close()
        await super().shutdown(sockets)


def make_server(settings: Settings, tuning: Tuning | None = None) -> GatewayServer:
    """A server for ``settings``, not yet running. Proxies are trusted on this machine only."""
    tuning = tuning or Tuning()
    app = create_app(settings, tuning)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1,::1",
        timeout_graceful_shutdown=int(tuning.stop_seconds),
    )
    return GatewayServer(config, app.state.services.hub)
