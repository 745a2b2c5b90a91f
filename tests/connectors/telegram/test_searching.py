"""A message whose sending broke off: found among Telegram's numbers, or sent again, and then it says so."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.texts import load_texts
from tests.connectors.harness import RunningGateway, until
from tests.connectors.telegram.conftest import named, replies
from tests.fakes.telegram import FakeTelegram, Sent

pytestmark = pytest.mark.asyncio

REPEATED = load_texts().repeated
Chat = dict[str, Any]
PRIVATE: Chat = {"id": 555, "type": "private"}
GROUP: Chat = {"id": -1001234567890, "type": "supergroup", "title": "Tổ dân phố"}


async def greeted(telegram: FakeTelegram, chat: Chat = PRIVATE) -> None:
    """Somebody was answered before."""
    telegram.user(555).says(_spoken("một", chat), chat)
    await replies(telegram, chat["id"], 2)


def asks(telegram: FakeTelegram, *between: int, chat: Chat = PRIVATE) -> None:
    """They ask on; messages of the users ``between`` take the next numbers, and are still on their way to us."""
    question = telegram.user(555).message(chat, text=_spoken("hai", chat))
    for user in between:
        telegram.user(user).message(text="còn nữa")
    telegram.update(chat["id"], message=question)


def _spoken(text: str, chat: Chat) -> str:
    return text if chat is PRIVATE else f"@fake_troly_bot {text}"


async def answers(gateway: RunningGateway, telegram: FakeTelegram, chat: Chat = PRIVATE, parts: int = 3) -> list[str]:
    """What stands in the end where "hai" was answered, once all parts are closed."""
    query = "select status, platform_id from outbox order by id"
    await until(lambda: len(rows := gateway.rows(query)) >= parts and all(row["status"] == "sent" for row in rows))
    rows = gateway.rows(query)
    assert {int(row["platform_id"]) for row in rows} <= {one.message_id for one in telegram.sent}
    return telegram.texts(chat["id"])[2:]


def probes(telegram: FakeTelegram) -> int:
    return len(telegram.calls_of("editMessageText"))


@pytest.mark.both_databases
@pytest.mark.parametrize("fault", ["cut_after", "not_json"])
async def test_what_was_delivered_is_found_and_shown_once(
    connected: RunningGateway, telegram: FakeTelegram, fault: str
) -> None:
    await greeted(telegram)
    telegram.faults.add("sendMessage", fault)
    asks(telegram)
    [answer] = await answers(connected, telegram)
    assert answer.startswith("Trả lời: hai")
    assert probes(telegram) == 1
    assert connected.rows("select * from outbox where doubtful") == []


async def test_what_is_nowhere_to_be_found_is_sent_again_and_says_so(
    connected: RunningGateway, telegram: FakeTelegram
) -> None:
    await greeted(telegram)
    telegram.faults.add("sendMessage", "cut")
    asks(telegram)
    [answer] = await answers(connected, telegram)
    assert answer.startswith(f"{REPEATED}\n\nTrả lời: hai")


async def test_a_repeat_whose_sending_broke_off_too_is_found(connected: RunningGateway, telegram: FakeTelegram) -> None:
    await greeted(telegram)
    telegram.faults.add("sendMessage", "cut")
    telegram.faults.add("sendMessage", "cut_after")
    asks(telegram)
    [answer] = await answers(connected, telegram)
    assert answer.startswith(f"{REPEATED}\n\nTrả lời: hai")


async def test_messages_of_users_that_nobody_knows_of_are_passed_over(
    connected: RunningGateway, telegram: FakeTelegram
) -> None:
    await greeted(telegram)
    telegram.faults.add("sendMessage", "cut_after")
    asks(telegram, 555, 666, 555)
    [answer] = await answers(connected, telegram)
    assert answer.startswith("Trả lời: hai")
    assert probes(telegram) == 4


async def test_what_is_known_of_other_chats_spares_looking(connected: RunningGateway, telegram: FakeTelegram) -> None:
    # Given a question that was written before many messages of others, and arrives after the last of them was answered
    await greeted(telegram)
    question = telegram.user(555).message(text="hai")
    for _ in range(40):
        telegram.user(777).message(text="còn nữa")
    telegram.user(666).says("ba")
    await until(lambda: len(connected.rows("select * from outbox where status = 'sent'")) == 4)

    # When the sending of its answer breaks off, then that one is not looked for among them
    telegram.faults.add("sendMessage", "cut_after")
    telegram.update(555, message=question)
    [answer] = await answers(connected, telegram, parts=5)
    assert answer.startswith("Trả lời: hai")
    assert probes(telegram) == 1


async def test_beyond_the_bound_nothing_is_looked_for(connected: RunningGateway, telegram: FakeTelegram) -> None:
    await greeted(telegram)
    telegram.faults.add("sendMessage", "cut_after")
    asks(telegram, *[777] * 30)
    first, second = await answers(connected, telegram)
    assert first.startswith("Trả lời: hai")
    assert second == f"{REPEATED}\n\n{first}"
    assert probes(telegram) == 30


@pytest.mark.parametrize("fault", ["429", "500", "cut", "cut_after"])
async def test_a_search_that_breaks_off_is_made_again(
    connected: RunningGateway, telegram: FakeTelegram, fault: str
) -> None:
    await greeted(telegram)
    telegram.faults.add("sendMessage", "cut_after")
    telegram.faults.add("editMessageText", fault, seconds=1)
    asks(telegram, 666)
    [answer] = await answers(connected, telegram)
    assert answer.startswith("Trả lời: hai")
    assert len(telegram.calls_of("sendMessage")) == 3


async def test_a_search_telegram_refuses_for_good_ends_in_a_repeat(
    connected: RunningGateway, telegram: FakeTelegram
) -> None:
    await greeted(telegram)
    telegram.faults.add("sendMessage", "cut")
    telegram.faults.add("editMessageText", "400")
    asks(telegram)
    [answer] = await answers(connected, telegram)
    assert answer.startswith(f"{REPEATED}\n\nTrả lời: hai")
    assert probes(telegram) == 1


async def test_another_message_of_ours_shows_the_answer_then(connected: RunningGateway, telegram: FakeTelegram) -> None:
    await greeted(telegram)
    telegram.faults.add("sendMessage", "cut")
    question = telegram.user(555).message(text="hai")
    telegram.sent.append(Sent(telegram.next_message_id(555), 555, "của bot", [], 0.0))
    telegram.update(555, message=question)
    [answer] = await answers(connected, telegram)
    assert answer.startswith("Trả lời: hai")


async def test_a_user_who_blocked_the_bot_meanwhile_is_left_alone(
    connected: RunningGateway, telegram: FakeTelegram
) -> None:
    await greeted(telegram)
    telegram.faults.add("sendMessage", "cut_after")
    telegram.faults.add("editMessageText", "403")
    asks(telegram)
    await until(lambda: connected.rows("select * from outbox where status = 'dead' and doubtful"))
    assert len(telegram.messages(555)) == 3


async def test_a_supergroup_is_counted_by_itself(connected: RunningGateway, telegram: FakeTelegram) -> None:
    # Given a group with many messages
    for _ in range(500):
        telegram.next_message_id(GROUP["id"])
    await named(connected, telegram)
    await greeted(telegram, GROUP)

    # When the sending of an answer breaks off there, and then one in a private chat
    telegram.faults.add("sendMessage", "cut_after")
    asks(telegram, *[777] * 40, chat=GROUP)
    [answer] = await answers(connected, telegram, GROUP)
    assert answer.startswith("Trả lời: hai")
    telegram.faults.add("sendMessage", "cut_after")
    asks(telegram)
    assert len(await answers(connected, telegram, parts=5)) == 0

    # Then both are found at once
    assert len(telegram.messages(555)) == 2
    assert probes(telegram) == 2
