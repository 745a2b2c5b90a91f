"""Inbox, replies and sessions on both databases, as two gateways that share one see them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.inbox import Inbox, Saved
from connectors.delivery.models import Draft, DraftButton, Status
from connectors.delivery.replies import Replies
from connectors.delivery.sessions import Sessions
from connectors.delivery.tables import inbound
from knowledge_base.answer.reply import Outcome

pytestmark = [pytest.mark.asyncio, pytest.mark.both_databases]

WELCOME = Draft(Outcome.SMALL_TALK, "Chào anh/chị!", buttons=(DraftButton("Hỏi gì được?", None),))
ANSWER = Draft(Outcome.ANSWERED, "Có ạ.", buttons=(DraftButton("Ai chủ trì?", "/ask_responsible"),))


@dataclass(frozen=True)
class Gateway:
    """The parts of one gateway that store."""

    database: Database
    inbox: Inbox
    replies: Replies
    sessions: Sessions

    async def save(self, conversation: str, message_id: str, text: str = "Có không?") -> Saved:
        return await self.inbox.save(conversation, "web", "minh-long", message_id, text, None)


def _gateway(url: str) -> Gateway:
    database = Database(url)
    return Gateway(database, Inbox(database), Replies(database), Sessions(database, timedelta(hours=1)))


@pytest_asyncio.fixture
async def gateways(database_url: str) -> AsyncIterator[tuple[Gateway, Gateway]]:
    """Two gateways on one database, started together."""
    one, other = _gateway(database_url), _gateway(database_url)
    await asyncio.gather(one.database.create(), other.database.create())
    yield one, other
    await asyncio.gather(one.database.close(), other.database.close())


async def _conversation(gateway: Gateway) -> str:
    session, _, _ = await gateway.sessions.open("web", "minh-long", WELCOME)
    return session.conversation_id


async def test_a_message_that_arrives_everywhere_at_once_is_saved_once(gateways: tuple[Gateway, Gateway]) -> None:
    # Given eight deliveries of one message, half of them at each gateway
    conversation = await _conversation(gateways[0])
    saved = await asyncio.gather(*(gateways[n % 2].save(conversation, "m-1") for n in range(8)))

    # Then one is new, and all are the same row
    assert [one.new for one in saved].count(True) == 1
    assert len({one.pending.id for one in saved}) == 1
    assert {one.pending.seq for one in saved} == {2}


async def test_messages_are_numbered_without_gaps_whoever_takes_them(gateways: tuple[Gateway, Gateway]) -> None:
    conversation = await _conversation(gateways[0])
    saved = await asyncio.gather(*(gateways[n % 2].save(conversation, f"m-{n}") for n in range(20)))
    # The welcome is number 1; a message refused for its id takes none.
    await gateways[0].save(conversation, "m-0")
    later = await gateways[1].save(conversation, "m-20")
    assert sorted(one.pending.seq for one in saved) == list(range(2, 22))
    assert later.pending.seq == 22
    asked = await gateways[0].inbox.latest(conversation, 5)
    assert [one.seq for one in asked] == [18, 19, 20, 21, 22]
    assert all(one.received_at.tzinfo is UTC for one in asked)


async def test_the_same_id_in_two_conversations_is_two_messages(gateways: tuple[Gateway, Gateway]) -> None:
    conversations = [await _conversation(gateways[0]) for _ in range(2)]
    saved = [await gateways[0].save(one, "m-1") for one in conversations]
    assert [one.new for one in saved] == [True, True]


async def test_the_database_itself_refuses_a_second_message_of_one_id(gateways: tuple[Gateway, Gateway]) -> None:
    saved = await gateways[0].save(await _conversation(gateways[0]), "m-1")
    row = {
        "conversation_id": saved.pending.conversation_id,
        "message_id": "m-1",
        "seq": 99,
        "text": "…",
        "status": Status.RECEIVED.value,
        "attempts": 0,
        "received_at": now(),
    }

    def write(connection: Connection) -> None:
        connection.execute(insert(inbound).values(row))

    with pytest.raises(IntegrityError):
        await gateways[1].database.write(write)


async def test_a_message_is_answered_once_by_whoever_is_first(gateways: tuple[Gateway, Gateway]) -> None:
    # Given a message that both gateways work on
    conversation = await _conversation(gateways[0])
    pending = (await gateways[0].save(conversation, "m-1")).pending

    # When both finish it
    stored = await asyncio.gather(*(one.inbox.finish(pending, [ANSWER, ANSWER], None) for one in gateways))

    # Then the answer of one is stored, behind the question, and the other's is not
    assert sorted(len(one) for one in stored) == [0, 2]
    replies = await gateways[1].replies.to(pending.id)
    assert [one.text for one in replies] == ["Có ạ.", "Có ạ."]
    assert [one.seq for one in await gateways[0].replies.after(conversation, 1)] == [3, 4]
    found = await gateways[1].inbox.find(conversation, "m-1")
    assert found is not None
    assert (found.status, found.new) == (Status.DONE, False)


async def test_replies_that_cannot_be_stored_leave_the_message_open(gateways: tuple[Gateway, Gateway]) -> None:
    # Given an answer that fails on its way into the database
    pending = (await gateways[0].save(await _conversation(gateways[0]), "m-1")).pending
    broken = Draft(Outcome.ANSWERED, "Có ạ.", buttons=(DraftButton("Ai?", object()),))  # type: ignore[arg-type]
    with pytest.raises(Exception, match="object"):
        await gateways[0].inbox.finish(pending, [broken], None)

    # Then nothing of it is there, and the next start takes the message up again
    assert await gateways[1].replies.to(pending.id) == []
    assert [one.id for one in await gateways[1].inbox.unfinished()] == [pending.id]


async def test_what_was_left_unanswered_is_found_oldest_first_and_counted(gateways: tuple[Gateway, Gateway]) -> None:
    conversations = [await _conversation(gateways[0]) for _ in range(2)]
    saved = [await gateways[0].save(conversations[n % 2], f"m-{n}") for n in range(5)]
    await gateways[0].inbox.finish(saved[1].pending, [ANSWER], "timeout")
    left = [one.pending.id for one in saved if one is not saved[1]]
    for _ in range(3):  # a start that does not come to work on them counts nothing
        found = await gateways[1].inbox.unfinished()
        assert [one.id for one in found] == left
        assert {one.attempts for one in found} == {1}
    await gateways[1].inbox.begin(found[0])
    assert [one.attempts for one in await gateways[0].inbox.unfinished()] == [2, 1, 1, 1]


async def test_a_session_and_its_buttons_are_known_to_the_other_gateway(gateways: tuple[Gateway, Gateway]) -> None:
    # Given a session opened at one gateway
    session, token, [welcome] = await gateways[0].sessions.open("web", "minh-long", WELCOME)
    stranger = await _conversation(gateways[0])

    # Then the other one finds it by its token alone, and its button in its own conversation alone
    found = await gateways[1].sessions.find(token)
    assert found == session
    assert found.expires_at.tzinfo is UTC
    assert await gateways[1].sessions.find(token[:-1]) is None
    button = welcome.buttons[0].id
    assert await gateways[1].replies.button(session.conversation_id, button) == DraftButton("Hỏi gì được?", None)
    assert await gateways[1].replies.button(stranger, button) is None
    [stored] = await gateways[1].replies.latest(session.conversation_id, 5)
    assert (stored.seq, stored.message_id, stored.reply) == (1, None, welcome)
