"""The Zalo Bot channel from end to end."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

import httpx2 as httpx
import pytest

from connectors.delivery.arrivals import Arrivals
from tests.connectors.conftest import MakeGateway
from tests.connectors.harness import RunningGateway, is_problem
from tests.connectors.platforms import BOT_SECRET, MakeConnected
from tests.fakes.rasa import FakeRasa
from tests.fakes.zalo_bot import FakeZaloBot


def post(gateway: RunningGateway, body: bytes, headers: Mapping[str, str | bytes]) -> httpx.Response:
    return httpx.post(f"{gateway.url}/webhooks/zalo_bot", content=body, headers=headers, trust_env=False, timeout=60)


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_question_is_answered_and_a_choice_made_by_its_number(
    make_connected: MakeConnected, bot: FakeZaloBot, rasa: FakeRasa, wrapped: bool
) -> None:
    make_connected()
    bot.wrapped = wrapped
    assert bot.says("u1", "Chỉ tiêu?").result(60) == [200]
    disclosure, answer = bot.wait_for("u1", 2)
    assert "trí tuệ nhân tạo" in disclosure.text
    assert answer.text.startswith("Trả lời: Chỉ tiêu?")
    assert answer.text.endswith("Anh/chị nhắn số để chọn:\n1. Ai chủ trì việc này?")
    bot.says("u1", "1").result(60)
    bot.wait_for("u1", 3)
    assert rasa.received[-1]["message"] == '/ask_responsible{"agency": "minh-long"}'


def test_an_answer_names_its_question_where_others_stand_between(
    make_connected: MakeConnected, bot: FakeZaloBot, rasa: FakeRasa
) -> None:
    make_connected()
    with rasa.held():
        for text in ("một", "hai"):
            bot.says("u1", text).result(60)
    firsts = [sent.text.split("\n")[0] for sent in bot.wait_for("u1", 3)[1:]]
    assert firsts == ["Trả lời câu “một”:", "Trả lời câu “hai”:"]


def test_what_is_no_text(make_connected: MakeConnected, bot: FakeZaloBot, rasa: FakeRasa) -> None:
    make_connected()
    bot.says("u2", "chào").result(60)
    bot.wait_for("u2", 2)
    answered = {
        "image": "chưa xem được ảnh",
        "sticker": "bằng chữ",
        "voice": "tin nhắn thoại",
        "unsupported": "bằng chữ",
    }
    for number, (kind, words) in enumerate(answered.items(), 3):
        bot.send(bot.update("u2", f"message.{kind}.received")).result(60)
        assert words in bot.wait_for("u2", number)[-1].text
    ignored = [
        bot.update("u3", text="trong nhóm", chat={"id": "g1", "chat_type": "GROUP"}),
        bot.update("u3", text="từ máy", **{"from": {"id": "u3", "is_bot": True}}),
        bot.update("u3", "message.future.received", text="lạ"),
        bot.update("u3", text=" / "),
        {"event_name": "message.text.received", "message": []},
    ]
    assert [bot.send(update).result(60) for update in ignored] == [[200]] * len(ignored)
    assert rasa.texts == ["chào"]


def test_forged_updates_are_refused(make_connected: MakeConnected, bot: FakeZaloBot) -> None:
    gateway = make_connected()
    body = json.dumps(bot.update("u4", text="giả")).encode()
    for given in (None, "", BOT_SECRET[:-1], BOT_SECRET + "x", "é".encode()):
        headers = {} if given is None else {"X-Bot-Api-Secret-Token": given}
        is_problem(post(gateway, body, headers), 403, "webhook_refused")
    genuine = {"X-Bot-Api-Secret-Token": BOT_SECRET}
    for broken in (b"\xff", b"{", b"", b"[" * 100_000):
        is_problem(post(gateway, broken, genuine), 400, "invalid_json")
    is_problem(post(gateway, b" " * 300_000, genuine), 413, "body_too_large")
    assert gateway.rows("SELECT 1 FROM webhook_events") == []
    assert [post(gateway, body, genuine).status_code for _ in range(3)] == [200, 200, 200]
    bot.wait_for("u4", 2)
    assert len(gateway.rows("SELECT 1 FROM inbound_messages")) == 1


def test_closed_without_a_secret(make_connected: MakeConnected, bot: FakeZaloBot) -> None:
    gateway = make_connected(zalo_bot_secret=None)
    body = json.dumps(bot.update("u5", text="giả")).encode()
    is_problem(post(gateway, body, {"X-Bot-Api-Secret-Token": ""}), 403, "webhook_refused")


def test_without_a_secret_updates_are_fetched(
    make_connected: MakeConnected, bot: FakeZaloBot, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a machine without a public address, a webhook that somebody set before, and a platform that stumbles
    monkeypatch.setattr("connectors.channels.fetching.PAUSE_SECONDS", 0.02)
    bot.faults.add("getUpdates", "500", times=2)
    make_connected(zalo_bot_secret=None)
    deadline = time.monotonic() + 60
    while bot.webhook is not None or bot.count("getUpdates") < 3:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    # When people write, one update twice, and one thing that is none
    for update in (bot.update("u8", text="một", message_id="m-1"), bot.update("u8", text="một", message_id="m-1")):
        bot.send(update)
    bot.updates.append([])
    # Then each is answered once, in order
    bot.wait_for("u8", 2)
    bot.says("u8", "hai")
    assert [sent.text.split("\n")[0] for sent in bot.wait_for("u8", 3)[1:]] == ["Trả lời: một", "Trả lời: hai"]
    assert bot.count("deleteWebhook") == 1
    # And what cannot be saved for the moment is kept: the platform hands it out once only
    left = [2]
    genuine = Arrivals.message

    async def locked(self: Arrivals, *arguments: Any) -> Any:
        left[0] -= 1
        if left[0] >= 0:
            raise OSError("disk full")
        return await genuine(self, *arguments)

    monkeypatch.setattr(Arrivals, "message", locked)
    bot.says("u8", "ba")
    assert bot.wait_for("u8", 4)[3].text.startswith("Trả lời: ba")
    assert rasa.texts == ["một", "hai", "ba"]


def test_without_a_token_there_is_no_route(make_gateway: MakeGateway) -> None:
    is_problem(post(make_gateway(), b"{}", {}), 404, "not_found")


@pytest.mark.parametrize("fault", ["500", "503", "cut"])
def test_what_broke_before_it_was_sent_is_sent(make_connected: MakeConnected, bot: FakeZaloBot, fault: str) -> None:
    make_connected()
    bot.faults.add("sendMessage", fault, times=2)
    bot.says("u6", "chào").result(60)
    disclosure, answer = bot.wait_for("u6", 2)
    assert "trí tuệ nhân tạo" in disclosure.text
    assert answer.text.startswith("Trả lời:")
    # What may have arrived says that it is a repetition
    assert disclosure.text.startswith("(Gửi lại") == (fault != "503")


@pytest.mark.parametrize("status", ["429", "401", "404"])
def test_quota_and_a_refused_token_wait(make_connected: MakeConnected, bot: FakeZaloBot, status: str) -> None:
    gateway = make_connected()
    bot.faults.add("sendMessage", status)
    bot.says("u7", "chào").result(60)
    deadline = time.monotonic() + 60
    while not (rows := gateway.rows("SELECT status FROM outbox WHERE error = :code", code=f"zalo_bot_{status}")):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert rows == [{"status": "waiting"}]
    assert bot.sent == []


def test_the_webhook_is_set_where_the_address_is_known(make_connected: MakeConnected, bot: FakeZaloBot) -> None:
    make_connected(public_url="https://tro-ly.example.vn")
    deadline = time.monotonic() + 60
    while not bot.count("setWebhook"):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    [(_, data)] = bot.calls
    assert data == {"url": "https://tro-ly.example.vn/webhooks/zalo_bot", "secret_token": BOT_SECRET}
