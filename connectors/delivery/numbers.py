"""The numbers of a platform's messages: those that are known tell where one whose number is not known may stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from connectors.channels.protocol import InboundMessage, conversation_id
from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.models import Contact, KnownNumbers
from connectors.delivery.tables import contacts, message_numbers, outbox
from databases import insert_if_new

ACCOUNTS_COUNT = ""
LATEST = 1000
"""So many messages are looked back over, each way: those further back are not searched for."""
CALL_ENDED = timedelta(minutes=2)
"""After this no call that was under way can take a number any more."""


def note_number(connection: Connection, message: InboundMessage, contact: Contact) -> None:
    """Write down the number of a message that arrived, inside the caller's transaction."""
    if message.number is None:
        return
    row = {
        "channel": message.channel,
        "account": contact.account,
        "conversation_id": message.conversation_id if message.counts_alone else ACCOUNTS_COUNT,
        "number": message.number,
        "received_at": now(),
    }
    insert_if_new(connection, message_numbers, row)


class MessageNumbers:
    """Those of one channel. ``counts_alone`` says of a user's id whether that chat has a count of its own."""

    def __init__(self, database: Database, channel: str, counts_alone: Callable[[str], bool]) -> None:
        self._database = database
        self._channel = channel
        self._counts_alone = counts_alone

    async def known(self, contact: Contact, since: datetime) -> KnownNumbers | None:
        """What is known of the count that the contact's messages are in; ``None`` where nothing was at ``since``."""
        alone = self._counts_alone(contact.user)
        count = conversation_id(self._channel, contact) if alone else ACCOUNTS_COUNT
        wanted = {"channel": self._channel, "account": contact.account, "conversation": count}
        sent_query = _SENT.where(outbox.c.conversation_id == count) if alone else _SENT

        def read(connection: Connection) -> tuple[list[Any], list[Any]]:
            received = connection.execute(_RECEIVED, wanted).all()
            sent = connection.execute(sent_query, {"channel": self._channel, "account": contact.account}).all()
            return list(received), [row for row in sent if self._counts_alone(row.user) is alone]

        received, sent = await self._database.read(read)
        moments = [(row.number, row.received_at) for row in received]
        moments += [(int(row.platform_id), row.closed_at) for row in sent]
        before = max((number for number, moment in moments if moment <= since), default=None)
        if before is None:
            return None
        taken = frozenset(number for number, _ in moments if number > before)
        later = [int(row.platform_id) for row in sent if row.tried_at >= since + CALL_ENDED]
        return KnownNumbers(before, taken, min(later, default=None))


_RECEIVED = (
    select(message_numbers.c.number, message_numbers.c.received_at)
    .where(
        message_numbers.c.channel == bindparam("channel"),
        message_numbers.c.account == bindparam("account"),
        message_numbers.c.conversation_id == bindparam("conversation"),
    )
    .order_by(message_numbers.c.number.desc())
    .limit(LATEST)
)
_SENT: Select[Any] = (
    select(outbox.c.platform_id, outbox.c.tried_at, outbox.c.closed_at, contacts.c.user)
    .join_from(outbox, contacts, contacts.c.conversation_id == outbox.c.conversation_id)
    .where(
        contacts.c.channel == bindparam("channel"),
        contacts.c.account == bindparam("account"),
        outbox.c.platform_id.is_not(None),
    )
    .order_by(outbox.c.id.desc())
    .limit(LATEST)
)
