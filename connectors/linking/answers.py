"""What the user is told: a code, that two conversations are linked, what was said in the other, that it is over."""

from __future__ import annotations

import logging
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from connectors.channels.protocol import HasStartLinks, Sender
from connectors.clock import VIET_NAM
from connectors.delivery.inbox import raise_seq
from connectors.delivery.models import Draft, DraftButton, Pending, StoredReply
from connectors.delivery.outbox import store_parts
from connectors.delivery.replies import store_drafts
from connectors.linking.codes import shown
from connectors.linking.links import Links, Other, Told, Use
from connectors.linking.past import Asked, Past
from connectors.linking.reading import NEW, SHOW, UNDO, is_link, used_hash
from connectors.logs import event, get_logger
from connectors.texts import LinkingTexts
from connectors.tuning import Tuning
from knowledge_base.answer.reply import Outcome

log = get_logger(__name__)

QUESTIONS_SHOWN = 5
LONGEST_QUESTION = 200
LONGEST_ANSWER = 400
START = "link_"
Buttons = tuple[DraftButton, ...]
TellingLater = dict[str, tuple[str, Sequence[StoredReply]]]
"""By conversation: its channel, and what was stored there and has to be sent yet."""


@dataclass(frozen=True, slots=True)
class Parting:
    """``tell`` writes to another side, within the transaction that cuts the link; ``told`` is what it wrote."""

    tell: Told
    told: TellingLater


class Linking:
    """Answers what ``reading`` recognised, and tells the other side of a new link."""

    def __init__(
        self,
        links: Links,
        past: Past,
        senders: Mapping[str, Sender],
        doors: Sequence[HasStartLinks],
        texts: LinkingTexts,
        tuning: Tuning,
    ) -> None:
        self._links = links
        self._past = past
        self._senders = senders
        self._doors = doors
        self._texts = texts
        self._quoted: dict[int, frozenset[str]] = {}
        self._minutes = max(1, round(tuning.link_code_seconds / 60))

    async def answer(self, pending: Pending) -> list[Draft] | None:
        """The reply to a message about links; ``None`` for all others."""
        if not is_link(pending.payload):
            return None
        if (code_hash := used_hash(pending.payload)) is not None:
            return [await self._use(pending, code_hash)]
        if pending.payload == NEW:
            return [await self._new(pending)]
        if pending.payload == UNDO:
            return [await self._undo(pending)]
        if pending.payload == SHOW:
            return [await self._show(pending)]
        return [_said(self._texts.private)]

    async def may_send(self, pending: Pending) -> bool:
        """Whether what was stored in answer to ``pending`` may be sent; if not, it is gone."""
        quoted = self._quoted.get(pending.id, frozenset())
        may = not quoted or await self._links.may_keep(pending.conversation_id, quoted)
        self._quoted.pop(pending.id, None)  # only now: asked again after a failure, it must not say yes
        return may

    def places(self, others: Sequence[Other]) -> str:
        """Where the other sides are, in words."""
        return ", ".join(dict.fromkeys(self._place(other) for other in others))

    async def _new(self, pending: Pending) -> Draft:
        code = await self._links.issue(pending.conversation_id)
        event(log, "link.code", conversation=pending.conversation_id)
        lines = [self._texts.code.format(code=shown(code), minutes=self._minutes)]
        links = [door.start_link(f"{START}{code}") for door in self._doors if door.name != pending.channel]
        lines += [self._texts.start_link.format(link=link) for link in links if link]
        return _said("\n\n".join([*lines, self._texts.keep]))

    async def _use(self, pending: Pending, code_hash: str) -> Draft:
        told: TellingLater = {}
        telling = self._telling(pending, told, self._texts.told, self._buttons())
        use, other = await self._links.use(pending, code_hash, telling)
        level = logging.WARNING if use is Use.TOO_MANY_TRIES else logging.INFO
        event(log, "link.used", level, conversation=pending.conversation_id, result=use.value)
        if other is None:
            return _said(self._texts.failures[use])
        await self.send_told(told)
        return _said(self._texts.linked.format(place=self._place(other)), self._buttons())

    async def parting(self, pending: Pending) -> Parting:
        """What tells the other sides that they are linked with this conversation no more."""
        others = await self._links.of(pending.conversation_id)
        reached = [
            other.conversation_id
            for other in others
            if other.channel in self._senders and await self._senders[other.channel].may_tell(other.conversation_id)
        ]
        told: TellingLater = {}
        tell = self._telling(pending, told, self._texts.parted)
        return Parting(
            lambda connection, other: tell(connection, other) if other.conversation_id in reached else None, told
        )

    async def send_told(self, told: TellingLater) -> None:
        """Bring what was stored for other sides on its way."""
        for conversation_id, (channel, stored) in told.items():
            await self._senders[channel].send(conversation_id, stored)

    def _telling(self, pending: Pending, told: TellingLater, words: str, buttons: Buttons = ()) -> Told:
        text = words.format(place=self._texts.places.get(pending.channel, pending.channel))

        def tell(connection: Connection, other: Other) -> None:
            if (sender := self._senders.get(other.channel)) is None:
                return
            seq = raise_seq(connection, other.conversation_id, 1)
            stored = store_drafts(connection, other.conversation_id, [_said(text, buttons)], first_seq=seq)
            store_parts(connection, replace(pending, conversation_id=other.conversation_id), stored, sender.parts)
            told[other.conversation_id] = (other.channel, stored)

        return tell

    async def _undo(self, pending: Pending) -> Draft:
        parting = await self.parting(pending)
        others = await self._links.undo(pending.conversation_id, parting.tell)
        await self.send_told(parting.told)
        event(log, "link.undone", conversation=pending.conversation_id, count=len(others))
        return _said(self._texts.undone.format(place=self.places(others)) if others else self._texts.none)

    async def _show(self, pending: Pending) -> Draft:
        others = await self._links.of(pending.conversation_id)
        if not others:
            return _said(self._texts.none)
        found = [
            (asked, self._place(other))
            for other in others
            for asked in await self._past.latest(other.conversation_id, QUESTIONS_SHOWN)
        ]
        if not found:
            return _said(self._texts.nothing.format(place=self.places(others)))
        self._quoted[pending.id] = frozenset(other.conversation_id for other in others)
        found.sort(key=lambda one: one[0].at)
        return _said("\n\n".join([self._texts.shown, *(self._lines(*one) for one in found[-QUESTIONS_SHOWN:])]))

    def _lines(self, asked: Asked, place: str) -> str:
        at = asked.at.astimezone(VIET_NAM).strftime("%d/%m, %H:%M")
        lines = [self._texts.asked.format(place=place, at=at, text=_short(asked.text, LONGEST_QUESTION))]
        if asked.replies:
            lines.append(self._texts.answered.format(text=_short(asked.replies[-1].text, LONGEST_ANSWER)))
        return "\n".join(lines)

    def _place(self, other: Other) -> str:
        return self._texts.places.get(other.channel, other.channel)

    def _buttons(self) -> Buttons:
        return DraftButton(self._texts.show_button, SHOW), DraftButton(self._texts.undo_button, UNDO)


def _said(text: str, buttons: Buttons = ()) -> Draft:
    return Draft(Outcome.ACCOUNT, text, buttons=buttons)


def _short(text: str, longest: int) -> str:
    return textwrap.shorten(text, longest, placeholder="…")
