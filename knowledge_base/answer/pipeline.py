"""The answer as a pipeline of small callables over one turn; each may end it, each is timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from knowledge_base.answer import guides, refusing
from knowledge_base.answer.account import tell_what_is_kept
from knowledge_base.answer.aspects import tell_where_it_stands
from knowledge_base.answer.citing import with_originals
from knowledge_base.answer.cues import says
from knowledge_base.answer.deciding import (
    MOSTLY,
    asks_its_targets,
    choose_domain,
    doubt_the_act,
    hardly_asks,
    needed_by_a_refusal,
    notice_unrecorded,
    settle_the_act,
)
from knowledge_base.answer.emergencies import FRAUD_GUIDE, help_at_once, names_police
from knowledge_base.answer.evidence import CERTAIN, Evidence
from knowledge_base.answer.going_on import lean_on_the_guide, look_where_it_was_before
from knowledge_base.answer.no_smartphone import ON_THE_PHONE, answer_the_condition
from knowledge_base.answer.plans import funding, speaking, tasks
from knowledge_base.answer.plans.answering import answer_from_plans
from knowledge_base.answer.plans.changes import answer_changes
from knowledge_base.answer.procedures import answer_from_procedures
from knowledge_base.answer.published import asks_what_it_is, published_in
from knowledge_base.answer.question import GUIDE_ACTS, PLAN_ACTS, Act
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.texts import say
from knowledge_base.answer.turn import Turn
from knowledge_base.answer.unrecorded import answer_unrecorded, leave_names_out, refuse_amounts
from knowledge_base.answer.walking import walk_guide
from knowledge_base.store.passages import CONTACTS_DOCUMENT, PassageKind

Step = Callable[[Turn], None]

# How far a section has to be believed to be told without saying which question it answers.
SURELY_MEANT = 0.45
# What is enough where the NLU only wavers between acts of guides.
BELIEVED_IF_OF_GUIDES = 0.35
BELIEVED_IF_NOT_UNDERSTOOD = 0.4
# By how much of what the NLU gives to refusals a section has to be believed more.
OF_A_REFUSAL = 0.5
# How far apart the beliefs of two sections may be that are believed alike.
AS_BELIEVED = 0.05
BELIEVED_IF_NOT_FIRST = 0.25
# Each share that the NLU gives to what is refused asks for as much more, up to this.
BELIEVED_IF_HALF_SUSPECT = 0.6
BELIEVED_IF_UNLAWFUL = 0.55
SURELY_ELSEWHERE = 0.5
HARDLY_BELIEVED = 0.1
SPOKEN_FOR = 0.5


def run(turn: Turn) -> Turn:
    """Take a turn through the steps until one ends it."""
    for step in STEPS:
        started = time.perf_counter()
        step(turn)
        turn.steps[step.__name__] = round((time.perf_counter() - started) * 1000, 3)
        if turn.reply is not None:
            turn.reply = with_originals(turn.reply, turn.store, asked=turn.question.text, used=turn.used)
            break
    return turn


def open_passage(turn: Turn) -> None:
    """A button asked for one passage."""
    if turn.question.passage is not None:
        asked = turn.question.passage.removesuffix(ON_THE_PHONE)
        try:
            passage = turn.store.by_id(asked)
        except KeyError:
            return
        guides.show(turn, passage, [], on_the_phone=asked != turn.question.passage)


def tell_whose_number(turn: Turn) -> None:
    """Whose a published number is may be known, though it was taken for asking after a person."""
    if turn.act is Act.ASK_PERSONAL_DATA and asks_what_it_is(turn):
        _tell_published(turn)


def tell_the_number(turn: Turn) -> None:
    """Nothing speaks to the question, but the number or address that it gives is known."""
    if turn.act in GUIDE_ACTS and turn.question.act not in refusing.REFUSALS:
        _tell_published(turn)


def _tell_published(turn: Turn) -> None:
    for contact in published_in(turn)[:1]:
        guides.show(turn, turn.store.by_id(f"{CONTACTS_DOCUMENT}:{contact.key}"), [])


def refuse_or_hand_over(turn: Turn) -> None:
    """Acts that no document answers."""
    if not refusing.refuse(turn):
        refusing.hand_over(turn)


def ask_what_about(turn: Turn) -> None:
    """A question that names nothing, with nothing before it to lean on."""
    names_nothing = turn.query.empty and turn.act in {Act.FOLLOW_UP, Act.SEARCH}
    if names_nothing or (hardly_asks(turn) and not _a_section_is_believed(turn)):
        turn.end(Outcome.CLARIFICATION, say("nothing_to_follow"))


def _a_section_is_believed(turn: Turn) -> bool:
    return any(one.belief >= guides.BELIEVED_ENOUGH for one in guides.find_sections(turn)[: guides.TRIED])


def answer_from_guides(turn: Turn) -> None:
    """How-to, rule, definition, 'is it a scam'."""
    if turn.act not in GUIDE_ACTS:
        return
    found = guides.find_sections(turn)
    told_apart = found and found[0].passage.kind is PassageKind.GUIDE and found[0].coverage >= CERTAIN - 0.1
    if turn.act is Act.ASK_DEFINITION and not told_apart and guides.answer_terms(turn):
        return
    if funding.asks_amount(turn):
        found = _known_before_silent([one for one in found if guides.states_amount(turn, one.passage)])
    if says(turn.said, "asks_share"):
        found = [one for one in found if "%" in one.passage.text or (one.passage.silent and one.belief >= SURELY_MEANT)]
    if says(turn.said, "asks_how_long"):
        found = guides.as_far_as_they_tell_how_long(turn, found)
    believed = next((at for at, one in enumerate(found[: guides.TRIED]) if one.belief >= _needed(turn, one, at)), None)
    if believed is not None:
        found = [found[believed], *found[:believed], *found[believed + 1 :]]
        guides.answer_section(turn, found, unsure=found[0].belief < SURELY_MEANT)
    elif turn.act is Act.ASK_DEFINITION:
        guides.answer_terms(turn, least=1)


def _known_before_silent(found: list[Evidence]) -> list[Evidence]:
    """``found`` with one first that states the sum, where it is as believed as a silent one that is first."""
    known = [one for one in found if not one.passage.silent]
    if not known or not found[0].passage.silent or known[0].belief < found[0].belief - AS_BELIEVED:
        return found
    return [known[0], *(one for one in found if one is not known[0])]


def _needed(turn: Turn, best: Evidence, at: int = 0) -> float:
    """How far a section has to be believed to be told: for sure, where it is no answer to what seems to be asked."""
    if turn.question.act in refusing.REFUSALS and not says(turn.said, "guards_against"):
        return needed_by_a_refusal(turn)
    if turn.seeks_unlawful:
        return BELIEVED_IF_UNLAWFUL
    if guides.warns_unasked(turn, best):
        return SURELY_MEANT
    least = guides.BELIEVED_ENOUGH
    if turn.question.act is Act.SEARCH:
        of_guides = turn.question.share_of(GUIDE_ACTS) >= MOSTLY
        least = BELIEVED_IF_OF_GUIDES if of_guides else BELIEVED_IF_NOT_UNDERSTOOD
    least = max(least, BELIEVED_IF_NOT_FIRST) if at else least
    if turn.question.act is Act.ASK_PROCEDURE:
        least = SURELY_MEANT  # there are thousands of them, and few in the guides
    return min(least + OF_A_REFUSAL * turn.question.share_of(refusing.REFUSALS), BELIEVED_IF_HALF_SUSPECT)


def look_in_the_other_domain(turn: Turn) -> None:
    """What the first domain does not hold may stand in the other: also where "ở đây" is all that names the agency.

    A guide does not tell what the visitor's own commune does.
    """
    of_the_plan = (
        turn.inherited or turn.question.agencies or says(turn.said, "says_plan") or says(turn.said, "done_here")
    )
    in_question = turn.explicit or (turn.own_agency is not None and bool(turn.own_agency.plans))
    if turn.act in PLAN_ACTS and not (in_question and of_the_plan) and not asks_its_targets(turn):
        found = [one for one in guides.find_sections(turn) if _may_speak_for_plans(turn, one)]
        covered, believed = (SPOKEN_FOR, SURELY_ELSEWHERE) if turn.explicit else (CERTAIN - 0.1, HARDLY_BELIEVED)
        if found and found[0].coverage >= covered and found[0].belief >= believed:
            guides.answer_section(turn, found)
        elif found and not turn.explicit and not turn.unknown and found[0].belief >= BELIEVED_IF_NOT_UNDERSTOOD:
            guides.answer_section(turn, found, unsure=True)  # a long story is hardly covered by anything
    elif turn.act in GUIDE_ACTS and turn.explicit and len(turn.scope) == 1:
        tasks.answer_tasks(turn, turn.scope[0])


def _may_speak_for_plans(turn: Turn, one: Evidence) -> bool:
    """Whether a section may answer what a plan does not: in its thread or on its page, no term's meaning unasked."""
    if one.passage.kind is PassageKind.TERM and not says(turn.said, "asks_meaning"):
        return not (turn.inherited or turn.own_agency is not None)
    return True


def stay_in_scope(turn: Turn) -> None:
    """Not what the assistant is for; prices of what plans and guides speak of are merely not in them."""
    if turn.act is Act.OUT_OF_SCOPE and turn.named and says(turn.said, "asks_price"):
        speaking.not_in(turn, [])
    elif turn.act is Act.OUT_OF_SCOPE:
        refusing.out_of_scope(turn)


def help_who_is_threatened(turn: Turn) -> None:
    """Who says to be threatened is not sent away: a section on fraud that tells whom to call, however believed."""
    if turn.act not in GUIDE_ACTS or turn.question.act in refusing.REFUSALS or not says(turn.said, "threatened"):
        return
    found = guides.find_sections(turn)
    of_fraud = [one for one in found if one.passage.document_id == FRAUD_GUIDE and names_police(turn, one.passage)]
    best = max(of_fraud, key=lambda one: one.belief, default=None)
    if best is not None:
        guides.answer_section(turn, [best, *(one for one in found if one is not best)], unsure=True)


def say_not_found(turn: Turn) -> None:
    """Nothing speaks to the question: say what was searched and whom to ask; of guides, what may have been meant."""
    speaking.not_in(turn, turn.scope if turn.act in PLAN_ACTS else [])
    if turn.act in GUIDE_ACTS and not turn.explicit and not turn.unknown:
        guides.offer_near(turn)


STEPS: Sequence[Step] = (
    answer_the_condition,
    walk_guide,
    open_passage,
    tell_where_it_stands,
    lean_on_the_guide,
    settle_the_act,
    doubt_the_act,
    help_at_once,
    tell_what_is_kept,
    answer_changes,
    answer_from_procedures,
    leave_names_out,
    tell_whose_number,
    refuse_or_hand_over,
    ask_what_about,
    notice_unrecorded,
    look_where_it_was_before,
    answer_unrecorded,
    choose_domain,
    stay_in_scope,
    refuse_amounts,
    answer_from_guides,
    answer_from_plans,
    look_in_the_other_domain,
    help_who_is_threatened,
    tell_the_number,
    say_not_found,
)
