"""What is known of the numbers of messages, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import text

from connectors.channels.protocol import InboundMessage, conversation_id
from connectors.clock import now
from connectors.delivery.arrivals import Arrivals
from connectors.delivery.database import Database
from connectors.delivery.inbox import Inbox
from connectors.delivery.models import Contact, Draft, KnownNumbers
from connectors.delivery.numbers import CALL_ENDED, MessageNumbers
from connectors.delivery.outbox import Outbox
from knowledge_base.answer.reply import Outcome

pytestmark = [pytest.mark.asyncio, pytest.mark.both_databases]


def is_group(user: str) -> bool:
    return user.startswith("-")


class Counted:
    """Users of one bot whose messages are numbered."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.numbers = MessageNumbers(database, "letters", is_group)

    async def writes(self, user: str, number: int, account: str = "1") -> None:
        contact = Contact(account=account, user=user)
        message = InboundMessage(
            channel="letters",
            conversation_id=conversation_id("letters", contact),
            agency=None,
            message_id=f"{account}.{user}.{number}",
            text="Có không?",
            contact=contact,
            number=number,
            counts_alone=is_group(user),
        )
        pending = await Arrivals(self.database).message(message, contact, "Có không?", None, None)
        assert pending is not None
        await Inbox(self.database).finish(pending, [Draft(Outcome.ANSWERED, "Có.")], None, lambda _: ["{}"])

    async def is_answered(self, user: str, number: int, account: str = "1") -> None:
        outbox, contact = Outbox(self.database), Contact(account=account, user=user)
        part = await outbox.take(conversation_id("letters", contact))
        assert part is not None
        await outbox.sent(part, str(number))

    async def known(self, user: str, seconds: float = 0, account: str = "1") -> KnownNumbers | None:
        return await self.numbers.known(Contact(account=account, user=user), now() + timedelta(seconds=seconds))


@pytest_asyncio.fixture
async def counted(database_url: str) -> AsyncIterator[Counted]:
    database = Database(database_url)
    await database.create()
    yield Counted(database)
    await database.close()


async def test_an_accounts_chats_are_counted_together_and_a_group_by_itself(counted: Counted) -> None:
    await counted.writes("an", 10)
    await counted.writes("binh", 12)
    await counted.is_answered("an", 13)
    await counted.writes("-group", 900)
    await counted.is_answered("-group", 901)
    await counted.writes("chi", 5000, account="2")
    assert await counted.known("an") == KnownNumbers(13, frozenset())
    assert await counted.known("new") == KnownNumbers(13, frozenset())
    assert await counted.known("-group") == KnownNumbers(901, frozenset())
    assert await counted.known("-other") is None
    assert await counted.known("an", account="3") is None


async def test_what_became_known_later_is_taken(counted: Counted) -> None:
    await counted.writes("an", 10)
    await counted.writes("binh", 11)
    moment = now()
    await counted.is_answered("an", 14)
    await counted.writes("binh", 13)
    contact = Contact(account="1", user="binh")
    assert await counted.numbers.known(contact, moment) == KnownNumbers(11, frozenset({13, 14}))
    assert await counted.numbers.known(contact, moment - CALL_ENDED) is None


async def test_what_was_tried_long_after_ends_the_search(counted: Counted) -> None:
    await counted.writes("an", 10)
    moment = now()
    await counted.is_answered("an", 14)
    later = text("update outbox set tried_at = :moment").bindparams(moment=now() + 2 * CALL_ENDED)
    await counted.database.write(lambda connection: connection.execute(later))
    found = await counted.numbers.known(Contact(account="1", user="an"), moment)
    assert found == KnownNumbers(10, frozenset({14}), end=14)


async def test_a_database_of_an_earlier_release_is_counted_in_from_now_on(counted: Counted) -> None:
    await counted.database.write(lambda connection: connection.execute(text("drop table message_numbers")))
    await counted.database.create()
    await counted.writes("an", 10)
    assert await counted.known("an") == KnownNumbers(10, frozenset())
