"""Dead letters in words for an official: why one was not delivered, and until when its user may still be written to."""

from __future__ import annotations

from datetime import datetime

from connectors.channels.protocol import Window
from connectors.clock import VIET_NAM
from connectors.delivery.dead_letters import DeadLetter
from connectors.texts import DeskTexts


def shown_time(moment: datetime) -> str:
    """A moment as people in Viet Nam write it.

    >>> from datetime import UTC
    >>> shown_time(datetime(2026, 11, 21, 20, 5, tzinfo=UTC))
    '03:05 22/11/2026'
    """
    return moment.astimezone(VIET_NAM).strftime("%H:%M %d/%m/%Y")


def why(letter: DeadLetter, texts: DeskTexts) -> str:
    """The reason, after how many tries, and whether it may have arrived."""
    lines = [texts.reason(letter.error), texts.tries.format(count=letter.attempts)]
    return " ".join([*lines, texts.doubtful] if letter.doubtful else lines)


def until_when(window: Window, moment: datetime, texts: DeskTexts) -> str:
    """Until when the user may be written to, at what cost, and what is left of the quota."""
    free, last = shown_time(window.free_until), shown_time(window.open_until)
    if window.is_free(moment):
        lines = [texts.window_free.format(free=free, last=last)]
    elif window.is_open(moment):
        lines = [texts.window_paid.format(free=free, last=last)]
    else:
        lines = [texts.window_over.format(last=last)]
    if window.remaining is not None:
        name = texts.quotas.get(window.quota or "", texts.quotas["other"])
        lines.append(texts.quota.format(name=name, remaining=window.remaining))
    if window.billed:
        lines.append(texts.billed.format(count=window.billed))
    return " ".join(lines)
