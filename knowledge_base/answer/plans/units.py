"""Units: which of a plan's units a question names, and what the plan gives them to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge_base.answer.citing import cite_clause
from knowledge_base.answer.cues import says
from knowledge_base.answer.evidence import CERTAIN, gather
from knowledge_base.answer.plans.offices import meant, offices_in, written_out
from knowledge_base.answer.plans.speaking import answer, duty_line, task_lines
from knowledge_base.answer.question import Act
from knowledge_base.answer.texts import say
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import Duty, PlanRecord, Task
from knowledge_base.search.query import Bag, Query
from knowledge_base.search.terms import read, stop_terms, syllables
from vietnamese import expand, fold

# Syllables that stand in many units' names and so tell none of them apart.
COMMON = frozenset(
    [
        "phong",
        "ban",
        "nganh",
        "cac",
        "co",
        "quan",
        "don",
        "vi",
        "cong",
        "chuc",
        "bo",
        "phan",
        "huyen",
        "xa",
        "phuong",
        "tinh",
        "cap",
        "thi",
        "tran",
        "so",
        "dia",
        "tren",
        "lien",
        "ubnd",
        "uy",
        "nhan",
        "dan",
    ]
)
_ANY_OFFICE = frozenset({"ubnd", "cac", "uy", "ban", "nhan", "dan", "huyen", "phuong"})
_COMMITTEES = {
    "commune": re.compile(r"\b(?:ubnd|uy ban nhan dan)\b.*\b(?:xa|phuong|thi tran)\b"),
    "district": re.compile(r"\b(?:ubnd|uy ban nhan dan)\b.*\bhuyen\b"),
}
_WHICH = re.compile(r"\b(?:don vi|co quan|phong|phong ban|bo phan|ban nganh) nao\b")
_ENOUGH = 0.75
_MOST_DUTIES = 8
_FEW = 3
SAYS_MORE = 0.25
_REST_COVERED = 0.34
_SURE = 0.7
# What a question about a unit's work says in any case.
WORK = frozenset(
    [
        "lam",
        "viec",
        "nhiem",
        "vu",
        "trach",
        "nhiem",
        "tham",
        "gia",
        "phan",
        "cong",
        "thuc",
        "hien",
        "cong",
        "viec",
        "giao",
        "phai",
        "muc",
    ]
)


@dataclass(frozen=True)
class UnitWork:
    """What a plan gives to one unit."""

    unit: str
    leads: list[Task]
    coordinates: list[Task]
    duties: list[Duty]

    @property
    def empty(self) -> bool:
        """Whether the plan gives it nothing."""
        return not (self.leads or self.coordinates or self.duties)


def find_unit(turn: Turn, plan: PlanRecord) -> UnitWork | None:
    """The unit of ``plan`` that the question names, with its work; ``None`` when it names none."""
    names = units_of(plan)
    offices = offices_in(turn.question.text, turn.names)
    if (office := meant(offices, names)) is not None:
        return work_of(plan, office)
    if any(one.sure for one in offices):
        return None
    asked = frozenset(one.folded for one in read(written_out(turn.question.text), turn.names, frames=False))
    scored = [(score, name) for name in names if (score := _likeness(_without(name, turn.names), asked)) >= _ENOUGH]
    if _WHICH.search(turn.said.folded):  # asks for one
        scored = [(score, name) for score, name in scored if _telling(name)]
    if not scored and says(turn.said, "commune_office"):
        scored = [(_ENOUGH, name) for name in names if says(fold(name), "every_commune")]
    if not scored:
        return None
    best = max(scored, key=lambda one: (round(one[0], 3), len(_telling(one[1])), -len(one[1]), one[1]))[1]
    return work_of(plan, best)


def units_of(plan: PlanRecord) -> set[str]:
    """The units that ``plan`` gives work to, as their names are written there, each of several named together."""
    units = {unit for task in plan.tasks for unit in (*task.lead_units, *task.coordinating_units)}
    return {one for unit in (*units, *(duty.unit for duty in plan.duties)) for one in _apart(unit)}


def _apart(unit: str) -> list[str]:
    """The units that one name names together: "Các cơ quan; UBND các xã" are two."""
    return [part.strip() for part in unit.split(";")]


def work_of(plan: PlanRecord, unit: str) -> UnitWork:
    """Everything that ``plan`` gives to ``unit``, however its name is written there."""
    telling, kind = _telling(unit), _kind(unit)

    def same(other: str) -> bool:
        names = _apart(other)
        return any(telling <= _telling(one) if telling else _kind(one) == kind for one in names)

    rows = [task for task in plan.tasks if task.in_appendix]
    return UnitWork(
        unit=unit,
        leads=[task for task in rows if any(map(same, task.lead_units))],
        coordinates=[task for task in rows if any(map(same, task.coordinating_units))],
        duties=[duty for duty in plan.duties if same(duty.unit)],
    )


def _kind(unit: str) -> str | tuple[str, ...]:
    """What tells a unit without a field of its own apart: the level of a people's committee, else all its words."""
    said = fold(unit)
    return next((level for level, pattern in _COMMITTEES.items() if pattern.search(said)), syllables(unit))


def answer_unit(turn: Turn, plan: PlanRecord) -> bool:
    """Answer what a unit has to do; with a topic as well, the part of its work that speaks of it comes first."""
    work = find_unit(turn, plan)
    if work is None or work.empty or not _covers_the_rest(turn, work) or _another_says_more(turn, plan, work):
        return False
    if _answer_led(turn, plan, work):
        return True
    duties = _by_topic(turn, plan, work)
    body = [f"{work.unit}:"] if len(duties) != 1 else []
    body += [f"• {duty.content}" if len(duties) > 1 else duty_line(duty) for duty in duties]
    if work.leads:
        body.append(say("unit_leads", count=len(work.leads), numbers=numbers_of(work.leads)))
    helps = says(turn.said, "asks_coordination") and not says(turn.said, "asks_lead")
    if duties and not helps and (len(work.leads) <= _FEW or says(turn.said, "asks_lead")):
        body += map(_bullet, work.leads)
    if work.coordinates:
        body.append(say("unit_coordinates", count=len(work.coordinates), numbers=numbers_of(work.coordinates)))
    if duties and helps:
        body += [line for task in work.coordinates for line in task_lines(task)]
    few = [*work.leads, *work.coordinates]
    if not duties and len(few) <= _FEW:
        body += [line for task in few for line in task_lines(task)]
    elif not duties:
        body += map(_bullet, few)
    parts: list[Duty | Task] = [*duties, *few]
    citations = [cite_clause(plan, part.clause) for part in parts]
    answer(turn, plan, body, citations, [f"{plan.document_id}:{part.id}" for part in parts], whole=True)
    return True


def _answer_led(turn: Turn, plan: PlanRecord, work: UnitWork) -> bool:
    """List the tasks that a unit leads, or those it helps with, where just these are asked for."""
    leads, helps = says(turn.said, "asks_lead"), says(turn.said, "asks_coordination")
    tasks = work.leads if leads and not helps else work.coordinates if helps and not leads else []
    if not tasks or not says(turn.said, "asks_tasks") or says(turn.said, "asks_duties") or turn.named:
        return False
    key = "unit_leads" if leads else "unit_coordinates"
    rows = [*map(_bullet, tasks)] if leads else [line for task in tasks for line in task_lines(task)]
    body = [f"{work.unit}:", say(key, count=len(tasks), numbers=numbers_of(tasks)), *rows]
    used = [f"{plan.document_id}:{task.id}" for task in tasks]
    answer(turn, plan, body, [cite_clause(plan, task.clause) for task in tasks], used, whole=True)
    return True


def _bullet(task: Task) -> str:
    return f"• {task.number}: {task.content}"


def _covers_the_rest(turn: Turn, work: UnitWork) -> bool:
    """Whether what is asked beside the unit's name stands somewhere in its work."""
    if turn.question.act is Act.ASK_UNIT_DUTIES and turn.question.confidence >= _SURE:
        return True
    if turn.act is Act.ASK_LIST and not turn.named:
        return True
    if turn.inherited and turn.question.act in {Act.FOLLOW_UP, Act.SEARCH}:  # "còn bên công an": the rest came before
        return True
    name = frozenset(syllables(work.unit))
    asked = turn.query if turn.inherited else turn.searcher.query(written_out(turn.query.text), without=turn.names)
    rest = tuple(unit for unit in asked.units if not frozenset(unit.folded) <= name | WORK)
    if not rest:
        return True
    query = Query(turn.query.text, turn.query.terms, rest)
    parts: list[Duty | Task] = [*work.duties, *work.leads, *work.coordinates]
    return max(query.coverage(Bag.of(part.content)) for part in parts) >= _REST_COVERED


def _another_says_more(turn: Turn, plan: PlanRecord, work: UnitWork) -> bool:
    """Whether the unit's name merely stands in what is asked about, which a passage of another's work says whole."""
    found = gather(turn, documents=[plan.document_id])
    if turn.inherited or not found or found[0].coverage < CERTAIN:
        return False
    parts: list[Duty | Task] = [*work.duties, *work.leads, *work.coordinates]
    if found[0].passage.item in {part.id for part in parts}:
        return False
    best = max(turn.query.coverage(Bag.of(work.unit, part.content)) for part in parts)
    return best < found[0].coverage - SAYS_MORE


def _without_title(turn: Turn, plan: PlanRecord) -> Query:
    """The question without the words of the plan's own title, which all of its duties are about."""
    title = frozenset(syllables(plan.title))
    rest = tuple(unit for unit in turn.query.units if not frozenset(unit.folded) <= title)
    return Query(turn.query.text, turn.query.terms, rest)


def _by_topic(turn: Turn, plan: PlanRecord, work: UnitWork) -> list[Duty]:
    if _asks_for_all(turn):
        return work.duties[:_MOST_DUTIES]
    query = _without_title(turn, plan)
    covered = [(query.coverage(Bag.of(duty.unit, duty.content)), duty) for duty in work.duties]
    best = max((score for score, _ in covered), default=0.0)
    about = [duty for score, duty in covered if score >= max(0.8 * best, 0.01)]
    base = max((query.coverage(Bag.of(duty.unit)) for duty in work.duties), default=0.0)
    if best > base + 0.15 and len(about) < len(work.duties):
        return about[:_MOST_DUTIES]
    return work.duties[:_MOST_DUTIES]


def _asks_for_all(turn: Turn) -> bool:
    """Whether all of a unit's work is asked for, or that of another after one of which nothing more was asked."""
    if says(turn.said, "asks_all") and not turn.named:
        return True
    before = turn.question.memory
    if before is None or not turn.inherited or turn.question.act is not Act.FOLLOW_UP:
        return False
    return before.act is Act.ASK_UNIT_DUTIES and not before.topics


def _likeness(name: str, asked: frozenset[str]) -> float:
    """How much of the name the question says; a name in brackets or after a semicolon is a name of its own."""
    names = [*re.sub(r"\([^)]*\)", " ", name).split(";"), *re.findall(r"\(([^)]*)\)", name)]
    return max(_share(one, asked) for one in names)


def _without(name: str, agency_names: Iterable[str]) -> str:
    """A unit's name without its agency's ("Phòng … huyện Minh Long"), which tells none of its units apart."""
    for own in sorted(agency_names, key=len, reverse=True):
        name = name.replace(own, " ")
    return name


def _share(name: str, asked: frozenset[str]) -> float:
    telling = _telling(expand(name))
    if not telling:
        everything = frozenset(syllables(name)) - stop_terms() - _ANY_OFFICE
        return float(bool(everything) and everything <= asked) * 0.76
    return len(telling & asked) / len(telling)


@lru_cache(maxsize=2048)
def _telling(name: str) -> frozenset[str]:
    """The syllables of a unit's name that tell it apart, abbreviations in brackets left out."""
    said = read(re.sub(r"\([^)]*\)", " ", name), frames=False)
    return frozenset(one.folded for one in said if one.folded and not one.stop) - COMMON


def numbers_of(tasks: list[Task]) -> str:
    """The tasks' numbers, as a list in one line."""
    return ", ".join(task.number or "(không số)" for task in tasks)
