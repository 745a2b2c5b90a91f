"""Acts that are not answered from documents: refused, out of scope, handed over."""

from __future__ import annotations

import re

from knowledge_base.answer.cues import says
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.texts import hints, say, where_to_ask
from knowledge_base.answer.turn import Turn

_OFFICIAL = ".gov.vn"
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:xyz|top|vip|club|icu|click|link|apk)\b\S*")
REFUSALS = {
    Act.ASK_PERSONAL_DATA: "refused_personal_data",
    Act.REQUEST_WRONGDOING: "refused_wrongdoing",
    Act.STEER_ASSISTANT: "refused_steer",
    Act.TALK_POLITICS: "refused_politics",
    Act.INSULT: "refused_insult",
}

# What is to be refused whatever the NLU takes it for.
_SAID_OUTRIGHT = {
    "covers_up": Act.REQUEST_WRONGDOING,
    "steals": Act.REQUEST_WRONGDOING,
    "trades_anothers": Act.REQUEST_WRONGDOING,
    "of_a_stranger": Act.ASK_PERSONAL_DATA,
    "speaks_for_an_office": Act.STEER_ASSISTANT,
}


def holds_link(turn: Turn) -> bool:
    """Whether the message carries a link that is not a government site's."""
    return any(_OFFICIAL not in one for one in _LINK.findall(turn.question.text.lower()))


def refuse(turn: Turn) -> bool:
    """Refuse politely, briefly, in character."""
    if turn.act is not Act.URGENT_HELP and holds_link(turn) and says(turn.said, "spreads_link"):
        turn.end(Outcome.REFUSED, say("refused_link"))
        return True
    key = REFUSALS.get(turn.act)
    if key is None and turn.act is not Act.URGENT_HELP:
        key = next((REFUSALS[act] for cue, act in _SAID_OUTRIGHT.items() if says(turn.said, cue)), None)
    if key is None:
        return False
    turn.end(Outcome.REFUSED, say(key))
    return True


def out_of_scope(turn: Turn) -> None:
    """Say that this is not what the assistant is for, with one hint where it helps."""
    if turn.seeks_unlawful:
        turn.end(Outcome.OUT_OF_SCOPE, say("refused_work"))
        return
    hint = next((text for cue, text in hints("out_of_scope_hints").items() if says(turn.said, cue)), "")
    place = turn.spoken_for
    if not hint and place is not None and place.plans and (turn.question.agencies or says(turn.said, "ours")):
        hint = say("local_matter", where=where_to_ask(place))
    turn.end(Outcome.OUT_OF_SCOPE, say("out_of_scope", hint=hint))


def hand_over(turn: Turn) -> bool:
    """Name the way to a person; what the documents do not hold (hours, addresses) is not made up."""
    where = where_to_ask(turn.spoken_for) if turn.spoken_for else ""
    if turn.act is Act.REQUEST_OFFICER:
        turn.end(Outcome.HANDOVER, say("handover", where=where))
    elif turn.act is Act.COMPLAIN:
        turn.end(Outcome.HANDOVER, say("complain", where=where))
    else:
        return False
    return True
