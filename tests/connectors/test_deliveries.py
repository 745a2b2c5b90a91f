"""The outbox on both databases: in order per conversation, side by side otherwise, once as far as can be known."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from connectors.channels.protocol import Caller, InDoubt
from connectors.clock import now
from connectors.delivery.arrivals import Arrivals
from connectors.delivery.contacts import Contacts
from connectors.delivery.database import Database
from connectors.delivery.dead_letters import DeadLetters, Decision
from connectors.delivery.deliveries import Deliveries
from connectors.delivery.inbox import Inbox
from connectors.delivery.models import Draft, Pending
from connectors.delivery.outbox import Outbox
from connectors.delivery.pushing import Pushing
from connectors.delivery.tables import contacts, outbox
from connectors.errors import DeliveryError, Remedy
from connectors.metrics import Metrics
from connectors.tuning import Tuning
from knowledge_base.answer.reply import Outcome
from tests.connectors.harness import until
from tests.connectors.letters import Letter, Letters

pytestmark = [pytest.mark.asyncio, pytest.mark.both_databases]

QUICK = Tuning(delivery_pause_seconds=0.01, delivery_longest_pause_seconds=0.05, delivery_attempts=4)


@dataclass
class Office:
    """The delivery half of a gateway; ``open`` is a start, with the database as it was left."""

    database: Database
    letters: Letters
    tuning: Tuning = QUICK

    def open(self) -> None:
        self.metrics = Metrics()
        self.outbox, self.inbox = Outbox(self.database), Inbox(self.database)
        self.dead_letters = DeadLetters(self.database)
        self.deliveries = Deliveries(self.outbox, {"letters": self.letters}, self.tuning, self.metrics)
        self.sender = Pushing(self.letters, Contacts(self.database), self.deliveries)

    async def close(self, seconds: float = 60) -> None:
        await self.deliveries.stop(seconds)

    async def arrive(self, user: str, message_id: str) -> Pending | None:
        letter = Letter(id=message_id, user=user, text="Có không?")
        message = self.letters.normalise(Caller("minh-long"), letter)
        assert message.contact is not None
        return await Arrivals(self.database).message(message, message.contact, letter.text, None, None)

    async def answer(self, user: str, message_id: str, *texts: str, send: bool = True) -> Pending:
        pending = await self.arrive(user, message_id)
        assert pending is not None
        drafts = [Draft(Outcome.ANSWERED, text) for text in texts]
        stored = await self.inbox.finish(pending, drafts, None, self.sender.parts)
        if send:
            await self.sender.send(pending.conversation_id, stored)
        return pending

    async def rows(self) -> list[Any]:
        query = select(outbox).order_by(outbox.c.id)
        return list(await self.database.read(lambda connection: connection.execute(query).all()))

    async def closed(self) -> list[Any]:
        """The rows, once nothing waits any more."""
        return await self.until(lambda rows: all(row.status in ("sent", "dead") for row in rows))

    async def until(self, holds: Callable[[list[Any]], bool]) -> list[Any]:
        async with asyncio.timeout(60):
            while not holds(rows := await self.rows()):
                await asyncio.sleep(0.01)
        return rows

    def counted(self, result: str) -> float:
        return (
            self.metrics.registry.get_sample_value("troly_deliveries_total", {"channel": "letters", "result": result})
            or 0
        )


@pytest_asyncio.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    database = Database(database_url)
    await database.create()
    made = Office(database, Letters())
    made.open()
    yield made
    await made.close()
    await database.close()


async def test_parts_go_out_in_order_and_their_words_are_not_kept_twice(office: Office) -> None:
    await office.answer("an", "m-1", "một\nhai", "ba")
    rows = await office.closed()
    assert [text for _, text, _ in office.letters.got] == ["một", "hai", "ba"]
    assert [(row.seq, row.part, row.status, row.body) for row in rows] == [
        (2, 0, "sent", ""),
        (2, 1, "sent", ""),
        (3, 0, "sent", ""),
    ]
    assert [row.platform_id for row in rows] == ["p1", "p2", "p3"]


async def test_a_repeated_message_is_saved_once(office: Office) -> None:
    assert await office.arrive("an", "m-1") is not None
    assert await office.arrive("an", "m-1") is None
    assert await office.arrive("binh", "m-1") is None  # the platform's ids are its own, whoever writes
    assert await office.arrive("binh", "m-2") is not None


async def test_conversations_go_side_by_side_and_do_not_wait_for_one_another(office: Office) -> None:
    office.letters.held = asyncio.Event()
    for n in range(10):
        await office.answer(f"user{n}", f"m-{n}", "một\nhai")
    await until(lambda: len(office.letters.busy) == 10)
    office.letters.held.set()
    await office.closed()
    for n in range(10):
        assert [text for user, text, _ in office.letters.got if user == f"user{n}"] == ["một", "hai"]


async def test_a_refusal_for_now_is_tried_again_and_the_next_part_waits(office: Office) -> None:
    office.letters.answers = [DeliveryError(Remedy.RETRY, "busy", 0.05), DeliveryError(Remedy.RETRY, "down"), None]
    await office.answer("an", "m-1", "một\nhai")
    rows = await office.closed()
    assert [(text, again) for _, text, again in office.letters.got] == [("một", False), ("hai", False)]
    assert [row.attempts for row in rows] == [3, 1]


async def test_the_platforms_own_wait_is_kept(office: Office) -> None:
    office.letters.answers = [DeliveryError(Remedy.RETRY, "flood", 3600)]
    before = now()
    await office.answer("an", "m-1", "một")
    [row] = await office.until(lambda rows: rows[0].error == "flood")
    assert (row.next_at - before).total_seconds() >= 3600


async def test_tries_end_and_leave_a_dead_letter(office: Office) -> None:
    office.letters.answers = [DeliveryError(Remedy.RETRY, "down")] * 4
    await office.answer("an", "m-1", "một\nhai")
    rows = await office.closed()
    assert [(row.status, row.error) for row in rows] == [("dead", "down"), ("sent", None)]
    [letter] = await office.dead_letters.latest()
    assert (letter.channel, letter.error, letter.attempts, letter.text) == ("letters", "down", 4, "một\nhai")
    assert await office.dead_letters.counts() == {"letters": 1}
    assert office.counted("dead") == 1


async def test_a_dead_letter_sent_again_goes_before_what_waits_for_its_hour(office: Office) -> None:
    # Given a dead letter, and behind it a part that the platform wants an hour later
    office.letters.answers = [DeliveryError(Remedy.TELL, "too_odd"), DeliveryError(Remedy.RETRY, "flood", 3600)]
    pending = await office.answer("an", "m-1", "một\nhai")
    rows = await office.until(lambda rows: rows[1].error == "flood")

    # When an official sends it again, twice in a row
    for found in ([pending.conversation_id], []):
        assert await office.dead_letters.decide([rows[0].id], Decision.AGAIN, "Trần Thị Trực") == found
    office.deliveries.wake(pending.conversation_id)

    # Then it goes out at once, and who decided it is written down
    rows = await office.until(lambda rows: rows[0].status == "sent")
    assert [(text, again) for _, text, again in office.letters.got] == [("một", False)]
    assert [(row.status, row.error) for row in rows] == [("sent", None), ("waiting", "flood")]
    [noted] = await office.dead_letters.decided()
    assert (noted.part_id, noted.decision, noted.who) == (rows[0].id, Decision.AGAIN, "Trần Thị Trực")
    assert (await office.dead_letters.sent_again(0))[1] == [pending.conversation_id]


async def test_a_dead_letter_put_away_leaves_no_words(office: Office) -> None:
    office.letters.answers = [DeliveryError(Remedy.TELL, "too_odd")]
    await office.answer("an", "m-1", "một")
    [row] = await office.closed()
    await office.dead_letters.decide([row.id], Decision.AWAY, "Trần Thị Trực")
    [row] = await office.rows()
    assert (row.status, row.body, row.error) == ("away", "", "too_odd")
    assert await office.dead_letters.latest() == []
    assert (await office.dead_letters.sent_again(0))[1] == []


async def test_what_never_can_be_sent_does_not_hold_up_the_rest(office: Office) -> None:
    office.letters.answers = [DeliveryError(Remedy.TELL, "too_odd")]
    await office.answer("an", "m-1", "một\nhai")
    assert [(row.status, row.error) for row in await office.closed()] == [("dead", "too_odd"), ("sent", None)]


async def test_a_user_who_left_is_left_alone_until_they_write_again(office: Office) -> None:
    office.letters.answers = [DeliveryError(Remedy.STOP, "blocked")]
    await office.answer("an", "m-1", "một\nhai")
    assert [(row.status, row.error) for row in await office.closed()] == [("dead", "blocked")] * 2
    assert office.letters.calls == 1
    since = select(contacts.c.unreachable_since)
    assert await office.database.read(lambda connection: connection.execute(since).scalar_one()) is not None
    await office.answer("an", "m-2", "ba")
    await office.closed()
    assert [text for _, text, _ in office.letters.got] == ["ba"]
    assert await office.database.read(lambda connection: connection.execute(since).scalar_one()) is None


async def test_credentials_are_renewed_once(office: Office) -> None:
    office.letters.answers = [DeliveryError(Remedy.REFRESH, "old"), None, *[DeliveryError(Remedy.REFRESH, "old")] * 2]
    await office.answer("an", "m-1", "một\nhai")
    assert [(row.status, row.error) for row in await office.closed()] == [("sent", None), ("dead", "old")]
    assert office.letters.refreshed == 2


@pytest.mark.parametrize(
    ("known", "in_doubt", "seen", "status"),
    [
        ("p9", InDoubt.AGAIN, [("một", False)], "sent"),
        (False, InDoubt.AGAIN, [("một", False), ("một", False)], "sent"),
        (None, InDoubt.AGAIN, [("một", False), ("một", True)], "sent"),
        (None, InDoubt.NEVER, [("một", False)], "dead"),
    ],
)
async def test_a_call_that_broke_off_is_looked_into(
    office: Office, known: str | Literal[False] | None, in_doubt: InDoubt, seen: list[tuple[str, bool]], status: str
) -> None:
    office.letters.answers = [DeliveryError(Remedy.DOUBT, "cut")]
    office.letters.known, office.letters.in_doubt = known, in_doubt  # type: ignore[misc]
    await office.answer("an", "m-1", "một")
    [row] = await office.closed()
    assert (row.status, row.doubtful) == (status, known is None)
    assert [(text, again) for _, text, again in office.letters.got] == seen
    assert row.platform_id == {"p9": "p9", None: None if status == "dead" else "p2", False: "p2"}[known]


async def test_what_cannot_be_looked_into_now_stays_in_doubt(office: Office) -> None:
    # Given a call that broke off, and a platform that tells nothing for now
    office.letters.answers = [DeliveryError(Remedy.DOUBT, "cut")]
    office.letters.known = DeliveryError(Remedy.RETRY, "flood", 0.01)
    first, second = asyncio.Event(), asyncio.Event()
    office.letters.looking = first
    await office.answer("an", "m-1", "một")
    await until(lambda: len(office.letters.asked) == 1)
    office.letters.looking = second
    first.set()
    await until(lambda: len(office.letters.asked) == 2)
    office.letters.known = "p9"
    second.set()

    # Then it is asked again, of the try that was not marked, and nothing is sent a second time
    [row] = await office.closed()
    assert (row.status, row.platform_id, row.doubtful) == ("sent", "p9", False)
    assert set(office.letters.asked) == {False}
    assert office.letters.calls == 1


async def test_tries_at_looking_end_in_a_dead_letter_that_tells_of_the_doubt(office: Office) -> None:
    office.letters.answers = [DeliveryError(Remedy.DOUBT, "cut")]
    office.letters.known = DeliveryError(Remedy.DOUBT, "flood", 0.01)
    await office.answer("an", "m-1", "một")
    [row] = await office.closed()
    assert (row.status, row.error, row.attempts, row.doubtful) == ("dead", "flood", 4, True)
    assert office.letters.calls == 1


async def test_a_marked_try_that_broke_off_is_looked_for_as_such_and_from_its_own_time(office: Office) -> None:
    office.letters.answers = [DeliveryError(Remedy.DOUBT, "cut")] * 2
    office.letters.looking = asyncio.Event()
    await office.answer("an", "m-1", "một")
    await until(lambda: len(office.letters.asked) == 1)
    [first] = await office.rows()
    office.letters.looking.set()
    [row] = await office.closed()
    assert office.letters.asked == [False, True]
    assert row.tried_at > first.tried_at


async def test_what_is_looked_into_does_not_hold_up_other_conversations(office: Office) -> None:
    # Given room for one part at a time, and a look that takes long
    await office.close()
    office.tuning = replace(QUICK, deliveries=1)
    office.open()
    office.letters.answers = [DeliveryError(Remedy.DOUBT, "cut")]
    office.letters.looking = asyncio.Event()
    await office.answer("an", "m-1", "một")
    await until(lambda: len(office.letters.asked) == 1)

    # Then another conversation is served meanwhile
    await office.answer("binh", "m-2", "hai")
    await office.until(lambda rows: rows[1].status == "sent")
    office.letters.looking.set()
    await office.closed()


async def test_a_crash_while_sending_leaves_a_doubt_and_nothing_else(office: Office) -> None:
    # Given a part being sent, another one behind it, when the process is gone
    office.letters.held = asyncio.Event()
    await office.answer("an", "m-1", "một\nhai")
    await office.until(lambda rows: rows[0].status == "sending")
    await office.close(0)
    assert [row.status for row in await office.rows()] == ["sending", "waiting"]

    # When it starts again
    office.letters.held = None
    office.open()
    await office.deliveries.start()

    # Then only the first is in doubt
    assert [row.status for row in await office.closed()] == ["sent", "sent"]
    assert [(text, again) for _, text, again in office.letters.got] == [("một", True), ("hai", False)]


async def test_what_was_written_before_a_crash_is_sent_after_it(office: Office) -> None:
    await office.answer("an", "m-1", "một", send=False)
    await office.deliveries.start()
    await office.closed()
    assert office.letters.got == [("an", "một", False)]


async def test_a_stop_lets_the_call_under_way_finish_and_begins_no_other(office: Office) -> None:
    office.letters.held = asyncio.Event()
    await office.answer("an", "m-1", "một\nhai")
    await office.until(lambda rows: rows[0].status == "sending")
    closing = asyncio.create_task(office.close())
    await asyncio.sleep(0)
    office.letters.held.set()
    await closing
    assert [row.status for row in await office.rows()] == ["sent", "waiting"]


async def test_a_stop_does_not_wait_for_a_long_pause(office: Office) -> None:
    office.letters.answers = [DeliveryError(Remedy.RETRY, "flood", 3600)]
    await office.answer("an", "m-1", "một")
    await office.until(lambda rows: rows[0].error == "flood")
    async with asyncio.timeout(60):
        await office.close(3600)


async def test_a_mistake_of_the_channel_ends_as_a_dead_letter(office: Office) -> None:
    office.letters.answers = [ValueError("0905123456")] * 4
    await office.answer("an", "m-1", "một\nhai")
    assert [row.status for row in await office.closed()] == ["dead", "sent"]


async def test_a_database_that_fails_after_the_sending_does_not_make_it_be_sent_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a disk that is full just when the platform has taken the part
    left = [3]
    genuine = Outbox.sent

    async def full(self: Outbox, *arguments: Any) -> None:
        if left[0]:
            left[0] -= 1
            raise OSError("disk full")
        await genuine(self, *arguments)

    monkeypatch.setattr(Outbox, "sent", full)
    monkeypatch.setattr("connectors.delivery.deliveries.BROKEN_DATABASE_SECONDS", 0.01)
    await office.answer("an", "m-1", "một\nhai")
    await office.closed()
    assert [text for _, text, _ in office.letters.got] == ["một", "hai"]


async def test_what_waits_can_be_counted(office: Office) -> None:
    await office.answer("an", "m-1", "một\nhai", send=False)
    await office.answer("binh", "m-2", "ba", send=False)
    [depth] = await office.outbox.depths()
    assert (depth.channel, depth.parts) == ("letters", 3)
    assert depth.oldest <= now()


async def test_pauses_grow_and_differ(office: Office) -> None:
    deliveries = Deliveries(office.outbox, {}, replace(QUICK, delivery_longest_pause_seconds=8), office.metrics)
    pauses = [[deliveries._pause_before(attempt) for _ in range(50)] for attempt in (1, 5, 60)]
    for base, drawn in zip((0.01, 0.16, 8), pauses, strict=True):
        assert all(0.5 * base <= pause <= 1.5 * base for pause in drawn)
        assert len(set(drawn)) > 1


async def test_a_part_waits_for_its_hour_across_a_restart(office: Office) -> None:
    await office.answer("an", "m-1", "một", send=False)
    later = update(outbox).values(next_at=now().replace(year=2100))
    await office.database.write(lambda connection: connection.execute(later))
    await office.deliveries.start()
    await asyncio.sleep(0.1)
    assert office.letters.calls == 0
    [row] = await office.rows()
    assert json.loads(row.body) == {"text": "một"}
