"""The one place that renews tokens.

A refresh token is good for one use, and the use kills the access token in force. So: one renewal at a time (a lock in
the process, a claim in the database between processes), the row is read again inside the lock, and the new pair is
saved before anybody may use it.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from connectors.channels.zalo.oauth import Pair, TokenRefusedError, TokenUnknownError, TokenUnreachedError, ZaloOAuth
from connectors.channels.zalo.sealing import UnsealedError
from connectors.channels.zalo.token_store import Kept, TokenStore
from connectors.clock import now
from connectors.errors import DeliveryError, Remedy
from connectors.logs import event, get_logger

log = get_logger(__name__)

EARLY = timedelta(hours=5)
"""Renewed this long before it ends: after 20 of its 25 hours."""
SAVES = 6
DISCONNECTED_SECONDS = 600.0
BUSY_SECONDS = 15.0
ELSEWHERE_SECONDS = 1.0
ROUND_SECONDS = 600.0


def disconnected() -> DeliveryError:
    """There is no token, and there will be none until an official connects the OA (again)."""
    return DeliveryError(Remedy.RETRY, "zalo_disconnected", DISCONNECTED_SECONDS)


def _not_now(seconds: float | None = None) -> DeliveryError:
    return DeliveryError(Remedy.RETRY, "zalo_token_unreached", BUSY_SECONDS if seconds is None else seconds)


class ZaloTokens:
    """Hands out the access token in force. Raises ``DeliveryError`` where there is none."""

    def __init__(self, store: TokenStore, oauth: ZaloOAuth) -> None:
        self._store = store
        self._oauth = oauth
        self._lock = asyncio.Lock()
        self._kept: Kept | None = None
        self._refused: str | None = None
        self._unsaved: tuple[Kept, Pair] | None = None
        self._renewals = 0

    @property
    def account(self) -> str | None:
        """The connected OA's id, as far as it was looked up."""
        return self._kept.account if self._kept else None

    @property
    def seconds_left(self) -> float:
        """How long the access token still lives; below 0 without one, and for one that Zalo will not renew."""
        if self._kept is None or self._kept.dead:
            return -1.0
        return (self._kept.pair.access_until - now()).total_seconds()

    async def access(self) -> str:
        """The access token; a new one where the old one's time is nearly over."""
        kept = self._kept or await self._look()
        if kept is None:
            raise disconnected()
        if not self._worn(kept):
            return kept.pair.access
        try:
            return (await self._renewed()).pair.access
        except DeliveryError:
            if kept.pair.access == self._refused or kept.pair.access_until <= now():
                raise
            return kept.pair.access  # nearly over is not over

    def refused(self, access: str) -> None:
        """Zalo did not take ``access``."""
        self._refused = access

    async def renew(self) -> bool:
        """Replace the token that was refused; false where somebody had already. Raises ``DeliveryError``."""
        before = self._renewals
        await self._renewed()
        return self._renewals > before

    async def connect(self, account: str, pair: Pair) -> None:
        """Keep the first pair of an OA."""
        async with self._lock:
            await self._store.put(account, pair)
            self._unsaved = None
            self._kept = await self._look()
        event(log, "zalo.connected", account=account)

    async def keep_fresh(self) -> None:
        """Renew in time, also while nobody writes; tells again and again that a token is dead."""
        while True:
            try:
                self._kept = await self._look()
                if self._kept is None or self._kept.dead:
                    event(log, "zalo.disconnected", logging.ERROR, account=self.account)
                else:
                    await self.access()
            except DeliveryError as error:
                event(log, "zalo.token_not_renewed", logging.WARNING, failure=error.code)
            except Exception:  # noqa: BLE001  the next round may go better
                event(log, "zalo.token_round_broken", logging.ERROR, error=True)
            await asyncio.sleep(ROUND_SECONDS)

    async def _renewed(self) -> Kept:
        async with self._lock:
            await self._save_the_unsaved()
            kept = self._kept = await self._look()
            if kept is None:
                raise disconnected()
            if not self._worn(kept):
                return kept
            if kept.dead:
                raise disconnected()
            if not await self._store.claim(kept):
                raise _not_now(ELSEWHERE_SECONDS)  # another process is at it
            self._kept = await self._next(kept)
            return self._kept

    async def _next(self, kept: Kept) -> Kept:
        try:
            pair = await self._oauth.refresh(kept.pair.refresh)
        except TokenRefusedError as error:
            await self._store.bury(kept)
            self._kept = await self._look()
            event(log, "zalo.token_dead", logging.ERROR, account=kept.account, code=error.code)
            raise disconnected() from None
        except TokenUnreachedError:
            await self._store.release(kept)
            raise _not_now() from None
        except TokenUnknownError:
            # Whether the token is used up, only the next use can tell; if it is, Zalo refuses and an official hears.
            await self._store.release(kept)
            event(log, "zalo.token_in_doubt", logging.ERROR, account=kept.account)
            raise _not_now() from None
        self._unsaved, self._renewals = (kept, pair), self._renewals + 1
        await self._save_the_unsaved()
        event(log, "zalo.token_renewed", account=kept.account, generation=kept.generation + 1)
        return await self._look() or kept

    async def _save_the_unsaved(self) -> None:
        """Nothing else holds this pair: a database that is locked or full is asked until it takes it."""
        if self._unsaved is None:
            return
        kept, pair = self._unsaved
        for attempt in range(SAVES):
            try:
                await self._store.replace(kept, pair)
            except Exception:  # noqa: BLE001  whatever it is, the pair must not be lost
                event(log, "zalo.token_not_saved", logging.ERROR, error=True, attempt=attempt)
                await asyncio.sleep(0.2 * 2**attempt)
            else:
                self._unsaved = None
                return
        raise _not_now()

    async def _look(self) -> Kept | None:
        try:
            return await self._store.find()
        except UnsealedError:
            event(log, "zalo.token_unreadable", logging.ERROR)
            return None

    def _worn(self, kept: Kept) -> bool:
        return kept.pair.access == self._refused or kept.pair.access_until - EARLY <= now()
