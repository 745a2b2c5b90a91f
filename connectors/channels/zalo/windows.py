"""Until when a user may be written to: 48 hours free after they last wrote, 7 days in all (paid after the 48 hours)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from connectors.channels.protocol import Window
from connectors.channels.zalo.calls import Quota
from connectors.channels.zalo.tables import zalo_quota
from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.tables import contacts
from databases import insert_if_new

FREE = timedelta(hours=48)
OPEN = timedelta(days=7)
FREE_KIND = "reply"


class Windows:
    """The windows of conversations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, conversation_id: str) -> Window | None:
        """The conversation's window; ``None`` where the user is not known."""
        query = (
            select(contacts.c.heard_at, zalo_quota.c.kind, zalo_quota.c.remaining, zalo_quota.c.billed)
            .join_from(contacts, zalo_quota, contacts.c.conversation_id == zalo_quota.c.conversation_id, isouter=True)
            .where(contacts.c.conversation_id == conversation_id)
        )
        row = await self._database.read(lambda connection: connection.execute(query).first())
        if row is None:
            return None
        return Window(row.heard_at + FREE, row.heard_at + OPEN, row.kind, row.remaining, row.billed or 0)

    async def count(self, conversation_id: str, quota: Quota | None) -> None:
        """Remember what a message was counted against. Free replies are unlimited and leave no trace."""
        if quota is not None and quota.quota_type == FREE_KIND:
            return
        values: dict[str, Any] = {
            "kind": quota.quota_type[:32] if quota else None,
            "remaining": quota.remain if quota else None,
            "sent_at": now(),
        }
        billed = int(quota is None)

        def write(connection: Connection) -> None:
            row = values | {"conversation_id": conversation_id, "billed": billed}
            if not insert_if_new(connection, zalo_quota, row):
                mine = zalo_quota.c.conversation_id == conversation_id
                more = {"billed": zalo_quota.c.billed + billed}
                connection.execute(update(zalo_quota).where(mine).values(values | more))

        await self._database.write(write)
