"""What Telegram's errors mean for a delivery.

HTTP status and ``parameters`` decide; python-telegram-bot has made exceptions of them. ``BadRequest`` and ``TimedOut``
are kinds of ``NetworkError`` there: the order below matters.
"""

from __future__ import annotations

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from connectors.errors import DeliveryError, Remedy

# The request did not leave: nobody has it.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NOBODY_THERE = ("chat not found", "user is deactivated", "user not found", "have no rights to send", "peer_id_invalid")
_UNREADABLE_MARKUP = "can't parse entities"
_UNCHANGED = "message is not modified"
_NOT_OURS = ("message to edit not found", "message can't be edited", "message_id_invalid")


def is_unreadable_markup(error: BadRequest) -> bool:
    """Whether the same words may get through without markup."""
    return _UNREADABLE_MARKUP in error.message.lower()


def is_unchanged(error: BadRequest) -> bool:
    """Whether an edit was refused because exactly this message stands there."""
    return _UNCHANGED in error.message.lower()


def is_not_ours(error: BadRequest) -> bool:
    """Whether an edit was refused because no message of the bot's stands there."""
    return any(sign in error.message.lower() for sign in _NOT_OURS)


def failure(error: TelegramError) -> DeliveryError:
    """What to do about ``error``."""
    if isinstance(error, RetryAfter):
        return DeliveryError(Remedy.RETRY, "flood", seconds_of(error))
    if isinstance(error, Forbidden):
        return DeliveryError(Remedy.STOP, "blocked")
    if isinstance(error, ChatMigrated):
        return DeliveryError(Remedy.STOP, "migrated")
    if isinstance(error, InvalidToken):
        return DeliveryError(Remedy.RETRY, "token")  # a person renews it; meanwhile nothing is thrown away
    if isinstance(error, Conflict):
        return DeliveryError(Remedy.RETRY, "conflict")
    if isinstance(error, BadRequest):
        gone = any(sign in error.message.lower() for sign in _NOBODY_THERE)
        return DeliveryError(Remedy.STOP if gone else Remedy.TELL, "no_chat" if gone else "bad_request")
    if isinstance(error, NetworkError):
        return _network(error)
    return DeliveryError(Remedy.DOUBT, "unreadable_answer")


def seconds_of(error: RetryAfter) -> float:
    """The wait Telegram asks for, in seconds."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _network(error: NetworkError) -> DeliveryError:
    cause = error.__cause__
    if not isinstance(cause, httpx.HTTPError):
        return DeliveryError(Remedy.RETRY, "server_error")  # an answer of 5xx
    if isinstance(cause, _NOT_SENT):
        return DeliveryError(Remedy.RETRY, "no_connection")
    return DeliveryError(Remedy.DOUBT, "timeout" if isinstance(cause, httpx.TimeoutException) else "cut")
