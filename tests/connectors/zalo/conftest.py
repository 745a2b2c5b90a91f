"""Gateways that an official has connected to the fake Zalo."""

from __future__ import annotations

import pytest

from tests.connectors.conftest import MakeGateway, connecting
from tests.connectors.platforms import MakeConnected, connect_zalo, zalo_settings
from tests.fakes.zalo import FakeZalo


@pytest.fixture
def make_connected(make_gateway: MakeGateway, zalo: FakeZalo) -> MakeConnected:
    """A started gateway with a pair of tokens, and Zalo's webhook set to it."""
    return connecting(make_gateway, zalo, zalo_settings, connect_zalo)
