"""An official gives the permission that the OA's tokens come from; ``connectors.web.zalo`` has the pages for it.

The browser goes to Zalo with a state and a PKCE challenge of its own, and comes back with a code that is good once.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select

from connectors.channels.zalo.oauth import (
    TokenRefusedError,
    TokenUnknownError,
    TokenUnreachedError,
    ZaloOAuth,
    challenge_of,
    new_verifier,
)
from connectors.channels.zalo.sealing import Seal, UnsealedError
from connectors.channels.zalo.tables import zalo_consents
from connectors.channels.zalo.tokens import ZaloTokens
from connectors.clock import now
from connectors.delivery.database import Database
from connectors.logs import event, get_logger

log = get_logger(__name__)

CONSENT_LIFE = timedelta(minutes=15)


class Consents:
    """Permissions under way: which state was given out, with which verifier. Each is good once."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def open(self, verifier: str) -> str:
        """A new state."""
        state, moment = secrets.token_urlsafe(32), now()
        row = {"state_hash": _hash(state), "verifier": self._seal.close(verifier), "created_at": moment}

        def write(connection: Connection) -> None:
            connection.execute(delete(zalo_consents).where(zalo_consents.c.created_at < moment - CONSENT_LIFE))
            connection.execute(insert(zalo_consents).values(row))

        await self._database.write(write)
        return state

    async def take(self, state: str) -> str | None:
        """The verifier of ``state``, once; ``None`` for a state that was not given out, is used up or too old."""
        mine = zalo_consents.c.state_hash == _hash(state)

        def write(connection: Connection) -> str | None:
            fresh = zalo_consents.c.created_at >= now() - CONSENT_LIFE
            verifier: str | None = connection.execute(select(zalo_consents.c.verifier).where(mine, fresh)).scalar()
            connection.execute(delete(zalo_consents).where(mine))
            return verifier

        sealed = await self._database.write(write)
        try:
            return None if sealed is None else self._seal.open(sealed)
        except UnsealedError:
            return None


class ZaloConnecting:
    """Starts and ends the permission. ``verifier`` is the console's own where one was saved there."""

    def __init__(self, consents: Consents, oauth: ZaloOAuth, tokens: ZaloTokens, verifier: str | None) -> None:
        self._consents = consents
        self._oauth = oauth
        self._tokens = tokens
        self._verifier = verifier

    async def begin(self, callback: str) -> str:
        """The address of Zalo's permission page."""
        verifier = self._verifier or new_verifier()
        return self._oauth.permission_page(callback, challenge_of(verifier), await self._consents.open(verifier))

    async def end(self, code: str, account: str, state: str) -> str:
        """Take the first pair of tokens; returns which page of ``texts.vi.yml`` says how it went."""
        verifier = await self._consents.take(state) if state else None
        if verifier is None or not (code and account.isascii() and account.isdigit()):
            return "stale"
        try:
            pair = await self._oauth.exchange(code, verifier)
        except TokenRefusedError as error:
            event(log, "zalo.connect_refused", logging.WARNING, code=error.code)
            return "refused"
        except (TokenUnreachedError, TokenUnknownError):
            event(log, "zalo.connect_failed", logging.WARNING)
            return "unreached"
        await self._tokens.connect(account, pair)
        return "connected"


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
