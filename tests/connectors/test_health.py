"""/healthz and /readyz."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2 as httpx
import pytest
import pytest_asyncio

from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import RunningGateway, is_problem
from tests.fakes.rasa import FakeRasa

pytestmark = pytest.mark.asyncio

PARTS = {"action_server", "rasa_channel", "rasa_model", "database", "index"}


@pytest_asyncio.fixture
async def client(own_gateway: RunningGateway) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(own_gateway) as client:
        yield client


@pytest.fixture
def index(own_gateway: RunningGateway) -> Path:
    """An index in force."""
    current = own_gateway.settings.index_dir / "current"
    current.mkdir(parents=True)
    return current


@pytest.mark.usefixtures("index")
async def test_ready_when_every_part_is(client: httpx.AsyncClient) -> None:
    response = await client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "checks": dict.fromkeys(PARTS, True)}


async def _missing(client: httpx.AsyncClient) -> set[str]:
    problem = is_problem(await client.get("/readyz"), 503, "not_ready")
    missing = {part for part, fine in problem["checks"].items() if not fine}
    assert set(problem["checks"]) == PARTS
    assert all(part in problem["detail"] for part in missing)
    return missing


async def test_not_ready_without_an_index(client: httpx.AsyncClient) -> None:
    assert await _missing(client) == {"index"}


@pytest.mark.usefixtures("index")
async def test_not_ready_while_rasa_loads_its_model(client: httpx.AsyncClient, rasa: FakeRasa) -> None:
    rasa.model_loaded = False
    assert await _missing(client) == {"rasa_model"}


@pytest.mark.usefixtures("index")
async def test_not_ready_without_the_action_server(client: httpx.AsyncClient, rasa: FakeRasa) -> None:
    rasa.action_server_up = False
    assert await _missing(client) == {"action_server"}


@pytest.mark.usefixtures("index")
async def test_not_ready_without_rasa_but_alive(client: httpx.AsyncClient, rasa: FakeRasa) -> None:
    rasa.stop()
    assert await _missing(client) == {"action_server", "rasa_channel", "rasa_model"}
    response = await client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.usefixtures("index")
async def test_not_ready_without_the_database(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_: object) -> None:
        raise OSError

    monkeypatch.setattr("connectors.delivery.database.Database.ping", broken)
    assert await _missing(client) == {"database"}


async def test_a_wrong_token_is_seen(make_gateway: MakeGateway) -> None:
    async with client_of(make_gateway(rasa_token="x" * 32)) as client:
        assert "rasa_model" in await _missing(client)


async def test_many_probes_cost_one_check(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    # Given a gateway that reuses a readiness result for a while
    async with client_of(make_gateway({"ready_seconds": 60})) as client:
        first = (await client.get("/readyz")).json()["checks"]
        rasa.action_server_up = False
        assert (await client.get("/readyz")).json()["checks"] == first
