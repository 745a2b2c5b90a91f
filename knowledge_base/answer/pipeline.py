"""The answer as a pipeline of small callables over one turn; each may end it, each is timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge_base.answer import guides, refusing
from knowledge_base.answer.cues import says
from knowledge_base.answer.evidence import Evidence, enough, gather
from knowledge_base.answer.plans import about, comparing, counting, deadlines, speaking, targets, tasks, units
from knowledge_base.answer.question import GUIDE_ACTS, PLAN_ACTS, Act
from knowledge_base.answer.reply import ButtonOffer, Outcome
from knowledge_base.answer.texts import say, where_to_ask
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import Agency, PlanRecord
from knowledge_base.store.passages import PLAN_KINDS, PassageKind

Step = Callable[[Turn], None]
Answerer = Callable[[Turn, PlanRecord], bool]

GUIDE_ENOUGH = {Act.ASK_SCAM_CHECK: 0.2, Act.ASK_HOW_TO: 0.25, Act.ASK_RULE: 0.3, Act.ASK_DEFINITION: 0.3}
PLAN_ENOUGH = 0.5
GUIDE_CERTAIN = 0.8
OTHER_DOMAIN = 0.2
SAME_GUIDE = 0.4
STRANGE = 0.42
SHORT = 3
MOST_CHOICES = 5
SURE = 0.75
PLAN_YEARS = frozenset({2025, 2030})
# How sure the NLU has to be of these acts before a fitting section no longer takes their place.
DOUBTED = {
    Act.URGENT_HELP: 0.75,
    Act.ASK_PERSONAL_DATA: 0.6,
    Act.REQUEST_WRONGDOING: 0.6,
    Act.STEER_ASSISTANT: 0.6,
    Act.ASK_ACTUAL_STATE: 0.95,
}
BELIEVED = 0.75
GUESSED = 0.45
# Acts of which a visitor without a plan in mind means a guide as readily.
EITHER = frozenset(
    {Act.ASK_TASK, Act.ASK_COMPARISON, Act.ASK_LIST, Act.ASK_RESPONSIBLE, Act.ASK_PERIOD, Act.ASK_UNIT_DUTIES}
)


def run(turn: Turn) -> Turn:
    """Take a turn through the steps until one ends it."""
    for step in STEPS:
        started = time.perf_counter()
        step(turn)
        turn.steps[step.__name__] = round((time.perf_counter() - started) * 1000, 3)
        if turn.reply is not None:
            break
    return turn


def open_passage(turn: Turn) -> None:
    """A button asked for one passage."""
    if turn.question.passage is not None:
        try:
            passage = turn.store.by_id(turn.question.passage)
        except KeyError:
            return
        guides.show(turn, passage, [])


def doubt_the_act(turn: Turn) -> None:
    """An unsure refusal or alarm gives way to a section that is most likely what was asked for."""
    if turn.act not in DOUBTED or turn.question.confidence >= DOUBTED[turn.act] or says(turn.said, "unlawful"):
        return
    if turn.act is Act.ASK_ACTUAL_STATE and (turn.explicit or says(turn.said, "asks_figure")):
        return
    sections = guides.find_sections(turn)
    best = sections[0] if sections else None
    if best and best.belief >= BELIEVED and best.passage.id != refusing.URGENT_PASSAGE:
        turn.act = Act.ASK_RULE
    elif turn.act is Act.REQUEST_WRONGDOING and turn.question.confidence < GUESSED:
        turn.act = Act.SEARCH


def help_at_once(turn: Turn) -> None:
    """Fraud or emergency under way comes before everything else."""
    refusing.urgent(turn)


def refuse_or_hand_over(turn: Turn) -> None:
    """Acts that no document answers."""
    if not refusing.refuse(turn):
        refusing.hand_over(turn)


def ask_what_about(turn: Turn) -> None:
    """A question that names nothing, with nothing before it to lean on."""
    if turn.query.empty and turn.act in {Act.FOLLOW_UP, Act.SEARCH}:
        turn.end(Outcome.CLARIFICATION, say("nothing_to_follow"))


def notice_unrecorded(turn: Turn) -> None:
    """A local office's telephone or hours, or the state of one's own place, whatever the act was taken for."""
    if turn.act in PLAN_ACTS | GUIDE_ACTS and says(turn.said, "local_office"):
        turn.act = Act.ASK_OFFICE_CONTACT
    elif turn.act in {Act.ASK_TARGET, Act.ASK_COUNT, Act.SEARCH} and not turn.explicit and says(turn.said, "my_place"):
        turn.act = Act.ASK_ACTUAL_STATE


def answer_unrecorded(turn: Turn) -> None:
    """What plans and guides never hold: results, local facts, addresses and hours."""
    where = where_to_ask(_spoken_for(turn))
    if turn.act is Act.ASK_ACTUAL_STATE and _asks_for_aim(turn):
        turn.act = Act.ASK_TARGET
    elif turn.act is Act.ASK_ACTUAL_STATE:
        turn.end(Outcome.NOT_IN_DOCUMENTS, say("actual_state", where=where))
    elif turn.act is Act.ASK_OFFICE_CONTACT:
        found = guides.find_contacts(turn)
        if found and found[0].coverage >= GUIDE_CERTAIN:
            guides.answer_section(turn, found)
        else:
            named = turn.question.agencies
            outcome = Outcome.NOT_IN_DOCUMENTS if named else Outcome.HANDOVER
            turn.end(outcome, say("office_contact", where=where))


def choose_domain(turn: Turn) -> None:
    """A plan question that only a guide speaks to, or the other way round, changes its act."""
    if turn.act not in PLAN_ACTS | GUIDE_ACTS | {Act.SEARCH, Act.OUT_OF_SCOPE}:
        return
    names_plan = turn.explicit or says(turn.said, "says_plan") or bool(PLAN_YEARS & set(turn.years))
    if turn.act is Act.ASK_COMPARISON and not names_plan and len(turn.named) > 1:
        turn.act = Act.ASK_DEFINITION
        return
    plan = max((one.coverage for one in _plan_evidence(turn)), default=0.0)
    sections = guides.find_sections(turn)
    guide = sections[0].coverage if sections else 0.0
    if turn.act is Act.OUT_OF_SCOPE:
        if guide >= GUIDE_CERTAIN and turn.question.confidence < 0.6:
            turn.act = Act.ASK_RULE
        elif plan >= GUIDE_CERTAIN and names_plan and turn.question.confidence < 0.6:
            turn.act = Act.ASK_TASK
    elif turn.act is Act.SEARCH and max(plan, guide) < STRANGE and not names_plan:
        turn.act = Act.OUT_OF_SCOPE
    elif turn.act is Act.SEARCH:
        if says(turn.said, "asks_meaning") and not turn.explicit:
            turn.act = Act.ASK_DEFINITION
        elif names_plan and plan + OTHER_DOMAIN >= guide:
            turn.act = Act.ASK_TASK
        else:
            turn.act = Act.ASK_TASK if plan > guide + OTHER_DOMAIN else Act.ASK_RULE
    elif turn.act in PLAN_ACTS and not names_plan:
        rather = turn.act in EITHER and turn.question.agency is None and guide >= max(GUIDE_CERTAIN - 0.1, plan - 0.05)
        if rather or guide > plan + OTHER_DOMAIN:
            turn.act = Act.ASK_RULE
    elif turn.act in GUIDE_ACTS and plan >= PLAN_ENOUGH:
        at_home = turn.question.agency is not None and plan > guide + OTHER_DOMAIN
        if at_home or (names_plan and plan >= guide - OTHER_DOMAIN / 2):
            turn.act = Act.ASK_TASK


def answer_from_guides(turn: Turn) -> None:
    """How-to, rule, definition, 'is it a scam'."""
    if turn.act not in GUIDE_ACTS:
        return
    found = guides.find_sections(turn)
    told_apart = found and found[0].passage.kind is PassageKind.GUIDE and found[0].coverage >= GUIDE_CERTAIN - 0.1
    if turn.act is Act.ASK_DEFINITION and not told_apart and guides.answer_terms(turn):
        return
    if about.asks_amount(turn):
        found = [one for one in found if guides.speaks_of_money(one.passage)]
    if found and found[0].belief >= GUIDE_ENOUGH[turn.act]:
        guides.answer_section(turn, found)


def answer_from_plans(turn: Turn) -> None:
    """Targets, tasks, units, deadlines, counts: from the plans in scope."""
    if turn.act not in PLAN_ACTS or not turn.scope:
        return
    if turn.act is Act.ASK_LIST and turn.query.empty and counting.answer_plans(turn):
        return
    if len(turn.scope) > 1 and (turn.explicit or turn.act is Act.ASK_COMPARISON or comparing.asks_which_plans(turn)):
        comparing.answer_comparison(turn)
        return
    if len(turn.scope) > 1:
        _narrow(turn)
    if turn.reply is None and len(turn.scope) == 1:
        _try_all(turn, turn.scope[0])


def look_in_the_other_domain(turn: Turn) -> None:
    """What the first domain does not hold may stand in the other."""
    if turn.act in PLAN_ACTS and not turn.explicit:
        found = guides.find_sections(turn)
        if found and found[0].coverage >= GUIDE_CERTAIN - 0.1:
            guides.answer_section(turn, found)
    elif turn.act in GUIDE_ACTS and turn.explicit and len(turn.scope) == 1:
        tasks.answer_tasks(turn, turn.scope[0])


def refuse_amounts(turn: Turn) -> None:
    """How much money: plans name sources, never sums; a guide may name a fee."""
    if turn.act in PLAN_ACTS and about.asks_amount(turn):
        found = guides.find_sections(turn)
        if (
            found
            and found[0].coverage >= GUIDE_CERTAIN
            and found[0].passage.kind is PassageKind.GUIDE
            and not turn.explicit
        ):
            guides.answer_section(turn, found)
        else:
            turn.end(Outcome.NOT_IN_DOCUMENTS, say("amount_not_stated", where=where_to_ask(_spoken_for(turn))))


def stay_in_scope(turn: Turn) -> None:
    """Not what the assistant is for."""
    if turn.act is Act.OUT_OF_SCOPE:
        refusing.out_of_scope(turn)


def look_where_it_was_before(turn: Turn) -> None:
    """A short question after a guide's answer, which names nothing new, is about the same guide."""
    before = turn.question.memory
    short = len(turn.query.units) <= SHORT
    if before is None or turn.explicit or not short or turn.act not in GUIDE_ACTS | EITHER | {Act.SEARCH}:
        return
    documents = {one.split(":", 1)[0] for one in before.passages} & set(turn.store.guides)
    if not documents:
        return
    both = replace(turn, query=turn.searcher.query(f"{before.text} {turn.question.text}"))
    found = [
        one
        for one in guides.find_sections(both, documents=documents)
        if max(turn.query.coverage(bag) for bag in one.hit.bags) >= SAME_GUIDE
    ]
    elsewhere = guides.find_sections(turn)
    if found and not (elsewhere and elsewhere[0].coverage >= GUIDE_CERTAIN):
        guides.answer_section(turn, found)


def say_not_found(turn: Turn) -> None:
    """Nothing speaks to the question: say what was searched and whom to ask."""
    speaking.not_in(turn, turn.scope if turn.act in PLAN_ACTS else [])


STEPS: Sequence[Step] = (
    open_passage,
    doubt_the_act,
    help_at_once,
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
    say_not_found,
)

_ANSWERERS: dict[Act, tuple[Answerer, ...]] = {
    Act.ASK_TARGET: (targets.answer_targets, targets.say_no_target, tasks.answer_tasks),
    Act.ASK_TASK: (tasks.answer_tasks, units.answer_unit),
    Act.ASK_RESPONSIBLE: (tasks.answer_responsible, units.answer_unit, tasks.answer_tasks),
    Act.ASK_UNIT_DUTIES: (units.answer_unit, tasks.answer_tasks),
    Act.ASK_PERIOD: (tasks.answer_period, about.answer_about, tasks.answer_tasks),
    Act.ASK_FUNDING: (about.answer_funding, tasks.answer_tasks),
    Act.ASK_PLAN_INFO: (about.answer_about, tasks.answer_tasks),
    Act.ASK_COUNT: (counting.answer_count,),
    Act.ASK_LIST: (counting.answer_list,),
    Act.ASK_COMPARISON: (targets.answer_targets, tasks.answer_tasks),
}


def _try_all(turn: Turn, plan: PlanRecord) -> None:
    for answerer in _answerers(turn):
        if answerer(turn, plan):
            return


def _answerers(turn: Turn) -> tuple[Answerer, ...]:
    if turn.act is Act.ASK_DEADLINE:
        if deadlines.about_reporting(turn):
            return (deadlines.answer_deadlines, tasks.answer_tasks)
        return (tasks.answer_period, deadlines.answer_deadlines, tasks.answer_tasks)
    return _ANSWERERS[turn.act]


def _narrow(turn: Turn) -> None:
    """Several plans, none named: the one that alone speaks to the question, or a question back."""
    best: dict[str, Evidence] = {}
    for one in _plan_evidence(turn):
        best.setdefault(one.passage.document_id, one)
    speaking_plans = [plan for plan in turn.scope if plan.document_id in best and enough(turn, best[plan.document_id])]
    ranked = sorted(speaking_plans, key=lambda plan: best[plan.document_id].strength, reverse=True)
    if not ranked:
        turn.scope = turn.scope if turn.question.agency is None else turn.scope[:1]
        return
    clear = [p for p in ranked if best[p.document_id].coverage >= 0.85 * best[ranked[0].document_id].coverage]
    if len(clear) == 1:
        turn.scope = clear
        return
    buttons = [
        ButtonOffer(title=turn.agency_of(plan).name, payload=f'/{Act.FOLLOW_UP}{{"agency": "{plan.agency}"}}')
        for plan in clear[:MOST_CHOICES]
    ]
    turn.end(Outcome.CLARIFICATION, say("which_agency"), buttons=buttons)


def _plan_evidence(turn: Turn) -> list[Evidence]:
    documents = [plan.document_id for plan in turn.scope]
    kinds = [PassageKind(kind) for kind in PLAN_KINDS]
    return gather(turn, documents=documents, kinds=kinds, limit=40, keep=40)


def _asks_for_aim(turn: Turn) -> bool:
    """Sounds like asking for the state of things, but names a year and a plan with such a target, and no result."""
    if turn.question.confidence >= SURE or not turn.explicit or not turn.years:
        return False
    if says(turn.said, "says_achieved"):
        return False
    return any(targets.find_targets(turn, plan) for plan in turn.scope)


def _spoken_for(turn: Turn) -> Agency | None:
    """The agency a question names, or the one the conversation belongs to."""
    named = [turn.store.agencies[slug] for slug in turn.question.agencies if slug in turn.store.agencies]
    return named[0] if named else turn.own_agency
