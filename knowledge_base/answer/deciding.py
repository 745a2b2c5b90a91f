"""What a turn is really about: an unsure act doubted, a local matter noticed, the domain chosen that speaks to it."""

from __future__ import annotations

import re
from collections.abc import Collection

from knowledge_base.answer import guides, refusing
from knowledge_base.answer.cues import says
from knowledge_base.answer.emergencies import FRAUD_PASSAGE, sounds_urgent
from knowledge_base.answer.evidence import CERTAIN, ENOUGH, names_code, plan_evidence
from knowledge_base.answer.plans.deadlines import about_reporting
from knowledge_base.answer.plans.targets import best_target_coverage
from knowledge_base.answer.question import GUIDE_ACTS, PLAN_ACTS, Act
from knowledge_base.answer.trust import trust
from knowledge_base.answer.turn import Turn
from knowledge_base.search.terms import syllables
from knowledge_base.store.passages import PassageKind

# How sure the NLU has to be of these acts before a fitting section no longer takes their place.
DOUBTED = {
    Act.URGENT_HELP: 0.75,
    Act.ASK_PERSONAL_DATA: 0.6,
    Act.REQUEST_WRONGDOING: 0.75,
    Act.STEER_ASSISTANT: 0.6,
    Act.INSULT: 0.4,
    Act.ASK_ACTUAL_STATE: 0.95,
    Act.COMPLAIN: 0.7,
    Act.TALK_POLITICS: 0.6,
    Act.REQUEST_OFFICER: 0.7,
    Act.MANAGE_ACCOUNT: 0.75,
    Act.ASK_OFFICE_CONTACT: 0.8,
}
_DOCUMENT = re.compile(
    r"\b(?:ctr|nq|qd|kh|nd|tt|ct|nghi quyet|quyet dinh|chuong trinh(?: hanh dong)?|chi thi) (?:so )?\d+\b"
)
_ACTS = frozenset(Act)
# Of these a passage of the plan that is named takes the place as well.
_OF_PLANS_RATHER = frozenset(
    {Act.COMPLAIN, Act.TALK_POLITICS, Act.STEER_ASSISTANT, Act.REQUEST_OFFICER, Act.URGENT_HELP}
)
# A complaint that a plan speaks to has to be surer than one that a guide speaks to.
COMPLAINT_OF_A_PLAN = 0.9
# Acts that are taken for asking who does something: to whom a report goes is another matter.
_OF_WORK = frozenset({Act.SEARCH, Act.ASK_TASK, Act.ASK_RESPONSIBLE})
BELIEVED = 0.85
# What is enough when the NLU itself gives the guides' acts such a share.
LIKELY = 0.25
BELIEVED_IF_LIKELY = 0.65
# What a guide tells of a place with a plan, where a figure is asked and the NLU did not understand.
BELIEVED_IF_NAMED = 0.9
# What is rather told than suspected, where the NLU thinks less of a refusal.
BELIEVED_IF_MEANT = 0.6
# What is told though it looks like something to be refused.
BELIEVED_IF_SUSPECT = 0.8
# The same, where somebody's data seem to be asked for and they are the visitor's own.
BELIEVED_IF_OWN = 0.6
# Where it is asked how to know or avoid what is bad: what is enough, and below what confidence the act is doubted.
BELIEVED_IF_GUARDING = 0.3
GUARDING = 0.85
# What is enough where a message was taken for a call for help without sounding like one.
BELIEVED_IF_CALM = 0.4
# How sure the NLU has to be of a call for help that does not sound like one.
CALM = 0.9
# Below this it is none, whatever is found, where a topic is named.
CALMLY = 0.75
NEARLY_AS_LIKELY = 0.15
GUESSED = 0.5
# How far a section is believed that takes the place of a plan where none is named.
LIKELY_A_GUIDE = 0.5
MOSTLY = 0.5
# The weight of words below which nothing is asked.
HARDLY_A_WORD = 4.0
# How much the NLU gives to acts that are refused, before none of the others is believed.
SUSPECT = 0.25
SUSPECT_IF_UNLAWFUL = 0.15
# By how much the act that it was taken for has to be likelier than all of these together to be believed all the same.
FAR_LIKELIER = 0.25
UNSURE_OF_SCOPE = 0.6
# What is enough where it was taken for something beside the matter less surely than this.
HARDLY_BESIDE = 0.75
BELIEVED_IF_HARDLY_BESIDE = 0.5
# Acts of which a visitor without a plan in mind means a guide as readily.
EITHER = frozenset(
    {Act.ASK_TASK, Act.ASK_COMPARISON, Act.ASK_LIST, Act.ASK_RESPONSIBLE, Act.ASK_PERIOD, Act.ASK_UNIT_DUTIES}
)
# What is asked of a plan, where it is not what a word means.
_OF_A_PLAN = ("asks_targets", "asks_tasks", "asks_duties", "asks_deadline", "asks_head", "asks_figure", "asks_funding")
_OFTEN_A_MEANING = frozenset({Act.ASK_DEFINITION, Act.ASK_PLAN_INFO, Act.ASK_TASK, Act.ASK_TARGET})
PLAN_ENOUGH = 0.5
OTHER_DOMAIN = 0.2
STRANGE = 0.42
# How far a section is believed that speaks to a question though it covers few of its words.
NOT_STRANGE = 0.4
SURELY_OF_A_PLAN = SURELY_OF_A_GUIDE = 0.85
# How much of a question about the whole country a section has to cover.
NATIONWIDE = 0.5
# What a task has to cover of a question when something will be so.
PLANNED = 0.6
# What a plan has to cover of a question that a term merely stands in.
SPOKEN_OF = 0.7


def settle_the_act(turn: Turn) -> None:
    """The NLU could not tell which act, but most of what it thinks of is of one kind: the likeliest of these it is.

    So it is where a good part of what it thinks of is to be refused, whatever it took the question for.
    """
    least: list[tuple[Collection[Act], float]] = []
    unlawful = turn.seeks_unlawful
    if hardly_asks(turn) and not unlawful and turn.question.share_of(refusing.REFUSALS) < GUESSED:
        return
    if turn.act is Act.SEARCH and turn.of_a_part and turn.question.likeliest_of(_ACTS) is Act.ASK_ACTUAL_STATE:
        turn.act = Act.ASK_ACTUAL_STATE  # a district's plan does not say when one commune gets something
        return
    if turn.act in PLAN_ACTS | GUIDE_ACTS | {Act.SEARCH} and (unlawful or not _is_unsuspected(turn)):
        least.append((_suspected(turn), SUSPECT_IF_UNLAWFUL if unlawful else SUSPECT))
    if turn.act is Act.SEARCH:
        least += [(PLAN_ACTS, MOSTLY), (GUIDE_ACTS, MOSTLY)]
    for kind, enough in least:
        if turn.question.share_of(kind) >= enough:
            turn.act = turn.question.likeliest_of(kind) or turn.act
            return


def _is_unsuspected(turn: Turn) -> bool:
    """Whether the NLU thinks hardly of a refusal, or not mostly of one and a section is surely meant."""
    refused = turn.question.share_of(refusing.REFUSALS)
    if refused < SUSPECT or _far_likelier_than_refusals(turn):
        return True
    if refused >= GUESSED:
        return False
    return any(
        one.belief >= BELIEVED_IF_MEANT and one.passage.id != FRAUD_PASSAGE for one in guides.find_sections(turn)[:1]
    )


def _suspected(turn: Turn) -> Collection[Act]:
    """The acts that may be suspected: who names a topic hardly insults anybody."""
    no_insult = bool(turn.named) and turn.question.share_of({Act.INSULT}) < DOUBTED[Act.INSULT]
    return refusing.REFUSALS.keys() - {Act.INSULT} if no_insult else refusing.REFUSALS


def hardly_asks(turn: Turn) -> bool:
    """Whether a first message was not understood and has hardly a telling word ("lấy cái kia")."""
    if turn.act is not Act.SEARCH or turn.question.memory is not None or turn.named or turn.question.agencies:
        return False
    return turn.query.weight < HARDLY_A_WORD


def _far_likelier_than_refusals(turn: Turn) -> bool:
    """Whether the NLU thinks far rather of something that is answered."""
    return turn.act is not Act.SEARCH and (
        turn.question.confidence - turn.question.share_of(refusing.REFUSALS) >= FAR_LIKELIER
    )


def doubt_the_act(turn: Turn) -> None:
    """An unsure refusal or alarm gives way to a section that is most likely what was asked for."""
    if turn.seeks_unlawful:
        return
    if turn.act is Act.ASK_PERSONAL_DATA and _names_a_document(turn):
        turn.act = Act.ASK_PLAN_INFO
    elif turn.act is Act.COMPLAIN and turn.question.confidence < COMPLAINT_OF_A_PLAN and _a_plan_speaks(turn):
        turn.act = Act.ASK_TASK
    elif turn.act is Act.ASK_ACTUAL_STATE and says(turn.said, "asks_when") and not says(turn.said, "my_place"):
        _look_ahead(turn)
    elif turn.act in DOUBTED and turn.question.confidence < _doubted_below(turn):
        _give_way(turn)


def _names_a_document(turn: Turn) -> bool:
    """Whether a document is named by its number, or a kind and a number ("CTr 52 của ai")."""
    return names_code(turn) or _DOCUMENT.search(turn.said.folded) is not None


def _doubted_below(turn: Turn) -> float:
    if turn.act is Act.URGENT_HELP and not may_be_urgent(turn):
        return CALM
    return GUARDING if says(turn.said, "guards_against") else DOUBTED[turn.act]


def _look_ahead(turn: Turn) -> None:
    """When something will be so: the plan that is meant says it by a target or a task, or a section surely does.

    Of a single commune a plan of its district does not say it.
    """
    if turn.of_a_part:
        return
    if turn.explicit or (turn.own_agency is not None and turn.scope):
        if any(best_target_coverage(turn, plan) >= ENOUGH for plan in turn.scope):
            turn.act = Act.ASK_TARGET
        elif any(one.coverage >= PLANNED and one.passage.kind is PassageKind.TASK for one in plan_evidence(turn)[:1]):
            turn.act = Act.ASK_PERIOD
        return
    if guides.best_belief(turn) >= BELIEVED:
        turn.act = Act.ASK_DEFINITION


def _give_way(turn: Turn) -> None:
    if turn.act is Act.ASK_ACTUAL_STATE and (turn.explicit or says(turn.said, "asks_figure")):
        return
    if turn.act is Act.ASK_OFFICE_CONTACT and (turn.question.agencies or says(turn.said, "local_office")):
        return
    priced = turn.act is Act.REQUEST_WRONGDOING and turn.explicit and turn.named and says(turn.said, "asks_price")
    if priced or (turn.act in _OF_PLANS_RATHER and _a_plan_speaks(turn)):
        turn.act = Act.ASK_TASK
        return
    if _is_hardly_a_complaint(turn):
        turn.act = turn.question.likeliest_of(PLAN_ACTS) or Act.ASK_TASK
        return
    likely = turn.question.share_of(GUIDE_ACTS)
    sections = guides.find_sections(turn)
    if says(turn.said, "guards_against"):
        best = max(sections[: guides.TRIED], key=lambda one: one.belief, default=None)
        needed = BELIEVED_IF_GUARDING
    else:
        best = sections[0] if sections else None
        needed = BELIEVED_IF_LIKELY if likely >= LIKELY else BELIEVED
    if turn.act is Act.URGENT_HELP:
        needed = _needed_by_an_alarm(turn)
    elif turn.act in refusing.REFUSALS and not says(turn.said, "guards_against"):
        needed = needed_by_a_refusal(turn)
    if best and best.belief >= needed and best.passage.id != FRAUD_PASSAGE:
        turn.act = Act.ASK_RULE
    elif (
        turn.act is Act.INSULT
        or (
            turn.act is Act.REQUEST_WRONGDOING
            and (turn.question.confidence < GUESSED or turn.question.confidence - likely < NEARLY_AS_LIKELY)
        )
        or (turn.act is Act.URGENT_HELP and turn.question.confidence < _calmly_below(turn) and not may_be_urgent(turn))
    ):
        turn.act = Act.SEARCH


def needed_by_a_refusal(turn: Turn) -> float:
    """How far a section has to be believed that is told where the NLU would have the question refused."""
    own = turn.question.act is Act.ASK_PERSONAL_DATA and says(turn.said, "of_ones_own")
    return BELIEVED_IF_OWN if own else BELIEVED_IF_SUSPECT


def _needed_by_an_alarm(turn: Turn) -> float:
    """How far a section has to be believed that takes the place of a call for help."""
    if sounds_urgent(turn):
        return BELIEVED
    sure = turn.question.confidence >= GUESSED and says(turn.said, "half_alarms")
    return BELIEVED_IF_MEANT if sure else BELIEVED_IF_CALM


def _calmly_below(turn: Turn) -> float:
    return CALMLY if turn.named else GUESSED


def may_be_urgent(turn: Turn) -> bool:
    """Whether the words themselves sound like danger or fraud, or like what comes with it."""
    return sounds_urgent(turn) or says(turn.said, "half_alarms")


def _a_plan_speaks(turn: Turn) -> bool:
    """Whether the plan itself is named or in question, and a passage of it covers what is asked."""
    if not (turn.explicit and says(turn.said, "says_plan")):
        return False
    best = max((one.coverage for one in plan_evidence(turn)), default=0.0)
    return best >= ENOUGH


def _is_hardly_a_complaint(turn: Turn) -> bool:
    """Whether a guess of a complaint names a matter that the plan in question surely speaks of."""
    if turn.act is not Act.COMPLAIN or turn.question.confidence >= GUESSED or not (turn.explicit and turn.named):
        return False
    return any(trust(turn, one) >= PLAN_ENOUGH for one in plan_evidence(turn)[:1])


def notice_unrecorded(turn: Turn) -> None:
    """A local office's telephone or hours, or the state of one's own place, whatever the act was taken for."""
    if turn.act in PLAN_ACTS | GUIDE_ACTS | {Act.ASK_ACTUAL_STATE, Act.SEARCH} and says(turn.said, "local_office"):
        turn.act = Act.ASK_OFFICE_CONTACT
    elif not (names_plan(turn) or turn.named) and says(turn.said, "asks_to_compose"):
        turn.act = Act.OUT_OF_SCOPE
    elif _asks_of_my_place(turn):
        turn.act = Act.ASK_ACTUAL_STATE
    elif turn.act in PLAN_ACTS and turn.explicit and says(turn.said, "asks_all") and says(turn.said, "asks_targets"):
        turn.act = Act.ASK_LIST if turn.act is not Act.ASK_COUNT else turn.act
    elif turn.act in _OF_WORK and says(turn.said, "asks_report_to") and about_reporting(turn):
        turn.act = Act.ASK_DEADLINE
    elif turn.act in _OF_WORK and turn.query.empty and turn.explicit and says(turn.said, "carries_out"):
        turn.act = Act.ASK_PLAN_INFO
    elif turn.act in {Act.SEARCH, Act.ASK_TASK} and names_plan(turn) and says(turn.said, "asks_funding"):
        turn.act = Act.ASK_FUNDING
    elif (
        turn.act is Act.SEARCH
        and turn.question.agencies
        and says(turn.said, "asks_figure")
        and guides.best_belief(turn) < BELIEVED_IF_NAMED
    ):
        turn.act = Act.ASK_TARGET


def _asks_of_my_place(turn: Turn) -> bool:
    """Whether figures, or nothing that a guide speaks of, are asked of the visitor's own place.

    What a year's target says of every place it says of that one too.
    """
    if turn.explicit or not says(turn.said, "my_place") or (turn.act is Act.ASK_TARGET and names_plan(turn)):
        return False
    if turn.act is Act.SEARCH:
        return guides.best_belief(turn) < BELIEVED_IF_LIKELY
    return turn.act in {Act.ASK_TARGET, Act.ASK_COUNT}


def choose_domain(turn: Turn) -> None:
    """A plan question that only a guide speaks to, or the other way round, changes its act."""
    if turn.act not in PLAN_ACTS | GUIDE_ACTS | {Act.SEARCH, Act.OUT_OF_SCOPE}:
        return
    named = names_plan(turn)
    if (turn.act is Act.ASK_COMPARISON and not named and len(turn.named) > 1) or _asks_what_it_is(turn):
        turn.act = Act.ASK_DEFINITION
        return
    plan = max((one.coverage for one in plan_evidence(turn)), default=0.0)
    sections = guides.find_sections(turn)
    guide, believed = (sections[0].coverage, sections[0].belief) if sections else (0.0, 0.0)
    if turn.act in PLAN_ACTS and not turn.explicit and says(turn.said, "nationwide") and guide >= NATIONWIDE:
        turn.act = Act.ASK_RULE
        return
    if turn.act in PLAN_ACTS and (_a_guide_rather(turn) or _guides_are_likelier(turn, believed)):
        turn.act = Act.ASK_RULE
        return
    if turn.act is Act.OUT_OF_SCOPE:
        surely_meant = believed >= (
            BELIEVED_IF_HARDLY_BESIDE if turn.question.confidence < HARDLY_BESIDE else BELIEVED_IF_LIKELY
        )
        if surely_meant or (guide >= CERTAIN and turn.question.confidence < UNSURE_OF_SCOPE):
            turn.act = Act.ASK_RULE
        elif plan >= CERTAIN and named and turn.question.confidence < UNSURE_OF_SCOPE:
            turn.act = Act.ASK_TASK
    elif turn.act is Act.SEARCH and max(plan, guide) < STRANGE and not (named or turn.named) and believed < NOT_STRANGE:
        turn.act = Act.OUT_OF_SCOPE
    elif turn.act is Act.SEARCH:
        if says(turn.said, "asks_meaning") and not turn.explicit:
            turn.act = Act.ASK_DEFINITION
        elif named and plan + OTHER_DOMAIN >= guide:
            turn.act = Act.ASK_TASK
        else:
            turn.act = Act.ASK_TASK if plan > guide + OTHER_DOMAIN else Act.ASK_RULE
    elif turn.act in PLAN_ACTS and not named and not turn.inherited and not _surely_of_this_page(turn):
        rather = turn.act in EITHER and turn.question.agency is None and guide >= max(CERTAIN - 0.1, plan - 0.05)
        if rather or guide > plan + OTHER_DOMAIN:
            turn.act = Act.ASK_RULE
    elif turn.act in GUIDE_ACTS and plan >= PLAN_ENOUGH and not _surely_of_a_guide(turn, believed):
        nearer = plan >= guide - OTHER_DOMAIN if says(turn.said, "asks_where_put") else plan > guide + OTHER_DOMAIN
        at_home = turn.question.agency is not None and nearer
        if at_home or (named and plan >= guide - OTHER_DOMAIN / 2):
            turn.act = Act.ASK_TASK


def _a_guide_rather(turn: Turn) -> bool:
    """Whether no place is named or visited, and a section is believed far more than the plans' best is trusted."""
    if turn.explicit or turn.undecided or turn.question.agency is not None or turn.inherited:
        return False
    sections = [one for one in guides.find_sections(turn)[:1] if one.passage.kind is PassageKind.GUIDE]
    believed = max((one.belief for one in sections), default=0.0)
    trusted = max((trust(turn, one) for one in plan_evidence(turn)[:1]), default=0.0)
    return believed >= LIKELY_A_GUIDE and believed - trusted >= FAR_LIKELIER


def _guides_are_likelier(turn: Turn, believed: float) -> bool:
    """Whether the NLU guesses at an act of plans, and gives more to all those of guides together."""
    if turn.explicit or turn.inherited or turn.question.confidence >= GUESSED or believed < LIKELY:
        return False
    return turn.question.share_of(GUIDE_ACTS) > turn.question.share_of(PLAN_ACTS)


def _surely_of_a_guide(turn: Turn, believed: float) -> bool:
    """Whether the NLU is sure that a guide is asked, and a section is likely the right one."""
    if says(turn.said, "says_plan"):
        return False
    return believed >= LIKELY_A_GUIDE and turn.question.share_of(GUIDE_ACTS) >= SURELY_OF_A_GUIDE


def _surely_of_this_page(turn: Turn) -> bool:
    """Whether a visitor of an agency's page surely asks what is asked of plans."""
    own = turn.own_agency
    if own is None or not own.plans:
        return False
    return turn.question.confidence >= SURELY_OF_A_PLAN or asks_its_targets(turn)


def asks_its_targets(turn: Turn) -> bool:
    """Whether targets are asked for in that word, where a plan is in question."""
    in_question = turn.explicit or turn.own_agency is not None
    return turn.act is Act.ASK_TARGET and in_question and says(turn.said, "asks_targets")


def _asks_what_it_is(turn: Turn) -> bool:
    """Whether a term that plans use is to be explained, and nothing of a plan is asked for."""
    parts = says(turn.said, "asks_parts") and not turn.explicit
    often = parts or turn.act in _OFTEN_A_MEANING or turn.question.act in {Act.SEARCH, Act.FOLLOW_UP}
    if not often or not turn.named or not (parts or says(turn.said, "asks_meaning")):
        return False
    if turn.question.agencies or turn.question.task_numbers or _a_plan_says_more(turn):
        return False
    return parts or not any(says(turn.said, cue) for cue in _OF_A_PLAN)


def _a_plan_says_more(turn: Turn) -> bool:
    """Whether the term merely stands in what is asked of the plan in question, which speaks of the rest as well."""
    words = {one for name in turn.topics for one in syllables(name)}
    total = turn.query.weight
    rest = sum(unit.weight for unit in turn.query.units if not words.issuperset(unit.folded))
    if not turn.explicit or rest < MOSTLY * total:
        return False
    return any(one.coverage >= SPOKEN_OF for one in plan_evidence(turn)[:1])


def names_plan(turn: Turn) -> bool:
    """Whether the words point at a plan: its agency, the word itself, or a year that its targets are set for."""
    if turn.explicit or says(turn.said, "says_plan"):
        return True
    return any(target.year in turn.years for plan in turn.scope for target in plan.targets if target.year)
