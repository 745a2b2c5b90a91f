"""What the assistant keeps of a visitor, for how long, and the button that deletes it."""

from __future__ import annotations

from knowledge_base.answer.cues import says
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import ERASE, ButtonOffer, Outcome
from knowledge_base.answer.texts import say
from knowledge_base.answer.turn import Turn

_HOURS_OF_A_DAY = 24


def tell_what_is_kept(turn: Turn) -> None:
    """Someone asks about their own data here, wants it deleted, or wants no more messages.

    What a shop or a company keeps of them is told by a guide.
    """
    if turn.act is Act.MANAGE_ACCOUNT and says(turn.said, "kept_by_others"):
        turn.act = Act.ASK_RULE
    elif turn.act is Act.MANAGE_ACCOUNT:
        text = say("account", kept=_duration(turn.kept_hours))
        turn.end(Outcome.ACCOUNT, text, buttons=[ButtonOffer(title=say("erase_button"), payload=ERASE)])


def _duration(hours: int) -> str:
    days, rest = divmod(hours, _HOURS_OF_A_DAY)
    return say("days", count=days) if days and not rest else say("hours", count=hours)
