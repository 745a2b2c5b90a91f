"""Residents on Telegram: what they send, and what they get to see."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.texts import load_texts
from knowledge_base.answer.reply import ERASE
from tests.connectors.harness import RunningGateway, until
from tests.connectors.platforms import MakeConnected
from tests.connectors.telegram.conftest import named, replies
from tests.fakes.rasa import FakeRasa, utterance
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.asyncio

TEXTS = load_texts()
DISCLOSURE, WELCOME = TEXTS.assistant.disclosure, TEXTS.assistant.welcome
GROUP = {"id": -100200300, "type": "supergroup", "title": "Tổ dân phố"}


@pytest.mark.both_databases
async def test_a_question_is_answered_after_the_disclosure(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    telegram.user(555).says("kế hoạch <b>nào</b> & ở đâu?")
    disclosure, answer = await replies(telegram, 555, 2)
    assert disclosure.text == DISCLOSURE
    assert answer.text.startswith("Trả lời: kế hoạch <b>nào</b> & ở đâu?\n\nNguồn: Kế hoạch chuyển đổi số")
    assert answer.parse_mode == "HTML"
    [body] = rasa.received
    assert body["message"] == "kế hoạch <b>nào</b> & ở đâu?"
    assert (body["channel"], body["trusted"]) == ("telegram", False)
    assert body["metadata"]["agency"] == "minh-long"
    assert "555" not in body["sender"]
    telegram.user(555).says("và ai làm?")
    assert (await replies(telegram, 555, 3))[2].text.startswith("Trả lời: và ai làm?")


@pytest.mark.both_databases
async def test_a_button_is_known_by_the_gateways_own_id(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    an = telegram.user(555)
    an.says("chữ ký số?")
    [_, answer] = await replies(telegram, 555, 2)
    [button] = answer.buttons
    assert button["text"] == "Ai chủ trì việc này?"
    assert len(button["callback_data"].encode()) <= 64

    update = an.presses(button)
    await replies(telegram, 555, 3)
    assert rasa.received[-1]["message"] == '/ask_responsible{"agency": "minh-long"}'
    assert rasa.received[-1]["trusted"] is True
    await until(lambda: telegram.answered == [update["callback_query"]["id"]])


@pytest.mark.parametrize("data", ["b_of_nobody", "/restart", "x" * 64])
async def test_a_button_of_nobody_is_answered_politely(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa, data: str
) -> None:
    telegram.user(555).presses({"callback_data": data})
    assert (await replies(telegram, 555, 2))[1].text == TEXTS.notices["old_button"].text
    assert rasa.received == []


async def test_a_button_of_somebody_else_does_not_work(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    telegram.user(555).says("chữ ký số?")
    [_, answer] = await replies(telegram, 555, 2)
    telegram.user(666).presses(answer.buttons[0])
    assert (await replies(telegram, 666, 2))[1].text == TEXTS.notices["old_button"].text
    assert len(rasa.received) == 1


async def test_start_says_who_answers_and_offers_questions(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    telegram.user(555).says("/start")
    [first, second] = await replies(telegram, 555, 2)
    assert (first.text, second.text) == (DISCLOSURE, WELCOME)
    assert [button["text"] for button in second.buttons] == [one.title for one in TEXTS.assistant.questions]
    telegram.user(555).says("/help@fake_troly_bot")
    assert (await replies(telegram, 555, 3))[2].text == TEXTS.notices["help"].text
    assert rasa.received == []


async def test_a_deep_link_leads_to_its_agency(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    an = telegram.user(555)
    an.says("/start duc-phu")
    an.says("ai làm?")
    await replies(telegram, 555, 3)
    assert rasa.received[-1]["metadata"]["agency"] == "duc-phu"
    an.says("/start nowhere_at-all")
    an.says("còn ai?")
    await replies(telegram, 555, 6)
    assert rasa.received[-1]["metadata"]["agency"] == "duc-phu"


@pytest.mark.parametrize("text", ["/restart", "//restart", "／back", "\u200b/session_start", "/start\n/restart"])
async def test_no_text_starts_a_command_of_rasas(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa, text: str
) -> None:
    telegram.user(555).says(text)
    await replies(telegram, 555, 2)
    assert all(not body["message"].startswith("/") and not body["trusted"] for body in rasa.received)


MEDIA: list[tuple[dict[str, Any], str]] = [
    ({"sticker": {"file_id": "a", "file_unique_id": "b", "type": "regular", "width": 1, "height": 1}}, "sticker"),
    ({"animation": {"file_id": "a"}, "document": {"file_id": "a"}}, "sticker"),
    ({"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}}, "voice"),
    ({"video_note": {"file_id": "a", "duration": 3}}, "voice"),
    ({"photo": [{"file_id": "a", "file_unique_id": "b", "width": 90, "height": 67}]}, "photo"),
    ({"document": {"file_id": "a", "file_unique_id": "b"}}, "file"),
    ({"video": {"file_id": "a"}}, "file"),
    ({"location": {"latitude": 10.76, "longitude": 106.66}}, "location"),
    ({"contact": {"phone_number": "+84912345678", "first_name": "An", "user_id": 555}}, "contact"),
]


@pytest.mark.parametrize(("content", "notice"), MEDIA)
async def test_what_is_no_text_is_answered_politely(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa, content: dict[str, Any], notice: str
) -> None:
    telegram.user(555).sends(**content)
    assert (await replies(telegram, 555, 2))[1].text == TEXTS.notices[notice].text
    assert rasa.received == []
    assert "912345678" not in str(connected.rows("select * from inbound_messages"))


async def test_the_words_below_a_picture_are_a_question(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    telegram.user(555).sends(photo=[{"file_id": "a"}], caption="giấy này làm ở đâu?")
    await replies(telegram, 555, 2)
    assert rasa.texts == ["giấy này làm ở đâu?"]


async def test_a_message_that_is_too_long_is_answered_politely(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    telegram.user(555).says("dài " * 600)
    assert (await replies(telegram, 555, 2))[1].text == TEXTS.notices["too_long"].text
    assert rasa.received == []


async def test_what_nobody_answers_is_taken_and_left(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    an = telegram.user(555)
    an.edits("sửa lại")
    an.says("  ")
    an.sends(pinned_message={"message_id": 1})
    telegram.update(555, poll={"id": "1"})
    telegram.update(555, something_new={"id": 1})
    telegram.update(-1, channel_post=an.message(text="tin của kênh"))
    an.says("câu hỏi")
    await replies(telegram, 555, 2)
    await until(lambda: len(telegram.posts) == 7)
    assert {post.status for post in telegram.posts} == {200}
    assert rasa.texts == ["câu hỏi"]


async def test_in_a_group_the_bot_speaks_when_it_is_spoken_to(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    await named(connected, telegram)
    an = telegram.user(555)
    an.says("mai họp nhé", GROUP)
    an.sends(GROUP, sticker={"file_id": "a"})
    an.says("@Fake_Troly_Bot nộp hồ sơ ở đâu?", GROUP)
    await replies(telegram, GROUP["id"], 2)
    bot = {"id": int(telegram.account), "is_bot": True, "first_name": "Trợ lý"}
    an.sends(GROUP, text="còn lệ phí?", reply_to_message=an.message(GROUP, text="…") | {"from": bot})
    await replies(telegram, GROUP["id"], 3)
    assert rasa.texts == ["nộp hồ sơ ở đâu?", "còn lệ phí?"]


async def test_a_long_reply_comes_in_parts_with_its_buttons_below_the_last(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    sentence = "Người dân nộp hồ sơ tại bộ phận một cửa 😀 & nhận kết quả < 5 ngày. "
    rasa.answers["dài"] = [utterance(sentence * 200)]
    telegram.user(555).says("dài")
    rendered = await replies(telegram, 555, 5)
    parts = rendered[1:]
    assert all(part.text.endswith("ngày.") for part in parts)
    assert " ".join(part.text for part in parts) == (sentence * 200).strip()
    assert [len(part.buttons) for part in parts] == [0, 0, 0, 1]


async def test_somebody_types_while_an_answer_is_made(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    with rasa.held():
        telegram.user(555).says("lâu không?")
        await until(lambda: telegram.calls_of("sendChatAction"))
        assert telegram.messages(555) == []
    await replies(telegram, 555, 2)


@pytest.mark.both_databases
async def test_what_was_said_is_deleted_on_the_button(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    # Given a resident who said something private
    offer = {"outcome": "account", "text": "Tôi giữ…", "buttons": [{"title": "Xóa dữ liệu của tôi", "payload": ERASE}]}
    rasa.answers["xóa dữ liệu của tôi"] = [{"custom": {"reply": offer}}]
    an = telegram.user(555)
    an.says("chuyện đất nhà ông Bảy")
    an.says("xóa dữ liệu của tôi")
    answers = await replies(telegram, 555, 3)

    # When they press the button
    an.presses(answers[2].buttons[0])

    # Then nothing of it is left, in no table, and they are told
    assert (await replies(telegram, 555, 4))[3].text == TEXTS.account.erased
    await until(lambda: {row["status"] for row in connected.rows("select status from outbox")} == {"sent"})
    for table in ("inbound_messages", "replies", "buttons", "outbox"):
        assert "ông Bảy" not in str(connected.rows(f"select * from {table}"))
    assert len(connected.rows("select * from inbound_messages")) == 1
    assert len(connected.rows("select * from outbox")) == 1
    # And what was sent once is still known
    assert len(connected.rows("select * from webhook_events")) == 3


async def test_an_answer_stands_under_its_question_where_others_stand_between(
    connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    with rasa.held():
        asked = [telegram.user(555).says(text)["message"]["message_id"] for text in ("một", "hai")]
        await until(lambda: len(telegram.posts) == 2)
    disclosure, *answers = await replies(telegram, 555, 3)
    assert disclosure.answers is None
    assert [(one.answers, one.text.split("\n")[0]) for one in answers] == [
        (asked[0], "Trả lời: một"),
        (asked[1], "Trả lời: hai"),
    ]
    telegram.user(555).says("ba")
    assert (await replies(telegram, 555, 4))[3].answers is None


async def test_whoever_writes_too_fast_is_told_once(
    make_connected: MakeConnected, telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    from connectors.tuning import Rate

    make_connected({"session_messages": Rate(burst=3, per_second=0.001)})
    an = telegram.user(555)
    for n in range(8):
        an.says(f"câu {n}")
    await until(lambda: len(telegram.posts) == 8)
    texts = [one.text for one in await replies(telegram, 555, 5)]
    assert texts[-1] == TEXTS.notices["too_fast"].text
    assert rasa.texts == ["câu 0", "câu 1", "câu 2"]
    assert len(telegram.messages(555)) == 5
