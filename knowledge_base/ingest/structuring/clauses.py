"""Clauses: every place of the document that says something, with its locator, headings and kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge_base.ingest.records import ClauseKind
from knowledge_base.ingest.structuring.draft import DraftClause
from knowledge_base.ingest.structuring.folded import cue, folded
from knowledge_base.ingest.structuring.lines import Line
from knowledge_base.ingest.structuring.locators import id_of, locator_of, paragraph_locator
from knowledge_base.ingest.structuring.marking import Kind
from knowledge_base.ingest.structuring.subjects import kind_of
from knowledge_base.ingest.structuring.tree import Node, locator_parts
from knowledge_base.ingest.structuring.units import starts_unit

DAMAGED = 0.5
_INLINE = re.compile(r"^([^:;.]{3,120}):\s+(\S.*)", re.DOTALL)
_INLINE_WORDS = 6
_FULL_END = re.compile(r"\s*[.;]?\s*/\s*\.?\s*$")
GUESSED_KIND = 0.85
MISREAD = 0.75


@dataclass(frozen=True)
class Place:
    """A clause with what the extractors need: its text folded, the headings above, the line it was read from."""

    clause: DraftClause
    headings: tuple[str, ...]
    damaged: bool
    kind_known: bool = True
    depth: int = 0

    @property
    def text(self) -> str:
        """The clause's content."""
        return self.clause.content

    @cached_property
    def folded(self) -> str:
        """The content folded, position by position."""
        return folded(self.clause.content, damaged=self.damaged)


def places_of(root: Node) -> list[Place]:
    """The clauses of the body in order."""
    places: list[Place] = []
    for node in root.walk():
        places += _of_node(node)
    return places


def place(locator: str, kind: ClauseKind, content: str, lines: list[Line], headings: tuple[str, ...] = ()) -> Place:
    """A clause made of whole ``lines``, outside the numbered tree."""
    damaged = any(line.damaged for line in lines)
    clause = DraftClause(
        id=id_of(locator),
        locator=locator,
        kind=kind,
        heading_path=headings,
        content=content,
        confidence=min((confidence_of(line) for line in lines), default=1.0),
        page=next((line.page for line in lines), None),
        text="\n".join(line.original for line in lines),
    )
    return Place(clause, headings, damaged)


def finished(text: str) -> str:
    """The text without the stroke that ends a document ("./.")."""
    return _FULL_END.sub(".", text).strip()


def confidence_of(line: Line) -> float:
    """How sure the text of a line is: the reader's own measure, halved where the diacritics are lost."""
    return line.confidence * (DAMAGED if line.damaged else 1.0)


def _of_node(node: Node) -> list[Place]:
    base = locator_of(locator_parts(node))
    above = [one.heading for one in node.ancestors() if one is not node and one.is_heading]
    if not node.has_inner and (inline := _inline_heading(node)):
        heading, content = inline
        lines = [node.line] if node.line else []
        return [_clause(node, base, [*above, heading], content, lines)]
    if not node.has_inner:
        return [_clause(node, base, above, node.lead, [node.line] if node.line else [])]
    if node.is_heading:
        inside = [*above, node.heading]
        return _paragraphs(node, base, inside, node.paragraphs)
    if node.lead and node.line:
        if node.children or node.tables or not node.paragraphs:
            content = " ".join([node.lead, *(line.text for line in node.paragraphs)])
            return [_clause(node, base, above, content, [node.line, *node.paragraphs])]
        if node.marker and node.marker.kind in (Kind.DASH, Kind.PLUS):
            content = " ".join([node.lead, *(line.text for line in node.paragraphs)])
            return [_clause(node, base, above, content, [node.line, *node.paragraphs])]
        first = [_clause(node, paragraph_locator(base, 1), above, node.lead, [node.line])]
        rest = enumerate(node.paragraphs, start=2)
        return first + [_clause(node, paragraph_locator(base, at), above, one.text, [one]) for at, one in rest]
    return _paragraphs(node, base, above, node.paragraphs)


def _inline_heading(node: Node) -> tuple[str, str] | None:
    """Heading and content of "1. Mục đích: Bảo đảm …" and "a) Sở Tài chính: Chủ trì …"."""
    found = _INLINE.match(node.lead)
    if not found or node.line is None or node.marker is None or node.marker.kind in (Kind.DASH, Kind.PLUS):
        return None
    named = starts_unit(found[1], damaged=node.line.damaged) and not cue("duty_verb").search_text(found[1])
    short = node.marker.kind is Kind.NUMBER and len(found[1].split()) <= _INLINE_WORDS
    if not named and not short:
        return None
    return replace(node, lead=found[1], paragraphs=[node.line]).heading, found[2]


def _paragraphs(node: Node, base: str, above: list[str], lines: list[Line]) -> list[Place]:
    if len(lines) == 1 and base:
        return [_clause(node, base, above, lines[0].text, lines)]
    numbered = enumerate(lines, start=1)
    return [_clause(node, paragraph_locator(base, at), above, line.text, [line]) for at, line in numbered]


def _clause(node: Node, locator: str, headings: list[str], content: str, lines: list[Line]) -> Place:
    damaged = any(line.damaged for line in lines)
    said = headings or [node.lead]
    kind, known = kind_of(said, damaged=damaged)
    confidence = min((confidence_of(line) for line in lines), default=1.0)
    if any(one.marker and one.marker.misread for one in node.ancestors()):
        confidence *= MISREAD
    clause = DraftClause(
        id=id_of(locator),
        locator=locator,
        kind=kind,
        heading_path=tuple(headings),
        content=finished(content),
        confidence=confidence,
        page=lines[0].page if lines else None,
        text="\n".join(line.original for line in lines),
        doubtful=() if known else ("kind",),
    )
    return Place(clause, tuple(headings), damaged, known, len(locator_parts(node)))
