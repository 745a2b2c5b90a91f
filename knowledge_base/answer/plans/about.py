"""What a plan says of itself: number, date, signatory, basis, recipients, period, goal."""

from __future__ import annotations

import re
from collections.abc import Callable

from knowledge_base.answer.citing import cite_clause, cite_plan
from knowledge_base.answer.cues import says
from knowledge_base.answer.evidence import ENOUGH, document_numbers, gather, names_code, own_coverage
from knowledge_base.answer.plans.speaking import answer
from knowledge_base.answer.reply import Citation, Outcome
from knowledge_base.answer.texts import issued, say, sentence, stated, where_to_ask
from knowledge_base.answer.trust import enough
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import ClauseKind, LegalBasis, PlanRecord
from knowledge_base.search.query import Bag
from knowledge_base.search.terms import syllables
from knowledge_base.store.passages import PassageKind
from vietnamese import fold

DESCRIBED = 0.5
SAID = 0.7
_WORK_KINDS = (PassageKind.TASK, PassageKind.DUTY)
_CODE = re.compile(r"\d+[\w-]*/[\w-]*[A-ZĐ]")
_KIND = re.compile(r"(ke hoach|nghi quyet|quyet dinh|chuong trinh|chi thi|de an) (?:nao|gi|so may|so bao nhieu)")
_OF_ANY_DOCUMENT = frozenset({"number", "date"})
_NUMBERS = _OF_ANY_DOCUMENT | {"carries_out"}
_OF_THE_HEAD = _OF_ANY_DOCUMENT | {"issuer", "signatory", "title"}
# Fields beside which nothing else is near.
_WHOLE = frozenset({"title", "recipients", "in_force", "period"})

# The fields of a record a question may be about; each has its cue.
_FIELDS = (
    "recipients",
    "proposed_by",
    "signatory",
    "carries_out",
    "in_force",
    "number",
    "date",
    "issuer",
    "period",
    "purpose",
    "requirement",
    "title",
)
# Fields that speak of other documents: a number or date asked along with them is that document's.
_OTHER_DOCUMENTS = frozenset({"recipients", "proposed_by", "carries_out"})


def answer_about(turn: Turn, plan: PlanRecord) -> bool:
    """Answer from the record's own fields; a field that the document leaves blank is said to be blank."""
    fields = _asked(turn)
    if not fields or _of_another_document(turn, plan, fields):
        return False
    if _NUMBERS & set(fields) and _a_clause_names_it(turn, plan):
        return False
    if fields == ["period"] and _is_of_a_part(turn, plan):
        return False
    blank = [name for name in fields if name in _BLANKS and _BLANKS[name](plan) is None]
    if blank and len(blank) == len([name for name in fields if name in _BLANKS]):
        _say_blank(turn, plan, blank)
        return True
    body, citations = _told(turn, plan, fields)
    if not body:
        return False
    used = [f"{plan.document_id}:{name}" for name in fields]
    answer(turn, plan, body, citations, used, whole=set(fields) <= _WHOLE)
    return True


def told_in_short(turn: Turn, plan: PlanRecord) -> tuple[str, list[Citation], list[str]] | None:
    """What the fields asked for say, as one line with its citations and ids; ``None`` when none is asked for."""
    fields = _asked(turn)
    body, citations = _told(turn, plan, fields)
    return (" ".join(body), citations, [f"{plan.document_id}:{name}" for name in fields]) if body else None


def _asked(turn: Turn) -> list[str]:
    fields = [name for name in _FIELDS if says(turn.said, name)]
    if set(fields) <= _OF_ANY_DOCUMENT and fields and not says(turn.said, "says_plan"):
        fields = _told_before(turn) or fields
    of_others = [name for name in fields if name in _OTHER_DOCUMENTS]
    return of_others or fields


def _told_before(turn: Turn) -> list[str]:
    """The fields that the turn before told of other documents: a number or date asked next is theirs."""
    before = turn.question.memory
    told = {one.rpartition(":")[2] for one in before.passages} if before else set()
    return [name for name in _FIELDS if name in _OTHER_DOCUMENTS & told]


def _told(turn: Turn, plan: PlanRecord, fields: list[str]) -> tuple[list[str], list[Citation]]:
    parts = [_field(turn, plan, name) for name in fields]
    return [line for lines, _ in parts for line in lines], [one for _, cited in parts for one in cited]


def _of_another_document(turn: Turn, plan: PlanRecord, fields: list[str]) -> bool:
    """Whether all that is asked is asked of a document that is named by its number, and that is not the plan's.

    What goes on ("ra ngày nào") is asked of the one that was named before.
    """
    before = turn.question.memory
    named = before.text if before is not None and turn.inherited and not says(turn.said, "says_plan") else ""
    others = [code for code in document_numbers(f"{named} {turn.question.text}") if fold(code) not in fold(plan.number)]
    return bool(others) and set(fields) <= _OF_THE_HEAD and bool(gather(turn, documents=[plan.document_id]))


def _a_clause_names_it(turn: Turn, plan: PlanRecord) -> bool:
    """Whether the document whose number is asked for stands in a clause that says what the question says."""
    found = gather(turn, documents=[plan.document_id])
    if not found or not _CODE.search(found[0].passage.text):
        return False
    if _of_another_year(turn, plan, found[0].passage.text):
        return found[0].coverage >= ENOUGH
    if found[0].coverage < (ENOUGH if names_code(turn) else SAID):
        return False
    return found[0].passage.kind in _WORK_KINDS or says(turn.said, "other_document")


def _is_of_a_part(turn: Turn, plan: PlanRecord) -> bool:
    """Whether a target or a task says most of the question: its time is asked for, not the plan's."""
    found = gather(turn, documents=[plan.document_id], kinds=(PassageKind.TARGET, *_WORK_KINDS))
    beside = turn.query.without(syllables(plan.title))
    return not beside.empty and any(own_coverage(beside, one.hit) >= SAID for one in found[:1])


def _of_another_year(turn: Turn, plan: PlanRecord, text: str) -> bool:
    """Whether a document of a year is asked for that is not the plan's own, and ``text`` speaks of that year."""
    own = f"{plan.date} {plan.title}"
    return any(str(year) in text and str(year) not in own for year in turn.years)


def answer_overall_goal(turn: Turn, plan: PlanRecord) -> bool:
    """Answer what the plan is to reach as a whole, from its clause; ``False`` when it has none or a topic is named."""
    goals = [clause for clause in plan.clauses if clause.kind is ClauseKind.OVERALL_GOAL]
    if not goals or turn.years or turn.topics or not says(turn.said, "asks_overall_goal"):
        return False
    body = [sentence(clause.content) for clause in goals]
    used = [f"{plan.document_id}:{clause.id}" for clause in goals]
    answer(turn, plan, body, [cite_clause(plan, clause.id) for clause in goals], used, whole=True)
    return True


_BLANKS: dict[str, Callable[[PlanRecord], str | None]] = {
    "number": lambda plan: stated(plan.number),
    "date": lambda plan: None if isinstance(plan.date, str) else issued(plan),
    "signatory": lambda plan: stated(plan.signatory),
}


def _say_blank(turn: Turn, plan: PlanRecord, names: list[str]) -> None:
    values = {"plan": plan.short_title, "value": stated(plan.date) or "để trống"}
    lines = [say(f"not_stated.{name}", **values) for name in names]
    lines.append(where_to_ask(turn.agency_of(plan)))
    turn.end(Outcome.NOT_IN_DOCUMENTS, "\n".join(lines), citations=[cite_plan(plan, "Đầu văn bản")])


def _field(turn: Turn, plan: PlanRecord, name: str) -> tuple[list[str], list[Citation]]:
    """The lines and citations of one field."""
    head = [cite_plan(plan, "Đầu văn bản")]
    if name in {"number", "date"}:
        value = _BLANKS[name](plan) or stated(getattr(plan, name))
        return (
            [say(f"info.{name}", value=value)]
            if value
            else [say(f"not_stated.{name}", plan=plan.short_title, value="để trống")]
        ), head
    if name == "signatory":
        role = f" ({plan.signatory_role})" if plan.signatory_role else ""
        return [say("info.signatory", value=f"{plan.signatory}{role}")], [cite_plan(plan, "Chữ ký")]
    if name == "issuer":
        return [say("info.issuer", value=plan.issuer), say("info.issuer_now", value=plan.issuer_now)], head
    if name == "period":
        lines = [say("info.period", start=plan.period_start, end=plan.period_end), say("info.title", value=plan.title)]
        return lines, [*_stating_the_period(plan), *head]
    if name == "title":
        return [say("info.title", value=plan.title)], head
    if name == "recipients":
        return [say("info.recipients", value="; ".join(plan.recipients))], [cite_plan(plan, "Nơi nhận")]
    if name == "in_force":
        gone = plan.replaced_by is not None or not plan.in_force
        return [say("info.replaced") if gone else say("info.in_force")], head
    if name in {"carries_out", "proposed_by"}:
        bases = _bases(turn, plan, name)
        return [say(f"info.{name}", value=basis_line(one)) for one in bases], [
            cite_clause(plan, one.clause) for one in bases
        ]
    kind = ClauseKind.PURPOSE if name == "purpose" else ClauseKind.REQUIREMENT
    found = gather(turn, documents=[plan.document_id])
    if found and enough(turn, found[0]) and found[0].passage.kind is not PassageKind.CLAUSE:
        return [], []
    clauses = [clause for clause in plan.clauses if clause.kind is kind]
    return [sentence(clause.content) for clause in clauses], [cite_clause(plan, clause.id) for clause in clauses]


def _stating_the_period(plan: PlanRecord) -> list[Citation]:
    """The preamble, where it says from when to when the plan applies."""
    span = re.compile(rf"{plan.period_start}\s*[-–]\s*{plan.period_end}")
    preambles = [clause for clause in plan.clauses if clause.kind is ClauseKind.PREAMBLE]
    return [cite_clause(plan, one.id) for one in preambles if span.search(one.content)]


def _bases(turn: Turn, plan: PlanRecord, relation: str) -> list[LegalBasis]:
    """The documents in that relation; one that the question describes is meant, however it is related."""
    of_kind = [one for one in plan.carries_out if _is_of_the_kind(turn, one)] or plan.carries_out
    described = [(turn.query.coverage(Bag.of(one.title, one.issuer or "")), one) for one in of_kind]
    best = max((share for share, _ in described), default=0.0)
    if best >= DESCRIBED:
        return [one for share, one in described if share >= best - 0.05]
    return [one for one in of_kind if one.relation == relation]


def _is_of_the_kind(turn: Turn, basis: LegalBasis) -> bool:
    """Whether it is the kind of document that is asked for ("nghị quyết nào", "kế hoạch số mấy")."""
    kinds = _KIND.findall(turn.said.folded)
    return not kinds or any(fold(basis.title).startswith(kind) for kind in kinds)


def basis_line(basis: LegalBasis) -> str:
    """Title, number, date and issuer of a document."""
    date = f" ngày {basis.date:%d/%m/%Y}" if basis.date else ""
    issuer = f" của {basis.issuer}" if basis.issuer else ""
    return f"{basis.title} (số {basis.number}{date}{issuer})"
