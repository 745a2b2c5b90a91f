"""GET /v1/web/events: the stream loses nothing, repeats nothing, and serves several tabs."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from connectors import clock
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import Visitor, is_problem, open_session, take
from tests.fakes.rasa import FakeRasa, utterance

pytestmark = [pytest.mark.asyncio, pytest.mark.both_databases]


async def test_a_cut_stream_resumes_without_loss_or_repetition(visitor: Visitor) -> None:
    # Given a stream that was cut after the first of two replies
    async with visitor.events() as events:
        await visitor.say("một", wait=None)
        [first] = await take(events, 1)
    await visitor.say("hai")
    await visitor.say("ba")

    # When it is resumed after the last event seen
    assert first.id is not None
    async with visitor.events(last=int(first.id)) as events:
        missed = await take(events, 2)
        await visitor.say("bốn", wait=None)
        [live] = await take(events, 1)

    # Then what was missed comes once, in order, and what follows comes live
    texts = [event.data["reply"]["text"] for event in (first, *missed, live)]
    assert texts == ["Trả lời: một", "Trả lời: hai", "Trả lời: ba", "Trả lời: bốn"]


async def test_a_page_resumes_after_what_its_history_showed(visitor: Visitor) -> None:
    # Given a reloaded page that read the history
    await visitor.say("một")
    seen = (await visitor.history())[-1]["seq"]
    await visitor.say("hai")

    # Then `after` continues from there, and Last-Event-ID wins over it
    [event] = await visitor.replies(1, after=seen)
    assert event.data["reply"]["text"] == "Trả lời: hai"
    [event] = await visitor.replies(1, last=seen, after=0)
    assert event.data["reply"]["text"] == "Trả lời: hai"


async def test_without_a_cursor_everything_since_the_welcome_comes(visitor: Visitor) -> None:
    await visitor.say("một")
    events = await visitor.replies(1)
    assert [event.data["reply"]["text"] for event in events] == ["Trả lời: một"]
    # The welcome was handed out with the session; a cursor of 0 asks for it as well.
    [welcome, _] = await visitor.replies(2, after=0)
    assert welcome.data["message_id"] is None
    assert welcome.data["reply"] == visitor.session["replies"][0]


@pytest.mark.parametrize("cursor", [{"after": 2**40}, {"after": 10**25}, {"last": 10**17}])
async def test_a_cursor_beyond_every_reply_leaves_the_stream_open(
    visitor: Visitor, rasa: FakeRasa, cursor: dict[str, int]
) -> None:
    async with visitor.events(**cursor) as events:
        with rasa.held():
            await visitor.say("một", wait=None)
            assert (await anext(events)).name == "typing"


async def test_two_tabs_see_the_same(visitor: Visitor, rasa: FakeRasa) -> None:
    # Given two open tabs and an answer of two messages
    rasa.answers["hai tin"] = [utterance("một"), utterance("hai")]
    async with visitor.events() as left, visitor.events() as right:
        await visitor.say("hai tin", wait=None)
        seen = await asyncio.gather(take(left, 2), take(right, 2))
    assert seen[0] == seen[1]
    assert [event.data["reply"]["text"] for event in seen[0]] == ["một", "hai"]


async def test_typing_is_shown_while_a_message_is_worked_on(visitor: Visitor, rasa: FakeRasa) -> None:
    async with visitor.events() as events:
        with rasa.held():
            await visitor.say("nghĩ lâu", wait=None, message_id="m-1")
            typing = await anext(events)
        reply = await anext(events)
    assert (typing.name, typing.id, typing.data) == ("typing", None, {"message_id": "m-1"})
    assert reply.name == "reply"


async def test_typing_is_shown_to_a_tab_opened_meanwhile(visitor: Visitor, rasa: FakeRasa) -> None:
    with rasa.held():
        await visitor.say("nghĩ lâu", wait=None)
        async with visitor.events() as events:
            assert (await anext(events)).name == "typing"


async def test_a_long_history_is_streamed_whole(visitor: Visitor, rasa: FakeRasa) -> None:
    # Given more replies than one read of the database returns
    rasa.answers["nhiều"] = [utterance(f"tin {n}") for n in range(120)]
    await visitor.say("nhiều")
    events = await visitor.replies(120)
    assert [event.data["reply"]["text"] for event in events] == [f"tin {n}" for n in range(120)]


async def test_a_quiet_stream_is_kept_alive(make_gateway: MakeGateway) -> None:
    async with client_of(make_gateway({"ping_seconds": 0.1})) as client:
        visitor = await open_session(client)
        async with client.stream("GET", "/v1/web/events", headers=visitor.headers) as response:
            assert response.headers["cache-control"] == "no-cache, no-transform"
            assert response.headers["x-accel-buffering"] == "no"
            lines = response.aiter_lines()
            wanted = {": ping", "retry: 2000"}
            async with asyncio.timeout(60):
                while wanted:
                    wanted.discard(await anext(lines))


async def test_a_conversation_has_a_number_of_streams(make_gateway: MakeGateway) -> None:
    async with client_of(make_gateway({"streams_per_conversation": 2})) as client:
        visitor = await open_session(client)
        async with visitor.events() as one, visitor.events() as other:
            await visitor.say("a", wait=None)
            await asyncio.gather(take(one, 1), take(other, 1))
            is_problem(await client.get("/v1/web/events", headers=visitor.headers), 429, "rate_limited")
        # A closed tab makes room again
        async with asyncio.timeout(60):
            while True:
                async with client.stream("GET", "/v1/web/events", headers=visitor.headers) as response:
                    if response.status_code == 200:
                        break
                await asyncio.sleep(0.05)


async def test_a_stream_ends_with_its_session(
    visitor: Visitor, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given an open stream that shows a message being worked on
    async with visitor.events() as events:
        with rasa.held():
            await visitor.say("một", wait=None)
            assert (await anext(events)).name == "typing"

            # When the session expires meanwhile
            later = clock.now() + timedelta(days=31)
            monkeypatch.setattr("connectors.delivery.sessions.now", lambda: later)

        # Then the stream ends
        async with asyncio.timeout(60):
            assert [event async for event in events] == []
