"""A how-to walked step by step: one step a message, with buttons; the place is remembered, also until tomorrow."""

from __future__ import annotations

import re

from knowledge_base.answer.citing import cite
from knowledge_base.answer.cues import says
from knowledge_base.answer.no_smartphone import ON_THE_PHONE, section_of, tells
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import ButtonOffer, Outcome
from knowledge_base.answer.texts import say
from knowledge_base.answer.turn import Turn
from knowledge_base.store.passages import Passage, PassageKind

FEWEST_STEPS = 3
_PLACE = re.compile(r"^(?P<passage>[^@]+)@(?P<step>\d{1,2})$")


def walk_guide(turn: Turn) -> None:
    """Show the step that a button or a word ("tiếp", "quay lại", "lặp lại") asks for."""
    pressed = _PLACE.match(turn.question.passage or "")
    if pressed is not None:
        _show(turn, pressed["passage"], int(pressed["step"]))
        return
    if turn.act is not Act.WALK:
        return
    memory = turn.question.memory
    before = memory.passages[0] if memory is not None and memory.passages else ""
    aside = _PLACE.match(before) is None
    place = _PLACE.match(turn.walk)
    if place is not None and not (aside and says(turn.said, "walk_start")):
        _move(turn, place["passage"], int(place["step"]))
    elif says(turn.said, "walk_start") or says(turn.said, "walk_next"):
        _start(turn, before)
    if turn.reply is None:
        turn.act = Act.SEARCH


def offer(turn: Turn, passage: Passage) -> list[ButtonOffer]:
    """The button that starts the walk, for a section with enough steps."""
    section = section_of(turn, passage.id)
    if passage.kind is not PassageKind.GUIDE or section is None or len(section.steps) < FEWEST_STEPS:
        return []
    return [_button(say("walk.start"), passage.id, 1)]


def _start(turn: Turn, before: str) -> None:
    """The first step of what was told before; without a smartphone, only of what was asked for on the phone."""
    passage_id = before.removesuffix(ON_THE_PHONE)
    section = section_of(turn, passage_id)
    if passage_id != before or section is None or not tells(turn, turn.store.by_id(passage_id)):
        _show(turn, passage_id, 1)


def _move(turn: Turn, passage: str, step: int) -> None:
    if says(turn.said, "walk_stop"):
        _finish(turn, passage)
    elif says(turn.said, "walk_start"):
        _show(turn, passage, 1)
    elif says(turn.said, "walk_back"):
        _show(turn, passage, max(step - 1, 1))
    elif says(turn.said, "walk_again"):
        _show(turn, passage, step)
    else:
        _show(turn, passage, step + 1)


def _show(turn: Turn, passage_id: str, step: int) -> None:
    """One step; beyond the last one the walk ends with the section's cautions."""
    section = section_of(turn, passage_id)
    if section is None or not section.steps:
        return
    if step > len(section.steps):
        _finish(turn, passage_id)
        return
    text = say("walk.step", title=section.title, step=step, count=len(section.steps), content=section.steps[step - 1])
    if step == 1 and section.lead:
        text = f"{section.lead.splitlines()[0]}\n{text}"
    forward = say("walk.next") if step < len(section.steps) else say("walk.done")
    buttons = [_button(forward, passage_id, step + 1)]
    buttons += [_button(say("walk.back"), passage_id, step - 1)] if step > 1 else []
    buttons += [_button(say("walk.again"), passage_id, step), _officer()]
    turn.walk = f"{passage_id}@{step}"
    turn.end(
        Outcome.PROCEDURE,
        text,
        citations=[cite(turn.store, turn.store.by_id(passage_id))],
        buttons=buttons,
        used=[turn.walk],
    )


def _finish(turn: Turn, passage_id: str) -> None:
    section = section_of(turn, passage_id)
    if section is None:
        return
    turn.walk = ""
    text = "\n".join([say("walk.finished", title=section.title), *section.cautions])
    buttons = [_button(say("walk.from_start"), passage_id, 1), _officer()]
    cited = [cite(turn.store, turn.store.by_id(passage_id))]
    turn.end(Outcome.PROCEDURE, text, citations=cited, buttons=buttons, used=[passage_id])


def _button(title: str, passage: str, step: int) -> ButtonOffer:
    return ButtonOffer.of(title, Act.WALK, passage=f"{passage}@{step}")


def _officer() -> ButtonOffer:
    return ButtonOffer.of(say("walk.officer"), Act.REQUEST_OFFICER)
