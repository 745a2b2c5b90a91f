"""What changed in a plan since the version before: from both records, never from wording alone."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_base.answer.citing import cite_clause, cite_plan
from knowledge_base.answer.cues import heard, says
from knowledge_base.answer.plans.speaking import answer
from knowledge_base.answer.question import GUIDE_ACTS, PLAN_ACTS, Act
from knowledge_base.answer.reply import ButtonOffer, Citation, Outcome
from knowledge_base.answer.texts import issued, say, stated, where_to_ask
from knowledge_base.answer.turn import Turn
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.publishing.changes import Change, Kind, Part
from knowledge_base.publishing.differences import compare, sentence
from knowledge_base.search.query import Bag

MOST = 8
MOST_CHOICES = 5
# The share of a question that a change has to cover before it is the one asked for.
SPEAKS = 0.45
_HEAD = "Đầu văn bản"
_CUES: tuple[tuple[str, tuple[Part, ...]], ...] = (
    ("asks_deadline", (Part.DEADLINE,)),
    ("asks_targets", (Part.TARGET,)),
    ("asks_tasks", (Part.TASK,)),
    ("asks_duties", (Part.DUTY,)),
    ("asks_head", (Part.HEAD, Part.BASIS)),
)
# What such a question says in any case.
_ASKING = frozenset(
    ["thay", "doi", "sua", "khac", "so", "voi", "ban", "truoc", "cu", "moi", "gi", "dieu", "chinh", "nay", "phien"]
)


def answer_changes(turn: Turn) -> None:
    """What changed ("thay đổi gì so với bản trước", "hạn báo cáo đổi thế nào"), where there is a version before."""
    if not _asks(turn):
        return
    known = [(plan, before) for plan in turn.scope if (before := _before(turn, plan)) is not None]
    if len(known) > 1:
        _ask_which(turn, [plan for plan, _ in known])
    elif known:
        _tell(turn, *known[0])
    else:
        _say_none_earlier(turn)


def _asks(turn: Turn) -> bool:
    inherited = turn.question.act is Act.FOLLOW_UP and turn.inherited
    said = heard(f"{turn.question.text} {turn.query.text}") if inherited else turn.said
    if len(turn.question.agencies) > 1 or len(turn.years) > 1:  # from one to the other, both in what is in force
        return False
    earlier, changes = says(said, "names_earlier"), says(said, "asks_changes")
    if turn.act in PLAN_ACTS:
        return earlier or changes
    if turn.act is Act.SEARCH:
        return (earlier or changes) and (turn.explicit or says(said, "says_plan") or says(said, "asks_deadline"))
    return turn.act in GUIDE_ACTS | {Act.OUT_OF_SCOPE} and earlier and says(said, "says_plan")


def _before(turn: Turn, plan: PlanRecord) -> PlanRecord | None:
    """The record that was in force before ``plan``, or the plan that it replaces."""
    earlier = turn.store.before.get(plan.document_id)
    return earlier or next((one for one in turn.store.plans.values() if one.replaced_by == plan.document_id), None)


def _tell(turn: Turn, plan: PlanRecord, before: PlanRecord) -> None:
    parts = [part for cue, parts in _CUES if says(turn.said, cue) for part in parts]
    changes = [one for one in compare(before, plan) if not one.wording and (not parts or one.part in parts)]
    chosen = _asked_for(turn, changes)
    turn.scope = [plan]
    version = _version(before)
    if not chosen:
        what = say(f"changes.whats.{parts[0]}") if parts else say("changes.whats.all")
        body = [say("changes.none", version=version, what=what)]
        answer(turn, plan, body, [cite_plan(plan, _HEAD)], [f"{plan.document_id}:changes"], whole=True)
        return
    body = [say("changes.head", version=version)]
    body += [say("changes.line", change=sentence(one)) for one in chosen[:MOST]]
    if len(chosen) > MOST:
        body.append(say("changes.more", count=len(chosen) - MOST))
    citations = [_cited(plan, one) for one in chosen[:MOST]]
    answer(
        turn,
        plan,
        body,
        citations,
        [f"{plan.document_id}:{one.item or 'changes'}" for one in chosen[:MOST]],
        whole=True,
    )


def _asked_for(turn: Turn, changes: list[Change]) -> list[Change]:
    """The changes that speak to what else the question says; all of them where it says nothing else."""
    query = turn.query.without(_ASKING)
    share = {id(one): query.coverage(Bag.of(sentence(one), one.after or "", one.before or "")) for one in changes}
    best = max(share.values(), default=0.0)
    return [one for one in changes if share[id(one)] >= best - 0.1] if best >= SPEAKS else changes


def _cited(plan: PlanRecord, change: Change) -> Citation:
    """Where the change stands now; what was taken out stands nowhere, so the plan itself is cited."""
    if change.clause is None or change.kind is Kind.REMOVED:
        return cite_plan(plan, _HEAD)
    return cite_clause(plan, change.clause)


def _version(before: PlanRecord) -> str:
    details = [say("changes.number", value=number)] if (number := stated(before.number)) else []
    details += [say("changes.date", value=date)] if (date := issued(before)) and date[:1].isdigit() else []
    return f" {say('changes.version', details=', '.join(details))}" if details else ""


def _ask_which(turn: Turn, plans: Sequence[PlanRecord]) -> None:
    buttons = [
        ButtonOffer.of(turn.agency_of(plan).name, Act.FOLLOW_UP, agency=plan.agency) for plan in plans[:MOST_CHOICES]
    ]
    turn.end(Outcome.CLARIFICATION, say("which_agency"), buttons=buttons)


def _say_none_earlier(turn: Turn) -> None:
    if len(turn.scope) == 1:
        plan = turn.scope[0]
        where = where_to_ask(turn.agency_of(plan))
        turn.end(Outcome.NOT_IN_DOCUMENTS, say("changes.no_earlier", plan=plan.short_title, where=where))
    else:
        turn.end(Outcome.NOT_IN_DOCUMENTS, say("changes.no_earlier_any", where=where_to_ask(turn.own_agency)))
