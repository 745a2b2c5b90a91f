"""The gateway's one clock, and the zone its readers live in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

VIET_NAM = timezone(timedelta(hours=7))
_FAR_AHEAD = 2**33


def now() -> datetime:
    """The present moment in UTC, to the millisecond (the precision of the public API)."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def moment_of(seconds: object) -> datetime | None:
    """The moment so many seconds after the start of 1970, as a platform gives it; ``None`` for what is no such number.

    >>> moment_of(1795244403)
    datetime.datetime(2026, 11, 21, 7, 0, 3, tzinfo=datetime.timezone.utc)
    """
    known = isinstance(seconds, int | float) and 0 < seconds < _FAR_AHEAD
    return datetime.fromtimestamp(float(seconds), UTC) if known else None  # type: ignore[arg-type]
