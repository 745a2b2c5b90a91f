"""Duties and reports: what the parts on organisation, money and the closing charge units with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge_base.ingest.records import ClauseKind
from knowledge_base.ingest.structuring.clauses import Place
from knowledge_base.ingest.structuring.draft import DraftDuty
from knowledge_base.ingest.structuring.folded import UPPER, cue, folded
from knowledge_base.ingest.structuring.locators import CLOSING, unnumbered
from knowledge_base.ingest.structuring.units import Subject, find_subject, starts_unit

_SENTENCE_END = re.compile(rf"(?<=\.)\s+(?=[{UPPER}])")
_PASSED_ON = re.compile(
    r"(?:(?:gửi|về|cho|báo cáo)\s+(?:về\s+|cho\s+)?(?P<unit>[^,.;]{3,80}?)\s+(?P<rest>để\s+tổng hợp\b.*)"
    r"|gửi\s+(?:về\s+|cho\s+)?(?P<unit2>[^,.;]{3,80}?)\s+(?P<rest2>tổng hợp\b.*))",
    re.IGNORECASE,
)
_COLON_UNIT = re.compile(r"^([^:;.]{3,150}):\s*")
_GUESSED_UNIT = 0.75
_SUBJECT_FOUND = 0.9


def find_duties(places: Iterable[Place]) -> list[DraftDuty]:
    """The duties in order."""
    found: list[DraftDuty] = []
    for place in places:
        if place.clause.kind is ClauseKind.ORGANISATION:
            found += _of_organisation(place)
        elif place.clause.kind is ClauseKind.FUNDING:
            found += _of_funding(place)
        elif place.clause.locator.startswith(CLOSING):
            found += _of_closing(place)
    return found


def unit_above(place: Place) -> tuple[str | None, bool]:
    """The unit named by the headings above, and whether it reads like one."""
    named = [unnumbered(one) for one in place.headings[1:]]
    for heading in reversed(named):
        if starts_unit(heading, damaged=place.damaged):
            return heading, True
    named = [one for one in named if not cue("not_a_unit").match_text(one, damaged=place.damaged)]
    return (named[-1], False) if named else (None, False)


def sentences(text: str) -> list[str]:
    """The sentences of a clause; dates and numbers with points stay whole."""
    return [one.strip() for one in _SENTENCE_END.split(text) if one.strip(" ./")]


def _of_organisation(place: Place) -> Iterator[DraftDuty]:
    unit, sure = unit_above(place)
    text = place.text
    if unit is not None:
        yield _duty(place, unit, text, 1.0 if sure else _GUESSED_UNIT)
        yield from _passed_on(place, text)
        return
    if (
        (colon := _COLON_UNIT.match(text))
        and starts_unit(colon[1], damaged=place.damaged)
        and not _has_verb(colon[1], place)
    ):
        yield _duty(place, colon[1], text[colon.end() :], _SUBJECT_FOUND)
        return
    subject = find_subject(text, damaged=place.damaged)
    if subject:
        yield _duty(place, subject.unit, _rest(text, subject), _SUBJECT_FOUND)
        yield from _passed_on(place, text)


def _of_funding(place: Place) -> Iterator[DraftDuty]:
    """Where money is spoken of, a duty is what is plainly charged: "có trách nhiệm …", "… gửi Phòng A tổng hợp"."""
    verbs = "duty_verb" if _PASSED_ON.search(place.text) else "charged_in_funding"
    subject = find_subject(place.text, damaged=place.damaged, verbs=verbs)
    if subject and not _has_verb(subject.unit, place):
        yield _duty(place, subject.unit, _rest(place.text, subject), _SUBJECT_FOUND)
        yield from _passed_on(place, place.text)


def _of_closing(place: Place) -> Iterator[DraftDuty]:
    count = 0
    for sentence in sentences(place.text):
        said = folded(sentence, damaged=place.damaged)
        if cue("closing_statement").match(said, damaged=place.damaged) and not cue("charge").search(said):
            continue
        subject = find_subject(sentence, damaged=place.damaged) or trouble_subject(sentence, place)
        if subject:
            yield _duty(place, subject.unit, _rest(sentence, subject), _SUBJECT_FOUND, count)
            count += 1
            for duty in _passed_on(place, sentence):
                yield duty.model_copy(update={"id": f"d-{place.clause.id}-{count + 1}"})
                count += 1


def trouble_subject(sentence: str, place: Place) -> Subject | None:
    """The unit of "… nếu phát sinh khó khăn, vướng mắc các đơn vị gửi báo cáo", without a mark before it."""
    said = folded(sentence, damaged=place.damaged)
    troubles = cue("trouble").all(said, damaged=place.damaged)
    if not troubles or not cue("in_case").search(said, damaged=place.damaged):
        return None
    rest = sentence[troubles[-1].end() :]
    for begun in re.finditer(r"(?<=\s)(?=\S)", rest):
        if starts_unit(rest, begun.start(), damaged=place.damaged):
            subject = find_subject(rest[begun.start() :], damaged=place.damaged)
            if subject and subject.start == 0:
                shift = troubles[-1].end() + begun.start()
                return Subject(subject.unit, shift, shift + subject.rest)
    return None


def _passed_on(place: Place, text: str) -> Iterator[DraftDuty]:
    """The addressee's duty in "… gửi Văn phòng Sở để tổng hợp, trình …"."""
    found = _PASSED_ON.search(text)
    if not found:
        return
    unit = (found["unit"] or found["unit2"]).strip()
    # The nearest verb of sending counts: "gửi báo cáo về Phòng A".
    unit = re.split(r"\b(?:gửi|về|cho|báo cáo)\s+", unit)[-1]
    if starts_unit(unit, damaged=place.damaged):
        rest = (found["rest"] or found["rest2"]).removeprefix("để ").strip()
        yield _duty(place, unit, rest, _SUBJECT_FOUND, 1)


def _duty(place: Place, unit: str, content: str, sure: float, at: int = 0) -> DraftDuty:
    unit = unit.strip(" .:;,")
    return DraftDuty(
        id=f"d-{place.clause.id}" + (f"-{at + 1}" if at else ""),
        unit=unit[:1].upper() + unit[1:],
        content=_sentence(content),
        clause=place.clause.id,
        confidence=place.clause.confidence * sure,
        page=place.clause.page,
        text=place.clause.text,
        doubtful=() if sure > _GUESSED_UNIT and not place.unsure(unit) else ("unit",),
    )


def _has_verb(unit: str, place: Place) -> bool:
    found = cue("duty_verb").search_text(unit, damaged=place.damaged)
    return found is not None and not unit[found.start()].isupper()


def _rest(text: str, subject: Subject) -> str:
    return text[subject.rest :]


def _sentence(text: str) -> str:
    text = re.sub(r"[\s./;,]+$", "", text.strip())
    return f"{text[:1].upper()}{text[1:]}."


def ids_apart(ids: Sequence[str]) -> list[str]:
    """The ids, a repeated one with a number after it."""
    made: list[str] = []
    taken: set[str] = set()
    for one in ids:
        apart, count = one, 1
        while apart in taken:
            count += 1
            apart = f"{one}-{count}"
        taken.add(apart)
        made.append(apart)
    return made
