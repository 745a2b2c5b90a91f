"""Telegram failing, and those who pretend to be Telegram."""

from __future__ import annotations

import asyncio
import io
import random
import time
from typing import Any

import httpx2 as httpx
import pytest

from connectors.texts import load_texts
from connectors.tuning import Rate
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import RunningGateway, is_problem, open_session, until
from tests.connectors.platforms import TELEGRAM_SECRET, MakeConnected, telegram_settings
from tests.connectors.telegram.conftest import replies
from tests.fakes.rasa import FakeRasa, Fault
from tests.fakes.serving import loopback_socket
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.asyncio

TEXTS = load_texts()
PATH = "/webhooks/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
GENUINE = {HEADER: TELEGRAM_SECRET}


def update_of(telegram: FakeTelegram, number: int, text: str = "xin hỏi") -> dict[str, Any]:
    telegram.known.add(555)
    return {"update_id": number, "message": telegram.user(555).message(text=text)}


async def settled(gateway: RunningGateway, count: int) -> list[dict[str, Any]]:
    query = "select status, error, attempts from outbox order by id"
    await until(
        lambda: len(rows := gateway.rows(query)) == count and all(row["status"] in ("sent", "dead") for row in rows)
    )
    return gateway.rows(query)


async def test_telegrams_own_wait_is_kept_by_every_conversation(
    connected: RunningGateway, telegram: FakeTelegram
) -> None:
    telegram.faults.add("sendMessage", "429", seconds=1)
    telegram.user(555).says("một")
    await until(lambda: telegram.calls_of("sendMessage"))
    telegram.user(666).says("hai")
    await replies(telegram, 555, 2)
    await replies(telegram, 666, 2)
    refused = telegram.calls_of("sendMessage")[0].at
    assert min(one.at for one in telegram.sent) - refused >= 1
    assert len(telegram.sent) == 4


@pytest.mark.parametrize(("fault", "times"), [("500", 3), ("502", 1), ("cut", 0)])
async def test_what_was_not_delivered_is_sent_again(
    connected: RunningGateway, telegram: FakeTelegram, fault: str, times: int
) -> None:
    telegram.user(555).says("một")
    await replies(telegram, 555, 2)
    telegram.faults.add("sendMessage", fault, times)
    telegram.user(555).says("hai")
    telegram.user(555).says("ba")
    await settled(connected, 4)
    assert [text.split("\n")[0] for text in telegram.texts(555)[1:]] == [f"Trả lời: {n}" for n in ("một", "hai", "ba")]


async def test_a_telegram_that_is_away_gets_everything_later_in_order(
    make_connected: MakeConnected, telegram: FakeTelegram
) -> None:
    connected = make_connected({"delivery_longest_pause_seconds": 0.2})
    # Given updates in hand, and a Telegram that takes no calls
    async with client_of(connected) as client:
        telegram.stop()
        for n in range(5):
            response = await client.post(PATH, json=update_of(telegram, n + 1, f"câu {n}"), headers=GENUINE)
            assert response.status_code == 200
        await until(lambda: len(connected.rows("select id from inbound_messages where status = 'done'")) == 5)
        telegram.start()
    await settled(connected, 6)
    assert [text.split("\n")[0] for text in telegram.texts(555)[1:]] == [f"Trả lời: câu {n}" for n in range(5)]
    assert TEXTS.repeated not in "".join(telegram.texts(555))


@pytest.mark.both_databases
async def test_a_user_who_blocked_the_bot_is_left_alone_until_they_write(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    # Given a user who blocks the bot while it works on the answer
    an = telegram.user(555)
    with rasa.held():
        an.says("một")
        await until(lambda: rasa.received)
        an.blocks()
    rows = await settled(connected, 2)
    assert [(row["status"], row["error"]) for row in rows] == [("dead", "blocked")] * 2
    assert len(telegram.calls_of("sendMessage")) == 1
    [contact] = connected.rows("select unreachable_since from contacts")
    assert contact["unreachable_since"] is not None

    # When they let it in and write again, they are answered
    an.unblocks()
    an.says("hai")
    await replies(telegram, 555, 1)
    assert telegram.texts(555)[0].startswith("Trả lời: hai")
    [contact] = connected.rows("select unreachable_since from contacts")
    assert contact["unreachable_since"] is None


async def test_words_telegram_finds_markup_in_go_without_any(connected: RunningGateway, telegram: FakeTelegram) -> None:
    telegram.faults.add("sendMessage", "parse")
    telegram.user(555).says("a < b")
    [disclosure, answer] = await replies(telegram, 555, 2)
    assert (disclosure.text, disclosure.parse_mode) == (TEXTS.assistant.disclosure, None)
    assert answer.text.startswith("Trả lời: a < b")


async def test_a_message_telegram_never_takes_is_a_dead_letter(
    connected: RunningGateway, telegram: FakeTelegram, logs: io.StringIO
) -> None:
    telegram.faults.add("sendMessage", "400")
    telegram.user(555).says("một")
    rows = await settled(connected, 2)
    assert [(row["status"], row["error"]) for row in rows] == [("dead", "bad_request"), ("sent", None)]
    assert "delivery.dead" in logs.getvalue()


@pytest.mark.both_databases
async def test_an_update_that_is_delivered_again_is_answered_once(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    update = update_of(telegram, 7)
    async with client_of(connected) as client:
        answers = await asyncio.gather(*(client.post(PATH, json=update, headers=GENUINE) for _ in range(8)))
        assert {one.status_code for one in answers} == {200}
        await settled(connected, 2)
        assert (await client.post(PATH, json=update, headers=GENUINE)).status_code == 200
    assert len(rasa.received) == 1
    assert len(telegram.sent) == 2


async def test_updates_out_of_order_are_all_answered_once(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    async with client_of(connected) as client:
        for number in (9, 7, 8, 7, 9):
            await client.post(PATH, json=update_of(telegram, number, f"câu {number}"), headers=GENUINE)
    await settled(connected, 4)
    assert rasa.texts == ["câu 9", "câu 7", "câu 8"]


@pytest.mark.parametrize(("apart", "answered"), [(1, 40), (0, 30)])
async def test_what_an_outage_held_up_was_not_written_too_fast(
    make_connected: MakeConnected, telegram: FakeTelegram, rasa: FakeRasa, apart: int, answered: int
) -> None:
    # Given forty messages, written one a second or all at once, that Telegram could not bring for a minute
    connected = make_connected({"session_notices": Rate(burst=0, per_second=0.001)})
    a_minute_ago = int(time.time()) - 60
    async with client_of(connected) as client:
        for n in range(40):
            update = update_of(telegram, n + 1, f"câu {n}")
            update["message"]["date"] = a_minute_ago + apart * n
            assert (await client.post(PATH, json=update, headers=GENUINE)).status_code == 200

    # Then only who wrote faster than a person can is not answered
    await settled(connected, answered + 1)
    assert rasa.texts == [f"câu {n}" for n in range(answered)]


async def test_a_message_that_could_not_be_saved_counts_once(
    make_connected: MakeConnected, telegram: FakeTelegram, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise OSError("disk full")

    connected = make_connected({"session_messages": Rate(burst=1, per_second=0.001)})
    async with client_of(connected) as client:
        with monkeypatch.context() as broken:
            broken.setattr("connectors.delivery.arrivals.Arrivals.message", full)
            for _ in range(3):
                assert (await client.post(PATH, json=update_of(telegram, 1), headers=GENUINE)).status_code == 500
        await client.post(PATH, json=update_of(telegram, 1), headers=GENUINE)
    await settled(connected, 2)
    assert len(rasa.received) == 1


FORGED: list[dict[str, str]] = [
    {},
    {HEADER: ""},
    {HEADER: TELEGRAM_SECRET[:-1]},
    {HEADER: f"{TELEGRAM_SECRET}x"},
    {HEADER: TELEGRAM_SECRET.swapcase()},
    {"Authorization": f"Bearer {TELEGRAM_SECRET}"},
]


@pytest.mark.parametrize("headers", FORGED)
async def test_a_forged_update_is_refused(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa, headers: dict[str, str]
) -> None:
    async with client_of(connected) as client:
        is_problem(await client.post(PATH, json=update_of(telegram, 1), headers=headers), 403, "webhook_refused")
    assert connected.rows("select * from webhook_events") == []


async def test_without_a_secret_no_update_is_believed(make_gateway: MakeGateway, telegram: FakeTelegram) -> None:
    gateway = make_gateway(**telegram_settings(telegram, telegram_secret=None))
    async with client_of(gateway) as client:
        for headers in ({}, {HEADER: ""}, {HEADER: "None"}):
            response = await client.post(PATH, json=update_of(telegram, 1), headers=headers)
            is_problem(response, 403, "webhook_refused")


async def test_without_a_bot_there_is_no_route(gateway: RunningGateway) -> None:
    async with client_of(gateway) as client:
        is_problem(await client.post(PATH, json={}, headers=GENUINE), 404, "not_found")


UNREADABLE: list[tuple[bytes, int]] = [
    (b"", 400),
    (b"\xff\xfe{", 400),
    (b'{"update_id": 1, "message": {"te', 400),
    (b"[" * 100_000, 400),
    (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 400),
    (b"[]", 422),
    (b'"update"', 422),
    (b"{}", 422),
    (b'{"update_id": "x"}', 422),
    (b'{"update_id": -1}', 422),
    (b'{"update_id": 1, "message": 5}', 422),
    (b'{"update_id": 1, "message": {"chat": {"id": "a"}}}', 422),
    (b'{"update_id": 99999999999999999999, "message": null}', 422),
    (b'{"update_id": 1, "callback_query": {"id": "1"}}', 422),
    (b" " * 300_000, 413),
]


@pytest.mark.parametrize(("body", "status"), UNREADABLE)
async def test_a_body_nobody_can_read_is_refused(connected: RunningGateway, body: bytes, status: int) -> None:
    async with client_of(connected) as client:
        response = await client.post(PATH, content=body, headers=GENUINE)
        assert response.status_code == status, response.text
        assert (await client.post(PATH, json={"update_id": 1}, headers=GENUINE)).status_code == 200


async def test_updates_broken_at_random_never_break_the_gateway(
    connected: RunningGateway, telegram: FakeTelegram
) -> None:
    chance = random.Random(7)
    odd: list[Any] = [None, True, 0, -1, 2**70, 1.5, "", "x" * 300, [], {}, [[]], {"id": None}, "\u0000"]

    def broken(value: Any) -> Any:
        if chance.random() < 0.15:
            return chance.choice(odd)
        if isinstance(value, dict):
            return {name: broken(one) for name, one in value.items() if chance.random() > 0.05}
        return [broken(one) for one in value] if isinstance(value, list) else value

    an = telegram.user(555)
    whole = [
        {"update_id": 1, "message": an.message(text="xin hỏi", sticker={"file_id": "a"})},
        {
            "update_id": 2,
            "callback_query": {"id": "1", "from": an.sender, "message": an.message(text="a"), "data": "b"},
        },
        {
            "update_id": 3,
            "my_chat_member": {"chat": {"id": 5, "type": "private"}, "new_chat_member": {"status": "left"}},
        },
    ]
    async with client_of(connected) as client:
        for n in range(300):
            response = await client.post(PATH, json=broken(whole[n % 3]), headers=GENUINE)
            assert response.status_code in (200, 400, 422), response.text


@pytest.mark.both_databases
async def test_a_gateway_that_stops_finishes_or_leaves_its_work(
    make_connected: MakeConnected, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    # Given ten users with three questions each, most of them not answered yet
    gateway = make_connected({"stop_seconds": 20})
    rasa.delay = 0.05
    for n in range(30):
        telegram.user(100 + n % 10).says(f"câu {n // 10}")
    await until(lambda: len(telegram.sent) > 5)

    # When the gateway stops, and starts at another address
    await asyncio.to_thread(gateway.stop)
    await asyncio.to_thread(gateway.start)
    telegram.webhook.url = f"{gateway.url}{PATH}"

    # Then everybody is answered, in order, once
    await until(lambda: len(telegram.sent) >= 40)
    for n in range(10):
        # Whose question was saved before the restart has it named, where others stand between
        named = [(f"Trả lời câu “câu {one}”:\n", text) for one, text in enumerate(telegram.texts(100 + n)[1:])]
        answers = [text.removeprefix(question).split("\n")[0] for question, text in named]
        assert answers == [f"Trả lời: câu {one}" for one in range(3)]


async def test_nothing_private_reaches_the_logs(
    make_connected: MakeConnected, telegram: FakeTelegram, rasa: FakeRasa, logs: io.StringIO
) -> None:
    gateway = make_connected(rasa_timeout_seconds=1)
    private = "Tôi tên Nguyễn Văn Kín, số 0905123456, muốn hỏi"
    an = telegram.user(987654321)
    for fault in ("500", "400", "403", "429", "cut_after", "not_json", "parse"):
        telegram.faults.add("sendMessage", fault, seconds=1)
        telegram.faults.add("sendChatAction", fault)
        telegram.faults.add("answerCallbackQuery", fault)
        an.says(private)
        an.presses({"callback_data": private[:60]})
    rasa.fault = "500"
    an.says(private)
    await until(lambda: len(gateway.rows("select id from inbound_messages where status <> 'received'")) == 15)
    async with client_of(gateway) as client:
        await client.post(PATH, content=private.encode("utf-16"), headers=GENUINE)
        await client.post(PATH, json={"update_id": private}, headers=GENUINE)
        await client.post(PATH, json={"update_id": 1}, headers={HEADER: private.encode().hex()})
    await asyncio.to_thread(gateway.stop)
    written = logs.getvalue()
    assert "turn.finished" in written
    for secret in (
        "Nguyễn Văn Kín",
        "0905123456",
        "muốn hỏi",
        "987654321",
        TELEGRAM_SECRET,
        telegram.token,
        telegram.account,
    ):
        assert secret not in written


@pytest.mark.both_databases
async def test_updates_are_fetched_where_no_secret_is_set(
    make_gateway: MakeGateway, telegram: FakeTelegram, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.channels.fetching.PAUSE_SECONDS", 0.05)
    # Given updates that wait at Telegram, behind a webhook of an earlier time
    telegram.webhook.url = "http://127.0.0.1:1/"
    make_gateway(**telegram_settings(telegram, telegram_secret=None))
    await until(lambda: telegram.calls_of("deleteWebhook"))
    an = telegram.user(555)
    for n in range(3):
        an.says(f"câu {n}")
    await replies(telegram, 555, 4)
    assert rasa.texts == [f"câu {n}" for n in range(3)]
    await until(lambda: telegram.fetchable == [])


async def test_fetched_updates_are_forgotten_by_telegram_only_once_they_are_saved(
    make_gateway: MakeGateway, telegram: FakeTelegram, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a database that takes nothing for a moment
    left = [2]

    async def full(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            monkeypatch.undo()
        raise OSError("disk full")

    monkeypatch.setattr("connectors.delivery.arrivals.Arrivals.message", full)
    monkeypatch.setattr("connectors.channels.fetching.PAUSE_SECONDS", 0.05)
    make_gateway(**telegram_settings(telegram, telegram_secret=None))
    telegram.user(555).says("một")
    await replies(telegram, 555, 2)
    assert rasa.texts == ["một"]


async def test_a_webhook_is_not_acknowledged_before_it_is_saved(
    connected: RunningGateway, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise OSError("disk full")

    async with client_of(connected) as client:
        with monkeypatch.context() as broken:
            broken.setattr("connectors.delivery.arrivals.Arrivals.message", full)
            response: httpx.Response = await client.post(PATH, json=update_of(telegram, 1), headers=GENUINE)
            assert response.status_code == 500
        assert (await client.post(PATH, json=update_of(telegram, 1), headers=GENUINE)).status_code == 200
    await replies(telegram, 555, 2)


async def test_a_rasa_that_is_being_started_again_is_waited_for(
    make_connected: MakeConnected, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    connected = make_connected({"workers": 2})
    # Given users who wait for a Rasa that is away, more of them than are worked on at a time
    rasa.stop()
    telegram.user(555).says("một")
    telegram.user(555).says("hai")
    telegram.user(666).says("ba")
    telegram.user(777).says("năm")
    await until(lambda: len(telegram.calls_of("sendChatAction")) >= 2)
    assert telegram.sent == []
    # And those on the web, who are told at once, whoever else waits
    async with client_of(connected) as client:
        [reply] = (await (await open_session(client)).say("bốn")).json()["replies"]
    assert reply["text"] == TEXTS.apology("unavailable")

    # When it is there again, everybody is answered as if nothing had been
    rasa.start()
    await settled(connected, 7)
    assert [text.split("\n")[0] for text in telegram.texts(555)[1:]] == ["Trả lời: một", "Trả lời: hai"]
    assert telegram.texts(666)[1].startswith("Trả lời: ba")


async def test_a_rasa_that_hangs_is_waited_for(
    make_connected: MakeConnected, telegram: FakeTelegram, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a Rasa that takes connections and answers nothing, not even that it is well, and is given up soon
    seconds, waited = [0.1], list[float]()

    def patience(_: object) -> float:
        waited.append(seconds[0])
        return seconds[0]

    timeout = property(patience, lambda *_: None)
    monkeypatch.setattr("connectors.delivery.rasa.RasaClient._timeout", timeout, raising=False)
    connected = make_connected(rasa_timeout_seconds=60)
    rasa.stop()
    with loopback_socket(rasa.port) as hanging:
        hanging.listen()
        telegram.user(555).says("một")
        telegram.user(555).says("hai")
        async with client_of(connected) as client:
            [reply] = (await (await open_session(client)).say("bốn")).json()["replies"]
        assert reply["text"] == TEXTS.apology("unavailable")
        assert telegram.sent == []

    # When it goes on, in its own time, the questions are answered, once and in their order
    seconds[0] = 60
    await until(lambda: waited.count(60) >= 3)  # who was given little time is through with it
    rasa.start()
    await settled(connected, 3)
    assert [text.split("\n")[0] for text in telegram.texts(555)[1:]] == ["Trả lời: một", "Trả lời: hai"]


@pytest.mark.parametrize("fault", ["empty", "500"])
async def test_an_action_server_that_is_being_started_again_is_waited_for(
    make_connected: MakeConnected, telegram: FakeTelegram, rasa: FakeRasa, fault: Fault
) -> None:
    connected = make_connected()
    # Given a Rasa whose actions all fail, for nobody carries them out
    rasa.fault, rasa.action_server_up = fault, False
    telegram.user(555).says("một")
    telegram.user(555).says("hai")
    await until(lambda: len(rasa.received) >= 4)
    assert telegram.sent == []
    async with client_of(connected) as client:
        [reply] = (await (await open_session(client)).say("bốn")).json()["replies"]
    assert reply["text"] == TEXTS.apology("unavailable")

    # When it is there again, while one more fails, the questions are answered, once and in their order
    rasa.faults_left = 1
    await settled(connected, 3)
    assert [text.split("\n")[0] for text in telegram.texts(555)[1:]] == ["Trả lời: một", "Trả lời: hai"]


async def test_a_rasa_that_stays_away_is_apologised_for(
    make_connected: MakeConnected, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    make_connected({"rasa_away_seconds": 0.2})
    rasa.stop()
    telegram.user(555).says("một")
    assert (await replies(telegram, 555, 2))[1].text == TEXTS.apology("unavailable")


async def test_a_channel_takes_so_many_messages_and_no_more(
    make_connected: MakeConnected, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    make_connected({"channel_messages": Rate(burst=3, per_second=0.001)})
    for n in range(5):
        telegram.user(100 + n).says("một")
    await until(lambda: len(telegram.sent) == 10)
    assert len(rasa.received) == 3
    told = [one for one in telegram.sent if one.text == TEXTS.notices["too_fast"].text]
    assert len(told) == 2
