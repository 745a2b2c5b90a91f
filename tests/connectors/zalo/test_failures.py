"""What Zalo refuses or loses: every error code, every way a call can break, the windows of 48 hours and 7 days."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest

from connectors.channels.protocol import conversation_id
from connectors.channels.zalo.failures import handling_of, handlings
from connectors.channels.zalo.windows import Windows
from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.models import Contact
from connectors.errors import Remedy
from tests.connectors.harness import RunningGateway
from tests.connectors.platforms import MakeConnected
from tests.fakes.faults import Kind
from tests.fakes.rasa import FakeRasa
from tests.fakes.zalo import FakeZalo
from tests.waiting import until

# The table of Zalo's documentation.
RETRIED = {-32, -200, -211, -214, -234}
RENEWED = {-216, -220}
STOPPED = {-213, -217, -218, -227, -230, -232, -244}
TOLD = {-100, -201, -204, -205, -209, -210, -212, -219, -221, -223, -224, -233, -235, -237, -238, -240, -241, -242}
TOLD |= {-248, -249, -320, -321, -403}
DAY = 86_400


def outbox(gateway: RunningGateway, user: str, account: str) -> list[dict[str, Any]]:
    """The parts to this user, in order."""
    columns = "status, error, attempts, next_at > created_at AS later"
    query = f"SELECT {columns} FROM outbox WHERE conversation_id = :id ORDER BY id"
    return gateway.rows(query, id=conversation_id("zalo", Contact(account=account, user=user)))


def tried(gateway: RunningGateway, user: str, account: str) -> dict[str, Any] | None:
    """The first part to this user, once something became of it."""
    parts = outbox(gateway, user, account)
    return parts[0] if parts and (parts[0]["error"] or parts[0]["status"] == "sent") else None


def test_every_documented_code_is_in_the_table() -> None:
    assert set(handlings()) == RETRIED | RENEWED | STOPPED | TOLD
    for codes, remedy in ((RETRIED, "retry"), (RENEWED, "refresh"), (STOPPED, "stop"), (TOLD, "tell")):
        assert {code: handling_of(code).do.value for code in codes} == dict.fromkeys(codes, remedy)
    assert handling_of(-99999).do is Remedy.TELL


def test_every_code_has_its_consequence(make_connected: MakeConnected, zalo: FakeZalo) -> None:
    gateway = make_connected()
    for code in sorted(handlings()):
        user, handling = f"5{-code:03}", handling_of(code)
        zalo.faults.add("send", code)
        zalo.says(user, "chào").result(60)
        first = until(lambda user=user: tried(gateway, user, zalo.oa_id))
        if handling.do is Remedy.RETRY and handling.after:
            assert (first["status"], first["error"], first["later"]) == ("waiting", f"zalo_{code}", 1), code
        elif handling.do in (Remedy.RETRY, Remedy.REFRESH):
            assert len(zalo.wait_for(user, 2)) == 2, code
        elif handling.do is Remedy.STOP:
            until(lambda user=user: all(p["status"] == "dead" for p in outbox(gateway, user, zalo.oa_id)))
            assert zalo.to(user) == [], code
        else:
            assert (first["status"], first["error"]) == ("dead", f"zalo_{code}"), code
            assert len(zalo.wait_for(user, 1)) == 1, code  # what comes after goes on
    unreachable = gateway.rows("SELECT 1 FROM contacts WHERE unreachable_since IS NOT NULL")
    assert len(unreachable) == len(STOPPED)


@pytest.mark.parametrize("fault", ["500", "502", "503", "cut", "cut_after", "not_json", "slow", "slow_after"])
def test_whatever_breaks_the_user_sees_each_reply_once(
    make_connected: MakeConnected, zalo: FakeZalo, fault: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = make_connected()
    if fault == "slow_after":  # so slow that it is given up
        monkeypatch.setattr("connectors.channels.zalo.building.SECONDS", 1.0)
        gateway.stop()
        gateway.start()
        zalo.webhook_url = f"{gateway.url}/webhooks/zalo"
    zalo.faults.add("send", fault, times=2, seconds=60 if fault == "slow_after" else 0.2)
    zalo.says("6001", "một").result(60)
    zalo.says("6001", "hai").result(60)
    answers = [sent.text.split("\n")[0] for sent in zalo.wait_for("6001", 3)]
    time.sleep(0.5)
    assert len(zalo.to("6001")) == 3
    assert answers[1:] == ["Trả lời: một", "Trả lời: hai"]


def test_a_history_that_cannot_be_read_is_asked_again(
    make_connected: MakeConnected, zalo: FakeZalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_clock = timedelta(milliseconds=1)  # Zalo's times are cut off there
    monkeypatch.setattr("connectors.channels.zalo.channel._CLOCKS", one_clock)
    make_connected()
    zalo.faults.add("send", "cut_after")
    zalo.faults.add("history", "500", times=3)
    zalo.says("6002", "chào").result(60)
    assert len(zalo.wait_for("6002", 2)) == 2
    time.sleep(0.5)
    assert len(zalo.to("6002")) == 2
    assert zalo.count("history") == 4


def test_the_same_words_twice_are_two_messages(make_connected: MakeConnected, zalo: FakeZalo) -> None:
    make_connected()
    zalo.does("user_send_sticker", "6003").result(60)
    zalo.wait_for("6003", 2)
    zalo.faults.add("send", "cut")  # not delivered, though words like it stand in the history
    zalo.does("user_send_sticker", "6003").result(60)
    sent = zalo.wait_for("6003", 3)
    assert sent[1].text == sent[2].text


def test_429_waits_as_long_as_told(make_connected: MakeConnected, zalo: FakeZalo) -> None:
    gateway = make_connected()
    zalo.faults.add("send", "429")
    zalo.says("6004", "chào").result(60)
    until(lambda: [part for part in outbox(gateway, "6004", zalo.oa_id) if part["error"] == "zalo_http_429"])
    [row] = gateway.rows("SELECT next_at, tried_at FROM outbox WHERE error = 'zalo_http_429'")
    assert row["next_at"] > row["tried_at"]
    assert zalo.to("6004") == []


@pytest.mark.both_databases
def test_who_cannot_be_reached_is_answered_after_writing_again(
    connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa
) -> None:
    # Given an answer that comes after the seven days
    with rasa.held():
        zalo.says("6005", "trễ").result(60)
        zalo.users["6005"].last = zalo.now() - 8 * DAY
    parts = until(lambda: [part for part in outbox(connected, "6005", zalo.oa_id) if part["status"] == "dead"])
    assert {part["error"] for part in parts} == {"zalo_-230"}
    assert zalo.count("send") == 1
    # When the user writes again
    zalo.says("6005", "còn đây").result(60)
    # Then they are answered
    assert zalo.wait_for("6005", 1)[0].text.startswith("Trả lời: còn đây")


def test_nothing_is_sent_once_the_window_is_over(connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa) -> None:
    with rasa.held():
        zalo.says("6006", "trễ").result(60)
        connected.execute("UPDATE contacts SET heard_at = :at", at=(now() - timedelta(days=8)).strftime("%F %T.%f"))
    parts = until(lambda: [part for part in outbox(connected, "6006", zalo.oa_id) if part["status"] == "dead"])
    assert {part["error"] for part in parts} == {"zalo_window_over"}
    assert zalo.count("send") == 0


@pytest.mark.both_databases
def test_an_officer_is_shown_the_window_and_what_was_billed(
    connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa
) -> None:
    with rasa.held():
        zalo.says("6007", "trễ").result(60)
        zalo.users["6007"].last = zalo.now() - 3 * DAY
    zalo.wait_for("6007", 2)
    conversation = conversation_id("zalo", Contact(account=zalo.oa_id, user="6007"))
    until(lambda: connected.rows("SELECT 1 FROM zalo_quota WHERE billed = 2"))

    async def look() -> None:
        database = Database(connected.settings.database_url)
        window = await Windows(database).of(conversation)
        assert window is not None
        assert window.is_free(now())
        assert not window.is_free(now() + timedelta(hours=49))
        assert window.is_open(now() + timedelta(days=6))
        assert not window.is_open(now() + timedelta(days=8))
        assert (window.billed, window.quota) == (2, None)
        assert await Windows(database).of("zalo-unknown") is None
        await database.close()

    asyncio.run(look())


def test_an_official_who_takes_over_stops_what_waits(connected: RunningGateway, zalo: FakeZalo) -> None:
    zalo.faults.add("send", "429")
    zalo.says("6008", "chào").result(60)
    until(lambda: connected.rows("SELECT 1 FROM outbox WHERE error = 'zalo_http_429'"))
    zalo.person_writes("6008", "Tôi trả lời đây.").result(60)
    connected.execute("UPDATE outbox SET next_at = created_at")
    connected.stop()
    connected.start()
    until(lambda: {part["error"] for part in outbox(connected, "6008", zalo.oa_id)} == {"silent"})
    assert zalo.to("6008") == []
