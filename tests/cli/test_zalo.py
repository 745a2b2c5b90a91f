"""``troly zalo status`` and ``troly fake zalo``."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app
from connectors.channels.zalo.oauth import Pair
from connectors.channels.zalo.sealing import Seal
from connectors.channels.zalo.token_store import PURPOSE, TokenStore
from connectors.clock import now
from connectors.delivery.database import Database
from settings import load_settings


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_HOME", str(tmp_path))


async def put(secret: str, *, dead: bool = False) -> None:
    """Keep a pair of tokens."""
    database = Database(load_settings().database_url)
    await database.create()
    store = TokenStore(database, Seal(secret, PURPOSE))
    await store.put("388613280878808645", Pair("a", "r", now() + timedelta(hours=25), now() + timedelta(days=90)))
    kept = await store.find()
    if dead and kept is not None:
        await store.bury(kept)
    await database.close()


def status() -> tuple[int, str]:
    result = CliRunner().invoke(app, ["zalo", "status"])
    return result.exit_code, result.output


def test_nothing_is_connected() -> None:
    assert status() == (3, "No OA is connected: open /zalo/connect.\n")


def test_an_oa_is_connected() -> None:
    asyncio.run(put(load_settings().gateway_secret.get_secret_value()))
    code, words = status()
    assert code == 0
    assert words.startswith("OA 388613280878808645: connected, access until ")


def test_a_dead_token_and_a_changed_secret_are_told() -> None:
    asyncio.run(put(load_settings().gateway_secret.get_secret_value(), dead=True))
    code, words = status()
    assert code == 3
    assert "refuses to renew" in words
    asyncio.run(put("another secret"))
    code, words = status()
    assert code == 3
    assert "another TROLY_GATEWAY_SECRET" in words
