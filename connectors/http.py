"""The one factory of outgoing HTTP clients: httpx2, half the CPU of httpx per request; and whether a server is well."""

from __future__ import annotations

import ssl
from functools import cache

import httpx2 as httpx

CONNECT_SECONDS = 2.0
CHECK_SECONDS = 2.0
# Rasa's Sanic drops idle connections after 5 s: give ours up first, so that no request meets a closing one.
KEEPALIVE_SECONDS = 3.0


def http_client(base_url: str, *, timeout: float, connections: int = 32) -> httpx.AsyncClient:
    """A pooled client for one server. ``timeout`` in seconds is for reading; connecting gets at most 2 s."""
    return httpx.AsyncClient(
        base_url=base_url,
        timeout=httpx.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS)),
        limits=httpx.Limits(
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=KEEPALIVE_SECONDS,
        ),
        trust_env=False,
        verify=trust(base_url),
    )


def trust(base_url: str) -> ssl.SSLContext:
    """Who is trusted where ``base_url`` is asked: the known authorities, nobody where it is not encrypted."""
    return _authorities() if base_url.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@cache
def _authorities() -> ssl.SSLContext:
    """Who is trusted, read once: that takes as long as building all the rest of a client. Else, nobody is."""
    return httpx.create_ssl_context(trust_env=False)


async def answers(client: httpx.AsyncClient, path: str, seconds: float | None = None) -> bool:
    """Whether ``path`` answers 200 within ``seconds``, ``CHECK_SECONDS`` where none are given."""
    limit = CHECK_SECONDS if seconds is None else seconds
    try:
        return (await client.get(path, timeout=limit)).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
