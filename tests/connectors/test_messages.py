"""POST /v1/web/messages: asking, waiting, buttons, duplicates."""

from __future__ import annotations

import asyncio

import httpx2 as httpx
import pytest

from connectors.web.messages import preferred_wait
from tests.connectors.conftest import client_of
from tests.connectors.harness import RunningGateway, Visitor, is_problem, open_session, until
from tests.fakes.rasa import FakeRasa, answer, utterance

pytestmark = [pytest.mark.asyncio, pytest.mark.both_databases]

MESSAGES = "select * from inbound_messages where conversation_id = :conversation"


async def test_a_message_is_acknowledged_and_answered_on_the_stream(visitor: Visitor, rasa: FakeRasa) -> None:
    # When a question is asked without a preference
    response = await visitor.say("Ai chủ trì chữ ký số?", wait=None, message_id="m-1")

    # Then it is acknowledged at once
    assert response.status_code == 202
    assert response.json() == {"message_id": "m-1"}
    assert "preference-applied" not in response.headers
    # And the reply comes on the event stream, with the number of the event as its id
    [event] = await visitor.replies(1)
    assert event.data["message_id"] == "m-1"
    assert event.data["reply"]["outcome"] == "answered"
    assert event.data["reply"]["citations"][0]["number"] == "122/KH-UBND"
    assert event.id == str(event.data["seq"])


async def test_rasa_gets_the_conversation_the_agency_and_the_text(visitor: Visitor, rasa: FakeRasa) -> None:
    await visitor.say("xin chào", message_id="m-1")
    assert rasa.received == [
        {
            "sender": visitor.conversation,
            "message": "xin chào",
            "message_id": "m-1",
            "channel": "web",
            "trusted": False,
            "metadata": {"agency": "minh-long", "channel": "web"},
        }
    ]


async def test_prefer_wait_returns_the_replies(visitor: Visitor, rasa: FakeRasa) -> None:
    # Given an answer of two messages
    rasa.answers["hai ý"] = [utterance("Chào anh/chị!"), answer("hai ý")]

    # When the caller prefers to wait
    response = await visitor.say("hai ý", wait=10)

    # Then both replies are there, each on its own, each button with an id and without its payload
    assert response.status_code == 200
    assert response.headers["preference-applied"] == "wait=10"
    first, second = response.json()["replies"]
    assert (first["outcome"], second["outcome"]) == ("small_talk", "answered")
    assert set(first["buttons"][0]) == {"id", "title"}
    assert "ask_responsible" not in response.text


async def test_a_wait_that_runs_out_is_an_acknowledgement(visitor: Visitor, rasa: FakeRasa) -> None:
    # Given a Rasa slower than the caller's patience
    with rasa.held():
        response = await visitor.say("chậm", wait=1, message_id="slow")

    # Then the caller is told so, and the reply still comes
    assert response.status_code == 202
    assert response.headers["preference-applied"] == "wait=1"
    [event] = await visitor.replies(1)
    assert event.data["message_id"] == "slow"


async def test_preferences_are_read_as_the_standard_says() -> None:
    assert preferred_wait([], 60) is None
    assert preferred_wait(["respond-async, wait=10"], 60) == 10
    assert preferred_wait(["respond-async", "Wait=5"], 60) == 5
    assert preferred_wait(["wait=100"], 60) == 60
    assert preferred_wait(["wait=abc"], 60) is None
    assert preferred_wait(["handling=lenient;wait=3"], 60) is None
    assert preferred_wait(["await=3"], 60) is None


async def test_the_same_id_is_answered_once(visitor: Visitor, rasa: FakeRasa, gateway: RunningGateway) -> None:
    # Given a message already answered
    first = await visitor.say("hỏi một lần", message_id="same")

    # When it is sent again, waiting or not
    again = await visitor.say("hỏi một lần", message_id="same")
    third = await visitor.say("chữ khác, cùng số hiệu", wait=None, message_id="same")

    # Then the first replies are given again and Rasa was asked once
    assert again.status_code == 200
    assert again.json() == first.json()
    assert third.status_code == 202
    assert rasa.texts == ["hỏi một lần"]
    assert len(gateway.rows(MESSAGES, conversation=visitor.conversation)) == 1


async def test_the_same_id_at_the_same_time_is_answered_once(visitor: Visitor, rasa: FakeRasa) -> None:
    # Given eight deliveries of one message while Rasa is slow
    rasa.delay = 0.2
    responses = await asyncio.gather(*(visitor.say("một lần", message_id="same") for _ in range(8)))

    # Then everybody gets the one answer
    assert {response.status_code for response in responses} == {200}
    assert len({response.text for response in responses}) == 1
    assert rasa.texts == ["một lần"]


async def test_the_same_id_in_another_conversation_is_another_message(
    client: httpx.AsyncClient, rasa: FakeRasa
) -> None:
    one, other = await open_session(client), await open_session(client)
    await one.say("của tôi", message_id="same")
    await other.say("của bạn", message_id="same")
    assert rasa.texts == ["của tôi", "của bạn"]


async def test_one_conversation_is_answered_in_order(visitor: Visitor, rasa: FakeRasa) -> None:
    # Given a slow Rasa and five questions sent without waiting
    rasa.delay = 0.05
    questions = [f"câu {n}" for n in range(5)]
    for question in questions:
        assert (await visitor.say(question, wait=None)).status_code == 202

    # Then they are worked on one at a time and answered in the order of their arrival
    events = await visitor.replies(5)
    assert rasa.texts == questions
    assert rasa.overlaps == 0
    assert [event.data["reply"]["text"] for event in events] == [f"Trả lời: {question}" for question in questions]
    numbers = [event.data["seq"] for event in events]
    assert numbers == sorted(set(numbers))


async def test_conversations_are_worked_on_side_by_side(client: httpx.AsyncClient, rasa: FakeRasa) -> None:
    # Given four conversations and a Rasa that has not answered any of them yet
    visitors = [await open_session(client) for _ in range(4)]
    with rasa.held():
        # When all ask at once
        asking = [asyncio.create_task(visitor.say("cùng lúc")) for visitor in visitors]

        # Then nobody waits for the others
        await until(lambda: rasa.most_at_once == 4)
    assert [response.status_code for response in await asyncio.gather(*asking)] == [200] * 4
    assert rasa.most_at_once == 4


async def test_an_issued_button_becomes_its_intent(visitor: Visitor, rasa: FakeRasa) -> None:
    # Given a reply with a button
    reply = (await visitor.say("Chỉ tiêu chữ ký số?")).json()["replies"][0]

    # When it is chosen
    response = await visitor.press(reply["buttons"][0]["id"])

    # Then Rasa gets the payload as trusted, and the history shows the title
    assert response.status_code == 200
    assert rasa.received[1]["message"] == '/ask_responsible{"agency": "minh-long"}'
    assert rasa.received[1]["trusted"] is True
    said = [item["text"] for item in await visitor.history() if item["role"] == "user"]
    assert said == ["Chỉ tiêu chữ ký số?", "Ai chủ trì việc này?"]


@pytest.mark.parametrize(
    "button", ["b_khong-co", "/restart", '/ask_target{"agency":"minh-long"}', "b_" + "A" * 20, "b_\x00", "b_\t"]
)
async def test_a_forged_button_is_refused(visitor: Visitor, rasa: FakeRasa, button: str) -> None:
    is_problem(await visitor.press(button), 422, "unknown_button")
    assert rasa.received == []


async def test_a_button_of_another_conversation_is_refused(client: httpx.AsyncClient, rasa: FakeRasa) -> None:
    # Given a button issued to someone else
    owner, stranger = await open_session(client), await open_session(client)
    button = owner.session["replies"][0]["buttons"][0]["id"]

    # Then a stranger cannot use it, and its owner can
    is_problem(await stranger.press(button), 422, "unknown_button")
    assert (await owner.press(button)).status_code == 200


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("/restart", "restart"),
        ('/EXTERNAL_notify{"who":"hacker"}', 'EXTERNAL_notify{"who":"hacker"}'),
        ("  //session_start", "session_start"),
        ("\u200b/restart", "restart"),
        ("／restart", "restart"),
        ("\u2060 ⁄\ufeff/restart", "restart"),
        ("30/4 nghỉ không?", "30/4 nghỉ không?"),
    ],
)
async def test_text_never_starts_a_command(visitor: Visitor, rasa: FakeRasa, typed: str, asked: str) -> None:
    assert (await visitor.say(typed)).status_code == 200
    assert rasa.received[0]["message"] == asked
    assert rasa.received[0]["trusted"] is False


async def test_text_is_cleaned_before_it_is_counted_and_asked(visitor: Visitor, rasa: FakeRasa) -> None:
    # Given text in decomposed form, with control characters and 2000 letters once composed
    decomposed = "a\u0301" * 2000 + "\x00 \r\n"
    response = await visitor.say(decomposed)
    assert response.status_code == 200
    assert rasa.texts == ["á" * 2000]


async def test_history_shows_both_sides_after_a_reload(visitor: Visitor) -> None:
    # Given a conversation of two questions
    await visitor.say("câu một", message_id="m1")
    await visitor.say("câu hai", message_id="m2")

    # Then a reloaded page finds welcome, questions and answers in order
    items = await visitor.history()
    assert [item["role"] for item in items] == ["assistant", "user", "assistant", "user", "assistant"]
    assert [item["seq"] for item in items] == sorted(item["seq"] for item in items)
    assert [item["id"] for item in items if item["role"] == "user"] == ["m1", "m2"]
    assert items[2]["reply"]["text"] == "Trả lời: câu một"
    assert items[2]["message_id"] == "m1"
    assert "reply" not in items[1]
    assert "text" not in items[2]


async def test_more_unanswered_messages_than_a_person_sends_are_refused(
    own_gateway: RunningGateway, rasa: FakeRasa
) -> None:
    # Given a conversation whose answers take long
    async with client_of(own_gateway) as client:
        visitor = await open_session(client)
        with rasa.held():
            responses = [await visitor.say(f"dồn {n}", wait=None) for n in range(25)]

    # Then from some point on it has to wait
    codes = [response.status_code for response in responses]
    assert codes[:20] == [202] * 20
    problem = is_problem(responses[-1], 429, "rate_limited")
    assert int(responses[-1].headers["retry-after"]) >= 1
    assert responses[-1].headers["retry-after"] in problem["detail"]
