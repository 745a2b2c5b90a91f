"""Gateways connected to the fake Zalo Bot platform."""

from __future__ import annotations

import pytest

from tests.connectors.conftest import MakeGateway, connecting
from tests.connectors.platforms import MakeConnected, connect_zalo_bot, zalo_bot_settings
from tests.fakes.zalo_bot import FakeZaloBot


@pytest.fixture
def make_connected(make_gateway: MakeGateway, bot: FakeZaloBot) -> MakeConnected:
    """A started gateway, and the platform's webhook set to it."""
    return connecting(make_gateway, bot, zalo_bot_settings, connect_zalo_bot)
