"""What every channel's door keeps to, whoever knocks: over HTTP, with a real gateway behind it.

A new channel adds its door to ``tests.connectors.doors`` and passes.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2 as httpx
import pytest
import pytest_asyncio

from connectors.texts import load_texts
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.doors import DOORS, Door
from tests.connectors.harness import RunningGateway
from tests.fakes.rasa import FakeRasa

pytestmark = pytest.mark.asyncio
QUESTION = "Chỉ tiêu chữ ký số là bao nhiêu?"
APOLOGIES = load_texts().apologies


@dataclass
class Knocking:
    """A door, the gateway behind it, and somebody who knocks."""

    door: Door
    gateway: RunningGateway
    client: httpx.AsyncClient

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
        return await self.client.post(
            self.door.path, content=body, headers=self.door.headers(body) if headers is None else headers
        )

    async def says(self, text: str, message_id: str) -> None:
        response = await self.post(self.door.body(text, message_id))
        assert response.status_code == self.door.accepted, response.text

    def saved(self) -> int:
        return len(self.gateway.rows("select id from inbound_messages"))

    async def answers(self, count: int) -> list[str]:
        """The first words of the answers, once there are as many."""

        def answers() -> list[str]:
            known = ("Trả lời:", *APOLOGIES.values())
            firsts = [_first_words(text) for text in self.door.texts()]
            return [first for first in firsts if first.startswith(known)]

        await self.until(lambda: len(answers()) >= count)
        await self.until(self.settled)
        return answers()

    def settled(self) -> bool:
        query = (
            "select id from inbound_messages where status = 'received' "
            "union all select id from outbox where status in ('waiting', 'sending')"
        )
        return not self.gateway.rows(query)

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not await asyncio.to_thread(holds):
                await asyncio.sleep(0.02)


def _first_words(text: str) -> str:
    """Below the line that says, where a platform cannot show it, which question is answered."""
    about, _, rest = text.partition("\n")
    return (rest if about.startswith("Trả lời câu “") else text).partition("\n")[0]


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest) -> Iterator[Door]:
    with DOORS[request.param]() as door:
        yield door


@pytest_asyncio.fixture
async def knocking(door: Door, make_gateway: MakeGateway) -> AsyncIterator[Knocking]:
    gateway = make_gateway({"delivery_pause_seconds": 0.05}, **door.settings)
    await asyncio.to_thread(door.open, gateway)
    async with client_of(gateway) as client:
        yield Knocking(door, gateway, client)


async def test_a_genuine_message_is_saved_and_answered(knocking: Knocking, rasa: FakeRasa) -> None:
    await knocking.says(QUESTION, "m-1")
    assert knocking.saved() == 1
    assert await knocking.answers(1) == [f"Trả lời: {QUESTION}"]
    [body] = rasa.received
    assert body["metadata"]["agency"] == "minh-long"


async def test_a_forged_message_is_refused(knocking: Knocking, rasa: FakeRasa) -> None:
    body = knocking.door.body(QUESTION, "m-1")
    for headers in knocking.door.forged(body):
        response = await knocking.post(body, headers)
        assert response.status_code == knocking.door.refused, headers
    assert knocking.saved() == 0
    assert rasa.received == []


async def test_the_credentials_of_one_body_do_not_let_another_one_in(knocking: Knocking) -> None:
    first, second = knocking.door.body(QUESTION, "m-1"), knocking.door.body("Câu khác?", "m-2")
    if knocking.door.headers(first) == knocking.door.headers(second):
        pytest.skip("the platform does not sign bodies")
    for body in (second, first[:-1], first + b" ", first.replace(b"m-1", b"m-9")):
        assert (await knocking.post(body, knocking.door.headers(first))).status_code == knocking.door.refused
    assert knocking.saved() == 0


async def test_without_a_secret_the_door_is_closed(door: Door, make_gateway: MakeGateway) -> None:
    if door.without_secret is None:
        pytest.skip("no secret to set")
    gateway = make_gateway(**door.without_secret)
    body = door.body(QUESTION, "m-1")
    async with client_of(gateway) as client:
        for headers in (door.headers(body), *door.forged(body)):
            response = await client.post(door.path, content=body, headers=headers)
            assert response.status_code == door.refused
    assert gateway.rows("select id from inbound_messages") == []


async def test_a_message_that_arrives_again_is_answered_once(knocking: Knocking, rasa: FakeRasa) -> None:
    body = knocking.door.body(QUESTION, "m-1")
    responses = await asyncio.gather(*(knocking.post(body) for _ in range(8)))
    assert {one.status_code for one in responses} == {knocking.door.accepted}
    assert len(await knocking.answers(1)) == 1
    assert (await knocking.post(body)).status_code == knocking.door.accepted
    await knocking.until(knocking.settled)
    assert len(rasa.received) == 1
    assert knocking.saved() == 1


async def test_messages_out_of_order_are_each_answered_once(knocking: Knocking, rasa: FakeRasa) -> None:
    bodies = [knocking.door.body(f"câu {n}", f"m-{n}") for n in range(5)]
    for n in (3, 1, 4, 1, 0, 3, 2):
        assert (await knocking.post(bodies[n])).status_code == knocking.door.accepted
    assert await knocking.answers(5) == [f"Trả lời: câu {n}" for n in (3, 1, 4, 0, 2)]
    assert rasa.overlaps == 0


async def test_an_unknown_event_is_taken_and_left(knocking: Knocking) -> None:
    body = knocking.door.unknown()
    if body is None:
        pytest.skip("no events")
    assert (await knocking.post(body)).status_code == 200
    assert knocking.saved() == 0


UNREADABLE = {
    "empty": b"",
    "not UTF-8": b"\xff\xfe\x00{",
    "half a sign": '{"text": "ế'.encode()[:-1] + b'"}',
    "deep arrays": b"[" * 100_000,
    "deep objects": b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    "no object": b"[]",
    "a number": b"17",
    "nothing in it": b"{}",
    "huge number": b'{"update_id": 1' + b"0" * 4000 + b"}",
    "NaN": b'{"update_id": NaN}',
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
async def test_a_body_nobody_can_read_does_no_harm(knocking: Knocking, body: bytes) -> None:
    response = await knocking.post(body)
    assert response.status_code < 500, response.text
    assert knocking.saved() == 0
    await knocking.says(QUESTION, "m-1")


async def test_a_body_that_breaks_off_is_not_taken(knocking: Knocking) -> None:
    whole = knocking.door.body(QUESTION, "m-1")
    for end in range(1, len(whole), 7):
        response = await knocking.post(whole[:end])
        assert response.status_code < 500
    assert knocking.saved() == 0


async def test_a_body_that_is_too_large_is_refused(knocking: Knocking) -> None:
    response = await knocking.post(knocking.door.body("a" * 300_000, "m-1"))
    assert response.status_code == 413
    assert knocking.saved() == 0


async def test_bodies_broken_at_random_break_nothing(knocking: Knocking) -> None:
    chance = random.Random(11)
    odd: list[Any] = [None, True, 0, -1, 2**70, 1.5, "", "x" * 300, [], {}, [[]], {"id": None}, "\u0000", "/restart"]

    def broken(value: Any) -> Any:
        if chance.random() < 0.12:
            return chance.choice(odd)
        if isinstance(value, dict):
            return {name: broken(one) for name, one in value.items() if chance.random() > 0.05}
        return [broken(one) for one in value] if isinstance(value, list) else value

    for n in range(150):
        whole = json.loads(knocking.door.body(QUESTION, f"m-{n}"))
        response = await knocking.post(json.dumps(broken(whole)).encode())
        assert response.status_code < 500, response.text


async def test_a_slow_rasa_does_not_hold_up_the_acknowledgement(knocking: Knocking, rasa: FakeRasa) -> None:
    with rasa.held():
        for n in range(3):
            await knocking.says(f"câu {n}", f"m-{n}")
        assert knocking.saved() == 3
        answered = "select id from replies where inbound_id is not null"
        assert await asyncio.to_thread(knocking.gateway.rows, answered) == []
    assert await knocking.answers(3) == [f"Trả lời: câu {n}" for n in range(3)]


@pytest.mark.parametrize("fault", ["500", "empty", "malformed", "not_json", "cut"])
async def test_a_rasa_that_fails_is_apologised_for(knocking: Knocking, rasa: FakeRasa, fault: Any) -> None:
    rasa.fault = fault
    await knocking.says(QUESTION, "m-1")
    [apology] = await knocking.answers(1)
    assert apology.startswith("Xin lỗi anh/chị")
    rasa.fault = None
    await knocking.says(QUESTION, "m-2")
    assert len(await knocking.answers(2)) == 2
