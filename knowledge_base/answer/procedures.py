"""Answers from the catalogue of procedures: which one is meant, which of its fields; asked back when that is unclear."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.answer import guides
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

# How sure it has to be that a procedure is meant, by what the question was taken for.
NEEDED = {
    **dict.fromkeys(GUIDE_ACTS | {Act.SEARCH, Act.FOLLOW_UP}, 0.6),
    Act.OUT_OF_SCOPE: 0.85,
    Act.ASK_OFFICE_CONTACT: 0.85,
    **dict.fromkeys(PLAN_ACTS, 0.9),
}
# Between this and what is needed, the likeliest are offered.
UNSURE = 0.4
# A guide's section this likely answers before a procedure does, unless the procedure's own field was asked for.
GUIDE_FIRST = 0.6
GUIDE_SURE = 0.85
# Of two whose scores are this near, neither is what was meant without doubt, unless the first says little else.
TIE = 0.015
PLAIN = 0.6
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
    if catalogue is None or turn.act not in NEEDED or says(turn.said, "unlawful") or _names_a_plan(turn):
        return
    asked = read_question(turn.question.text)
    if asked.code is not None:
        _open(turn, catalogue, asked.code, asked.fields)
        return
    before = _before(turn)
    found = catalogue.find(asked)
    belief = found[0].belief(asked) if found else 0.0
    if before is not None and asked.fields and (asked.empty or (belief < UNSURE and _says_little(asked))):
        _open(turn, catalogue, before.code, asked.fields)
        return
    if not found or belief < UNSURE or _guide_speaks(turn, asked, belief):
        return
    if belief < NEEDED[turn.act]:
        if turn.act in GUIDE_ACTS | {Act.SEARCH} and (asked.fields or asked.said_procedure):
            _ask_which(turn, found, asked.fields)
    elif _tied(found):
        _ask_which(turn, found, asked.fields)
    else:
        fields = asked.fields
        if turn.act is Act.FOLLOW_UP and before is not None and before.field is not None:
            fields = (before.field,)
        _show(turn, catalogue, catalogue.procedure(found[0].code), fields, found[1:])


def _names_a_plan(turn: Turn) -> bool:
    return says(turn.said, "says_plan") or (turn.act in PLAN_ACTS and bool(turn.question.agencies))


def _before(turn: Turn) -> _Pointer | None:
    """The procedure that the turn before was answered from."""
    memory = turn.question.memory
    return _Pointer.read(memory.passages[0]) if memory is not None and memory.passages else None


def _says_little(asked: Asked) -> bool:
    return len(asked.variants[0]) <= _SHORT


def _guide_speaks(turn: Turn, asked: Asked, belief: float) -> bool:
    """Whether a guide's section is the likelier answer."""
    sections = guides.find_sections(turn)
    best = next((one for one in sections if not one.passage.silent), None)
    if best is None:
        return False
    return best.belief >= (GUIDE_SURE if asked.fields and belief >= GUIDE_SURE else GUIDE_FIRST)


def _tied(found: Sequence[Found]) -> bool:
    """Several that fit alike, the first of which says more than was asked."""
    return len(found) > 1 and found[0].score - found[1].score < TIE and found[0].precision < PLAIN


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
    payload = f'/{Act.ASK_HOW_TO}{{"passage": "{_passage(code, field)}"}}'
    return ButtonOffer(title=title[:1].upper() + title[1:], payload=payload)


def _passage(code: str, field: Field | None) -> str:
    return f"{ID_PREFIX}{code}{_BETWEEN}{field}" if field else f"{ID_PREFIX}{code}"
