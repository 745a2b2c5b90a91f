"""A reply within Telegram's limits: 4,096 UTF-16 units a message, HTML with nothing of the text taken for a tag."""

from __future__ import annotations

from html import escape

from pydantic import BaseModel, ConfigDict
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardMarkupLimit, MessageLimit

from connectors.channels.splitting import split_text, utf16_length
from connectors.channels.wording import Wording
from connectors.delivery.models import Quoted, Reply

LONGEST_TITLE = 200


class TelegramButton(BaseModel):
    """A button; ``id`` is the gateway's own (23 bytes of the 64 Telegram allows)."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str


class TelegramPart(BaseModel):
    """One message, in plain words."""

    model_config = ConfigDict(frozen=True)

    text: str
    buttons: tuple[TelegramButton, ...] = ()
    quote: int | None = None
    """The number of the message it answers."""

    @property
    def html(self) -> str:
        """The text as HTML that shows exactly it."""
        return escape(self.text, quote=False)

    def keyboard(self) -> InlineKeyboardMarkup | None:
        """One button a row: titles are whole questions."""
        if not self.buttons:
            return None
        return InlineKeyboardMarkup([[InlineKeyboardButton(one.title, callback_data=one.id)] for one in self.buttons])


def render_reply(reply: Reply, wording: Wording, repeated: str, quotes: Quoted | None = None) -> list[TelegramPart]:
    """The messages of a reply; its buttons stand below the last. Room is left for the line ``repeated`` above each.

    The first points to the message it ``quotes``; one whose number is not known any more is named in words.
    """
    limit = MessageLimit.MAX_TEXT_LENGTH - utf16_length(mark_repeated("", repeated))
    quote = int(quotes.platform_id) if quotes and quotes.platform_id else None
    words = wording.text(reply) if quote else wording.about(quotes) + wording.text(reply)
    parts = [TelegramPart(text=text) for text in split_text(words, limit, utf16_length)]
    parts[0] = parts[0].model_copy(update={"quote": quote})
    buttons = reply.buttons[: InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER]
    if buttons:
        rows = tuple(TelegramButton(id=one.id, title=_title(one.title)) for one in buttons)
        parts[-1] = parts[-1].model_copy(update={"buttons": rows})
    return parts


def mark_repeated(text: str, repeated: str) -> str:
    """``text`` for a user who may have got it before."""
    return f"{repeated}\n\n{text}"


def _title(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
