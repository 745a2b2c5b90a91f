"""A reply within Zalo's limits: 2,000 signs of NFC text, five buttons, pictures by their public address."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from connectors.channels.splitting import split_text
from connectors.channels.wording import Wording
from connectors.delivery.models import Button, Quoted, Reply

LONGEST_TEXT = 2000
MOST_BUTTONS = 5
LONGEST_TITLE = 100


class ZaloButton(BaseModel):
    """A button that sends its payload, unseen, as the user's text; Zalo tells nobody that it was a button."""

    model_config = ConfigDict(frozen=True)

    title: str
    payload: str

    def body(self) -> dict[str, str]:
        """As Zalo wants it."""
        return {"title": self.title, "type": "oa.query.hide", "payload": self.payload}


class ZaloPart(BaseModel):
    """One consultation message. ``quote`` is the id of the message it answers, ``file`` the token of an upload.

    ``ask_info`` asks the user for name and address with Zalo's own form (``title``, ``subtitle``, ``image_url``).
    """

    model_config = ConfigDict(frozen=True)

    text: str = ""
    buttons: tuple[ZaloButton, ...] = ()
    image: str | None = None
    file: str | None = None
    quote: str | None = None
    ask_info: dict[str, str] | None = None

    def message(self) -> dict[str, Any]:
        """The ``message`` of the call."""
        message: dict[str, Any] = {"text": self.text} if self.text else {}
        if self.quote:
            message["quote_message_id"] = self.quote
        if self.file:
            message["attachment"] = {"type": "file", "payload": {"token": self.file}}
        elif payload := self._template():
            message["attachment"] = {"type": "template", "payload": payload}
        return message

    def _template(self) -> dict[str, Any]:
        payload: dict[str, Any] = {}
        if self.image:
            payload = {"template_type": "media", "elements": [{"media_type": "image", "url": self.image}]}
        elif self.ask_info:
            payload = {"template_type": "request_user_info", "elements": [self.ask_info]}
        if self.buttons:
            payload["buttons"] = [button.body() for button in self.buttons]
        return payload


def render_reply(
    reply: Reply, wording: Wording, quotes: Quoted | None = None, form: dict[str, str] | None = None
) -> list[ZaloPart]:
    """The messages of a reply, in order; its buttons stand below the last text, ``form`` below all.

    Its first text points to the message it ``quotes``; what Zalo cannot point to is named in words.
    """
    several = len(reply.buttons) > MOST_BUTTONS
    pictures = [one for one in reply.attachments if one.type == "image" and _is_public(wording.link(one.url))]
    text = wording.text(reply, first_numbered=MOST_BUTTONS + 1 if several else None, shown=pictures)
    quote = quotes.platform_id if quotes else None
    parts = [ZaloPart(text=part) for part in split_text(text if quote else wording.about(quotes) + text, LONGEST_TEXT)]
    parts[0] = parts[0].model_copy(update={"quote": quote})
    if reply.buttons:
        buttons = tuple(_button(button) for button in reply.buttons[:MOST_BUTTONS])
        parts[-1] = parts[-1].model_copy(update={"buttons": buttons})
    forms = [ZaloPart(ask_info=form)] if form else []
    return [*(ZaloPart(image=wording.link(one.url)) for one in pictures), *parts, *forms]


def _is_public(link: str | None) -> bool:
    """Whether Zalo can fetch it."""
    return link is not None and link.startswith("https://")


def _button(button: Button) -> ZaloButton:
    title = button.title
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
    return ZaloButton(title=title, payload=button.id)
