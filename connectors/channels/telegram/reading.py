"""An update in the core's form: a text, a button, a notice for what cannot be read, or nothing."""

from __future__ import annotations

import re

from connectors.channels.protocol import ContactEvent, Ignored, InboundMessage, Normalised, conversation_id
from connectors.channels.telegram.updates import Chat, MembershipChange, Message, Pressed, Update, counts_alone
from connectors.delivery.models import Contact
from connectors.delivery.text import clean, neutralise

NAME = "telegram"

# The first that fits; a GIF comes as an animation and as a document.
_NOTICES = {
    "sticker": "sticker",
    "animation": "sticker",
    "dice": "sticker",
    "voice": "voice",
    "audio": "voice",
    "video_note": "voice",
    "photo": "photo",
    "document": "file",
    "video": "file",
    "location": "location",
    "venue": "location",
    "contact": "contact",
}
_IGNORED = {
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "chat_member",
    "chat_join_request",
    "message_reaction",
    "message_reaction_count",
    "poll",
    "poll_answer",
}
_COMMAND = re.compile(r"/(start|help)(?:@(\w+))?(?:\s+(\S+))?\s*", re.IGNORECASE)
_LINK = re.compile(r"/start\s+link_([0-9]{6})\s*", re.IGNORECASE)  # a deep link with a code of connectors.linking
_GONE = ("kicked", "left")
_PRIVATE = "private"


class Reading:
    """Reads the updates of one bot. ``username`` is unknown until Telegram was asked for it."""

    def __init__(self, account: str, longest_text: int) -> None:
        self._account = account
        self._longest = longest_text
        self.username: str | None = None

    def normalise(self, agency: str | None, update: Update) -> Normalised:
        """What the update is to the core."""
        if update.message is not None:
            found = self._message(agency, update.update_id, update.message)
            alone = counts_alone(update.message.chat.id)
            written = {"sent_at": update.message.sent_at, "number": update.message.number, "counts_alone": alone}
            return found.model_copy(update=written) if isinstance(found, InboundMessage) else found
        if update.callback_query is not None:
            return self._pressed(agency, update.update_id, update.callback_query)
        if update.my_chat_member is not None:
            return self._membership(agency, update.update_id, update.my_chat_member)
        return Ignored(name=next((name for name in update.others if name in _IGNORED), "unknown"))

    def _message(self, agency: str | None, update_id: int, message: Message) -> Normalised:
        if message.sender is None or message.sender.is_bot:
            return Ignored(name="bot")
        words = message.text if message.text is not None else message.caption
        if message.chat.type != _PRIVATE:
            if words is None or not self._is_meant(message, words):
                return Ignored(name="group")
            words = self._without_mention(words)
        if words is None:
            return self._wordless(agency, update_id, message)
        return self._words(agency, update_id, message, clean(words))

    def _words(self, agency: str | None, update_id: int, message: Message, words: str) -> Normalised:
        if (link := _LINK.fullmatch(words)) is not None:
            return self._inbound(agency, update_id, message.chat, text=f"/link {link[1]}")
        if (command := _COMMAND.fullmatch(words)) is not None:
            place = command[3] if command[1].lower() == "start" else None
            return self._inbound(agency, update_id, message.chat, notice=command[1].lower(), start_agency=place)
        if not neutralise(words):
            return Ignored(name="empty")
        if len(words) > self._longest:
            return self._inbound(agency, update_id, message.chat, notice="too_long")
        return self._inbound(agency, update_id, message.chat, text=words, platform_id=str(message.message_id or ""))

    def _wordless(self, agency: str | None, update_id: int, message: Message) -> Normalised:
        notice = next((notice for kind, notice in _NOTICES.items() if kind in message.kinds), None)
        if notice is None:
            return Ignored(name="service")  # somebody pinned, joined, paid, …
        return self._inbound(agency, update_id, message.chat, notice=notice)

    def _pressed(self, agency: str | None, update_id: int, pressed: Pressed) -> Normalised:
        if not pressed.data:
            return Ignored(name="game")
        chat = pressed.message.chat if pressed.message else Chat(id=pressed.sender.id, type=_PRIVATE)
        return self._inbound(agency, update_id, chat, button=pressed.data[:64])

    def _membership(self, agency: str | None, update_id: int, change: MembershipChange) -> ContactEvent:
        gone = change.new_chat_member.status in _GONE
        contact = Contact(account=self._account, user=str(change.chat.id))
        return ContactEvent(
            channel=NAME,
            conversation_id=conversation_id(NAME, contact),
            agency=agency,
            contact=contact,
            message_id=str(update_id),
            name="blocked" if gone else "unblocked",
            reachable=not gone,
        )

    def _inbound(
        self,
        agency: str | None,
        update_id: int,
        chat: Chat,
        *,
        text: str | None = None,
        button: str | None = None,
        notice: str | None = None,
        start_agency: str | None = None,
        platform_id: str | None = None,
    ) -> InboundMessage:
        contact = Contact(account=self._account, user=str(chat.id))
        return InboundMessage(
            channel=NAME,
            conversation_id=conversation_id(NAME, contact),
            agency=agency,
            message_id=str(update_id),
            text=text,
            button=button,
            notice=notice,
            contact=contact,
            platform_id=platform_id,
            start_agency=start_agency,
            in_company=chat.type != _PRIVATE,
        )

    def _is_meant(self, message: Message, words: str) -> bool:
        """In a group the bot speaks when spoken to: named, or answered."""
        answered = message.reply_to_message.sender if message.reply_to_message else None
        if answered is not None and str(answered.id) == self._account:
            return True
        return self.username is not None and f"@{self.username}".lower() in words.lower()

    def _without_mention(self, words: str) -> str:
        if self.username is None:
            return words
        return re.sub(rf"@{re.escape(self.username)}\b", "", words, flags=re.IGNORECASE)
