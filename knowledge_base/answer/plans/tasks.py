"""Tasks: what a plan has done about something, who leads it, who helps, when."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge_base.answer.citing import cite, cite_clause
from knowledge_base.answer.cues import says
from knowledge_base.answer.evidence import (
    CERTAIN,
    Evidence,
    document_numbers,
    gather,
    names_code,
    own_coverage,
    speaks_of,
    topic_phrases,
)
from knowledge_base.answer.plans.completing import beside
from knowledge_base.answer.plans.speaking import answer, hedge, lines_of, names_unit, part_of, task_lines
from knowledge_base.answer.plans.targets import not_all
from knowledge_base.answer.question import Act
from knowledge_base.answer.texts import say
from knowledge_base.answer.trust import enough
from knowledge_base.answer.turn import Turn, names_within
from knowledge_base.ingest.records import ClauseKind, PlanRecord, Target, Task
from knowledge_base.store.passages import PassageKind

# Told beside the best: what covers and is as strong as so much of it, and so much of it in what it says itself.
# What says who helps, over the best that does not.
AS_MUCH = 0.8
NEAR = 0.85
NEAR_ITSELF = 0.7
MOST = 3
SAYS_ALL = 0.95
_SHARE = re.compile(r"\d ?%|phần trăm")
# A number of something; generations of networks, speeds, years, dates and documents' numbers are none.
_NUMBER = re.compile(r"(?<![\d/.,])\d{1,4}(?:[.,]\d+)?(?= (?!tháng|năm|%|phần trăm|[GMT]b/s)[^\W\d])")
# What has to stand in a passage where that is asked for.
_PLACES = re.compile(r"\b\d+ (?:xã|phường|thị trấn|thôn|tổ dân phố)\b")
_COUNTED = {"asks_share": _SHARE, "asks_number_of": _NUMBER, "counts_places": _PLACES}
_WORK_KINDS = (PassageKind.TASK, PassageKind.DUTY)
_RESPONSIBLE_KINDS = (PassageKind.TASK, PassageKind.DUTY, PassageKind.DEADLINE, PassageKind.FUNDING)


def by_number(turn: Turn, plan: PlanRecord) -> list[Task]:
    """The appendix tasks whose numbers the question names."""
    return [task for task in plan.tasks if task.in_appendix and task.number in turn.question.task_numbers]


def answer_tasks(turn: Turn, plan: PlanRecord) -> bool:
    """Answer what the plan says about the question's topic, from any part of it."""
    if numbered := by_number(turn, plan):
        _answer_numbered(turn, plan, numbered)
        return True
    found = [one for one in gather(turn, documents=[plan.document_id]) if not _merely_gets_it(turn, plan, one)]
    best = next((one for one in found[:MOST] if enough(turn, one)), None)
    if best is None:
        return False
    found = [best, *(one for one in found if one is not best)]
    chosen = _each_topic(turn, plan, found) or _near(turn, found)
    chosen = _work_first(turn, [*chosen, *beside(turn, found, chosen)])
    if not _holds_what_is_counted(turn, chosen):
        return False
    body = [line for one in chosen for line in lines_of(turn, one)]
    aims = [part for one in chosen if isinstance(part := part_of(turn, one)[1], Target)]
    if aims:
        body = [*not_all(turn, aims[0]), *body, say("aim_note")]
    elif says(turn.said, "asks_whether_stated") and own_coverage(turn.query, chosen[0].hit) >= CERTAIN:
        body = [say("mentions"), *body]
    body = [*hedge(turn, best), *body]
    _answer_with(turn, plan, body, chosen)
    return True


def _work_first(turn: Turn, chosen: list[Evidence]) -> list[Evidence]:
    """Where it is asked what is done, work that covers as much of the question goes before an aim.

    What somebody intends ("có tính làm 6G không") is an aim.
    """
    aim = chosen[0].passage.kind is PassageKind.TARGET
    if turn.act is not Act.ASK_TASK or not aim or says(turn.said, "asks_intent"):
        return chosen
    as_much = [one for one in chosen if one.passage.kind in _WORK_KINDS and one.coverage >= chosen[0].coverage]
    return [*as_much, *(one for one in chosen if one not in as_much)]


def _merely_gets_it(turn: Turn, plan: PlanRecord, found: Evidence) -> bool:
    """Whether a passage only lists who gets the plan, where it is asked who does something."""
    if turn.act not in {Act.ASK_RESPONSIBLE, Act.ASK_UNIT_DUTIES} or says(turn.said, "recipients"):
        return False
    return any(one.id == found.passage.item and one.kind is ClauseKind.RECIPIENTS for one in plan.clauses)


def _holds_what_is_counted(turn: Turn, chosen: list[Evidence]) -> bool:
    """Whether a share that is asked for stands there, some number of what is set up, the number of a document."""
    texts = [one.passage.text for one in chosen]
    of_a_document = says(turn.said, "other_document") and says(turn.said, "number")
    if of_a_document and not any(map(document_numbers, texts)):
        return False
    needed = [pattern for cue, pattern in _COUNTED.items() if says(turn.said, cue)]
    return all(any(map(one.search, texts)) for one in needed)


def answer_responsible(turn: Turn, plan: PlanRecord) -> bool:
    """Answer who leads and who helps, from the appendix row or the duty that speaks of it."""
    if numbered := by_number(turn, plan):
        _answer_numbered(turn, plan, numbered)
        return True
    found = gather(turn, documents=[plan.document_id], kinds=_RESPONSIBLE_KINDS)
    with_units = [one for one in found if _names_units(turn, one)]
    if says(turn.said, "asks_coordination"):
        with_units = _naming_helpers(turn, with_units) or with_units
    if not with_units or not enough(turn, with_units[0]):
        return False
    if found[0].coverage > with_units[0].coverage + 0.25:
        return False
    chosen = _near(turn, with_units, most=2)
    body = [*hedge(turn, chosen[0]), *(line for one in chosen for line in lines_of(turn, one))]
    _answer_with(turn, plan, body, chosen)
    return True


def _naming_helpers(turn: Turn, found: list[Evidence]) -> list[Evidence]:
    """Those of ``found`` that say who helps, where they speak to the question nearly as much as the best."""
    tasks = [(one, part_of(turn, one)[1]) for one in found]
    naming = [one for one, part in tasks if isinstance(part, Task) and part.coordinating_units]
    return naming if naming and naming[0].coverage >= AS_MUCH * found[0].coverage else []


def answer_period(turn: Turn, plan: PlanRecord) -> bool:
    """Answer when a task is carried out; the plan's own period when no task is named."""
    if numbered := by_number(turn, plan):
        _answer_numbered(turn, plan, numbered)
        return True
    found = gather(turn, documents=[plan.document_id], kinds=[PassageKind.TASK])
    timed = [one for one in found if isinstance(part := part_of(turn, one)[1], Task) and part.period]
    if timed and enough(turn, timed[0]):
        chosen = _near(turn, timed, most=2)
        body = [*hedge(turn, chosen[0]), *(line for one in chosen for line in lines_of(turn, one))]
        _answer_with(turn, plan, body, chosen)
        return True
    return False


def _answer_with(turn: Turn, plan: PlanRecord, body: list[str], chosen: list[Evidence]) -> None:
    citations = [cite(turn.store, one.passage) for one in chosen]
    answer(turn, plan, body, citations, [one.passage.id for one in chosen])


def _answer_numbered(turn: Turn, plan: PlanRecord, tasks: list[Task]) -> None:
    body = [line for task in tasks for line in task_lines(task)]
    used = [f"{plan.document_id}:{task.id}" for task in tasks]
    answer(turn, plan, body, [cite_clause(plan, task.clause) for task in tasks], used, whole=True)


def _near(turn: Turn, found: list[Evidence], most: int = MOST) -> list[Evidence]:
    """The best and those almost as good, without saying the same clause twice."""
    best = found[0]
    if names_code(turn):
        return found[:most]
    near = [one for one in found if one.coverage >= NEAR * best.coverage and one.strength >= NEAR * best.strength]
    seen: set[str] = set()
    chosen = []
    for one in near:
        if one.passage.text not in seen and one.own >= NEAR_ITSELF * best.own:
            seen.add(one.passage.text)
            chosen.append(one)
    return chosen[:most]


def _each_topic(turn: Turn, plan: PlanRecord, found: list[Evidence]) -> list[Evidence]:
    """Several topics named and no passage that says it all: the passage that speaks most of each."""
    entries = [entry for entry in turn.store.terms.values() if entry.term in turn.named]
    each = [[part for name in (one.term, *one.aliases) for part in names_within(name)] for one in entries]
    if len(each) < 2 or found[0].coverage >= SAYS_ALL:
        return []
    if found[0].coverage >= CERTAIN and all(speaks_of(topic_phrases(names), found[0].hit) for names in each):
        return []
    best: dict[str, Evidence] = {}
    for names in each:
        topics = topic_phrases(names)
        alone = replace(turn, query=turn.searcher.query(names[0]))
        own = next((one for one in gather(alone, documents=[plan.document_id]) if speaks_of(topics, one.hit)), None)
        if own is not None:
            best.setdefault(own.passage.id, own)
    return list(best.values()) if len(best) > 1 else []


def _names_units(turn: Turn, found: Evidence) -> bool:
    part = part_of(turn, found)[1]
    return part is None or names_unit(part)
