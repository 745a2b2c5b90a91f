"""Codes issued and used, links made and cut: what is linked can be read from the other side, and nothing else."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, case, delete, func, insert, or_, select, update

from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.models import Pending
from connectors.delivery.tables import buttons, conversations, inbound, outbox, replies
from connectors.linking.codes import hash_code, new_code
from connectors.linking.reading import SHOW
from connectors.linking.tables import link_codes, link_tries, links
from connectors.tuning import Tuning
from databases import insert_if_new

TRIES_COUNT_FOR = timedelta(hours=1)


class Use(StrEnum):
    """What came of a typed code. ``WRONG`` does not tell why: not known, used, expired, another agency's."""

    LINKED = "linked"
    WRONG = "wrong"
    OWN = "own"
    TOO_MANY_TRIES = "too_many_tries"
    TOO_MANY_LINKS = "too_many_links"


@dataclass(frozen=True, slots=True)
class Other:
    """The other side of a link."""

    conversation_id: str
    channel: str


Told = Callable[[Connection, Other], None]


class Links:
    """Who may read what. ``key`` is for the hashes of codes."""

    def __init__(self, database: Database, key: str, tuning: Tuning) -> None:
        self._database = database
        self._key = key
        self._tuning = tuning

    async def issue(self, conversation_id: str) -> str:
        """A new code; the conversation's last one is void."""
        return await self._database.write(lambda connection: self._issue(connection, conversation_id))

    async def use(self, pending: Pending, code_hash: str, told: Told) -> tuple[Use, Other | None]:
        """Link the conversation of ``pending`` with the code's, and have that one ``told``, all or nothing."""

        def write(connection: Connection) -> tuple[Use, Other | None]:
            moment = now()
            issuer = _issuer(connection, code_hash)
            if issuer is not None and _did_so_before(connection, pending, issuer):
                return Use.LINKED, issuer.other
            if self._tried_too_often(connection, pending.conversation_id, moment):
                return Use.TOO_MANY_TRIES, None
            if issuer is None or not issuer.is_open(pending.agency, moment):
                return _wrong(connection, pending.conversation_id, moment), None
            if issuer.other.conversation_id == pending.conversation_id:
                return Use.OWN, None
            if self._is_full(connection, pending.conversation_id) or self._is_full(
                connection, issuer.other.conversation_id
            ):
                return Use.TOO_MANY_LINKS, None
            if not _take(connection, code_hash, pending.id):
                return _wrong(connection, pending.conversation_id, moment), None
            first, second = sorted((pending.conversation_id, issuer.other.conversation_id))
            insert_if_new(connection, links, {"first_id": first, "second_id": second, "made_at": moment})
            told(connection, issuer.other)
            return Use.LINKED, issuer.other

        return await self._database.write(write)

    async def of(self, conversation_id: str) -> list[Other]:
        """The conversations that ``conversation_id`` is linked with, the first linked first."""
        return await self._database.read(lambda connection: linked_with(connection, [conversation_id]))

    async def standing(self, conversation_id: str) -> dict[str, int]:
        """The conversations it is linked with, and the last number of what was said in each."""

        def read(connection: Connection) -> dict[str, int]:
            ids = [other.conversation_id for other in linked_with(connection, [conversation_id])]
            query = select(conversations.c.id, conversations.c.last_seq).where(conversations.c.id.in_(ids))
            return {row.id: row.last_seq for row in connection.execute(query)} if ids else {}

        return await self._database.read(read)

    async def undo(self, conversation_id: str, told: Told) -> list[Other]:
        """Cut every link, void the code, and have the other sides ``told``; returns what was linked."""

        def write(connection: Connection) -> list[Other]:
            others = cut_links(connection, [conversation_id])
            for other in others:
                told(connection, other)
            return others

        return await self._database.write(write)

    async def may_keep(self, conversation_id: str, shown_of: Collection[str]) -> bool:
        """Whether what was just shown of other conversations may still be read; if not, it is deleted.

        A link may be cut while its other side is being quoted.
        """

        def write(connection: Connection) -> bool:
            if set(shown_of) <= {other.conversation_id for other in _held(connection, conversation_id)}:
                return True
            _delete_shown(connection, [conversation_id])
            return False

        return await self._database.write(write)

    def _issue(self, connection: Connection, conversation_id: str) -> str:
        moment = now()
        over = or_(link_codes.c.expires_at <= moment, link_codes.c.conversation_id == conversation_id)
        expires_at = moment + timedelta(seconds=self._tuning.link_code_seconds)
        while True:
            connection.execute(delete(link_codes).where(over))
            code = new_code()
            row = {"code_hash": hash_code(code, self._key), "conversation_id": conversation_id}
            if insert_if_new(connection, link_codes, row | {"expires_at": expires_at}):
                return code

    def _tried_too_often(self, connection: Connection, conversation_id: str, moment: datetime) -> bool:
        forget_tries(connection, moment)
        mine = func.sum(case((link_tries.c.tried_by == conversation_id, 1), else_=0))
        by_me, by_all = connection.execute(select(mine, func.count()).select_from(link_tries)).one()
        return (by_me or 0) >= self._tuning.link_tries or by_all >= self._tuning.link_tries_together

    def _is_full(self, connection: Connection, conversation_id: str) -> bool:
        return len(linked_with(connection, [conversation_id])) >= self._tuning.links_at_most


@dataclass(frozen=True, slots=True)
class _Issuer:
    other: Other
    agency: str | None
    used_by: int | None
    expires_at: datetime

    def is_open(self, agency: str | None, moment: datetime) -> bool:
        """Unused, in time, and not another agency's; who asks province-wide asks every agency."""
        same = agency == self.agency or agency is None or self.agency is None
        return same and self.used_by is None and self.expires_at > moment


def linked_with(connection: Connection, conversation_ids: Sequence[str]) -> list[Other]:
    """The other sides of the links of ``conversation_ids``."""
    return [Other(row.id, row.channel) for row in connection.execute(_others(conversation_ids))]


def _held(connection: Connection, conversation_id: str) -> list[Other]:
    """The same, once whoever is cutting one of them has done so (PostgreSQL; SQLite has one writer at a time)."""
    query = _others([conversation_id]).with_for_update(of=links)
    return [Other(row.id, row.channel) for row in connection.execute(query)]


def _others(conversation_ids: Sequence[str]) -> Select[Any]:
    first, second = links.c.first_id, links.c.second_id
    return (
        select(conversations.c.id, conversations.c.channel)
        .join_from(
            links,
            conversations,
            or_(
                first.in_(conversation_ids) & (conversations.c.id == second),
                second.in_(conversation_ids) & (conversations.c.id == first),
            ),
        )
        .order_by(links.c.made_at, conversations.c.id)
    )


def cut_links(connection: Connection, conversation_ids: Sequence[str]) -> list[Other]:
    """Delete links and codes of the conversations, and what either side was shown of the other; returns the others."""
    others = linked_with(connection, conversation_ids)
    mine = [links.c.first_id.in_(conversation_ids), links.c.second_id.in_(conversation_ids)]
    connection.execute(delete(links).where(or_(*mine)))
    connection.execute(delete(link_codes).where(link_codes.c.conversation_id.in_(conversation_ids)))
    if others:
        _delete_shown(connection, [*conversation_ids, *(other.conversation_id for other in others)])
    return others


def forget_tries(connection: Connection, moment: datetime) -> None:
    """Delete the wrong tries that count no more."""
    connection.execute(delete(link_tries).where(link_tries.c.at <= moment - TRIES_COUNT_FOR))


def _delete_shown(connection: Connection, conversation_ids: Sequence[str]) -> None:
    asked = select(inbound.c.id).where(inbound.c.conversation_id.in_(conversation_ids), inbound.c.payload == SHOW)
    shown = select(replies.c.id).where(replies.c.inbound_id.in_(asked))
    connection.execute(delete(buttons).where(buttons.c.reply_id.in_(shown)))
    connection.execute(delete(outbox).where(outbox.c.inbound_id.in_(asked)))
    connection.execute(delete(replies).where(replies.c.inbound_id.in_(asked)))


def _issuer(connection: Connection, code_hash: str) -> _Issuer | None:
    query = (
        select(link_codes, conversations.c.channel, conversations.c.agency)
        .join(conversations)
        .where(link_codes.c.code_hash == code_hash)
    )
    row = connection.execute(query).first()
    if row is None or not hmac.compare_digest(row.code_hash, code_hash):
        return None
    return _Issuer(Other(row.conversation_id, row.channel), row.agency, row.used_by, row.expires_at)


def _did_so_before(connection: Connection, pending: Pending, issuer: _Issuer) -> bool:
    """Whether this very message made the link already, before a crash."""
    return issuer.used_by == pending.id and issuer.other in linked_with(connection, [pending.conversation_id])


def _take(connection: Connection, code_hash: str, used_by: int) -> bool:
    """Whether the code was still there to be used: of two who come at once, one."""
    unused = (link_codes.c.code_hash == code_hash, link_codes.c.used_by.is_(None))
    return connection.execute(update(link_codes).where(*unused).values(used_by=used_by)).rowcount == 1


def _wrong(connection: Connection, conversation_id: str, moment: datetime) -> Use:
    connection.execute(insert(link_tries).values(tried_by=conversation_id, at=moment))
    return Use.WRONG
