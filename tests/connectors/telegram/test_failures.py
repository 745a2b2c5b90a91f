"""What each of Telegram's errors means for a delivery."""

from __future__ import annotations

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from connectors.channels.telegram.failures import failure
from connectors.errors import Remedy


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


ERRORS: list[tuple[TelegramError, Remedy, str]] = [
    (RetryAfter(7), Remedy.RETRY, "flood"),
    (Forbidden("Forbidden: bot was blocked by the user"), Remedy.STOP, "blocked"),
    (ChatMigrated(-100), Remedy.STOP, "migrated"),
    (InvalidToken(), Remedy.RETRY, "token"),
    (Conflict("terminated by other getUpdates request"), Remedy.RETRY, "conflict"),
    (BadRequest("Chat not found"), Remedy.STOP, "no_chat"),
    (BadRequest("Message is too long"), Remedy.TELL, "bad_request"),
    (BadRequest("Button_data_invalid"), Remedy.TELL, "bad_request"),
    (NetworkError("Bad Gateway"), Remedy.RETRY, "server_error"),
    (NetworkError("Internal Server Error"), Remedy.RETRY, "server_error"),
    (caused(NetworkError("x"), httpx.ConnectError("x")), Remedy.RETRY, "no_connection"),
    (caused(TimedOut(), httpx.ConnectTimeout("x")), Remedy.RETRY, "no_connection"),
    (caused(TimedOut(), httpx.PoolTimeout("x")), Remedy.RETRY, "no_connection"),
    (caused(TimedOut(), httpx.ReadTimeout("x")), Remedy.DOUBT, "timeout"),
    (caused(TimedOut(), httpx.WriteTimeout("x")), Remedy.DOUBT, "timeout"),
    (caused(NetworkError("x"), httpx.ReadError("x")), Remedy.DOUBT, "cut"),
    (caused(NetworkError("x"), httpx.RemoteProtocolError("x")), Remedy.DOUBT, "cut"),
    (TelegramError("Invalid server response"), Remedy.DOUBT, "unreadable_answer"),
]


@pytest.mark.parametrize(("error", "remedy", "code"), ERRORS)
def test_an_error_says_what_to_do(error: TelegramError, remedy: Remedy, code: str) -> None:
    found = failure(error)
    assert (found.remedy, found.code) == (remedy, code)


def test_telegrams_own_wait_is_passed_on() -> None:
    assert failure(RetryAfter(7)).after == 7.0
