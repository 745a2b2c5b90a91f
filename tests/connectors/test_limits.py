"""Limits per session and per address: they stop a flood and let a commune hall through."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx2 as httpx
import pytest
import pytest_asyncio

from connectors.channels.telegram.updates import Message as TelegramMessage
from connectors.channels.zalo.events import ZaloEvent
from connectors.channels.zalo_bot.updates import Message as BotMessage
from connectors.clock import moment_of
from connectors.delivery.limits import Limiter, address_group
from connectors.errors import ProblemError
from connectors.tuning import Rate
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import VISITOR, RunningGateway, Visitor, is_problem, open_session


@pytest_asyncio.fixture
async def client(own_gateway: RunningGateway) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(own_gateway) as client:
        yield client


@pytest.fixture
def _time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No bucket fills again."""
    monkeypatch.setattr("connectors.delivery.limits.monotonic", lambda: 100.0)


@pytest.mark.asyncio
@pytest.mark.usefixtures("_time_stands_still")
async def test_a_session_that_sends_too_fast_waits(client: httpx.AsyncClient) -> None:
    # Given someone who sends as fast as a machine
    visitor = await open_session(client, **VISITOR)
    responses = [await visitor.say(f"câu {n}", headers=VISITOR) for n in range(35)]

    # Then the first thirty are answered and the rest told to wait, and for how long
    codes = [response.status_code for response in responses]
    assert codes == [200] * 30 + [429] * 5
    assert is_problem(responses[-1], 429, "rate_limited")
    assert responses[-1].headers["retry-after"] == "1"
    # And their neighbour at the same address is answered all the same
    neighbour = await open_session(client, **VISITOR)
    assert (await neighbour.say("tôi ngồi cạnh", headers=VISITOR)).status_code == 200


def test_every_platform_says_when_a_message_was_written() -> None:
    moment = datetime(2018, 12, 4, 7, 28, 54, tzinfo=UTC)
    seconds = int(moment.timestamp())
    message = {"chat": {"id": 5}, "date": seconds}
    assert TelegramMessage.model_validate(message).sent_at == moment
    assert ZaloEvent(timestamp=f"{seconds}000").sent_at == moment
    assert BotMessage(date=seconds * 1000).sent_at == moment
    for odd in (None, "x", -1, 2**70, [], True):
        assert TelegramMessage.model_validate(message | {"date": odd}).sent_at in (None, moment_of(1))
        assert BotMessage(date=odd).sent_at in (None, moment_of(0.001))
    assert ZaloEvent(timestamp="9" * 30).sent_at is None


@pytest.mark.asyncio
async def test_a_commune_hall_of_sixty_shares_an_address(client: httpx.AsyncClient) -> None:
    # Given sixty residents behind one address, each asking three questions
    residents = [await open_session(client, **VISITOR) for _ in range(60)]

    async def asks(resident: Visitor) -> list[int]:
        return [(await resident.say(f"câu {n}", headers=VISITOR)).status_code for n in range(3)]

    # Then everybody is answered
    codes = await asyncio.gather(*(asks(resident) for resident in residents))
    assert {code for one in codes for code in one} == {200}


@pytest.mark.asyncio
@pytest.mark.usefixtures("_time_stands_still")
async def test_an_address_that_floods_waits(make_gateway: MakeGateway) -> None:
    rates = {"address_messages": Rate(5, 0.5), "address_sessions": Rate(2, 0.1)}
    async with client_of(make_gateway(rates)) as client:
        # Given an address that opens sessions without end
        visitor = await open_session(client, **VISITOR)
        await open_session(client, **VISITOR)
        refused = await client.post("/v1/web/sessions", headers=VISITOR)
        is_problem(refused, 429, "rate_limited")
        assert refused.headers["retry-after"] == "10"
        # And guesses tokens
        for _ in range(5):
            await client.get("/v1/web/history", headers=VISITOR | {"Authorization": "Bearer guess"})
        is_problem(await visitor.say("chào", headers=VISITOR), 429, "rate_limited")
        # Then another address is not touched by it
        assert (await visitor.say("chào", headers={"X-Forwarded-For": "198.51.100.4"})).status_code == 200


@pytest.mark.asyncio
@pytest.mark.usefixtures("_time_stands_still")
async def test_this_machine_is_not_limited_and_cannot_be_impersonated(make_gateway: MakeGateway) -> None:
    async with client_of(make_gateway({"address_sessions": Rate(1, 0.1)})) as client:
        for _ in range(3):
            assert (await client.post("/v1/web/sessions")).status_code == 201
        # A visitor who claims to be this machine is still the visitor the proxy saw
        claimed = {"X-Forwarded-For": "127.0.0.1, 203.0.113.7"}
        assert (await client.post("/v1/web/sessions", headers=claimed)).status_code == 201
        assert (await client.post("/v1/web/sessions", headers=claimed)).status_code == 429


def test_addresses_are_grouped_as_their_owners_share_them() -> None:
    assert address_group("203.0.113.7") == "203.0.113.7"
    assert address_group(" 203.0.113.7 ") == "203.0.113.7"
    assert address_group("::ffff:203.0.113.7") == "203.0.113.7"
    assert address_group("2405:4802:1:2:aaaa::1") == address_group("2405:4802:1:2:bbbb::2") == "2405:4802:1:2::/64"
    assert address_group("127.0.0.1") is None
    assert address_group("::1") is None
    assert address_group("") == "unknown"


def test_a_bucket_fills_again(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given an empty bucket of two tokens, one more every ten seconds
    moment = 100.0
    monkeypatch.setattr("connectors.delivery.limits.monotonic", lambda: moment)
    limiter = Limiter(Rate(burst=2, per_second=0.1))
    limiter.take("a")
    limiter.take("a")
    with pytest.raises(ProblemError) as refused:
        limiter.take("a")
    assert refused.value.headers == {"Retry-After": "10"}

    # Then ten seconds later there is one, and only one
    moment += 10
    limiter.take("a")
    with pytest.raises(ProblemError):
        limiter.take("a")


def test_old_buckets_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.delivery.limits.REMEMBERED", 10)
    limiter = Limiter(Rate(1, 0.001))
    for n in range(1000):
        limiter.take(str(n))
    assert len(limiter._buckets) == 10
