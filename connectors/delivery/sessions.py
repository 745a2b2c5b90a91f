"""Web sessions: who holds which conversation, by an opaque 256-bit token of which only the hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, select

from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.models import Draft, Reply, StoredReply
from connectors.delivery.replies import store_drafts
from connectors.delivery.tables import conversations, web_sessions


@dataclass(frozen=True, slots=True)
class Session:
    """A visitor's hold on one conversation."""

    conversation_id: str
    agency: str | None
    first_seq: int
    expires_at: datetime

    @property
    def expired(self) -> bool:
        """Whether the token no longer opens the conversation."""
        return self.expires_at <= now()


def hash_token(token: str) -> str:
    """The form in which a token is stored and looked up."""
    return hashlib.sha256(token.encode()).hexdigest()


_FIND = (
    select(
        web_sessions.c.token_hash,
        web_sessions.c.conversation_id,
        conversations.c.agency,
        web_sessions.c.first_seq,
        web_sessions.c.expires_at,
    )
    .join(conversations)
    .where(web_sessions.c.token_hash == bindparam("wanted"))
)


class Sessions:
    """Opens web conversations and finds them by token."""

    def __init__(self, database: Database, lifetime: timedelta) -> None:
        self._database = database
        self._lifetime = lifetime

    async def open(self, channel: str, agency: str | None, welcome: Draft) -> tuple[Session, str, list[Reply]]:
        """Start a conversation with its welcome; returns the session, its token and the welcome as stored."""
        token = secrets.token_urlsafe(32)
        moment = now()
        session = Session(f"{channel}-{uuid.uuid4().hex}", agency, 1, moment + self._lifetime)

        def write(connection: Connection) -> list[StoredReply]:
            row = {"id": session.conversation_id, "channel": channel, "agency": agency}
            connection.execute(insert(conversations).values(**row, last_seq=session.first_seq, created_at=moment))
            connection.execute(
                insert(web_sessions).values(
                    token_hash=hash_token(token),
                    conversation_id=session.conversation_id,
                    first_seq=session.first_seq,
                    created_at=moment,
                    expires_at=session.expires_at,
                )
            )
            return store_drafts(connection, session.conversation_id, [welcome], first_seq=session.first_seq)

        stored = await self._database.write(write)
        return session, token, [one.reply for one in stored]

    async def find(self, token: str) -> Session | None:
        """The session of ``token``, expired or not; ``None`` when no such token was issued."""
        wanted = hash_token(token)
        row = await self._database.read(lambda connection: connection.execute(_FIND, {"wanted": wanted}).first())
        if row is None or not hmac.compare_digest(row.token_hash, wanted):
            return None
        return Session(row.conversation_id, row.agency, row.first_seq, row.expires_at)
