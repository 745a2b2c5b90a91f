"""Statements: what a clause says one after the other, each with its figures.

A statement ends at ";" or "."; inside brackets, numbers and abbreviations it does not. Where percentages stand, the
other figures only describe ("95% hộ … tốc độ 200 Mb/s").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge_base.ingest.structuring.clauses import Place
from knowledge_base.ingest.structuring.figures import Figure, figures_of
from knowledge_base.ingest.structuring.folded import cue, folded

_ONE = re.compile(r"[^;.]+[;.]?")
_LISTED = re.compile(r",\s|\s(?:và|va)\s")
_AND = re.compile(r"\s+(?:và|va)\s+$")


@dataclass(frozen=True)
class Statement:
    """A statement and its figures, whose positions are those in ``text``."""

    text: str
    figures: tuple[Figure, ...]


def statements(place: Place) -> Iterator[Statement]:
    """Statements with the figures that count: percentages where there are any, else all."""
    for found in _ONE.finditer(_protected(place.text)):
        text = place.text[found.start() : found.end()].strip(" ;")
        if not any(one.isalnum() for one in text):
            continue
        figures = figures_of(text, damaged=place.damaged)
        percent = [one for one in figures if one.percent]
        kept = [one for one in percent or figures if not _in_brackets(text, one.start)]
        yield Statement(text, tuple(kept if percent else _countable(text, kept)))


def _countable(text: str, figures: list[Figure]) -> list[Figure]:
    """Without percentages: the first figure that binds (else the first), and what binds or is listed after it."""
    with_unit = [one for one in figures if one.unit]
    first = next((one for one in with_unit if one.bound), with_unit[0] if with_unit else None)
    kept: list[Figure] = []
    for one in with_unit:
        listed = bool(kept) and _LISTED.search(text[kept[-1].end : one.start])
        if one is first or one.bound or listed:
            kept.append(one)
    return kept


def split_goal(statement: Statement, place: Place) -> tuple[str, Statement]:
    """What stands before ", với mục tiêu …" and the rest; the former is a statement of its own, if only a bare one."""
    said = folded(statement.text, damaged=place.damaged)
    found = cue("with_goal").search(said, damaged=place.damaged)
    first = statement.figures[0].start
    if not found or found.end() > first or "," not in statement.text[max(found.start() - 2, 0) : found.start()]:
        return "", statement
    cut = found.end()
    moved = tuple(replace(one, start=one.start - cut, end=one.end - cut) for one in statement.figures)
    return statement.text[: found.start()].strip(" ,"), Statement(statement.text[cut:], moved)


def share_of(statement: Statement, at: int) -> tuple[str, Figure]:
    """The words about one figure of several: "tốc độ tối thiểu 40 Mb/s cho 4G | và 100 Mb/s cho 5G".

    A later figure without words of its own before it shares those before the first one, and how it binds.
    """
    figures, text = statement.figures, statement.text
    if len(figures) == 1:
        return text, figures[0]
    figure = figures[at]
    end = figures[at + 1].start if at + 1 < len(figures) else len(text)
    cut = _last_break(text, figure.end, end) if at + 1 < len(figures) else end
    begin = 0 if at == 0 else _last_break(text, figures[at - 1].end, figure.start)
    own = text[begin:cut]
    shift = begin
    if at and not _words(text[begin : figure.start]):
        lead = text[: figures[0].start]
        own = f"{lead}{text[figure.start : cut]}"
        shift = figure.start - len(lead)
        if not figure.bound and figures[0].value_to is None:
            figure = replace(figure, comparator=figures[0].comparator)
    shift += len(own) - len(own.lstrip(" ,;"))
    figure = replace(figure, start=figure.start - shift, end=figure.end - shift)
    return re.sub(r",?\s+(?:và|va|hoặc)$", "", own.strip(" ,;")), figure


def _last_break(text: str, start: int, end: int) -> int:
    """Where the words for the figure before stop: the last comma or "và" ahead of the next one."""
    breaks = [found.end() for found in re.finditer(r",\s+|\s+(?:và|va|hoặc)\s+", text[start:end])]
    return start + breaks[-1] if breaks else end


def _words(text: str) -> bool:
    return any(one.isalpha() for one in _AND.sub("", text).replace("và", "").replace(",", ""))


def _in_brackets(text: str, at: int) -> bool:
    return text.count("(", 0, at) > text.count(")", 0, at)


def _protected(text: str) -> str:
    """The text with the marks inside brackets made harmless, so that no statement ends there."""
    depth, made = 0, []
    for at, one in enumerate(text):
        depth += (one == "(") - (one == ")")
        decimal = one == "." and text[at + 1 : at + 2].strip() != ""
        dots = text[max(at - 1, 0) : at + 2].count(".") > 1
        made.append(" " if one in ";." and (depth > 0 or decimal or dots) else one)
    return "".join(made)
