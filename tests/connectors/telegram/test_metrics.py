"""What Prometheus is told, and who may listen."""

from __future__ import annotations

import asyncio
import secrets
import time

import httpx2 as httpx
import pytest

from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import VISITOR, RunningGateway, is_problem, open_session
from tests.connectors.telegram.conftest import replies
from tests.fakes.rasa import FakeRasa
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.asyncio


async def figures(client: httpx.AsyncClient, lines: tuple[str, ...]) -> str:
    """What Prometheus is told, once ``lines`` are among it: a figure follows what it counts.

    After a minute, as it is.
    """
    until = time.monotonic() + 60
    while True:
        text = (await client.get("/metrics")).text
        if all(line in text for line in lines) or time.monotonic() > until:
            return text
        await asyncio.sleep(0.01)


async def test_only_this_machine_and_the_token_get_the_figures(make_gateway: MakeGateway) -> None:
    token = secrets.token_urlsafe(24)
    gateway = make_gateway(metrics_token=token)
    async with client_of(gateway) as client:
        assert (await client.get("/metrics")).status_code == 200
        is_problem(await client.get("/metrics", headers=VISITOR), 404, "not_found")
        for forged in ("", "Bearer", f"Bearer {token[:-1]}", f"Basic {token}"):
            is_problem(await client.get("/metrics", headers=VISITOR | {"Authorization": forged}), 404, "not_found")
        for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded"):
            is_problem(await client.get("/metrics", headers={header: "127.0.0.1"}), 404, "not_found")
        response = await client.get("/metrics", headers=VISITOR | {"Authorization": f"Bearer {token}"})
        assert response.headers["content-type"].startswith("text/plain")


async def test_without_a_token_none_opens(gateway: RunningGateway) -> None:
    async with client_of(gateway) as client:
        for forged in ("Bearer None", "Bearer"):
            is_problem(await client.get("/metrics", headers=VISITOR | {"Authorization": forged}), 404, "not_found")


async def test_turns_deliveries_events_and_queues_are_counted(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    lines = (
        'troly_turns_total{channel="web",outcome="answered"} 1.0',
        'troly_turns_total{channel="web",outcome="error"} 1.0',
        'troly_turns_total{channel="telegram",outcome="answered"} 1.0',
        'troly_deliveries_total{channel="telegram",result="later"} 1.0',
        'troly_events_total{channel="telegram",name="text"} 1.0',
        'troly_events_total{channel="telegram",name="refused"} 1.0',
        'troly_step_seconds_count{channel="telegram",step="rasa"} 1.0',
        'troly_step_seconds_count{channel="telegram",step="receive"} 1.0',
        'troly_outbox_parts{channel="web"} 0.0',
        'troly_inbox_messages{channel="web"} 0.0',
        'troly_channel_off{channel="telegram"} 0.0',
    )
    async with client_of(connected) as client:
        visitor = await open_session(client)
        await visitor.say("chuyện đất nhà ông Bảy")
        telegram.faults.add("sendMessage", "500")
        telegram.user(987654321).says("chuyện đất nhà ông Bảy")
        await replies(telegram, 987654321, 2)
        rasa.fault = "500"
        await visitor.say("hỏng")
        await client.post("/webhooks/telegram", json={"update_id": 1})
        text = await figures(client, lines)
    for line in lines:
        assert line in text, line
    for private in ("Bảy", "987654321", telegram.token, visitor.session["token"]):
        assert private not in text


async def test_what_waits_is_shown_with_its_age(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    async with client_of(connected) as client:
        visitor = await open_session(client)
        with rasa.held():
            for n in range(3):
                await visitor.say(f"câu {n}", wait=None)
            text = (await client.get("/metrics")).text
    assert 'troly_inbox_messages{channel="web"} 3.0' in text
    [age] = [line for line in text.splitlines() if line.startswith('troly_inbox_age_seconds{channel="web"}')]
    assert float(age.split()[-1]) > 0
