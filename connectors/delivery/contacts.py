"""Users of platforms: who stands behind a conversation, whether they can be reached, whether an officer has them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from connectors.channels.protocol import ContactEvent, InboundMessage
from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.models import Contact
from connectors.delivery.tables import contacts, conversations
from databases import insert_if_new


class Contacts:
    """Reads and changes what is known of a platform's users."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, conversation_id: str) -> Contact | None:
        """Who a conversation is with; ``None`` for one of the web."""
        query = select(contacts.c.account, contacts.c.user).where(contacts.c.conversation_id == conversation_id)
        row = await self._database.read(lambda connection: connection.execute(query).first())
        return Contact(account=row.account, user=row.user) if row else None

    async def is_silent(self, conversation_id: str) -> bool:
        """Whether an officer has the conversation now."""
        query = select(contacts.c.silent_until).where(contacts.c.conversation_id == conversation_id)
        until: datetime | None = await self._database.read(lambda connection: connection.execute(query).scalar())
        return until is not None and until > now()

    async def is_reachable(self, conversation_id: str) -> bool:
        """Whether the user is known and did not block us or leave."""
        query = select(contacts.c.conversation_id).where(
            contacts.c.conversation_id == conversation_id, contacts.c.unreachable_since.is_(None)
        )
        return await self._database.read(lambda connection: connection.execute(query).first()) is not None

    async def mark_unreachable(self, conversation_id: str) -> None:
        """Nothing can be sent until the user writes again."""
        await self._database.write(lambda connection: change_contact(connection, conversation_id, reachable=False))


_HEARD = (
    update(contacts)
    .where(contacts.c.conversation_id == bindparam("conversation"))
    .values(heard_at=bindparam("moment"), unreachable_since=None)
)


def ensure_contact(connection: Connection, message: InboundMessage | ContactEvent, contact: Contact) -> None:
    """Make the conversation and its contact unless they are there; a user who writes can be reached."""
    moment = now()
    insert_if_new(
        connection,
        conversations,
        {
            "id": message.conversation_id,
            "channel": message.channel,
            "agency": message.agency,
            "last_seq": 0,
            "created_at": moment,
        },
    )
    row = {
        "conversation_id": message.conversation_id,
        "channel": message.channel,
        "account": contact.account,
        "user": contact.user,
        "heard_at": moment,
    }
    if not insert_if_new(connection, contacts, row) and isinstance(message, InboundMessage):
        connection.execute(_HEARD, {"conversation": message.conversation_id, "moment": moment})


def change_contact(
    connection: Connection,
    conversation_id: str,
    *,
    reachable: bool | None = None,
    heard_at: datetime | None = None,
    silent_until: datetime | None = None,
) -> None:
    """Write what is given, inside the caller's transaction."""
    values: dict[str, Any] = {}
    if reachable is not None:
        values["unreachable_since"] = None if reachable else now()
    if heard_at is not None:
        values["heard_at"] = heard_at
    if silent_until is not None:
        values["silent_until"] = silent_until
    if values:
        connection.execute(update(contacts).where(contacts.c.conversation_id == conversation_id).values(**values))
