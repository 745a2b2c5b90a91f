"""What a message of several questions carries beside its intent: each question with its own intent and names.

``parts`` is an output property, so the action server finds it in ``tracker.latest_message``: a list of

    {"start": 0, "end": 47, "asks_from": 11, "intent": {"name": "ask_deadline", "confidence": 0.96},
     "intent_ranking": […], "entities": […], "leans": False}

``start`` and ``end`` are places in the text as typed, ``asks_from`` is where the question proper begins, behind a
greeting or a story. A part that leaves out what it is about ``leans`` on the one before and has that one's topics among
its entities, whose places are then outside its own. A message that asks once has no parts.
"""

from __future__ import annotations

from typing import Any, Collection, Dict, List, Sequence, Tuple

from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME

from bot.questions import SMALL_TALK, Classify, Part, opening_of, several

PARTS = "parts"
Entity = Dict[str, Any]

_NAMES = frozenset({"agency", "year"})
_HELD = frozenset({"agency", "year", "topic"})
_PLAN_INTENTS = (
    "ask_target ask_task ask_responsible ask_unit_duties ask_deadline ask_period ask_funding ask_plan_info ask_count "
    "ask_list ask_comparison ask_actual_state"
)
_OF_PLANS = frozenset(_PLAN_INTENTS.split())
# What is asked of a plan as a whole leaves out no topic.
_OF_A_WHOLE = frozenset({"ask_count", "ask_deadline", "ask_funding", "ask_list", "ask_plan_info"})
_MATTER = frozenset({"topic", "unit", "task_number"})
# What is not looked up but turned away or handed over: a fragment has to be clearly so.
_NOT_LOOKED_UP = (
    "ask_personal_data complain insult out_of_scope request_officer request_wrongdoing steer_assistant talk_politics "
    "urgent_help"
)
TURNED_AWAY = frozenset(_NOT_LOOKED_UP.split())
_REFUSED = TURNED_AWAY - frozenset(("complain", "out_of_scope", "request_officer", "urgent_help"))
_CLEARLY = 0.6
# A fragment is not refused where what is asked together with the question before is less likely to be.
_HARDLY = 0.1
# Of what kind a question is when it is hardly told, and the message it stands in surely.
_UNCLEAR, _CLEAR = 0.5, 0.8


def parts_of(
    text: str, entities: Sequence[Entity], classify: Classify, threshold: float, ambiguity: float
) -> List[Dict[str, Any]]:
    """The questions of ``text`` when there are several, else nothing.

    Args:
        text: the message as typed.
        entities: what the gazetteer found in it, with ``start`` and ``end``.
        classify: ranks the intents of a piece of the text.
        threshold: an intent less likely than this is not believed.
        ambiguity: nor is one that leads the next by less than this.
    """
    places = [_place(one) for one in entities if one["entity"] in _NAMES]
    questions = several(text, places, classify)
    if not questions:
        return []
    first = questions[0]
    opening = opening_of(text, places, first)
    if first.ranking[0][0] in SMALL_TALK:  # a greeting stands before it
        questions[0] = first._replace(ranking=classify(text[opening : first.end]))
    held = [one for one in entities if one["entity"] in _HELD and one["end"] <= opening]
    parts: List[Dict[str, Any]] = []
    agencies: List[Entity] = []
    topics: List[Entity] = []
    for number, asked in enumerate(questions):
        question = _read_together(asked, text[questions[number - 1].start : asked.end], classify) if number else asked
        question = _as_the_whole(question, text, classify)
        intent = _intent(question, threshold, ambiguity)
        own = [one for one in entities if question.start <= one["start"] < question.end]
        found = [*own, *_left_out(held, own)]
        if intent in _OF_PLANS:
            found += _left_out(agencies, found)
        explained = bool(parts) and parts[-1]["intent"]["name"] == "ask_definition" and intent in _OF_PLANS
        leans = explained or (question.leans and intent not in _OF_A_WHOLE)
        leans = leans and not any(one["entity"] in _MATTER for one in own)
        if leans:
            found += _left_out(topics, found)
        topics = [one for one in found if one["entity"] == "topic"]
        agencies = [one for one in found if one["entity"] == "agency"] or agencies
        parts.append(
            {
                "start": question.start,
                "end": question.end,
                "asks_from": question.start if number else opening,
                "intent": {"name": intent, "confidence": question.ranking[0][1]},
                "intent_ranking": [{"name": name, "confidence": share} for name, share in question.ranking],
                "entities": found,
                "leans": leans,
            }
        )
    return parts


def _intent(question: Part, threshold: float, ambiguity: float) -> str:
    """The likeliest intent, as far as it is believed of a part of a message."""
    ranking = question.ranking
    name, share = ranking[0]
    lead = share - (ranking[1][1] if len(ranking) > 1 else 0.0)
    unclear = name in SMALL_TALK or (name in TURNED_AWAY and (share < _CLEARLY or question.leans))
    if share < threshold or lead < ambiguity or unclear:
        return str(DEFAULT_NLU_FALLBACK_INTENT_NAME)
    return name


def _as_the_whole(question: Part, text: str, classify: Classify) -> Part:
    """The question; one that may be of two kinds with the ranking of ``text``, where that is clearly one of them."""
    nearest = _OF_PLANS & {name for name, _ in question.ranking[:2]}
    if question.ranking[0][1] >= _UNCLEAR or not nearest:
        return question
    whole = classify(text)
    name, share = whole[0]
    return question._replace(ranking=whole) if share >= _CLEAR and name in nearest else question


def _read_together(question: Part, both: str, classify: Classify) -> Part:
    """The question; one that would be refused by itself with the ranking of ``both`` where that hardly would."""
    if question.ranking[0][0] not in _REFUSED:
        return question
    together = classify(both)
    hardly = sum(share for name, share in together if name in _REFUSED) < _HARDLY
    return question._replace(ranking=together) if hardly else question


def _left_out(names: Sequence[Entity], own: Collection[Entity]) -> List[Entity]:
    """Those of ``names`` of whose kind a question names none itself."""
    kinds = {one["entity"] for one in own}
    return [one for one in names if one["entity"] not in kinds]


def _place(entity: Entity) -> Tuple[int, int]:
    return entity["start"], entity["end"]
