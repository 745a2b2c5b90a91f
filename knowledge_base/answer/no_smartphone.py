"""Visitors without a smartphone: told first how a matter is done without one, until they say that they have one."""

from __future__ import annotations

from knowledge_base.answer.citing import cite
from knowledge_base.answer.cues import heard, says, without
from knowledge_base.answer.question import GUIDE_ACTS, Act, Memory, Question
from knowledge_base.answer.reply import ButtonOffer, Outcome
from knowledge_base.answer.texts import say, where_to_ask
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.guides import GuideSection
from knowledge_base.procedures.model import ID_PREFIX
from knowledge_base.search.query import Bag
from knowledge_base.store.passages import Passage

# What is told where nothing in particular was asked before, and where it was a procedure.
GENERAL = "internet-co-ban:khong-co-smartphone"
OF_PROCEDURES = "dich-vu-cong:khong-ranh-mang"
GETTING_STARTED = "internet-co-ban:moi-dung-smartphone"
ON_THE_PHONE = "@phone"
"""Behind a passage's id: its steps on the phone, for whoever asks for them all the same."""

_AROUND = ("whose_phone", "after_a_condition")
# A question that adds so little asks of what was told before.
_FEW = 2
_HELD = 0.9
_OF_GUIDES = GUIDE_ACTS | {Act.SEARCH, Act.FOLLOW_UP, Act.WALK}


def lacks_smartphone(text: str) -> bool:
    """Whether a message says that the visitor, or the one it asks for, has no smartphone."""
    said = heard(text)
    return says(said, "lacks_smartphone") and not says(said, "of_phones_at_large")


def noticed(question: Question) -> Question:
    """The question, and each of its parts, with what the visitor says of their telephone, now or before."""
    lacks = lacks_smartphone(question.text) or (question.lacked_smartphone and not _has_one_now(question.text))
    parts = tuple(one.model_copy(update={"without_smartphone": lacks}) for one in question.parts)
    return question.model_copy(update={"without_smartphone": lacks, "parts": parts})


def besides(text: str) -> str:
    """What a message asks besides saying that there is no smartphone."""
    return without(text, _AROUND[0], "lacks_smartphone", _AROUND[1])


def answer_the_condition(turn: Turn) -> None:
    """A message that says no more than that there is no smartphone, or that there is one now."""
    before = told_before(turn)
    if turn.besides is not None and (turn.besides.empty or _asks_of(turn, before)):
        _tell_instead(turn, before)
    elif _says_no_more_than_one_is_there(turn):
        _go_back_to_the_phone(turn, before)


def tells(turn: Turn, passage: Passage) -> bool:
    """End the turn with the way of a section without a smartphone, where the visitor has none and it has one."""
    section = section_of(turn, passage.id)
    if not turn.question.without_smartphone or section is None or section.without_smartphone is None:
        return False
    _tell(turn, passage, section)
    return True


def has_a_way(turn: Turn, passage: Passage) -> bool:
    """Whether a section says how it is done, or whom to ask, without a smartphone."""
    section = section_of(turn, passage.id)
    return section is not None and section.without_smartphone is not None


def is_about_having_none(turn: Turn, passage: Passage) -> bool:
    """Whether a section is about having no smartphone, by its title or as its guide says."""
    guide = turn.store.guides.get(passage.document_id)
    general = guide is not None and guide.head.without_smartphone == passage.item
    return general or says(heard(passage.locator), "lacks_smartphone")


def section_of(turn: Turn, passage_id: str) -> GuideSection | None:
    """The guide's section that a passage was cut from."""
    document, _, item = passage_id.partition(":")
    guide = turn.store.guides.get(document)
    return next((one for one in guide.sections if one.id == item), None) if guide else None


def _tell(turn: Turn, passage: Passage, section: GuideSection, *, place: str | None = None) -> None:
    """The way without a smartphone; ``place`` is the step of a walk that was left for it."""
    way, outcome = section.without_smartphone, Outcome.ANSWERED
    if way is None or way.section is not None:
        other = turn.store.by_id(way.section) if way is not None and way.section else passage
        text, cited = other.text, other
    elif way.known:
        text, cited = way.answer, passage
    else:
        where = way.lead or where_to_ask(turn.own_agency)
        text, cited = say("no_smartphone.unknown", title=section.title, where=where), passage
        outcome = Outcome.NOT_IN_DOCUMENTS
    if way is not None and way.known:
        text = f"{say('no_smartphone.lead', title=section.title)}\n{text}"
    buttons = [_on_the_phone(passage, place)] if way is not None else []
    buttons.append(ButtonOffer.of(say("walk.officer"), Act.REQUEST_OFFICER))
    turn.end(outcome, with_promise(turn, text), citations=[cite(turn.store, cited)], buttons=buttons, used=[passage.id])


def with_promise(turn: Turn, text: str) -> str:
    """``text`` and, the first time that the visitor speaks of having no smartphone, what will be so from now on."""
    if turn.besides is None or turn.question.lacked_smartphone or says(turn.said, "people_at_large"):
        return text
    return f"{text}\n{say('no_smartphone.from_now_on')}"


def _on_the_phone(passage: Passage, place: str | None) -> ButtonOffer:
    if place is not None:
        return ButtonOffer.of(say("no_smartphone.go_on"), Act.WALK, passage=place)
    return ButtonOffer.of(say("no_smartphone.on_the_phone"), Act.ASK_HOW_TO, passage=f"{passage.id}{ON_THE_PHONE}")


def _tell_instead(turn: Turn, before: Passage | None) -> None:
    """Of what was told before, the way without a smartphone; of nothing, what there is for all who have none."""
    section = section_of(turn, before.id) if before is not None else None
    if before is None or section is None:
        _tell_all(turn)
    elif section.without_smartphone is not None:
        place = _memory_place(turn.question.memory)
        _tell(turn, before, section, place=place if place.removeprefix(f"{before.id}@").isdigit() else None)
    else:
        own = turn.store.guides[before.document_id].head.without_smartphone
        _tell_all(turn, f"{before.document_id}:{own}" if own else GENERAL)


def _tell_all(turn: Turn, passage_id: str | None = None) -> None:
    of_procedure = _memory_place(turn.question.memory).startswith(ID_PREFIX)
    passage = _passage(turn, passage_id or (OF_PROCEDURES if of_procedure else GENERAL))
    section = section_of(turn, passage.id) if passage is not None else None
    if passage is None or section is None:
        turn.end(Outcome.NOT_IN_DOCUMENTS, say("no_smartphone.nothing", where=where_to_ask(turn.own_agency)))
    else:
        _tell(turn, passage, section)


def _asks_of(turn: Turn, before: Passage | None) -> bool:
    """Whether the little that is asked besides is about what was told before ("vậy nộp sao")."""
    if before is None or turn.besides is None or len(turn.besides.units) > _FEW or turn.act not in _OF_GUIDES:
        return False
    return turn.besides.coverage(Bag.of(*before.views)) >= _HELD


def _says_no_more_than_one_is_there(turn: Turn) -> bool:
    if not turn.question.lacked_smartphone or turn.question.without_smartphone:
        return False
    return turn.searcher.query(without(turn.question.text, _AROUND[0], "has_smartphone", _AROUND[1])).empty


def _go_back_to_the_phone(turn: Turn, before: Passage | None) -> None:
    if before is not None and not is_about_having_none(turn, before):
        text = f"{say('no_smartphone.has_one')}\n{before.text}"
        turn.end(Outcome.ANSWERED, text, citations=[cite(turn.store, before)], used=[before.id])
        return
    first = _passage(turn, GETTING_STARTED)
    offers = [ButtonOffer.of(first.locator, Act.ASK_HOW_TO, passage=first.id)] if first is not None else []
    turn.end(Outcome.SMALL_TALK, say("no_smartphone.has_one"), buttons=offers)


def _has_one_now(text: str) -> bool:
    return says(heard(text), "has_smartphone")


def told_before(turn: Turn) -> Passage | None:
    """The guide's section that the turn before told or walked."""
    passage = _passage(turn, _memory_place(turn.question.memory).partition("@")[0])
    return passage if passage is not None and passage.document_id in turn.store.guides else None


def _memory_place(memory: Memory | None) -> str:
    return memory.passages[0] if memory is not None and memory.passages else ""


def _passage(turn: Turn, passage_id: str) -> Passage | None:
    try:
        return turn.store.by_id(passage_id)
    except KeyError:
        return None
