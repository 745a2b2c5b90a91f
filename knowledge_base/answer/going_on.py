"""What goes on from a guide that was told: a few words, a thread of short questions, a figure that it does not hold."""

from __future__ import annotations

from dataclasses import replace

from knowledge_base.answer import guides
from knowledge_base.answer.cues import says
from knowledge_base.answer.deciding import EITHER, may_be_urgent
from knowledge_base.answer.evidence import CERTAIN, Evidence
from knowledge_base.answer.plans import speaking
from knowledge_base.answer.question import GUIDE_ACTS, Act
from knowledge_base.answer.turn import Turn
from knowledge_base.store.passages import GLOSSARY_DOCUMENT

SAME_GUIDE = 0.4
SHORT = 3
# How much more of a question that goes on another guide has to cover than the one before.
FARTHER = 0.2
SURELY_ELSEWHERE = 0.5
# The weight of words below which a question may be one about anything.
OF_ANYTHING = 8.0
_HOW_LONG = frozenset({"bao", "lau", "may", "ngay"})
_FIGURES = ("asks_how_long", "asks_fee", "asks_amount")
# What a few words after a guide's answer are easily taken for, and how sure the NLU has to be more than that they are.
_GUESSED_OF_A_FEW_WORDS = {
    Act.OUT_OF_SCOPE: 1.0,
    Act.ASK_ACTUAL_STATE: 1.0,
    Act.ASK_PERIOD: 1.0,
    Act.ASK_DEADLINE: 1.0,
    Act.ASK_TARGET: 1.0,
    Act.ASK_COUNT: 1.0,
    Act.ASK_FUNDING: 1.0,
    Act.ASK_OFFICE_CONTACT: 0.9,
    Act.ASK_PERSONAL_DATA: 0.9,
    Act.REQUEST_WRONGDOING: 0.75,
    Act.STEER_ASSISTANT: 0.75,
    Act.COMPLAIN: 0.75,
    Act.URGENT_HELP: 0.75,
    Act.INSULT: 0.6,
    Act.TALK_POLITICS: 0.6,
    Act.MANAGE_ACCOUNT: 0.6,
}


def lean_on_the_guide(turn: Turn) -> None:
    """A few words after a guide's answer are about the same guide, whatever else they were guessed to be."""
    bound = _GUESSED_OF_A_FEW_WORDS.get(turn.act)
    if bound is None or turn.question.confidence > bound or turn.seeks_unlawful or may_be_urgent(turn):
        return
    names_a_way = turn.act is Act.ASK_OFFICE_CONTACT and says(turn.said, "asks_contact")
    if not names_a_way and _in_the_guide_before(turn):
        turn.act = Act.ASK_RULE


def look_where_it_was_before(turn: Turn) -> None:
    """A short question after a guide's answer, which names nothing new, is about the same guide; after a term, any."""
    before = turn.question.memory
    found = _in_the_guide_before(turn) if turn.act in GUIDE_ACTS | EITHER | {Act.SEARCH} else []
    if before is not None and _asks_for_its_figure(turn):
        believed = [one for one in found if _was_told(turn, one) or one.belief >= guides.BELIEVED_ENOUGH]
        _tell_the_figure(turn, guides.as_far_as_they_tell_it(turn, believed))
    if before is None or not found or turn.reply is not None:
        return
    goes_on = says(turn.said, "continues")
    documents = _told_before(turn)
    alone = [one for one in guides.find_sections(turn)[:1] if not goes_on or one.passage.document_id not in documents]
    needed = max(CERTAIN, found[0].coverage + FARTHER) if goes_on else CERTAIN
    # What says so little ("mất phí bao nhiêu") is covered by a section of any guide.
    least = max(SURELY_ELSEWHERE, found[0].belief) if _may_be_of_anything(turn) else SURELY_ELSEWHERE
    elsewhere = not any(one.passage.document_id in documents for one in alone)
    says_it_all = len(turn.query.units) > 1 and max(turn.query.fit(found[0].hit.bags).shares) >= CERTAIN
    if (elsewhere and says_it_all) or not any(one.coverage >= needed and one.belief >= least for one in alone):
        guides.answer_section(turn, found)
        turn.query = turn.searcher.query(before.text)  # the next question leans on the same one


def _asks_for_its_figure(turn: Turn) -> bool:
    """Whether how long or how much is asked after a guide, and hardly a word more."""
    after_a_guide = turn.act in GUIDE_ACTS | {Act.SEARCH} and not turn.explicit and bool(_told_before(turn))
    besides = sum(unit.weight for unit in turn.query.units if not _HOW_LONG.issuperset(unit.folded))
    of_anything = not turn.named and besides < OF_ANYTHING
    return after_a_guide and of_anything and any(says(turn.said, cue) for cue in _FIGURES)


def _was_told(turn: Turn, one: Evidence) -> bool:
    """Whether the turn before told this very section."""
    return turn.question.memory is not None and one.passage.id in turn.question.memory.passages


def _tell_the_figure(turn: Turn, found: list[Evidence]) -> None:
    """What the guide tells of it; another guide's figure is none of it."""
    before = turn.question.memory
    if found:
        guides.answer_section(turn, found)
    else:
        speaking.not_in(turn, [])
        guides.offer_near(turn)
        turn.used = list(before.passages) if before is not None else []
    if before is not None:
        turn.query = turn.searcher.query(before.text)


def _may_be_of_anything(turn: Turn) -> bool:
    return not turn.named and turn.query.weight < OF_ANYTHING


def _in_the_guide_before(turn: Turn) -> list[Evidence]:
    """Sections of the guide told before that a short question fits, or one that goes on; best first, read with it."""
    before = turn.question.memory
    goes_on = says(turn.said, "continues")
    short = len(turn.query.units) <= SHORT or goes_on or _is_said_nowhere(turn)
    documents = _told_before(turn)
    of_itself = turn.explicit or turn.question.passage is not None or (turn.act is Act.ASK_DEFINITION and turn.named)
    if before is None or of_itself or not short or not documents:
        return []
    act = turn.act if turn.act in GUIDE_ACTS else Act.ASK_RULE
    both = replace(turn, act=act, query=turn.searcher.query(f"{before.text} {turn.question.text}"))
    return [
        one
        for one in guides.find_sections(both, documents=documents)
        if max(turn.query.fit(one.hit.bags).shares) >= SAME_GUIDE
    ]


def _told_before(turn: Turn) -> set[str]:
    """The guides that the turn before told of; all of them after a term."""
    before = turn.question.memory
    told = {one.split(":", 1)[0] for one in before.passages} if before is not None else set()
    return set(turn.store.guides) if GLOSSARY_DOCUMENT in told else told & set(turn.store.guides)


def _is_said_nowhere(turn: Turn) -> bool:
    """Whether a question that is not long would find nothing by itself."""
    if len(turn.query.units) > 2 * SHORT or turn.act not in GUIDE_ACTS:
        return False
    return guides.best_belief(turn) < guides.BELIEVED_ENOUGH
