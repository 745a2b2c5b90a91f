"""Zalo's webhook signature: plain SHA-256, no HMAC, over the bytes as they came.

``X-ZEvent-Signature: mac=<hex>`` with hex = sha256(app id + raw body + timestamp + OA secret key). Zalo sends no nonce:
an event counts while its timestamp is younger than Zalo's last retry may be, and its message id is taken once.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

# Zalo tries again after 30 s, 5, 15, 30 min and 1 h, with the same body.
OLDEST = timedelta(hours=3)
FUTURE = timedelta(minutes=10)
_PREFIX = "mac="


def signature(account: str, raw: bytes, timestamp: str, secret: str) -> str:
    """The hexadecimal digest Zalo puts into the header."""
    return hashlib.sha256(account.encode() + raw + timestamp.encode() + secret.encode()).hexdigest()


def is_signed(header: str | None, raw: bytes, timestamp: str, accounts: Iterable[str], secret: str) -> bool:
    """Whether ``header`` is the signature of ``raw`` by one of ``accounts``; never without a secret.

    Zalo documents the app's id as the first term; some integrations saw the OA's.
    """
    if not header or not secret:
        return False
    given = header.strip().removeprefix(_PREFIX).strip().lower().encode()
    wanted = [signature(account, raw, timestamp, secret).encode() for account in accounts]
    return any(hmac.compare_digest(one, given) for one in wanted)


def is_timestamp(text: str) -> bool:
    """Whether ``text`` is a number of milliseconds since 1970 that a clock can show."""
    return text.isascii() and text.isdigit() and len(text) <= 16


def is_fresh(timestamp: str, moment: datetime) -> bool:
    """Whether an event of ``timestamp`` (milliseconds since 1970, as text) may still be a retry of Zalo's.

    >>> from datetime import UTC
    >>> is_fresh("1543908534740", datetime(2018, 12, 4, 7, 30, tzinfo=UTC))
    True
    """
    if not is_timestamp(timestamp):
        return False
    age = moment.timestamp() - int(timestamp) / 1000
    return -FUTURE.total_seconds() <= age <= OLDEST.total_seconds()
