"""Limits: how much one session and one address may send.

Addresses get generous limits: a whole commune hall shares one. Requests from the machine itself (the command
line, measurements) are not counted; behind a proxy the address is the visitor's, taken from
``X-Forwarded-For`` of a trusted peer. A conversation that piles up unanswered messages waits, whatever its
address.
"""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from connectors.errors import ProblemError
from connectors.tuning import Rate, Tuning

REMEMBERED = 50_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Limiter:
    """Token buckets by key, in memory; the least recently used are forgotten first."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: str, at: float | None = None) -> None:
        """Use one token of ``key``. Raises the problem ``rate_limited`` with the seconds to wait.

        ``at``: the moment in seconds, by the same clock for all of a key; now unless given. An earlier one than before
        brings no new tokens.
        """
        moment = monotonic() if at is None else at
        bucket = self._buckets.setdefault(key, _Bucket(self._rate.burst, moment))
        self._buckets.move_to_end(key)
        passed = max(0.0, moment - bucket.at)
        bucket.tokens = min(self._rate.burst, bucket.tokens + passed * self._rate.per_second)
        bucket.at += passed
        if bucket.tokens < 1:
            raise rate_limited((1 - bucket.tokens) / self._rate.per_second)
        bucket.tokens -= 1
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)

    def give_back(self, key: str) -> None:
        """The token just taken was for nothing."""
        if (bucket := self._buckets.get(key)) is not None:
            bucket.tokens = min(self._rate.burst, bucket.tokens + 1)


class Limits:
    """The limits of the gateway."""

    def __init__(self, tuning: Tuning) -> None:
        self._sessions = Limiter(tuning.address_sessions)
        self._address = Limiter(tuning.address_messages)
        self._conversation = Limiter(tuning.session_messages)
        self._channels = Limiter(tuning.channel_messages)
        self._notices = Limiter(tuning.session_notices)
        self._codes = Limiter(tuning.address_codes)

    def opening(self, address: str) -> None:
        """A session is asked for."""
        if (group := address_group(address)) is not None:
            self._sessions.take(group)

    def request(self, address: str) -> None:
        """A request of the public arrives from ``address``; nothing else of it is known yet."""
        if (group := address_group(address)) is not None:
            self._address.take(group)

    def message(self, channel: str, conversation_id: str, address: str) -> None:
        """A message of a known conversation arrives."""
        if address_group(address) is not None:
            self._conversation.take(conversation_id)
            self._channels.take(channel)

    def user(self, channel: str, conversation_id: str, sent_at: datetime) -> None:
        """A message of a platform's user arrives. What an outage held up comes all at once, but was not written so."""
        self._conversation.take(conversation_id, sent_at.timestamp())
        self._channels.take(channel, sent_at.timestamp())

    def unsaved(self, channel: str, conversation_id: str) -> None:
        """It could not be saved, and the platform will bring it again."""
        self._conversation.give_back(conversation_id)
        self._channels.give_back(channel)

    def code(self, address: str) -> None:
        """A code that links conversations is tried."""
        if (group := address_group(address)) is not None:
            self._codes.take(group)

    def may_say_so(self, conversation_id: str) -> bool:
        """Whether a user who writes too fast may be told now; once in a while is enough."""
        try:
            self._notices.take(conversation_id)
        except ProblemError:
            return False
        return True


def rate_limited(seconds: float) -> ProblemError:
    """The problem that tells a caller to wait, with ``Retry-After``."""
    wait = str(max(1, math.ceil(seconds)))
    return ProblemError("rate_limited", values={"seconds": wait}, headers={"Retry-After": wait})


def address_group(address: str) -> str | None:
    """What counts as one address: an IPv4 address, an IPv6 /64; ``None`` for the machine itself.

    >>> address_group("2405:4802:1:2:aaaa::1")
    '2405:4802:1:2::/64'
    """
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return address.strip() or "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return None if parsed.is_loopback else str(ipaddress.ip_network((parsed, 64), strict=False))
        parsed = parsed.ipv4_mapped
    return None if parsed.is_loopback else str(parsed)
