"""Links between the web, Telegram and Zalo."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from connectors.clock import now
from connectors.texts import load_texts
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import RunningGateway, open_session
from tests.connectors.linking.conftest import code_in, code_of, link, seen, told
from tests.connectors.platforms import connect_telegram, connect_zalo, telegram_settings, zalo_settings
from tests.connectors.telegram.conftest import replies, until
from tests.fakes.rasa import FakeRasa
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZalo

pytestmark = [pytest.mark.asyncio, pytest.mark.both_databases]

TEXTS = load_texts().linking
SECRET = "chuyện đất của nhà ông Bảy"
GROUP_ID = -100200300
GROUP = {"id": GROUP_ID, "type": "supergroup", "title": "Tổ dân phố"}


@pytest.fixture
def connected(make_gateway: MakeGateway, telegram: FakeTelegram, zalo: FakeZalo) -> RunningGateway:
    """A gateway with both platforms."""
    settings = telegram_settings(telegram) | zalo_settings(zalo)
    gateway = make_gateway({"delivery_pause_seconds": 0.05}, **settings)
    connect_telegram(gateway, telegram)
    connect_zalo(gateway, zalo)
    return gateway


async def test_the_web_is_read_on_telegram_and_telegram_on_the_web(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    async with client_of(connected) as client:
        # Given a resident who asked on Telegram and on the web
        web, an = await open_session(client), telegram.user(555)
        await web.say(SECRET)
        an.says("ai làm?")
        await replies(telegram, 555, 2)

        # When the code of the web is typed on Telegram
        an.says(f"/link {await code_of(web)}")
        linked = (await replies(telegram, 555, 3))[2]
        assert linked.text == TEXTS.linked.format(place="trang web")

        # Then each shows the other
        assert ("user", "ai làm?") in await seen(web)
        assert {one["channel"] for one in await web.history() if one.get("channel")} == {"telegram"}
        an.presses(next(one for one in linked.buttons if one["text"] == TEXTS.show_button))
        shown = (await replies(telegram, 555, 4))[3].text
        assert SECRET in shown
        assert f"Trả lời: Trả lời: {SECRET}" in shown
        # And Rasa was asked the two questions alone
        assert rasa.texts == [SECRET, "ai làm?"]

        # Until it is cut
        an.says("hủy liên kết")
        assert (await replies(telegram, 555, 5))[4].text == TEXTS.undone.format(place="trang web")
        assert await seen(web) == []
        an.says("xem lại")
        assert (await replies(telegram, 555, 6))[5].text == TEXTS.none


async def test_a_link_opens_telegram_with_the_code_in_it(connected: RunningGateway, telegram: FakeTelegram) -> None:
    await until(lambda: telegram.calls_of("getMe"))
    async with client_of(connected) as client:
        web = await open_session(client)
        words = await told(web, "nối với Telegram")
        digits = code_in(words).replace("-", "")
        assert f"https://t.me/fake_troly_bot?start=link_{digits}" in words
        telegram.user(555).says(f"/start link_{digits}")
        # A first message is answered after the disclosure
        assert (await replies(telegram, 555, 2))[1].text == TEXTS.linked.format(place="trang web")


async def test_telegram_and_zalo_are_linked_and_the_one_that_gave_the_code_is_told(
    connected: RunningGateway, telegram: FakeTelegram, zalo: FakeZalo
) -> None:
    an = telegram.user(555)
    an.says(SECRET)
    an.says("mã liên kết")
    code = code_in((await replies(telegram, 555, 3))[2].text)
    await asyncio.to_thread(lambda: zalo.says("1001", f"mã {code}").result(60))
    linked = (await asyncio.to_thread(zalo.wait_for, "1001", 2))[1]
    assert linked.text.startswith(TEXTS.linked.format(place="Telegram"))
    assert (await replies(telegram, 555, 4))[3].text == TEXTS.told.format(place="Zalo")
    await asyncio.to_thread(lambda: zalo.says("1001", "Xem lại").result(60))
    assert SECRET in (await asyncio.to_thread(zalo.wait_for, "1001", 3))[2].text
    # And what was sent is not kept twice
    assert SECRET not in str(connected.rows("SELECT body FROM outbox WHERE status = 'sent'"))


async def test_a_platform_is_told_of_the_end_where_that_costs_nothing(
    connected: RunningGateway, telegram: FakeTelegram, zalo: FakeZalo
) -> None:
    async with client_of(connected) as client:
        # Given a page that is linked with Telegram and with Zalo, where nobody wrote for three days
        web = await open_session(client)
        telegram.user(555).says(f"mã {await code_of(web)}")
        await replies(telegram, 555, 2)
        code = await code_of(web)
        await asyncio.to_thread(lambda: zalo.says("1001", f"mã {code}").result(60))
        await asyncio.to_thread(zalo.wait_for, "1001", 2)
        late = (now() - timedelta(days=3)).strftime("%F %T.%f")
        connected.execute("UPDATE contacts SET heard_at = :at WHERE channel = 'zalo'", at=late)
        # When the page unlinks
        await told(web, "hủy liên kết")
        # Then Telegram is told, and Zalo, which would send a bill, is not
        assert (await replies(telegram, 555, 3))[2].text == TEXTS.parted.format(place="trang web")
        assert len(zalo.to("1001")) == 2
        await until(lambda: connected.rows("SELECT 1 FROM outbox WHERE status <> 'sent'") == [])


async def test_nothing_is_linked_in_a_group(connected: RunningGateway, telegram: FakeTelegram) -> None:
    await until(lambda: telegram.calls_of("getMe"))
    async with client_of(connected) as client:
        web, an = await open_session(client), telegram.user(555)
        await web.say(SECRET)
        code = await code_of(web)
        for n, words in enumerate((f"mã {code}", "mã liên kết", "xem lại"), 2):
            an.says(f"@fake_troly_bot {words}", GROUP)
            assert (await replies(telegram, GROUP_ID, n))[n - 1].text == TEXTS.private
        assert connected.rows("SELECT * FROM links") == []
        assert code not in str(connected.rows("SELECT text FROM inbound_messages"))
        # And the code is still good where nobody reads along
        assert await link(web, await open_session(client)) == TEXTS.linked.format(place="trang web")


async def test_a_user_who_leaves_zalo_for_good_is_forgotten_on_the_other_side(
    connected: RunningGateway, zalo: FakeZalo
) -> None:
    async with client_of(connected) as client:
        web = await open_session(client)
        code = await code_of(web)
        await asyncio.to_thread(lambda: zalo.says("1001", SECRET).result(60))
        await asyncio.to_thread(lambda: zalo.says("1001", code).result(60))
        await asyncio.to_thread(zalo.wait_for, "1001", 3)
        assert SECRET in await told(web, "xem lại")
        await asyncio.to_thread(lambda: zalo.does("user_withdraw", "1001").result(60))
        assert SECRET not in str(await web.history())
        assert await told(web, "xem lại") == TEXTS.none
