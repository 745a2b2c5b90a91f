"""First steps: which plans a question is about, which years, and what it takes from the turn before."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge_base.answer.aside import set_aside
from knowledge_base.answer.aspects import aspect_of, say_in_full
from knowledge_base.answer.cues import heard, instead, says
from knowledge_base.answer.elsewhere import Whose, of_level, whose
from knowledge_base.answer.evidence import document_numbers, plan_evidence
from knowledge_base.answer.guides import find_sections
from knowledge_base.answer.misspelt import misspelt_agencies
from knowledge_base.answer.no_smartphone import lacks_smartphone
from knowledge_base.answer.pointing import name_its_unit
from knowledge_base.answer.published import as_published
from knowledge_base.answer.question import GUIDE_ACTS, PLAN_ACTS, Act, Memory, Question
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import NOT_STATED, Agency, PlanRecord
from knowledge_base.search.searcher import Searcher
from knowledge_base.store.database import Store
from vietnamese import fold, normalize

# The weight of a follow-up's own words that make a topic, and how much of it a passage has to cover.
OF_ITS_OWN = 4.0
SPOKEN_FOR = 0.7
FRAGMENT = 3
# The topic that the assistant's own name is.
ITSELF = "Trợ lý ảo"
# Of a question that was not understood: what the NLU has to give to its being a follow-up.
HALF = 0.4
# What is enough where it goes on in words, and was taken for a wish to speak to a person less surely than this.
SOME = 0.2
SURE_OF_A_WISH = 0.75
# What the plan of one's own place has to cover, over one above it, where one's own place is spoken of as well.
OURS_IF_SAID = 0.75
_SHARE = re.compile(r"\d+(?:[.,]\d+)? ?%")
_RESTS_ON = re.compile(r"\bcan cu\b")
# To whom something goes, or with whom one works, is not whose plan is asked about.
_BESIDE = r"\b(?:gui|bao cao|len|ve|voi|trinh|nop|huong dan cua|cho) (?:ubnd |cac )?"
_HERE = re.compile(r"\b(sở|xã|phường|huyện|thị trấn|địa phương|ở đây|bên mình|so|xa|phuong|huyen)\b(?! (hội|hoi|khcn))")


def open_turn(question: Question, searcher: Searcher) -> Turn:
    """Start a turn: resolve names, carry over from the turn before what this one leaves out."""
    store = searcher.store
    pointed = name_its_unit(say_in_full(_without_the_address(question), store), store)
    question, found = _with_names_settled(pointed, searcher)
    names = [name for slug in question.agencies for name in _names(store.agencies.get(slug))]
    names += _words_for_all_of_it(question, store)
    query = searcher.query(as_published(question.text, searcher.store.contacts.values()), without=names)
    scope, explicit = _scope(question, found, store)
    memory = question.memory if question.memory is not None and question.memory.holds_a_question else None
    if memory is not None and (_was_half_taken_for_a_follow_up(question) or _asks_the_same_of_another(question)):
        question = question.model_copy(update={"act": Act.FOLLOW_UP})
    act = Act.SEARCH if question.act is Act.FOLLOW_UP and memory is None else question.act
    turn = Turn(
        question=question,
        searcher=searcher,
        act=act,
        query=query,
        years=question.years,
        named=question.topics,
        names=tuple(names),
        scope=scope,
        explicit=explicit,
        undecided=not explicit and bool(found.open_between),
        unknown=found.unknown,
        walk=memory.walk if memory is not None else "",
    )
    if lacks_smartphone(question.text):
        set_aside(turn)
    _keep_to_ours(turn)
    if memory is not None:
        if _leans_on_before(turn):
            _inherit(turn, memory)
        elif turn.act in PLAN_ACTS:
            _stay_with(turn, memory)
    return turn


def _without_the_address(question: Question) -> Question:
    """The question without words that speak to the assistant ("Kính gửi trợ lý ảo, …"): they are no topic of it."""
    if not says(heard(question.text), "addresses_the_assistant"):
        return question
    text = instead(question.text, "addresses_the_assistant", "")
    if not text.strip():
        return question
    named = tuple(one for one in question.topics if one != ITSELF or fold(one) in fold(text))
    return question.model_copy(update={"text": text, "topics": named})


def _was_half_taken_for_a_follow_up(question: Question) -> bool:
    """Whether the NLU wavered between a follow-up and something else, or a wish to speak to a person."""
    share = question.share_of({Act.FOLLOW_UP})
    if question.act is Act.REQUEST_OFFICER:
        return question.confidence < SURE_OF_A_WISH and share >= SOME and says(heard(question.text), "continues")
    return question.act is Act.SEARCH and share >= HALF


def _asks_the_same_of_another(question: Question) -> bool:
    """Whether it is asked whether what a plan says is the same of an agency that is named ("Hớn Quản cũng vậy à")."""
    before = question.memory
    if before is None or before.act not in PLAN_ACTS or not question.agencies:
        return False
    return says(heard(question.text), "asks_only_whether_the_same")


def _words_for_all_of_it(question: Question, store: Store) -> list[str]:
    """The words that name agencies; a commune that a plan's agency is made of stays in what is asked of that plan."""
    named = [store.agencies[slug] for slug in question.agencies if slug in store.agencies]
    parts = {fold(commune) for agency in named for commune in agency.communes}
    return [words for words in question.agency_words if fold(words) not in parts]


def _with_names_settled(question: Question, searcher: Searcher) -> tuple[Question, Whose]:
    """The question with the agencies that it names, those included that only a slip of the keyboard hides."""
    named, words = question.agencies, question.agency_words
    if not named and question.text:
        slips = misspelt_agencies(question.text, searcher)
        named, words = tuple(dict.fromkeys(slug for slug, _ in slips)), tuple(words for _, words in slips)
    found = whose(named, words, question.text, searcher.store)
    if found.unknown and _speaks_of_them(question, found, searcher.store):
        found = Whose(found.agencies)
    if not (named or found.unknown) and question.agency is None:
        found = Whose(open_between=tuple(one.slug for one in of_level(question.text, searcher.store)))
    return question.model_copy(update={"agencies": found.agencies, "agency_words": words}), found


def _speaks_of_them(question: Question, found: Whose, store: Store) -> bool:
    """Whether the unknown ones are spoken of beside a plan, or stand in that of the visitor's own agency."""
    said_here = heard(question.text).folded
    beside = all(re.search(_BESIDE + re.escape(fold(name)), said_here) for name in found.unknown)
    if beside or document_numbers(question.text) or _RESTS_ON.search(said_here):
        return True
    own = store.agencies.get(question.agency or "")
    said = [fold(plan.model_dump_json()) for plan in (_plans([own], store) if own is not None else [])]
    return any(re.search(rf"\b{re.escape(fold(name))}\b", one) for one in said for name in found.unknown)


def _scope(question: Question, found: Whose, store: Store) -> tuple[list[PlanRecord], bool]:
    if found.unknown:
        return [], False
    named = [store.agencies[slug] for slug in question.agencies if slug in store.agencies]
    specific = [agency for agency in named if agency.plans]
    own = store.agencies.get(question.agency or "")
    if specific and own is not None and own.plans and own not in specific and _beside_ours(question):
        specific = [own, *specific]
    if specific or (named and not found.open_between):
        agencies = specific or [one for agency in named for one in _under(agency, store)]
        return _meant(_plans(agencies, store), question.text), True
    if found.open_between:
        either = [store.agencies[slug] for slug in found.open_between if slug in store.agencies]
        ours = [one for one in either if one is own]
        return _meant(_plans(ours or either, store), question.text), bool(ours) or len(either) == 1
    if own is not None and not (question.act in PLAN_ACTS and says(heard(question.text), "of_all_plans")):
        plans = _plans([own] if own.plans else _under(own, store), store)
        return _meant(plans, question.text), _speaks_of_here(question.text)
    return _meant(list(store.plans.values()), question.text), False


def _keep_to_ours(turn: Turn) -> None:
    """On an agency's page, one above it is named as often as what its own plan refers to: the plan that says more."""
    own = turn.own_agency
    named = [turn.store.agencies[slug] for slug in turn.question.agencies if slug in turn.store.agencies]
    if own is None or not own.plans or not named or any(agency.plans for agency in named):
        return
    text = turn.question.text
    # There the name of the one above is part of what is asked.
    names = tuple(_names(own))
    ours = replace(
        turn,
        scope=_meant(_plans([own], turn.store), text),
        query=turn.searcher.query(text, without=names),
        names=names,
    )
    needed = _best_coverage(turn) * (OURS_IF_SAID if _speaks_of_here(text) else 1.0)
    if _best_coverage(ours) >= needed:
        turn.scope, turn.query, turn.names = ours.scope, ours.query, ours.names


def _best_coverage(turn: Turn) -> float:
    return max((one.coverage for one in plan_evidence(turn)), default=0.0)


def _beside_ours(question: Question) -> bool:
    """Whether the visitor's own agency is set beside another ("xã mình với bên Sở", "so với Đức Phú ai hơn")."""
    said = heard(question.text)
    if says(said, "ours") and says(said, "beside"):
        return True
    with_one = question.act is Act.ASK_COMPARISON and len(question.agencies) == 1 and len(question.years) < 2
    return with_one and says(said, "compared_with")


def _meant(plans: list[PlanRecord], text: str) -> list[PlanRecord]:
    """Those in force, where a plan and the one that replaces it are both there; the old one when it is asked for."""
    there = {plan.document_id for plan in plans}
    gone = [plan for plan in plans if plan.replaced_by in there]
    if not gone:
        return plans
    numbered = [plan for plan in gone if plan.number != NOT_STATED and plan.number in text]
    said = heard(text)
    if numbered or (says(said, "older_plan") and not says(said, "names_earlier")):
        return numbered or gone
    return [plan for plan in plans if plan not in gone]


def _speaks_of_here(text: str) -> bool:
    """Whether the visitor of an agency's page speaks of that agency ("phường mình", "ở đây")."""
    return bool(_HERE.search(normalize(text).lower()))


def _under(agency: Agency, store: Store) -> list[Agency]:
    """A province speaks through its departments' plans, then its communes'."""
    children = [one for one in store.agencies.values() if one.parent == agency.slug and one.plans]
    return [one for one in children if one.kind == "department"] or children


def _plans(agencies: list[Agency], store: Store) -> list[PlanRecord]:
    slugs = dict.fromkeys(slug for agency in agencies for slug in agency.plans)
    return [store.plans[slug] for slug in slugs if slug in store.plans]


def _names(agency: Agency | None) -> list[str]:
    if agency is None:
        return []
    return [agency.name, *agency.aliases, *agency.successors, *(former.name for former in agency.former)]


def _leans_on_before(turn: Turn) -> bool:
    """A follow-up by its act, by pointing words, as a part that leans, or because it names nothing of its own."""
    if turn.act is Act.FOLLOW_UP or _is_a_fragment(turn) or _goes_on_with_the_topic(turn):
        return True
    if aspect_of(turn) is not None:
        return True
    if turn.act not in PLAN_ACTS | GUIDE_ACTS | {Act.SEARCH}:
        return False
    if turn.query.empty or turn.question.leans:
        return True
    return says(turn.said, "pointing") and len(turn.query.units) <= 2


def _is_a_fragment(turn: Turn) -> bool:
    """Whether the message was not understood and is too short to stand alone, after an answer from a plan."""
    memory = turn.question.memory
    if memory is None or memory.act not in PLAN_ACTS or turn.explicit or len(turn.query.units) > FRAGMENT:
        return False
    return turn.act is Act.SEARCH or _hardly_of_a_guide(turn)


def _hardly_of_a_guide(turn: Turn) -> bool:
    """Whether a question that goes on after a plan's answer was taken for one of a guide, and that is doubtful."""
    of_plans = turn.question.share_of(PLAN_ACTS | {Act.FOLLOW_UP})
    return turn.act in GUIDE_ACTS and says(turn.said, "continues") and turn.question.share_of(GUIDE_ACTS) < of_plans


def _goes_on_with_the_topic(turn: Turn) -> bool:
    """Whether a question of a plan that goes on ("vậy qua 2030 phủ mấy phần trăm?") leaves out the topic before."""
    memory = turn.question.memory
    if memory is None or not memory.topics or memory.act not in PLAN_ACTS or turn.act not in PLAN_ACTS:
        return False
    return says(turn.said, "continues") and not turn.named and len(turn.query.units) <= 2 * FRAGMENT


def _stay_with(turn: Turn, before: Memory) -> None:
    """Keep to the agencies of the turn before, unless this one names its own."""
    known = [turn.store.agencies[slug] for slug in before.agencies if slug in turn.store.agencies]
    names_others = turn.unknown or turn.undecided
    goes_on = turn.question.agency is None or (
        len(turn.query.units) <= FRAGMENT and not _speaks_of_here(turn.question.text)
    )
    if known and not turn.explicit and not names_others and goes_on:
        turn.scope = _meant(_plans(known, turn.store), turn.question.text)
        turn.explicit = True


def _inherit(turn: Turn, before: Memory) -> None:
    """Take over what was left out, and only that."""
    question, own = turn.question, turn.query
    turn.inherited = True
    aspect = aspect_of(turn)
    if turn.act is Act.FOLLOW_UP or aspect is not None or _is_a_fragment(turn):
        turn.act = aspect or before.act
    if aspect is not None:  # the words alone were taken for anything
        turn.question = question.model_copy(update={"act": aspect, "confidence": 1.0, "ranking": ((aspect, 1.0),)})
    _stay_with(turn, before)
    if aspect is Act.ASK_PLAN_INFO and not says(turn.said, "asks_only_the_post"):  # of the plan as a whole
        return
    turn.years = turn.years or before.years
    if aspect is None and _brings_a_topic(turn):
        turn.inherited = turn.act in PLAN_ACTS
        return
    turn.named = turn.named or before.topics
    adds_words = not own.empty and question.act is not Act.FOLLOW_UP and aspect is None
    own_words = own.text if adds_words else ""
    names = [name for agency in turn.store.agencies.values() if agency.plans for name in _names(agency)]
    text = re.sub(r"\b20\d\d\b", " ", before.text)
    share = _SHARE.search(question.text)
    if share is not None and _SHARE.search(text):  # "còn 70%" asks for that share, and no more for the one before
        text, own_words = _SHARE.sub(share.group(), text), ""
    turn.query = turn.searcher.query(f"{text} {own_words}".strip(), without=names)


def _brings_a_topic(turn: Turn) -> bool:
    """Whether a follow-up says what it is about ("thế còn 5G thì sao"), and something speaks to it alone."""
    weight = sum(unit.weight for unit in turn.query.units if not unit.folded[0].isdigit())
    if turn.question.act is not Act.FOLLOW_UP and turn.act not in PLAN_ACTS:
        return False
    if weight < OF_ITS_OWN or says(turn.said, "pointing"):
        return False
    if turn.act in PLAN_ACTS:
        found = plan_evidence(turn)
        return bool(found) and max(one.own for one in found) >= SPOKEN_FOR
    sections = find_sections(turn)
    return bool(sections) and sections[0].coverage >= SPOKEN_FOR
