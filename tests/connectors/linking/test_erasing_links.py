"""Erasing on one side: that side's data and the link are gone, with what the other side was shown; it says so."""

from __future__ import annotations

import pytest

from connectors.texts import load_texts
from knowledge_base.answer.reply import ERASE
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import RunningGateway, Visitor, open_session, until
from tests.connectors.linking.conftest import code_of, link, told
from tests.connectors.test_erasing import bytes_of, is_gone
from tests.fakes.rasa import FakeRasa

pytestmark = [pytest.mark.asyncio, pytest.mark.both_databases]

TEXTS = load_texts()
ASK = "xóa dữ liệu của tôi"
SECRET = "chuyện đất của nhà ông Bảy"
OFFER = {"outcome": "account", "text": "Tôi giữ…", "buttons": [{"title": "Xóa dữ liệu của tôi", "payload": ERASE}]}


@pytest.fixture(autouse=True)
def _offer(rasa: FakeRasa) -> None:
    rasa.answers[ASK] = [{"custom": {"reply": OFFER}}]


async def erase(visitor: Visitor) -> str:
    """Everything of a visitor, on the button; returns what they are told."""
    [offer] = (await visitor.say(ASK)).json()["replies"]
    [reply] = (await visitor.press(offer["buttons"][0]["id"])).json()["replies"]
    text: str = reply["text"]
    return text


async def test_one_side_is_erased_and_the_link_with_it(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        # Given two linked conversations, of which one has shown what was said in the other
        phone, desk = await open_session(client), await open_session(client)
        await phone.say(SECRET)
        await desk.say("nộp hồ sơ ở đâu?")
        await link(phone, desk)
        assert SECRET in await told(desk, "xem lại")

        # When the first is erased
        words = await erase(phone)

        # Then its visitor is told that the link is gone and that the other side is not
        assert words == f"{TEXTS.account.erased}\n\n{TEXTS.account.erased_links.format(place='trang web')}"
        # And nothing of it is left anywhere, while the other side lost nothing of its own
        assert SECRET.encode() not in bytes_of(own_gateway)
        assert TEXTS.linking.parted.format(place="trang web") in str(await desk.history())
        assert await told(desk, "xem lại") == TEXTS.linking.none
        assert SECRET not in str(await desk.history())
        assert any(one.get("text") == "nộp hồ sơ ở đâu?" for one in await desk.history())
        assert [one["role"] for one in await phone.history()] == ["user", "assistant"]


async def test_whoever_had_no_link_is_told_of_none(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        visitor = await open_session(client)
        code = await code_of(visitor)
        assert await erase(visitor) == TEXTS.account.erased
        # And the code that was given out before opens nothing
        assert await told(await open_session(client), code) == TEXTS.linking.failures["wrong"]


async def test_a_conversation_that_ends_takes_its_links_along(make_gateway: MakeGateway) -> None:
    gateway = make_gateway(tuning={"expiry_seconds": 0.1})
    async with client_of(gateway) as client:
        phone, desk = await open_session(client), await open_session(client)
        await phone.say(SECRET)
        await code_of(phone)
        await link(phone, desk)
        assert SECRET in await told(desk, "xem lại")
        await code_of(phone)
    gateway.stop()
    ends = "UPDATE web_sessions SET expires_at = '2026-01-01 00:00:00' WHERE conversation_id = :id"
    gateway.execute(ends, id=phone.conversation)

    gateway.start()
    async with client_of(gateway) as client:
        await until(lambda: is_gone(gateway, phone, SECRET))
        assert gateway.rows("SELECT * FROM links") == gateway.rows("SELECT * FROM link_codes") == []
        again = Visitor(client, desk.session)
        assert SECRET not in str(await again.history())
        assert await told(again, "xem lại") == TEXTS.linking.none
        assert SECRET.encode() not in bytes_of(gateway)
