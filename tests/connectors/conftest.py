"""Fixtures: a fake Rasa, fake platforms, gateways between them, and visitors."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import httpx2 as httpx
import pytest
import pytest_asyncio

from connectors.logs import configure_logs
from tests.connectors.harness import QUICK, RunningGateway, Visitor, open_session, settings_for
from tests.connectors.platforms import MakeConnected
from tests.databases.backends import Backend
from tests.fakes.rasa import FakeRasa
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZalo
from tests.fakes.zalo_bot import FakeZaloBot


@pytest.fixture(scope="session")
def _running_rasa() -> Iterator[FakeRasa]:
    with FakeRasa() as running:
        yield running


@pytest.fixture
def rasa(_running_rasa: FakeRasa) -> FakeRasa:
    """A well-behaved Rasa that has heard nothing yet."""
    _running_rasa.start()
    _running_rasa.reset()
    return _running_rasa


@pytest.fixture(autouse=True)
def logs() -> io.StringIO:
    """Everything the gateway logs in this test, at the most talkative level."""
    stream = io.StringIO()
    configure_logs("DEBUG", stream)
    return stream


@pytest.fixture
def database_url(backend: Backend, tmp_path: Path) -> Iterator[str]:
    """An empty database of the test's own."""
    with backend.database(tmp_path / "gateway.db") as url:
        yield url


@pytest.fixture(autouse=True)
def _checks_are_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What answers late is there all the same; what is not there is found out at once."""
    monkeypatch.setattr("connectors.http.CHECK_SECONDS", 60)
    monkeypatch.setattr("connectors.web.health.CHECK_SECONDS", 60)


MakeGateway = Callable[..., RunningGateway]
Fake = TypeVar("Fake", FakeTelegram, FakeZalo, FakeZaloBot)


def _fresh(running: Fake) -> Fake:
    running.start()
    running.reset()
    return running


@pytest.fixture(scope="session")
def _running_telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as running:
        yield running


@pytest.fixture
def telegram(_running_telegram: FakeTelegram) -> FakeTelegram:
    """A well-behaved Telegram that has seen nothing yet."""
    return _fresh(_running_telegram)


@pytest.fixture(scope="session")
def _running_zalo() -> Iterator[FakeZalo]:
    with FakeZalo() as running:
        yield running


@pytest.fixture
def zalo(_running_zalo: FakeZalo) -> FakeZalo:
    """A well-behaved Zalo that has sent nothing yet."""
    return _fresh(_running_zalo)


@pytest.fixture(scope="session")
def _running_bot() -> Iterator[FakeZaloBot]:
    with FakeZaloBot() as running:
        yield running


@pytest.fixture
def bot(_running_bot: FakeZaloBot) -> FakeZaloBot:
    """A well-behaved Zalo Bot platform that has sent nothing yet."""
    return _fresh(_running_bot)


def connecting(
    make_gateway: MakeGateway,
    fake: Fake,
    settings_of: Callable[..., dict[str, Any]],
    connect: Callable[[RunningGateway, Fake], None],
) -> MakeConnected:
    """Makes gateways that ``fake`` and its users can reach, and that try again soon what it refuses."""

    def make(tuning: dict[str, Any] | None = None, **settings: Any) -> RunningGateway:
        gateway = make_gateway({"delivery_pause_seconds": 0.05} | (tuning or {}), **settings_of(fake, **settings))
        connect(gateway, fake)
        return gateway

    return make


@pytest.fixture
def connected(make_connected: MakeConnected) -> RunningGateway:
    """A gateway that the folder's platform knows, and no other test has used."""
    return make_connected()


@pytest.fixture
def make_gateway(rasa: FakeRasa, tmp_path: Path, database_url: str) -> Iterator[MakeGateway]:
    """``make_gateway(allowed_origins=[…], tuning={"workers": 1})``: a started gateway."""
    made: list[RunningGateway] = []

    def make(tuning: dict[str, Any] | None = None, **settings: Any) -> RunningGateway:
        made_of = settings_for(tmp_path, rasa, TROLY_DATABASE_URL=database_url, **settings)
        running = RunningGateway(made_of, replace(QUICK, **(tuning or {})))
        made.append(running)
        running.start()
        return running

    yield make
    for running in made:
        running.stop()


@pytest.fixture(scope="session")
def _shared_gateway(
    _running_rasa: FakeRasa, backend: Backend, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningGateway]:
    home = tmp_path_factory.mktemp("gateway")
    with backend.database(home / "gateway.db") as url:
        running = RunningGateway(settings_for(home, _running_rasa, TROLY_DATABASE_URL=url), QUICK)
        running.start()
        yield running
        running.stop()


@pytest.fixture
def gateway(_shared_gateway: RunningGateway, rasa: FakeRasa) -> Iterator[RunningGateway]:
    """A gateway other tests use as well; whoever changes it or counts its rows makes one of their own."""
    yield _shared_gateway
    _shared_gateway.settle()  # what Rasa is asked now would be counted by the next test


@pytest.fixture
def own_gateway(make_gateway: MakeGateway) -> RunningGateway:
    """A gateway no other test has used."""
    return make_gateway()


def client_of(gateway: RunningGateway) -> httpx.AsyncClient:
    """A client with patience for hanging servers."""
    return httpx.AsyncClient(base_url=gateway.url, timeout=60, trust_env=False)


@pytest_asyncio.fixture
async def client(gateway: RunningGateway) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(gateway) as client:
        yield client


@pytest_asyncio.fixture
async def visitor(client: httpx.AsyncClient) -> Visitor:
    return await open_session(client)
