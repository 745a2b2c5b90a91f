"""Emergencies: fraud or danger under way comes before everything else, with first steps and numbers in one message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge_base.answer.citing import cite
from knowledge_base.answer.cues import says
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.texts import say
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import Contact
from knowledge_base.store.passages import CONTACTS_DOCUMENT, Passage

FRAUD_GUIDE = "phong-chong-lua-dao"
FRAUD_PASSAGE = f"{FRAUD_GUIDE}:bi-lua-lam-gi-ngay"

_POLICE, _RESCUE, _AMBULANCE, _FOR_CHILDREN = "khan-cap-113", "khan-cap-114", "khan-cap-115", "bao-ve-tre-em-111"
# Whom to call in which danger, after the cue that tells it.
_CALLED_IN = {"fire_or_water": _RESCUE, "hurt_or_ill": _AMBULANCE, "attacked": _POLICE}


def sounds_urgent(turn: Turn) -> bool:
    """Whether the words themselves speak of fraud under way or of danger."""
    return any(says(turn.said, cue) for cue in ("alarms", "violence", "fraud_under_way", *_CALLED_IN))


def names_police(turn: Turn, passage: Passage) -> bool:
    """Whether a passage tells to call the police."""
    return any(contact.value in passage.text for contact in _contacts(turn, [_POLICE]))


def help_at_once(turn: Turn) -> None:
    """End the turn with whom to call in danger, or with the first steps against fraud.

    What is dangerous is read from the words only where the NLU takes the message for a call for help: a fire and a
    slow telephone are one word without diacritics.
    """
    violent = says(turn.said, "violence") and not turn.seeks_unlawful
    called = turn.act is Act.URGENT_HELP
    if not (violent or called or says(turn.said, "fraud_under_way")):
        return
    of_money = says(turn.said, "of_money")
    dangers = [number for cue, number in _CALLED_IN.items() if called and not of_money and says(turn.said, cue)]
    if violent:
        dangers.insert(0, _POLICE)
    child = [_FOR_CHILDREN] if _POLICE in dangers and says(turn.said, "a_child") else []
    if contacts := _contacts(turn, [*dangers, *child]):
        _name_numbers(turn, contacts)
    else:
        fraud = of_money or says(turn.said, "alarms") or says(turn.said, "of_devices")
        _tell_of_fraud(turn, first=() if fraud else (_POLICE, _RESCUE, _AMBULANCE))


def _name_numbers(turn: Turn, contacts: Sequence[Contact]) -> None:
    passages = [turn.store.by_id(f"{CONTACTS_DOCUMENT}:{one.key}") for one in contacts]
    citations = [cite(turn.store, one) for one in passages]
    text = "\n".join([say("urgent_danger"), *map(_line, contacts)])
    turn.end(Outcome.URGENT_HELP, text, citations=citations, used=[one.id for one in passages])


def _tell_of_fraud(turn: Turn, first: Iterable[str]) -> None:
    """The first steps, and to whom a person speaks who calls for one; ``first`` are numbers to be named before."""
    try:
        found = turn.store.by_id(FRAUD_PASSAGE)
    except KeyError:
        turn.end(Outcome.URGENT_HELP, say("urgent_without_guide"))
        return
    contacts = _contacts(turn, first)
    lines = [say("urgent_either"), *map(_line, contacts), say("urgent_fraud")] if contacts else []
    calls = says(turn.said, "calls_for_person")
    lines += [found.text, *([say("urgent_handover")] if calls else [])]
    outcome = Outcome.HANDOVER if calls else Outcome.URGENT_HELP
    turn.end(outcome, "\n".join(lines), citations=[cite(turn.store, found)], used=[found.id])


def _contacts(turn: Turn, keys: Iterable[str]) -> list[Contact]:
    return [turn.store.contacts[key] for key in dict.fromkeys(keys) if key in turn.store.contacts]


def _line(contact: Contact) -> str:
    return f"• {contact.value}: {contact.purpose}"
