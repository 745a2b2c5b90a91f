"""A storm of messages full of personal data and tokens, on every channel, while everything fails at times.

The logs and the metrics hold none of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import secrets
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pytest
from pydantic import SecretStr

from evaluation.log_scan import kinds_in
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.doors import DOORS, Door
from tests.connectors.harness import RunningGateway
from tests.fakes.rasa import FakeRasa, Fault

pytestmark = pytest.mark.asyncio
NAME = "Nguyễn Văn Kín"
PERSONAL = [
    "số tôi là 0905 123 456",
    "căn cước 051203004567",
    "thẻ 4111 1111 1111 1111",
    "mã OTP 482913",
    "thư kin.nguyen@example.com",
]
FAULTS: list[Fault | None] = [None, "500", "malformed", "not_json", "empty", None]


@pytest.fixture
def doors() -> Iterator[dict[str, Door]]:
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(door()) for name, door in DOORS.items()}


async def test_a_storm_leaves_nothing_in_logs_and_metrics(
    make_gateway: MakeGateway, rasa: FakeRasa, logs: io.StringIO, doors: dict[str, Door]
) -> None:
    token = f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(26)}"
    configured: dict[str, Any] = {name: value for door in doors.values() for name, value in door.settings.items()}
    gateway = make_gateway({"delivery_pause_seconds": 0.05, "delivery_attempts": 2}, **configured)
    for door in doors.values():
        await asyncio.to_thread(door.open, gateway)
    async with client_of(gateway) as client:
        for number, fault in enumerate(FAULTS):
            rasa.fault = fault
            said = f"Tôi tên {NAME}, {PERSONAL[number % len(PERSONAL)]}, mật khẩu {token}"
            await asyncio.gather(*(_knock(client, door, said, number) for door in doors.values()))
            await _settled(gateway)
        metrics = (await client.get("/metrics")).text
    gateway.stop()

    # A sample's name and labels: its value is a figure of our own.
    lines = [*logs.getvalue().splitlines(), *(line.rpartition(" ")[0] for line in metrics.splitlines())]
    events = {json.loads(line)["event"] for line in logs.getvalue().splitlines()}
    assert {"message.saved", "turn.finished", "rasa.failed", "delivery.sent"} <= events
    assert 'troly_turns_total{channel="zalo"' in metrics
    hidden = [NAME, *PERSONAL, token, *_secrets(gateway)]
    assert [(line, kinds) for line in lines if (kinds := kinds_in(line, hidden))] == []
    assert not [line for line in lines if any(user in line for user in ('"u-1"', '"u1"', '"555"', ": 555"))]


async def _knock(client: httpx.AsyncClient, door: Door, said: str, number: int) -> None:
    """A message, the same one again, one with another's signature, and one nobody can read."""
    body = door.body(said, f"m-{number}")
    for headers in (door.headers(body), door.headers(body), *door.forged(body)):
        await client.post(door.path, content=body, headers=headers)
    unread = said.encode("utf-16")
    await client.post(door.path, content=unread, headers=door.headers(unread))
    await client.get(f"{door.path}/{number}", params={"said": said})


async def _settled(gateway: RunningGateway) -> None:
    query = (
        "select id from inbound_messages where status = 'received' "
        "union all select id from outbox where status in ('waiting', 'sending')"
    )
    async with asyncio.timeout(60):
        while await asyncio.to_thread(gateway.rows, query):
            await asyncio.sleep(0.05)


def _secrets(gateway: RunningGateway) -> list[str]:
    values = (getattr(gateway.settings, name) for name in type(gateway.settings).model_fields)
    return [one.get_secret_value() for one in values if isinstance(one, SecretStr)]
