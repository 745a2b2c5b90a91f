"""What plans and guides never hold: results, local facts, addresses and hours, sums of money."""

from __future__ import annotations

from knowledge_base.answer import guides
from knowledge_base.answer.cues import says
from knowledge_base.answer.evidence import CERTAIN, Evidence, names_code, plan_evidence
from knowledge_base.answer.no_smartphone import told_before
from knowledge_base.answer.plans import funding, speaking, targets
from knowledge_base.answer.question import PLAN_ACTS, Act
from knowledge_base.answer.refusing import REFUSALS
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.texts import say, where_to_ask
from knowledge_base.answer.turn import Turn
from knowledge_base.store.passages import CONTACTS_DOCUMENT, Passage, PassageKind
from vietnamese import fold

SURE = 0.75
UNSURE = 0.6
SURELY_OF_THE_STATE = 0.8
# The share of a question that a target or task has to cover, where the act is in doubt.
LIKELY = 0.6
# How far a section has to be believed to be told where a number or an address is asked for that is no office's.
TOLD_BY_A_GUIDE = 0.7
# And where it is asked how things stand.
SURELY_TOLD = 0.9
# The weight of words from which on a question says whose number it wants.
NAMES_SOMETHING = 8.0
_OF_ANOTHER_KIND = frozenset({*REFUSALS, Act.COMPLAIN}) - {Act.ASK_PERSONAL_DATA}


def answer_unrecorded(turn: Turn) -> None:
    """What plans and guides never hold: results, local facts, addresses and hours."""
    where = where_to_ask(turn.spoken_for)
    of_a_document = names_code(turn) or turn.question.leans
    if turn.act is Act.ASK_OFFICE_CONTACT and of_a_document and not says(turn.said, "asks_contact"):
        # The number asked for is a document's, or that of what was asked just before.
        turn.act = Act.SEARCH
    elif turn.act is Act.ASK_ACTUAL_STATE and _asks_for_aim(turn):
        turn.act = Act.ASK_TARGET
    elif turn.act is Act.ASK_ACTUAL_STATE and _a_plan_says_it(turn):
        turn.act = Act.ASK_TASK
    elif turn.act is Act.ASK_ACTUAL_STATE and (told := _told_of_the_state(turn)):
        guides.answer_section(turn, told)
    elif turn.act is Act.ASK_ACTUAL_STATE:
        spent = says(turn.said, "says_achieved") or says(turn.said, "says_so_far")
        amount = funding.asks_amount(turn) and turn.scope and not spent
        turn.end(Outcome.NOT_IN_DOCUMENTS, say("amount_not_stated" if amount else "actual_state", where=where))
    elif turn.act is Act.ASK_OFFICE_CONTACT:
        _tell_whom_to_call(turn)


def _tell_whom_to_call(turn: Turn) -> None:
    """A published number, or one that the section told before or one that is believed gives; of an office, none."""
    called = says(turn.said, "asks_number") and not turn.question.agencies
    before = _section_asked_of(turn) if called else None
    if before is not None and (numbers := _numbers_in(turn, before)):
        guides.show(turn, numbers[0], numbers[1:])
        return
    # A number for everyone is not the number of the office that was named.
    local = bool(turn.question.agencies) and says(turn.said, "local_office")
    found = [] if local or before is not None else guides.find_contacts(turn)
    sections = guides.find_sections(turn) if called and before is None else []
    if found and found[0].coverage >= CERTAIN:
        guides.answer_section(turn, found)
    elif sections and sections[0].belief >= TOLD_BY_A_GUIDE:
        guides.answer_section(turn, sections)
    else:
        unreachable = bool(turn.question.agencies) or says(turn.said, "asks_no_contact")
        outcome = Outcome.NOT_IN_DOCUMENTS if unreachable else Outcome.HANDOVER
        turn.end(outcome, say("office_contact", where=where_to_ask(turn.spoken_for)))


def leave_names_out(turn: Turn) -> None:
    """Who holds an office, took it over or got a contract: plans and guides do not say; who signed a plan they do."""
    if turn.act in _OF_ANOTHER_KIND:
        return
    of_plans = turn.act in PLAN_ACTS | {Act.SEARCH, Act.ASK_ACTUAL_STATE}
    of_a_plan = turn.explicit or (turn.act in PLAN_ACTS and turn.own_agency is not None)
    if of_plans and (says(turn.said, "asks_successor") or (of_a_plan and says(turn.said, "asks_contractor"))):
        speaking.not_in(turn, turn.scope if turn.explicit else [])
    elif says(turn.said, "asks_holder") and not any(says(turn.said, cue) for cue in ("of_a_person", "signatory")):
        turn.end(Outcome.NOT_IN_DOCUMENTS, say("holder_not_stated", where=where_to_ask(turn.spoken_for)))


def refuse_amounts(turn: Turn) -> None:
    """How much money: plans name sources, never sums; a guide may name a fee."""
    price = turn.explicit and says(turn.said, "asks_price")
    if turn.act in PLAN_ACTS and (price or funding.asks_amount(turn)):
        found = [one for one in guides.find_sections(turn) if guides.states_amount(turn, one.passage)]
        of_a_guide = bool(found) and found[0].coverage >= CERTAIN and found[0].passage.kind is PassageKind.GUIDE
        if of_a_guide and not _of_a_plan(turn):
            guides.answer_section(turn, found)
        else:
            turn.end(Outcome.NOT_IN_DOCUMENTS, say("amount_not_stated", where=where_to_ask(turn.spoken_for)))


def _of_a_plan(turn: Turn) -> bool:
    """Whether the money of a plan is asked for: the one that is named, or the one of this page by its funding."""
    own = turn.own_agency
    at_home = own is not None and bool(own.plans)
    return turn.explicit or (at_home and (says(turn.said, "says_plan") or says(turn.said, "asks_funding")))


def _section_asked_of(turn: Turn) -> Passage | None:
    """The section told just before, where whom to call is asked and nothing is named now."""
    names_something = turn.explicit or turn.named or turn.query.weight >= NAMES_SOMETHING
    return None if names_something else told_before(turn)


def _numbers_in(turn: Turn, section: Passage) -> list[Passage]:
    """The published telephone numbers that stand in a section, in their order there."""
    numbers = [one for one in turn.store.contacts.values() if one.is_telephone and one.value in section.text]
    numbers.sort(key=lambda one: section.text.index(one.value))
    return [turn.store.by_id(f"{CONTACTS_DOCUMENT}:{one.key}") for one in numbers]


def _asks_for_aim(turn: Turn) -> bool:
    """Sounds like asking for the state of things, but a plan has just such a target, and no result is asked for.

    A year that is named makes it likelier; without one the target has to say all that is asked.
    """
    at_home = turn.own_agency is not None and bool(turn.years)
    if not (turn.explicit or at_home) or turn.of_a_part:
        return False
    if says(turn.said, "says_achieved") or says(turn.said, "my_place"):
        return False
    if turn.years:
        return turn.question.confidence < SURE and any(targets.find_targets(turn, plan) for plan in turn.scope)
    if says(turn.said, "says_so_far"):
        return False
    least = CERTAIN if turn.question.confidence >= SURE else LIKELY
    return any(targets.best_target_coverage(turn, plan) >= least for plan in turn.scope)


def _a_plan_says_it(turn: Turn) -> bool:
    """Whether it was hardly taken for the state of things, and the plan that is named speaks of what is asked."""
    sure = turn.question.confidence >= SURELY_OF_THE_STATE and not says(turn.said, "asks_where_put")
    of_results = any(says(turn.said, cue) for cue in ("says_achieved", "says_so_far", "my_place"))
    if sure or of_results or turn.of_a_part or not turn.explicit:
        return False
    least = LIKELY if turn.question.confidence < UNSURE else CERTAIN
    return any(one.coverage >= least for one in plan_evidence(turn)[:1])


def _told_of_the_state(turn: Turn) -> list[Evidence]:
    """The sections that surely tell how things stand: with a figure, and of no place that has a plan."""
    planned = {plan.agency for plan in turn.store.plans.values()}
    if planned.intersection(turn.question.agencies) or any(says(turn.said, cue) for cue in ("my_place", "ours")):
        return []
    found = guides.find_sections(turn)
    sure = found and found[0].belief >= SURELY_TOLD and found[0].coverage >= CERTAIN and not found[0].passage.silent
    return found if sure and says(fold(found[0].passage.text), "states_count") else []
