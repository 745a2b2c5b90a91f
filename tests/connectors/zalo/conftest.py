"""Fixtures: a fake Zalo, and gateways that an official has connected to it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import httpx2 as httpx
import pytest

from tests.connectors.conftest import MakeGateway
from tests.connectors.harness import RunningGateway
from tests.fakes.zalo import FakeZalo

CONNECT_SECRET = secrets.token_urlsafe(24)
MakeConnected = Callable[..., RunningGateway]


@pytest.fixture(scope="session")
def _running_zalo() -> Iterator[FakeZalo]:
    with FakeZalo() as running:
        yield running


@pytest.fixture
def zalo(_running_zalo: FakeZalo) -> FakeZalo:
    """A well-behaved Zalo that has sent nothing yet."""
    _running_zalo.start()
    _running_zalo.reset()
    return _running_zalo


def settings_of(zalo: FakeZalo, **more: Any) -> dict[str, Any]:
    """The settings of a gateway for this OA."""
    return {
        "zalo_app_id": zalo.app_id,
        "zalo_app_secret": zalo.app_secret,
        "zalo_oa_secret": zalo.oa_secret,
        "zalo_agency": "minh-long",
        "zalo_connect_secret": CONNECT_SECRET,
        "zalo_api": zalo.url,
        "zalo_oauth": zalo.url,
    } | more


def connect(gateway: RunningGateway, password: str = CONNECT_SECRET) -> httpx.Response:
    """An official opens the page, and agrees on Zalo's."""
    with httpx.Client(trust_env=False, follow_redirects=True, timeout=10) as browser:
        return browser.get(f"{gateway.url}/zalo/connect", auth=("can-bo", password))


@pytest.fixture
def make_connected(make_gateway: MakeGateway, zalo: FakeZalo) -> MakeConnected:
    """``make_connected(tuning={…})``: a started gateway with a pair of tokens, and Zalo's webhook set to it."""

    def make(tuning: dict[str, Any] | None = None, **settings: Any) -> RunningGateway:
        gateway = make_gateway({"delivery_pause_seconds": 0.05} | (tuning or {}), **settings_of(zalo, **settings))
        assert connect(gateway).status_code == 200
        zalo.webhook_url = f"{gateway.url}/webhooks/zalo"
        return gateway

    return make


@pytest.fixture
def connected(make_connected: MakeConnected) -> RunningGateway:
    """A gateway no other test has used."""
    return make_connected()
