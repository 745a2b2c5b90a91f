"""What a platform delivered, written in one transaction: its id, its user, the message."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, update

from connectors.channels.protocol import ContactEvent, InboundMessage
from connectors.clock import now
from connectors.delivery.contacts import change_contact, ensure_contact
from connectors.delivery.database import Database
from connectors.delivery.inbox import insert_message
from connectors.delivery.models import Contact, Pending
from connectors.delivery.numbers import note_number
from connectors.delivery.tables import conversations, webhook_events
from databases import insert_if_new


class Arrivals:
    """Saves what is new, and knows what is not: a platform repeats whatever it was not sure about."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def knows(self, channel: str, contact: Contact, message_id: str) -> bool:
        """Whether this arrived before."""
        wanted = {"channel": channel, "account": contact.account, "message_id": message_id}
        return await self._database.read(lambda connection: connection.execute(_KNOWN, wanted).first() is not None)

    async def message(
        self, message: InboundMessage, contact: Contact, text: str, payload: str | None, agency: str | None
    ) -> Pending | None:
        """Save a message; ``None`` when it arrived before. ``agency`` moves the conversation there."""

        def write(connection: Connection) -> Pending | None:
            if not _note(connection, message, contact):
                return None
            ensure_contact(connection, message, contact)
            mine = conversations.c.id == message.conversation_id
            if agency is not None:
                connection.execute(update(conversations).where(mine).values(agency=agency))
            speaks_for = connection.execute(_AGENCY, {"conversation": message.conversation_id}).scalar_one()
            row_id, seq = insert_message(connection, message.conversation_id, message.message_id, text, payload)
            return Pending(
                row_id,
                message.conversation_id,
                message.channel,
                speaks_for,
                message.message_id,
                seq,
                text,
                payload,
                platform_id=message.platform_id,
            )

        return await self._database.write(write)

    async def event(self, event: ContactEvent) -> bool:
        """Write what an event changes; whether it was new."""

        def write(connection: Connection) -> bool:
            if not _note(connection, event, event.contact):
                return False
            ensure_contact(connection, event, event.contact)
            change_contact(
                connection, event.conversation_id, reachable=event.reachable, silent_until=event.silent_until
            )
            return True

        return await self._database.write(write)

    async def drop(self, message: InboundMessage, contact: Contact) -> bool:
        """Remember a message that is not worked on, by its id alone; whether it was new."""
        return await self._database.write(lambda connection: _note(connection, message, contact))


# Built once: making a statement costs more than running it.
_KNOWN = select(webhook_events.c.received_at).where(
    *(webhook_events.c[name] == bindparam(name) for name in ("channel", "account", "message_id"))
)


_AGENCY = select(conversations.c.agency).where(conversations.c.id == bindparam("conversation"))


def _note(connection: Connection, message: InboundMessage | ContactEvent, contact: Contact) -> bool:
    row = {
        "channel": message.channel,
        "account": contact.account,
        "message_id": message.message_id,
        "received_at": now(),
    }
    new = insert_if_new(connection, webhook_events, row)
    if new and isinstance(message, InboundMessage):
        note_number(connection, message, contact)
    return new
