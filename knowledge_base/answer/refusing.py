"""Acts that are not answered from documents: refused, out of scope, handed over, urgent."""

from __future__ import annotations

import re

from knowledge_base.answer.citing import cite
from knowledge_base.answer.cues import says
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.texts import hints, say, where_to_ask
from knowledge_base.answer.turn import Turn
from knowledge_base.store.passages import CONTACTS_DOCUMENT

URGENT_PASSAGE = "phong-chong-lua-dao:bi-lua-lam-gi-ngay"

CALL_POLICE = "khan-cap-113"
CALL_FOR_CHILD = "bao-ve-tre-em-111"

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
    if says(turn.said, "unlawful"):
        turn.end(Outcome.OUT_OF_SCOPE, say("refused_work"))
        return
    hint = next((text for cue, text in hints("out_of_scope_hints").items() if says(turn.said, cue)), "")
    turn.end(Outcome.OUT_OF_SCOPE, say("out_of_scope", hint=hint))


def hand_over(turn: Turn) -> bool:
    """Name the way to a person; what the documents do not hold (hours, addresses) is not made up."""
    where = where_to_ask(turn.own_agency) if turn.own_agency else ""
    if turn.act is Act.REQUEST_OFFICER:
        turn.end(Outcome.HANDOVER, say("handover", where=where))
    elif turn.act is Act.COMPLAIN:
        turn.end(Outcome.HANDOVER, say("complain", where=where))
    else:
        return False
    return True


def urgent(turn: Turn) -> bool:
    """First steps and numbers first. Someone who calls for a person is handed over with the same first steps."""
    if says(turn.said, "violence") and not says(turn.said, "unlawful"):
        numbers = [CALL_POLICE, *([CALL_FOR_CHILD] if says(turn.said, "a_child") else [])]
        contacts = [turn.store.contacts[key] for key in numbers if key in turn.store.contacts]
        if contacts:
            lines = [say("urgent_violence"), *(f"• {one.value}: {one.purpose}" for one in contacts)]
            passages = [turn.store.by_id(f"{CONTACTS_DOCUMENT}:{one.key}") for one in contacts]
            citations = [cite(turn.store, one) for one in passages]
            turn.end(Outcome.URGENT_HELP, "\n".join(lines), citations=citations, used=[one.id for one in passages])
            return True
    if turn.act is not Act.URGENT_HELP and not says(turn.said, "fraud_under_way"):
        return False
    try:
        found = turn.store.by_id(URGENT_PASSAGE)
    except KeyError:
        turn.end(Outcome.URGENT_HELP, say("urgent_without_guide"))
        return True
    calls = says(turn.said, "calls_for_person")
    text = f"{found.text}\n{say('urgent_handover')}" if calls else found.text
    outcome = Outcome.HANDOVER if calls else Outcome.URGENT_HELP
    turn.end(outcome, text, citations=[cite(turn.store, found)], used=[found.id])
    return True
