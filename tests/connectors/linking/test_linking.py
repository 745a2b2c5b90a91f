"""Two conversations of the web, linked by a code: what is read then, and what is not without it."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest

from connectors.delivery.inbox import Inbox
from connectors.linking.links import Use
from connectors.linking.reading import SHOW
from connectors.texts import load_texts
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import VISITOR, RunningGateway, Visitor, is_problem, open_session
from tests.connectors.linking.conftest import code_of, link, seen, told
from tests.fakes.rasa import FakeRasa

pytestmark = [pytest.mark.asyncio, pytest.mark.both_databases]

TEXTS = load_texts().linking
FAILURES = TEXTS.failures
LINKED = TEXTS.linked.format(place="trang web")
SECRET = "chuyện đất của nhà ông Bảy"


def other_than(code: str) -> str:
    """A code that is not the one."""
    return f"{(int(code.replace('-', '')) + 1) % 1_000_000:06}"


async def test_both_sides_read_what_was_said_on_the_other(own_gateway: RunningGateway, rasa: FakeRasa) -> None:
    async with client_of(own_gateway) as client:
        # Given two conversations in which something was said
        phone, desk = await open_session(client), await open_session(client)
        await phone.say(SECRET)
        await desk.say("nộp hồ sơ ở đâu?")
        assert await seen(phone) == await seen(desk) == []

        # When the code of one is typed in the other
        assert await link(phone, desk) == LINKED

        # Then both show the questions and answers of the other, those to come as well, and none of the codes
        assert await seen(desk) == [("user", SECRET), ("assistant", f"Trả lời: {SECRET}")]
        assert await seen(phone) == [("user", "nộp hồ sơ ở đâu?"), ("assistant", "Trả lời: nộp hồ sơ ở đâu?")]
        await phone.say("và ai làm?")
        assert ("assistant", "Trả lời: và ai làm?") in await seen(desk)
        assert len(rasa.received) == 3

        # And in the order of time, with ids of their own and nothing to press
        history = await desk.history()
        assert [one["created_at"] for one in history] == sorted(one["created_at"] for one in history)
        assert len({one["id"] for one in history}) == len(history)
        foreign = [one for one in history if one.get("channel")]
        assert {(one["seq"], one["channel"]) for one in foreign} == {(0, "web")}
        assert all(not one["reply"]["buttons"] for one in foreign if one["role"] == "assistant")


async def test_the_side_that_gave_the_code_is_told(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        phone, desk = await open_session(client), await open_session(client)
        await link(phone, desk)
        [_, notice] = await phone.replies(2)
        assert notice.data["message_id"] is None
        assert notice.data["reply"]["text"] == TEXTS.told.format(place="trang web")
        # And can cut the link with the button below it
        undo = next(one["id"] for one in notice.data["reply"]["buttons"] if one["title"] == TEXTS.undo_button)
        await phone.press(undo)
        await desk.say(SECRET)
        assert await seen(phone) == await seen(desk) == []


async def test_the_last_questions_are_shown_on_request(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        phone, desk = await open_session(client), await open_session(client)
        assert await told(phone, "xem lại") == TEXTS.none
        await link(phone, desk)
        assert await told(phone, "xem lại") == TEXTS.nothing.format(place="trang web")
        for n in range(7):
            await phone.say(f"câu {n}")
        shown = await told(desk, "xem lại")
        assert [f"câu {n}" in shown for n in range(7)] == [False, False, *[True] * 5]
        assert "Trả lời: Trả lời: câu 6" in shown


async def test_a_wrong_code_opens_nothing(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        phone, thief = await open_session(client), await open_session(client)
        await phone.say(SECRET)
        code = await code_of(phone)
        assert await told(thief, f"mã {other_than(code)}") == FAILURES["wrong"]
        assert await seen(thief) == []
        assert await told(thief, "xem lại") == TEXTS.none
        # And the right one still works
        assert await told(thief, f"mã {code}") == LINKED


async def test_a_code_works_once(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        phone, desk, thief = [await open_session(client) for _ in range(3)]
        await phone.say(SECRET)
        code = await code_of(phone)
        assert await told(desk, code) == LINKED
        assert await told(thief, code) == FAILURES["wrong"]
        assert await told(desk, code) == FAILURES["wrong"]
        assert await seen(thief) == []


async def test_a_code_expires(make_gateway: MakeGateway) -> None:
    async with client_of(make_gateway({"link_code_seconds": 0.0})) as client:
        phone, thief = await open_session(client), await open_session(client)
        await phone.say(SECRET)
        assert await link(phone, thief) == FAILURES["wrong"]
        assert await seen(thief) == []


async def test_a_new_code_makes_the_old_one_void(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        phone, desk = await open_session(client), await open_session(client)
        old = await code_of(phone)
        new = await code_of(phone)
        assert await told(desk, old) == (FAILURES["wrong"] if old != new else LINKED)
        assert await told(desk, new) == (LINKED if old != new else FAILURES["wrong"])


async def test_a_code_of_another_agency_is_as_good_as_none(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        here, there = await open_session(client, "minh-long"), await open_session(client, "duc-phu")
        await here.say(SECRET)
        code = await code_of(here)
        assert await told(there, code) == FAILURES["wrong"]
        assert await seen(there) == []
        # And who asks province-wide has the agency as well
        assert await told(await open_session(client, None), code) == LINKED


async def test_a_code_is_not_for_where_it_came_from(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        phone, desk = await open_session(client), await open_session(client)
        code = await code_of(phone)
        assert await told(phone, code) == FAILURES["own"]
        assert await told(desk, code) == LINKED


async def test_of_two_who_type_a_code_at_once_one_is_linked(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        phone = await open_session(client)
        await phone.say(SECRET)
        several = [await open_session(client) for _ in range(6)]
        code = await code_of(phone)
        answers = await asyncio.gather(*(told(one, code) for one in several))
        assert sorted(answers) == sorted([LINKED, *[FAILURES["wrong"]] * 5])
        assert sorted([len(await seen(one)) for one in several]) == [0] * 5 + [2]
        assert len(own_gateway.rows("SELECT * FROM links")) == 1


async def test_links_join_two_and_not_three(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        # Given a conversation linked with two others, one of which it has quoted
        first, middle, last = [await open_session(client) for _ in range(3)]
        await first.say(SECRET)
        await link(first, middle)
        await link(middle, last)
        assert SECRET in await told(middle, "xem lại")
        # Then the two read nothing of each other, not by way of the quotation either
        assert await told(last, "xem lại") == TEXTS.nothing.format(place="trang web")
        assert SECRET not in str(await last.history())


async def test_guessing_ends_after_a_few_tries(make_gateway: MakeGateway) -> None:
    gateway = make_gateway({"link_tries": 3})
    async with client_of(gateway) as client:
        phone, thief, desk = [await open_session(client) for _ in range(3)]
        code = await code_of(phone)
        for _ in range(3):
            assert await told(thief, other_than(code)) == FAILURES["wrong"]
        # Not even the right one is taken now, nor after a restart
        assert await told(thief, code) == FAILURES["too_many_tries"]
        gateway.stop()
        gateway.start()
    async with client_of(gateway) as client:
        assert await told(Visitor(client, thief.session), code) == FAILURES["too_many_tries"]
        # Others are not kept from theirs
        assert await told(Visitor(client, desk.session), code) == LINKED


async def test_guessing_from_many_conversations_ends_as_well(make_gateway: MakeGateway) -> None:
    async with client_of(make_gateway({"link_tries_together": 4})) as client:
        phone = await open_session(client)
        code = await code_of(phone)
        for _ in range(4):
            assert await told(await open_session(client), other_than(code)) == FAILURES["wrong"]
        assert await told(await open_session(client), code) == FAILURES["too_many_tries"]


async def test_an_address_may_try_only_so_many(make_gateway: MakeGateway) -> None:
    from connectors.tuning import Rate

    gateway = make_gateway({"address_codes": Rate(burst=2, per_second=0.001)})
    async with client_of(gateway) as client:
        for _ in range(2):
            thief = await open_session(client, **VISITOR)
            assert (await thief.say("mã 123-456", headers=VISITOR)).status_code == 200
        thief = await open_session(client, **VISITOR)
        is_problem(await thief.say("mã 123-456", headers=VISITOR), 429, "rate_limited")
        assert (await thief.say("làm chữ ký số?", headers=VISITOR)).status_code == 200


async def test_a_conversation_has_so_many_links(make_gateway: MakeGateway) -> None:
    async with client_of(make_gateway({"links_at_most": 2})) as client:
        phone = await open_session(client)
        for _ in range(2):
            assert await link(phone, await open_session(client)) == LINKED
        assert await link(phone, await open_session(client)) == FAILURES["too_many_links"]


async def test_unlinked_sides_read_nothing_more(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        phone, desk = await open_session(client), await open_session(client)
        await phone.say(SECRET)
        await link(phone, desk)
        assert SECRET in await told(desk, "xem lại")

        assert await told(phone, "hủy liên kết") == TEXTS.undone.format(place="trang web")

        # Nor is what was shown before
        assert SECRET not in str(await desk.history())
        assert await told(desk, "xem lại") == TEXTS.none
        assert await told(desk, "hủy liên kết") == TEXTS.none
        assert any(one.get("text") == SECRET for one in await phone.history())


async def test_the_side_that_is_unlinked_is_told_once(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        phone, desk = await open_session(client), await open_session(client)
        await link(phone, desk)
        last = (await desk.history())[-1]["seq"]
        await told(phone, "hủy liên kết")
        await told(phone, "hủy liên kết")
        [event] = await desk.replies(1, last=last)
        assert event.data["reply"]["text"] == TEXTS.parted.format(place="trang web")
        assert [one["seq"] for one in await desk.history() if one["seq"] > last] == [last + 1]


async def test_a_stream_tells_of_what_is_said_in_linked_conversations(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        phone, desk, third = [await open_session(client) for _ in range(3)]
        async with desk.events() as events, asyncio.timeout(60):
            # Given a stream that was open before the link was made
            await link(desk, phone)
            shown: list[str] = []
            while shown.count("reply") < 2 or "linked" not in shown:  # the code, that it was used, and the past
                shown.append((await anext(events)).name)
            # When something is said on the other side, and somewhere else
            await third.say("không liên quan")
            await phone.say("câu mới")
            # Then the stream says so: at the question, at the answer, or at both at once
            assert (await anext(events)).name == "linked"
            assert ("user", "câu mới") in await seen(desk)
            # And no longer once the link is cut
            await told(phone, "hủy liên kết")
            while (event := await anext(events)).name != "reply":
                assert event.name == "linked"
            assert event.data["reply"]["text"] == TEXTS.parted.format(place="trang web")
            await phone.say("câu riêng")
            await desk.say("câu của bàn", message_id="m-9")
            rest = []
            while not rest or rest[-1].name != "reply":
                rest.append(await anext(events))
            assert {event.name for event in rest[1:]} <= {"typing", "reply"}


async def test_no_code_is_kept_where_it_was_typed(own_gateway: RunningGateway, logs: io.StringIO) -> None:
    async with client_of(own_gateway) as client:
        phone, desk = await open_session(client), await open_session(client)
        code = await code_of(phone)
        await told(desk, f"nhập mã {code}")
        for table in ("inbound_messages", "link_codes", "link_tries", "outbox"):
            rows = str(own_gateway.rows(f"SELECT * FROM {table}"))
            assert code not in rows
            assert code.replace("-", "") not in rows
        assert code not in logs.getvalue()
        assert code.replace("-", "") not in logs.getvalue()


async def test_a_code_used_just_before_a_crash_is_no_wrong_one(own_gateway: RunningGateway) -> None:
    async with client_of(own_gateway) as client:
        phone, desk = await open_session(client), await open_session(client)
        await link(phone, desk)
        # Given the link made, but the message not closed
        own_gateway.stop()
        last = "(SELECT max(id) FROM inbound_messages WHERE conversation_id = :id)"
        own_gateway.execute("DELETE FROM buttons WHERE conversation_id = :id", id=desk.conversation)
        own_gateway.execute(f"DELETE FROM replies WHERE inbound_id = {last}", id=desk.conversation)
        own_gateway.execute(f"UPDATE inbound_messages SET status = 'received' WHERE id = {last}", id=desk.conversation)
        own_gateway.start()
    async with client_of(own_gateway) as client:
        again, first = Visitor(client, desk.session), Visitor(client, phone.session)
        [event] = await again.replies(1)
        assert event.data["reply"]["text"] == LINKED
        # And the other side was told once
        assert sum(TEXTS.told.format(place="trang web") in str(one) for one in await first.history()) == 1


async def test_every_end_of_a_code_has_its_words() -> None:
    assert set(FAILURES) == {use.value for use in Use} - {Use.LINKED.value}


async def test_what_is_being_shown_when_the_link_is_cut_is_not_sent(
    own_gateway: RunningGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with client_of(own_gateway) as client:
        phone, desk = await open_session(client), await open_session(client)
        await phone.say(SECRET)
        await link(phone, desk)
        read, cut = asyncio.Event(), asyncio.Event()
        loop, finish = asyncio.get_running_loop(), Inbox.finish

        async def held(*arguments: Any) -> Any:
            if arguments[1].payload == SHOW:
                loop.call_soon_threadsafe(read.set)
                await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(cut.wait(), loop))
            return await finish(*arguments)

        # Given the quotation read, but not yet stored
        monkeypatch.setattr(Inbox, "finish", held)
        await desk.say("xem lại", wait=None)
        await read.wait()
        # When the link is cut
        await told(phone, "hủy liên kết")
        cut.set()
        # Then it is never seen
        await desk.say("xong chưa?")
        assert "xong chưa?" in str(await desk.history())
        assert SECRET not in str(await desk.history())
        assert SECRET not in str(
            own_gateway.rows("SELECT body FROM replies WHERE conversation_id = :id", id=desk.conversation)
        )
