"""Answers from the catalogue of procedures: which one is meant, which of its fields; asked back when unclear."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.answer import guides, refusing
from knowledge_base.answer.cues import says
from knowledge_base.answer.procedure_fields import card_lines, field_lines, levels_text, shortened
from knowledge_base.answer.question import GUIDE_ACTS, PLAN_ACTS, Act
from knowledge_base.answer.reply import ButtonOffer, Citation, Outcome
from knowledge_base.answer.texts import say, where_to_ask
from knowledge_base.answer.turn import Turn
from knowledge_base.procedures.asking import Asked, Field, read_question
from knowledge_base.procedures.catalogue import Catalogue
from knowledge_base.procedures.errors import UnknownCodeError
from knowledge_base.procedures.model import ID_PREFIX, Procedure
from knowledge_base.procedures.naming import short_name
from knowledge_base.procedures.search import Found

# How sure it has to be that a procedure is meant, by what the question was taken for: pairs of the belief and the share
# of the question that the name covers, one of which has to be reached. What would be refused has to be a procedure's
# name and a field of it, nothing else.
_OPEN = GUIDE_ACTS | {Act.SEARCH, Act.FOLLOW_UP}
_SENSITIVE = frozenset({Act.ASK_PERSONAL_DATA, Act.REQUEST_WRONGDOING})
NEEDED: dict[Act, tuple[tuple[float, float], ...]] = {
    **dict.fromkeys(_OPEN, ((0.6, 0.8), (0.9, 0.6))),
    Act.ASK_PROCEDURE: ((0.5, 0.6),),
    **dict.fromkeys((Act.OUT_OF_SCOPE, Act.TALK_POLITICS, Act.COMPLAIN), ((0.65, 0.85), (0.85, 0.0))),
    **dict.fromkeys(PLAN_ACTS | {Act.ASK_OFFICE_CONTACT, Act.ASK_ACTUAL_STATE}, ((0.7, 0.85), (0.9, 0.0))),
    **dict.fromkeys(_SENSITIVE, ((0.9, 0.9),)),
}
REFUSED_FOR_SURE = 0.9
# Between this and what is needed, the likeliest are offered.
UNSURE = 0.4
# A guide's section this likely, or nearly as likely as the procedure, answers first; where the field of a procedure
# was asked that is as sure and covers the question, only a section that is sure too. One that explains this very
# procedure need not be as likely.
GUIDE_FIRST = 0.6
GUIDE_EXPLAINS = 0.5
GUIDE_SURE = 0.85
MARGIN = 0.2
# From here on a question is about some procedure, and a guide has to be sure and the surer one.
TAKEN_SURELY = 0.85
SURE_NEED = 0.5
SECTIONS = 3
GUIDE_MAYBE = 0.25
# Several whose scores are this near the first's, which says much that was not asked: none is meant without doubt.
NEAR = 0.05
SEVERAL = 3
PLAIN = 0.6
# Words that many names share ("cấp lại giấy phép") tell nothing, unless they are all of a name.
TELLING = 0.5
WHOLE_NAME = 0.8
RELATED_SHARE = 0.75
MOST_CHOICES = 4
MOST_RELATED = 2
BUTTON_TITLE = 60
_SHORT = 2
_OFFERED = (Field.DOCUMENTS, Field.FEE, Field.TIME, Field.WHERE)
_BETWEEN = "#"


@dataclass(frozen=True)
class _Pointer:
    """What a button or a memory points at: a procedure's code, and a field of it."""

    code: str
    field: Field | None

    @classmethod
    def read(cls, passage: str | None) -> _Pointer | None:
        if passage is None or not passage.startswith(ID_PREFIX):
            return None
        code, _, field = passage.removeprefix(ID_PREFIX).partition(_BETWEEN)
        return cls(code, Field(field) if field in set(Field) else None)


def answer_from_procedures(turn: Turn) -> None:
    """A procedure's papers, fee, time, place, steps or legal basis, when the catalogue is there and speaks to it."""
    catalogue = turn.procedures
    pressed = _Pointer.read(turn.question.passage)
    if pressed is not None:
        _open(turn, catalogue, pressed.code, (pressed.field,) if pressed.field else ())
        return
    if catalogue is None or turn.act not in NEEDED or _is_for_others(turn):
        return
    asked = read_question(turn.question.text)
    if asked.code is not None:
        _open(turn, catalogue, asked.code, asked.fields)
        return
    before = _before(turn)
    found = catalogue.find(asked)
    belief = found[0].belief(asked, _taken_for(turn)) if found else 0.0
    if before is not None and asked.fields and (asked.empty or (belief < UNSURE and _says_little(asked))):
        _open(turn, catalogue, before.code, asked.fields)
        return
    if not found or belief < UNSURE or _guide_speaks(turn, asked, found[0], belief):
        return
    needed = ((SURE_NEED, 0.0),) if _taken_for(turn) >= TAKEN_SURELY else NEEDED[turn.act]
    if not any(belief >= least and found[0].recall >= share for least, share in needed):
        if turn.act in _OPEN and (asked.fields or asked.said_procedure) and not _guide_may_speak(turn):
            _ask_which(turn, found, asked.fields)
    elif _is_vague(found):
        if turn.act not in _SENSITIVE:
            _ask_which(turn, found, asked.fields)
    else:
        fields = asked.fields
        if turn.question.act is Act.FOLLOW_UP and before is not None and before.field is not None:
            fields = (before.field,)
        _show(turn, catalogue, catalogue.procedure(found[0].code), fields, found[1:])


def _taken_for(turn: Turn) -> float:
    """How sure the question was taken for one about a procedure, 0 to 1."""
    return turn.question.confidence if turn.question.act is Act.ASK_PROCEDURE else 0.0


def _is_for_others(turn: Turn) -> bool:
    """Unlawful, a link to be opened, surely refused, or about a plan: no matter for this step."""
    refused = turn.act in refusing.REFUSALS and turn.question.confidence >= REFUSED_FOR_SURE
    if refused or turn.seeks_unlawful or refusing.holds_link(turn):
        return True
    return _names_a_plan(turn)


def _names_a_plan(turn: Turn) -> bool:
    return says(turn.said, "says_plan") or (turn.act in PLAN_ACTS and bool(turn.question.agencies))


def _before(turn: Turn) -> _Pointer | None:
    """The procedure that the turn before was answered from."""
    memory = turn.question.memory
    return _Pointer.read(memory.passages[0]) if memory is not None and memory.passages else None


def _says_little(asked: Asked) -> bool:
    return len(asked.variants[0]) <= _SHORT


def _guide_speaks(turn: Turn, asked: Asked, best: Found, belief: float) -> bool:
    """Whether a guide's section is the likelier answer."""
    sections = [one for one in guides.find_sections(turn)[:SECTIONS] if not one.passage.silent]
    likeliest = max((one.belief for one in sections), default=0.0)
    if sections and best.code in sections[0].passage.procedures and sections[0].belief >= GUIDE_EXPLAINS:
        return True
    if _taken_for(turn) >= TAKEN_SURELY:
        return likeliest >= max(GUIDE_SURE, belief)
    if asked.fields and belief >= GUIDE_SURE and best.recall >= GUIDE_SURE:
        return likeliest >= GUIDE_SURE
    return likeliest >= GUIDE_FIRST or likeliest > belief - MARGIN


def _guide_may_speak(turn: Turn) -> bool:
    """Whether the guides would answer: then nothing is asked back."""
    return guides.best_belief(turn) >= GUIDE_MAYBE


def _is_vague(found: Sequence[Found]) -> bool:
    """Whether the words fit several procedures alike, or are words that many names share."""
    best = found[0]
    near = [one for one in found if best.score - one.score < NEAR and best.recall - one.recall < NEAR]
    return (len(near) >= SEVERAL and best.precision < PLAIN) or (best.mass < TELLING and best.precision < WHOLE_NAME)


def _ask_which(turn: Turn, found: Sequence[Found], fields: Sequence[Field]) -> None:
    field = fields[0] if fields else None
    buttons = [_button(one.code, short_name(one.name), field) for one in found[:MOST_CHOICES]]
    turn.end(Outcome.CLARIFICATION, say("procedures.which"), buttons=buttons)


def _open(turn: Turn, catalogue: Catalogue | None, code: str, fields: Sequence[Field]) -> None:
    """A procedure named by its code: pressed, typed, or asked about before."""
    try:
        procedure = catalogue.procedure(code) if catalogue is not None else None
    except UnknownCodeError:
        procedure = None
    if catalogue is None or procedure is None:
        turn.end(Outcome.NOT_IN_DOCUMENTS, say("procedures.unknown", where=where_to_ask(turn.own_agency)))
        return
    _show(turn, catalogue, procedure, fields, [])


def _show(
    turn: Turn, catalogue: Catalogue, procedure: Procedure, fields: Sequence[Field], others: Sequence[Found]
) -> None:
    where = where_to_ask(turn.own_agency)
    stated = {field: field_lines(procedure, field) for field in fields}
    lines = [line for field in fields for line in (stated[field] or [_missing(field, where)])]
    outcome = Outcome.NOT_IN_DOCUMENTS if fields and not any(stated.values()) else Outcome.ANSWERED
    data = catalogue.facts
    head = say(
        "procedures.head",
        name=procedure.name,
        code=procedure.code,
        levels=levels_text(procedure),
        month=data.date.month,
        year=data.date.year,
    )
    if Field.WHERE in fields and not procedure.says_where:
        lines.append(say("procedures.no_office", where=where))
    closing = [say("procedures.see_portal", url=procedure.url)]
    if "cấp huyện" in procedure.name.lower():
        closing.append(say("procedures.district", where=where))
    if data.is_old(datetime.datetime.now(tz=datetime.UTC).date()):
        closing.append(say("procedures.old"))
    locators = [say(f"procedures.fields.{field}") for field in fields] or [say("procedures.card")]
    turn.end(
        outcome,
        "\n".join([head, *(lines or card_lines(procedure)), *closing]),
        citations=[_cite(procedure, data.date, locator) for locator in locators],
        buttons=[*_field_buttons(procedure, fields), *_related(others, fields)],
        used=[_passage(procedure.code, fields[0] if fields else None)],
    )


def _missing(field: Field, where: str) -> str:
    return say("procedures.empty_field", field=say(f"procedures.fields.{field}").lower(), where=where)


def _cite(procedure: Procedure, date: datetime.date, locator: str) -> Citation:
    return Citation(
        document_id=procedure.id,
        title=procedure.name,
        number=procedure.code,
        issuer=say("procedures.source"),
        issued=say("procedures.source_date", date=date),
        locator=locator,
        url=procedure.url,
    )


def _field_buttons(procedure: Procedure, asked: Sequence[Field]) -> list[ButtonOffer]:
    offered = [field for field in _OFFERED if field not in asked and field_lines(procedure, field)]
    return [_button(procedure.code, say(f"procedures.fields.{field}"), field) for field in offered[:3]]


def _related(others: Sequence[Found], fields: Sequence[Field]) -> list[ButtonOffer]:
    """The next best, for a visitor who meant one with conditions of its own."""
    field = fields[0] if fields else None
    near = [one for one in others if one.recall >= RELATED_SHARE]
    return [_button(one.code, short_name(one.name), field) for one in near[:MOST_RELATED]]


def _button(code: str, title: str, field: Field | None) -> ButtonOffer:
    title = shortened(title, BUTTON_TITLE)
    return ButtonOffer.of(title[:1].upper() + title[1:], Act.ASK_HOW_TO, passage=_passage(code, field))


def _passage(code: str, field: Field | None) -> str:
    return f"{ID_PREFIX}{code}{_BETWEEN}{field}" if field else f"{ID_PREFIX}{code}"
