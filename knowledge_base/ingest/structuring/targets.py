"""Targets: statements with a figure, and in the parts about goals those without one.

See ``statements`` for which figures count. In tasks only percentages and figures that bind ("ít nhất 02 lớp") are
targets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from knowledge_base.ingest.records import ClauseKind, Comparator
from knowledge_base.ingest.structuring.clauses import Place
from knowledge_base.ingest.structuring.draft import DraftTarget
from knowledge_base.ingest.structuring.figures import Figure
from knowledge_base.ingest.structuring.folded import UPPER, cue, folded
from knowledge_base.ingest.structuring.statements import Statement, share_of, split_goal, statements

_YEAR = re.compile(r"(?:n\S{1,2}m|giai\s*đo\S{1,2}n)?\s*(?<![\d/])(20\d\d)(?![\d/])")
_UNTIL = re.compile(
    r"^\W*(?:đến|hết|trong|phấn đấu đến|đến hết|tới|den)\s+(?:cuối\s+|hết\s+)?n\S{1,2}m\s+20\d\d\s*,?\s*", re.IGNORECASE
)
_LEADS = re.compile(
    r"^\W*(?:(?:với|và|bảo đảm|đảm bảo|phấn đấu|duy trì|nâng|tỷ lệ|tỉ lệ|số|các|có|đạt|trong đó|bam bao|t\S 18)\s+)+",
    re.IGNORECASE,
)
_FILLERS = re.compile(r"^(?:(?:số|các|của|tổng số|những|là|đạt)\s+)+", re.IGNORECASE)
_CLEAR_SUBJECT = 3
_NEAR = 8
"""Characters around a figure that say how it binds."""
_SPEAKS_OF_FIGURE = re.compile(
    r"%|(?<!\w)(?:t[ỷỉy]\s+l[ệe]|đạt\s+(?:trên|từ|tối))(?!\w)|(?<![\w/.,])\d+(?![\w/.])", re.IGNORECASE
)
_GUESSED = 0.7
_ALSO_IN = (ClauseKind.TASK, ClauseKind.SOLUTION, ClauseKind.APPENDIX, ClauseKind.ORGANISATION)


def find_targets(places: Iterable[Place]) -> list[DraftTarget]:
    """The targets of the clauses in order."""
    found: list[DraftTarget] = []
    for place in places:
        if place.clause.kind is ClauseKind.TARGET:
            found += _of_goal(place)
        elif place.clause.kind in _ALSO_IN:
            found += _of_work(place)
    return found


def _of_goal(place: Place) -> list[DraftTarget]:
    said_there = list(statements(place))
    if not any(one.figures for one in said_there):
        return [] if _sends_away(place.text, place) else [_qualitative(place, place.text, 0)]
    drafts: list[DraftTarget] = []
    bare: list[str] = []
    for statement in said_there:
        if not statement.figures and _sends_away(statement.text, place):
            continue
        if not statement.figures:
            bare.append(statement.text)
            continue
        lead, statement = split_goal(statement, place)
        said = [*bare, lead] if lead else bare
        if any(one.strip() for one in said):
            drafts.append(_qualitative(place, "; ".join(said), len(drafts)))
        bare = []
        drafts += _with_figures(place, statement, len(drafts))
    if bare and any(one.strip() for one in bare):
        sure = _GUESSED if drafts else 1.0
        drafts.append(_qualitative(place, "; ".join(bare), len(drafts), sure))
    return drafts


def _sends_away(text: str, place: Place) -> bool:
    """Whether the statement only points to an appendix."""
    return cue("appendix_mention").search(folded(text, damaged=place.damaged), damaged=place.damaged) is not None


def _of_work(place: Place) -> list[DraftTarget]:
    """In tasks, only percentages and figures that bind are targets."""
    drafts: list[DraftTarget] = []
    for statement in statements(place):
        kept = tuple(
            one for one in statement.figures if one.percent or (one.bound and _binds(statement.text, one, place))
        )
        if kept:
            drafts += _with_figures(place, replace(statement, figures=kept), len(drafts))
    return drafts


def _with_figures(place: Place, statement: Statement, before: int) -> list[DraftTarget]:
    drafts = []
    for at in range(len(statement.figures)):
        text, own = share_of(statement, at)
        subject, population = _about(text, own, place)
        unit = _rate(text, own, place)
        doubtful = [] if len(subject.split()) >= _CLEAR_SUBJECT else ["subject"]
        doubtful += [] if unit else ["unit"]
        near = slice(max(0, own.start - _NEAR), own.end + _NEAR)
        doubtful += ["value"] if place.unsure(text[near]) else []
        drafts.append(
            DraftTarget(
                id=_id(place, before + at),
                subject=subject,
                population=population,
                comparator=own.comparator,
                value=own.value,
                value_to=own.value_to,
                unit=unit,
                year=_year(place, text),
                content=_sentence(text),
                clause=place.clause.id,
                confidence=place.clause.confidence * (1.0 if len(statement.figures) == 1 else 0.9),
                page=place.clause.page,
                text=statement.text,
                doubtful=tuple(doubtful),
            )
        )
    return drafts


def _about(text: str, figure: Figure, place: Place) -> tuple[str, str | None]:
    """Subject and population: "hộ gia đình có thiết bị", "hộ gia đình" of "80% các hộ gia đình có thiết bị"."""
    lead = _LEADS.sub("", _UNTIL.sub("", text[: figure.start])).strip(" ,:-")
    rest = _FILLERS.sub("", text[figure.end :].strip(" ,.;:"))
    if figure.percent and rest:
        verb = _verb(rest, place)
        population = rest[: verb.start()].strip(" ,") if verb else rest
        subject = f"{lead} {rest}".strip() if lead and not _is_verbal(lead) else rest
        return _tidy(subject), population or None
    lead = re.sub(r",?\s+(?:và|hoặc)$", "", lead)
    said = " ".join(part for part in (lead, figure.unit if figure.counts else "", rest) if part)
    if figure.percent:
        verb = _verb(lead, place)
        return _tidy(re.sub(r"\s+(?:đạt|là|dat|còn)$", "", lead)), (
            lead[: verb.start()].strip() if verb else lead
        ) or None
    each = cue("each").search_text(text, damaged=place.damaged)
    if each:
        verb = _verb(text[each.end() : figure.start], place)
        stop = each.end() + verb.start() if verb else max(figure.start, each.end())
        population = _tidy(text[each.start() : stop])
        return _tidy(f"{figure.unit or ''} {said if not figure.unit else population}"), population.lower() or None
    return _tidy(said or figure.unit or text), None


def _verb(text: str, place: Place) -> re.Match[str] | None:
    """The verb that ends the population; one that may belong to a name ("người sử dụng") only where no other stands."""
    strong = cue("has_verb").search_text(text, damaged=place.damaged)
    return strong or cue("may_be_verb").search_text(text, damaged=place.damaged)


def _is_verbal(lead: str) -> bool:
    return len(lead.split()) <= 1


def _rate(text: str, figure: Figure, place: Place) -> str | None:
    """The unit, with the short form the text gives it; "mỗi người dân có 01 định danh số" counts per person."""
    if figure.unit is None or figure.percent or "/" in figure.unit:
        return figure.unit
    unit = _with_short_form(figure.unit, place.text)
    each = cue("each").search_text(text, damaged=place.damaged)
    if not each or each.end() > figure.start:
        return unit
    noun = re.match(r"\s*(\S+)", text[each.end() :])
    return f"{unit}/{noun[1]}" if noun else unit


def _with_short_form(unit: str, text: str) -> str:
    """The unit with its short form, where the text gives one: "kết nối Internet vạn vật (IoT)"."""
    last = " ".join(unit.split()[-2:])
    short = re.search(rf"{re.escape(last)}\s*\(([^\W\d_]*[{UPPER}][^\W\d_]*)\b", text)
    return f"{unit} ({short[1]})" if short and short[1] not in unit else unit


def _qualitative(place: Place, text: str, before: int, sure: float = 1.0) -> DraftTarget:
    content = _sentence(text)
    return DraftTarget(
        id=_id(place, before),
        subject=_tidy(_UNTIL.sub("", text)),
        comparator=Comparator.QUALITATIVE,
        year=_year(place, text),
        content=content,
        clause=place.clause.id,
        confidence=place.clause.confidence * sure,
        page=place.clause.page,
        text=text,
        doubtful=("value",) if place.recognised and _SPEAKS_OF_FIGURE.search(_UNTIL.sub("", text)) else (),
    )


def _year(place: Place, text: str) -> int | None:
    """The year the statement names first ("đến năm 2025, …"), else the nearest heading with one year."""
    if said := _UNTIL.match(text):
        return int(_YEAR.findall(said.group())[-1])
    for heading in reversed(place.headings):
        years = {int(one) for one in _YEAR.findall(heading)}
        if years:
            return max(years)
    return None


def _binds(text: str, figure: Figure, place: Place) -> bool:
    if not figure.bound:
        return False
    word = folded(text[figure.start : figure.end], damaged=place.damaged)
    return cue("binding").match(word, damaged=place.damaged) is not None or cue("or_more").search(word) is not None


def _sentence(text: str) -> str:
    text = text.strip(" ,;.:")
    return f"{text[:1].upper()}{text[1:]}."


def _tidy(text: str) -> str:
    text = " ".join(text.split()).strip(" ,;.:-")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _id(place: Place, at: int) -> str:
    return f"t-{place.clause.id}" + (f"-{at + 1}" if at else "")
