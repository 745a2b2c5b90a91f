"""A visitor's data, deleted for good: on the button, and when the session is over."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from connectors.texts import load_texts
from knowledge_base.answer.reply import ERASE
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import RunningGateway, Visitor, is_problem, open_session, until
from tests.fakes.rasa import FakeRasa

pytestmark = [pytest.mark.asyncio, pytest.mark.both_databases]

TABLES = ("inbound_messages", "replies", "buttons", "web_sessions")
ASK = "xóa dữ liệu của tôi"
SECRETS = ["chuyện đất của nhà ông Bảy", "con gái tôi bị lừa"]
OFFER = {
    "custom": {
        "reply": {
            "outcome": "account",
            "text": "Tôi giữ câu hỏi, câu trả lời…",
            "buttons": [{"title": "Xóa dữ liệu của tôi", "payload": ERASE}],
        }
    }
}
ERASED = load_texts().account.erased


@pytest.fixture(autouse=True)
def _offer(rasa: FakeRasa) -> None:
    rasa.answers[ASK] = [OFFER]


async def ask_for_button(visitor: Visitor) -> str:
    [reply] = (await visitor.say(ASK)).json()["replies"]
    assert reply["outcome"] == "account"
    button: str = reply["buttons"][0]["id"]
    return button


def bytes_of(gateway: RunningGateway) -> bytes:
    """All that the database's files hold; of a database without files of ours, all rows."""
    files = b"".join(file.read_bytes() for file in gateway.settings.home.glob("gateway.db*"))
    return files or repr([fetch(gateway, f"SELECT * FROM {table}") for table in TABLES]).encode()


def fetch(gateway: RunningGateway, query: str, **values: str) -> list[Any]:
    engine = create_engine(gateway.settings.database_url)
    with engine.begin() as connection:
        result = connection.execute(text(query), values)
        found = list(result.mappings()) if result.returns_rows else []
    engine.dispose()
    return found


def left_of(gateway: RunningGateway, visitor: Visitor) -> list[int]:
    """How many messages, replies, buttons and sessions of a visitor there are."""
    query = "SELECT * FROM {} WHERE conversation_id = :id"
    return [len(fetch(gateway, query.format(table), id=visitor.conversation)) for table in TABLES]


def is_gone(gateway: RunningGateway, visitor: Visitor, secret: str) -> bool:
    """Whether a conversation is deleted for good: its rows first, and from the log when that is folded."""
    rows = fetch(gateway, "SELECT id FROM conversations WHERE id = :id", id=visitor.conversation)
    return not rows and secret.encode() not in bytes_of(gateway)


async def test_the_button_deletes_everything_that_was_said(
    own_gateway: RunningGateway, rasa: FakeRasa, logs: io.StringIO
) -> None:
    async with client_of(own_gateway) as client:
        # Given a visitor who said private things, and another one
        visitor, other = await open_session(client), await open_session(client)
        for secret in SECRETS:
            await visitor.say(secret)
        rasa.answers["chuyện của người khác"] = [{"text": "Vâng.", "metadata": {"outcome": "small_talk"}}]
        await other.say("chuyện của người khác")
        button = await ask_for_button(visitor)
        assert all(secret.encode() in bytes_of(own_gateway) for secret in SECRETS)

        # When the button is pressed
        [reply] = (await visitor.press(button)).json()["replies"]

        # Then the conversation goes on, with nothing but the request and its confirmation
        assert (reply["outcome"], reply["text"]) == ("account", ERASED)
        history = await visitor.history()
        assert [item.get("text") or item["reply"]["text"] for item in history] == ["Xóa dữ liệu của tôi", ERASED]
        [event] = await visitor.replies(1)
        assert event.data["reply"]["id"] == reply["id"]
        assert left_of(own_gateway, visitor) == [1, 1, 0, 1]
        assert rasa.forgotten == [visitor.conversation]
        assert ERASE not in json.dumps(rasa.received)

        # And nothing of it is left in any file or log, while the gateway still runs; others lost nothing
        for secret in (*SECRETS, "Trả lời:", "Tôi giữ câu hỏi"):
            assert secret.encode() not in bytes_of(own_gateway)
            assert secret not in logs.getvalue()
        assert len(await other.history()) == 3

        # And the visitor may go on
        [reply] = (await visitor.say("làm chữ ký số thế nào")).json()["replies"]
        assert reply["outcome"] == "answered"
        assert [item["role"] for item in await visitor.history()] == ["user", "assistant"] * 2


async def test_old_buttons_are_gone_with_the_rest(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        visitor = await open_session(client)
        button = await ask_for_button(visitor)
        await visitor.press(button)
        is_problem(await visitor.press(button), 422, "unknown_button")


async def test_a_request_sent_twice_is_answered_once(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        visitor = await open_session(client)
        body = {"id": "erase-1", "button": await ask_for_button(visitor)}
        first, second = await asyncio.gather(visitor.send(body, wait=10), visitor.send(body, wait=10))
        answers = [one.json() for one in (first, second) if one.status_code == 200]
        assert answers
        assert all(one == answers[0] for one in answers)
        assert len(await visitor.history()) == 2


async def test_questions_still_being_answered_are_deleted_too(own_gateway: RunningGateway, rasa: FakeRasa) -> None:
    async with client_of(own_gateway) as client:
        visitor = await open_session(client)
        button = await ask_for_button(visitor)
        with rasa.held():
            await visitor.say(SECRETS[0], wait=None)
            pressing = asyncio.create_task(visitor.press(button))
            # Given one that is being answered, and the request behind it
            asked = "SELECT id FROM inbound_messages WHERE conversation_id = :id"
            await until(lambda: rasa.texts[-1] == SECRETS[0])
            await until(lambda: len(fetch(own_gateway, asked, id=visitor.conversation)) == 3)
        assert (await pressing).status_code == 200
        assert SECRETS[0].encode() not in bytes_of(own_gateway)
        assert len(await visitor.history()) == 2


async def test_nothing_is_deleted_when_rasa_cannot_forget(own_gateway: RunningGateway, rasa: FakeRasa) -> None:
    async with client_of(own_gateway) as client:
        visitor = await open_session(client)
        await visitor.say(SECRETS[0])
        button = await ask_for_button(visitor)
        rasa.fault = "500"
        [reply] = (await visitor.press(button)).json()["replies"]
        assert reply["outcome"] == "error"
        assert "chưa xóa được" in reply["text"]
        assert SECRETS[0].encode() in bytes_of(own_gateway)
        # And pressing again deletes it
        rasa.fault = None
        [reply] = (await visitor.press(button)).json()["replies"]
        assert reply["text"] == ERASED
        assert SECRETS[0].encode() not in bytes_of(own_gateway)


async def test_nobody_types_the_command(visitor: Visitor, rasa: FakeRasa) -> None:
    await visitor.say(SECRETS[0])
    await visitor.say(ERASE)
    assert rasa.texts[-1] == ERASE.removeprefix("/")
    assert rasa.forgotten == []
    assert len(await visitor.history()) == 5


async def test_a_crash_before_the_end_is_made_up_for(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    gateway = make_gateway()
    async with client_of(gateway) as client:
        visitor = await open_session(client)
        await visitor.say(SECRETS[0])
        button = await ask_for_button(visitor)
    gateway.stop()
    _leave_unfinished(gateway, visitor.conversation)
    gateway.start()
    async with client_of(gateway) as client:
        again = Visitor(client, visitor.session)
        async with asyncio.timeout(60):  # what was said is deleted first, and the answer written after
            while [item["role"] for item in await again.history()] != ["user", "assistant"]:
                await asyncio.sleep(0.05)
    held = bytes_of(gateway)
    assert SECRETS[0].encode() not in held
    assert button.encode() not in held
    assert rasa.forgotten == [visitor.conversation]


def _leave_unfinished(gateway: RunningGateway, conversation: str) -> None:
    """The row of a pressed button that a crash left unanswered."""
    fetch(gateway, "UPDATE conversations SET last_seq = last_seq + 1 WHERE id = :id", id=conversation)
    fetch(
        gateway,
        "INSERT INTO inbound_messages "
        "(conversation_id, message_id, seq, text, payload, status, attempts, received_at) "
        "SELECT id, 'crashed', last_seq, 'Xóa dữ liệu của tôi', :payload, 'received', 0, created_at "
        "FROM conversations WHERE id = :id",
        id=conversation,
        payload=ERASE,
    )


async def test_conversations_are_deleted_when_their_session_is_over(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    # Given one conversation whose session has ended, and one that goes on
    gateway = make_gateway(tuning={"expiry_seconds": 0.1})
    async with client_of(gateway) as client:
        ended, goes_on = await open_session(client), await open_session(client)
        await ended.say(SECRETS[0])
        await goes_on.say("câu của người khác")
    gateway.stop()
    ends = "UPDATE web_sessions SET expires_at = '2026-01-01 00:00:00' WHERE conversation_id = :id"
    fetch(gateway, ends, id=ended.conversation)

    # When the gateway runs
    gateway.start()
    async with client_of(gateway) as client:
        await until(lambda: is_gone(gateway, ended, SECRETS[0]))
        await asyncio.sleep(0.3)

        # Then nothing of it is left, and the token opens nothing
        assert left_of(gateway, ended) == [0, 0, 0, 0]
        assert SECRETS[0].encode() not in bytes_of(gateway)
        assert rasa.forgotten == [ended.conversation]
        response = await client.get("/v1/web/history", headers=ended.headers)
        is_problem(response, 401, "token_invalid")
        assert len(await Visitor(client, goes_on.session).history()) == 3
