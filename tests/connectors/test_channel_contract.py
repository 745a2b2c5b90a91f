"""What the class of a channel keeps to by itself; over HTTP, every channel's door: ``test_door_contract.py``."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.channels.protocol import Channel, InboundMessage, Incoming
from connectors.channels.web import WebChannel
from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.hub import Hub
from connectors.delivery.models import Button, Draft, Reply, StoredReply
from connectors.delivery.sessions import Sessions
from connectors.errors import ProblemError
from knowledge_base.answer.reply import Outcome

pytestmark = pytest.mark.asyncio

REPLY = Reply(
    id="r_1",
    outcome=Outcome.ANSWERED,
    text="Có ạ.",
    buttons=[Button(id="b_1", title="Ai?")],
    created_at=now(),
)


@dataclass
class Case:
    """A channel with requests in its platform's own shape."""

    channel: Channel[Any, Any]
    genuine: Callable[[str], Incoming]
    forged: list[Incoming]
    unreadable: bytes
    sent: Callable[[], Awaitable[int]]


async def _web(tmp_path: Path) -> Case:
    database = Database(f"sqlite:///{tmp_path / 'contract.db'}")
    await database.create()
    sessions, hub = Sessions(database, timedelta(hours=1)), Hub()
    _, token, _ = await sessions.open("web", "minh-long", Draft(Outcome.SMALL_TALK, "Chào!"))
    await database.close()
    sessions = Sessions(Database(f"sqlite:///{tmp_path / 'contract.db'}"), timedelta(hours=1))

    def incoming(text: str, authorization: str = f"Bearer {token}") -> Incoming:
        body = f'{{"id": "m-1", "text": "{text}"}}'.encode()
        return Incoming({"authorization": authorization} if authorization else {}, body, "203.0.113.7")

    async def sent() -> int:
        with hub.stream("web-1") as wake:
            await channel.send("web-1", [StoredReply(2, "m-1", REPLY)])
            return int(wake.is_set())

    channel = WebChannel(sessions, hub, 2000)
    forged = [incoming("a", ""), incoming("a", "Bearer " + token[:-1]), incoming("a", f"Basic {token}")]
    return Case(channel, incoming, forged, b"\xff{", sent)


CASES = {"web": _web}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    with asyncio.Runner() as runner:
        return runner.run(CASES[request.param](tmp_path))


async def _inbound(case: Case, text: str) -> InboundMessage:
    incoming = case.genuine(text)
    caller = await case.channel.verify(incoming)
    [parsed] = case.channel.parse(incoming.body)
    message = case.channel.normalise(caller, parsed)
    assert message is not None
    return message


async def test_a_genuine_request_becomes_a_message(case: Case) -> None:
    message = await _inbound(case, "  xin chào ")
    assert message.channel == case.channel.name
    assert message.agency == "minh-long"
    assert message.conversation_id.startswith(f"{case.channel.name}-")
    assert len(message.conversation_id) <= 255
    assert message.message_id == "m-1"
    assert message.text == "xin chào"


async def test_a_forged_request_is_refused(case: Case) -> None:
    for incoming in case.forged:
        with pytest.raises(ProblemError):
            await case.channel.verify(incoming)


async def test_an_unreadable_body_is_refused(case: Case) -> None:
    with pytest.raises(ProblemError, match="invalid_json"):
        case.channel.parse(case.unreadable)


async def test_text_without_words_is_refused(case: Case) -> None:
    with pytest.raises(ProblemError, match="message_empty"):
        await _inbound(case, " / ")


async def test_a_reply_is_rendered_with_its_words_and_buttons(case: Case) -> None:
    rendered = repr(case.channel.render(StoredReply(2, "m-1", REPLY)))
    assert "Có ạ." in rendered
    assert "b_1" in rendered


async def test_a_reply_is_sent(case: Case) -> None:
    assert await case.sent() == 1
