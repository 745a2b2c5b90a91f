"""What a question asks besides saying that there is no smartphone."""

from __future__ import annotations

from dataclasses import replace

from knowledge_base.answer.evidence import Evidence
from knowledge_base.answer.guides import find_sections
from knowledge_base.answer.no_smartphone import besides, has_a_way, is_about_having_none
from knowledge_base.answer.question import PLAN_ACTS, Act
from knowledge_base.answer.turn import Turn
from knowledge_base.search.query import Query

# How far a section has to be believed to be what is asked: one that has a way without a smartphone, any other, and one
# that covers it wholly where nothing is surely meant.
SURELY_ASKED = 0.4
CLEARLY_ASKED = 0.6
PERHAPS_ASKED = 0.3
WHOLLY = 0.9
# Below this a section is not surely meant; it speaks of what is asked when it covers so much.
UNSURE = 0.5
SPOKEN_FOR = 0.7
# Topics that the condition names, and what a question with it is easily taken for.
_OF_PHONES = ("Điện thoại thông minh", "Mạng 2G, 3G")
_MISTAKEN_FOR = PLAN_ACTS | {Act.SEARCH, Act.ASK_ACTUAL_STATE, Act.COMPLAIN}


def set_aside(turn: Turn) -> None:
    """Look for what is asked besides saying that there is no smartphone, unless more is known of both together."""
    query = turn.searcher.query(besides(turn.question.text), without=turn.names)
    turn.besides = query
    if turn.act in _MISTAKEN_FOR and not turn.explicit:
        turn.act = Act.ASK_HOW_TO
    if query.empty:
        return
    apart = replace(turn, query=query, named=tuple(one for one in turn.named if one not in _OF_PHONES))
    together, asked = next(iter(find_sections(turn)), None), next(iter(find_sections(apart)), None)
    if together is None or (asked is not None and _is_rather_meant(turn, query, asked, together)):
        turn.query, turn.named = apart.query, apart.named


def _is_rather_meant(turn: Turn, query: Query, asked: Evidence, together: Evidence) -> bool:
    """Whether what is asked besides is known of rather than that and the condition together."""
    if has_a_way(turn, asked.passage) and asked.belief >= SURELY_ASKED:
        return True
    covered = query.coverage_by_any(together.hit.bags)
    if is_about_having_none(turn, together.passage) and covered >= SPOKEN_FOR:
        return False
    if together.belief < UNSURE and asked.belief >= PERHAPS_ASKED:
        return query.coverage_by_any(asked.hit.bags) > max(covered, WHOLLY)
    return asked.belief > max(together.belief, CLEARLY_ASKED)
