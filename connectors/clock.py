"""The gateway's one clock, and the zone its readers live in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

VIET_NAM = timezone(timedelta(hours=7))


def now() -> datetime:
    """The present moment in UTC, to the millisecond (the precision of the public API)."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
