"""Report deadlines: who reports what to whom before which day."""

from __future__ import annotations

from knowledge_base.answer.citing import cite_clause
from knowledge_base.answer.cues import says
from knowledge_base.answer.plans.offices import meant, offices_in
from knowledge_base.answer.plans.speaking import answer
from knowledge_base.answer.texts import say, sentence
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import PlanRecord, ReportDeadline
from knowledge_base.search.query import Bag
from knowledge_base.search.terms import syllables
from vietnamese import expand, normalize

# What a question about a report says in any case; the rest of it may name another matter.
_REPORTING = frozenset(
    [
        "bao",
        "cao",
        "han",
        "ngay",
        "truoc",
        "nop",
        "gui",
        "ket",
        "qua",
        "trien",
        "khai",
        "thuc",
        "hien",
        "ke",
        "hoach",
        "dinh",
        "ky",
        "hang",
        "nam",
        "thang",
        "lan",
        "bao",
        "gio",
        "khi",
        "cho",
        "moi",
        "deadline",
        "thoi",
        "gian",
        "cuoi",
        "cung",
        "phai",
        "den",
        "chung",
        "dot",
        "ha",
        "tang",
        "so",
        "ve",
        "vuong",
        "mac",
        "kho",
        "khan",
    ]
)
_REPORT = frozenset({"bao", "cao"})
_PLAN = ("ke", "hoach")
_TROUBLE = frozenset({"vuong", "mac"})
# What is said of it in a question.
_TROUBLED = (frozenset({"vuong"}), frozenset({"kho", "khan"}))


def about_reporting(turn: Turn) -> bool:
    """Whether the question is about a report and names no other matter."""
    said = [one for unit in turn.query.units for one in unit.folded]
    other = [one for one in said if one not in _REPORTING]
    return len(other) <= max(1, len(said) // 3)


def answer_deadlines(turn: Turn, plan: PlanRecord) -> bool:
    """Answer the report deadlines of a plan; the dated ones first, those of a named unit before others."""
    deadlines = choose(turn, plan)
    if not deadlines:
        return False
    body: list[str] = []
    for one in deadlines:
        body += [deadline_line(one), say("deadline_subject", subject=sentence(one.subject))]
    citations = [cite_clause(plan, one.clause) for one in deadlines]
    answer(turn, plan, body, citations, [f"{plan.document_id}:{one.id}" for one in deadlines])
    return True


def choose(turn: Turn, plan: PlanRecord) -> list[ReportDeadline]:
    """The deadlines that fit the question: by reporter when one is named, dated ones when there are any."""
    asked = frozenset(syllables(expand(normalize(turn.question.text))))
    of_trouble = [one for one in plan.report_deadlines if frozenset(syllables(one.subject)) >= _TROUBLE]
    if of_trouble and any(asked >= said for said in _TROUBLED):
        return of_trouble
    fitting = [one for one in plan.report_deadlines if one not in of_trouble]
    dated = [one for one in fitting if one.day is not None]
    pool = _of_the_reporter(turn, fitting) or dated or fitting
    if asked >= _REPORT:
        pool = [one for one in pool if not _is_a_plan(one)] or pool
    scored = [(turn.query.coverage(Bag.of(one.reporter, one.subject)), one) for one in pool]
    best = max((score for score, _ in scored), default=0.0)
    return [one for score, one in scored if score >= best - 0.15]


def _of_the_reporter(turn: Turn, deadlines: list[ReportDeadline]) -> list[ReportDeadline]:
    """Those of the unit that is named; none where a day is asked for that they do not state."""
    reporter = meant(offices_in(turn.question.text, turn.names), {one.reporter for one in deadlines})
    own = [one for one in deadlines if one.reporter == reporter]
    if says(turn.said, "asks_day") and not any(one.day for one in own):
        return []
    return own


def _is_a_plan(deadline: ReportDeadline) -> bool:
    """Whether what is due is a plan of the unit's own, not a report."""
    return syllables(deadline.subject)[:2] == _PLAN


def deadline_line(deadline: ReportDeadline) -> str:
    """The line "… báo cáo UBND huyện (qua …): trước ngày 15/12 hằng năm."; a plan is sent."""
    through = f" (qua {deadline.through})" if deadline.through else ""
    return say(
        "deadline_line_sent" if _is_a_plan(deadline) else "deadline_line",
        reporter=deadline.reporter,
        recipient=deadline.recipient,
        through=through,
        when=deadline_when(deadline),
    )


def deadline_when(deadline: ReportDeadline) -> str:
    """When the report is due, in words."""
    if deadline.day is not None and deadline.month is not None:
        return say("deadline_before", day=deadline.day, month=deadline.month)
    return say("deadline_yearly") if deadline.every_year else say("deadline_when_needed")
