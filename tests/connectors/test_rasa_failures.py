"""When Rasa fails: a polite reply that says what to do, the message kept as failed, nothing lost."""

from __future__ import annotations

import asyncio

import pytest

from connectors.texts import load_texts
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import RunningGateway, Visitor, open_session, until
from tests.fakes.rasa import FakeRasa, Fault

pytestmark = pytest.mark.asyncio

APOLOGIES = load_texts()
MESSAGES = "select * from inbound_messages where conversation_id = :conversation"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("500", "unavailable"),
        ("cut", "unavailable"),
        ("empty", "silent"),
        ("malformed", "malformed"),
        ("not_json", "malformed"),
    ],
)
async def test_a_turn_that_fails_is_answered_and_recorded(
    visitor: Visitor, rasa: FakeRasa, gateway: RunningGateway, fault: Fault, error: str
) -> None:
    # Given a Rasa with this fault
    rasa.fault = fault

    # When a question is asked
    response = await visitor.say("câu hỏi", message_id="m-1")

    # Then the visitor hears an apology that says what to do next
    assert response.status_code == 200
    [reply] = response.json()["replies"]
    assert reply["outcome"] == "error"
    assert reply["text"] == APOLOGIES.apology(error)
    assert "gửi lại" in reply["text"]
    assert "liên hệ" in reply["text"]
    # And the question is kept, marked with what went wrong
    [row] = gateway.rows(MESSAGES, conversation=visitor.conversation)
    assert (row["text"], row["status"], row["error"]) == ("câu hỏi", "failed", error)
    assert row["finished_at"]
    # And the conversation goes on
    rasa.fault = None
    assert (await visitor.say("lại đây")).json()["replies"][0]["outcome"] == "answered"


@pytest.mark.parametrize("fault", ["500", "cut"])
async def test_a_passing_trouble_is_not_noticed(visitor: Visitor, rasa: FakeRasa, fault: Fault) -> None:
    # Given a Rasa that fails twice and then answers
    rasa.fault, rasa.faults_left = fault, 2
    response = await visitor.say("câu hỏi")
    assert response.json()["replies"][0]["outcome"] == "answered"
    assert len(rasa.received) == 3


async def test_a_rasa_that_is_down(visitor: Visitor, rasa: FakeRasa, gateway: RunningGateway) -> None:
    # Given no Rasa
    rasa.stop()
    response = await visitor.say("có ai không?")
    assert response.json()["replies"][0]["text"] == APOLOGIES.apology("unavailable")
    [row] = gateway.rows(MESSAGES, conversation=visitor.conversation)
    assert row["status"] == "failed"

    # When it comes back
    rasa.start()

    # Then the conversation goes on
    assert (await visitor.say("có rồi")).json()["replies"][0]["outcome"] == "answered"


async def test_the_page_waits_for_a_rasa_that_is_being_started_again(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    # Given no Rasa, and a question on the page
    gateway = make_gateway(tuning={"page_waits_seconds": 120})
    async with client_of(gateway) as client:
        visitor = await open_session(client)
        rasa.stop()
        await visitor.say("câu hỏi", wait=None, message_id="m-1")
        await asyncio.sleep(0.3)
        assert [row["status"] for row in gateway.rows("select status from inbound_messages")] != ["failed"]

        # When it is back soon
        rasa.start()

        # Then the question is answered, without an apology
        [event] = await visitor.replies(1)
        assert event.data["reply"]["outcome"] == "answered"


async def test_a_rasa_that_hangs(make_gateway: MakeGateway, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a Rasa that is well and never answers, and a turn of half a second
    monkeypatch.setattr("connectors.delivery.rasa.HANGING_SECONDS", 60)
    gateway = make_gateway(rasa_timeout_seconds=0.5)
    rasa.fault = "hang"
    async with client_of(gateway) as client:
        visitor = await open_session(client)
        [reply] = (await visitor.say("chờ mãi")).json()["replies"]

    # Then the turn ends, and the question was not asked a second time
    assert reply["text"] == APOLOGIES.apology("timeout")
    await until(lambda: rasa.received)
    assert len(rasa.received) == 1
    assert gateway.rows("select error from inbound_messages") == [{"error": "timeout"}]


async def test_a_secret_that_does_not_fit(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    # Given a gateway whose secret Rasa refuses
    gateway = make_gateway(gateway_secret="x" * 32)
    async with client_of(gateway) as client:
        [reply] = (await (await open_session(client)).say("chào")).json()["replies"]

    # Then the visitor hears an apology and Rasa took nothing in
    assert reply["outcome"] == "error"
    assert rasa.received == []
    assert gateway.rows("select error from inbound_messages") == [{"error": "refused"}]


async def test_an_apology_reaches_the_stream_and_the_history(visitor: Visitor, rasa: FakeRasa) -> None:
    rasa.fault = "empty"
    await visitor.say("câu hỏi", wait=None, message_id="m-1")
    [event] = await visitor.replies(1)
    assert event.data["message_id"] == "m-1"
    assert event.data["reply"]["outcome"] == "error"
    assert (await visitor.history())[-1]["reply"] == event.data["reply"]
