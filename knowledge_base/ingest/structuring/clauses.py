"""Clauses: every place of the document that says something, with its locator, headings and kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge_base.ingest.reading.document import WeakWord
from knowledge_base.ingest.records import ClauseKind
from knowledge_base.ingest.structuring.doubting import sure_of_content, sure_of_field
from knowledge_base.ingest.structuring.draft import CERTAIN, DraftClause
from knowledge_base.ingest.structuring.folded import UPPER, cue, folded, is_upper
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
OUT_OF_ORDER = 0.75
HIDES_NUMBER = 0.7
_LIKE_NUMBER = re.compile(r"\W{0,2}[^\s.)]{1,4}[.),]\s|[^\w\s“”\"'(]")
_WITHIN = re.compile(
    rf"[.;]\s+(?:[^\s.;,)]{{1,3}}\)\s|[IVXHLl1]{{1,4}}\.\s+[{UPPER}]{{2}}|\d{{1,2}}[.,]\s+[{UPPER}][^{UPPER}]|[-–+~]\s)"
)
"""What begins a new place, in the middle of a paragraph: "…; €) Bảo đảm …"."""


@dataclass(frozen=True)
class Place:
    """A clause with what the extractors need: its text folded, the headings above, the line it was read from."""

    clause: DraftClause
    headings: tuple[str, ...]
    damaged: bool
    kind_known: bool = True
    depth: int = 0
    weak: tuple[WeakWord, ...] = ()
    recognised: bool = False

    def unsure(self, text: str | None) -> bool:
        """Whether a short text of this place, or of the headings above it, may be misread."""
        return sure_of_field(text or "", self.weak) < CERTAIN

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
        confidence=_sureness(content, lines),
        page=next((line.page for line in lines), None),
        text="\n".join(line.original for line in lines),
    )
    return Place(clause, headings, damaged, weak=_weak(lines), recognised=any(line.recognised for line in lines))


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
    chain = list(node.ancestors())
    confidence = min(_sureness(content, lines), *(_sure_of_number(one) for one in (*chain, node)))
    if node.before_gap or any(one.out_of_order for one in chain):
        confidence *= OUT_OF_ORDER
    if any(line.recognised and _hides_number(line, node) for line in lines):
        confidence *= HIDES_NUMBER
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
    weak = _weak([*(one.line for one in chain if one.line), *(line for line in lines if line is not node.line)])
    recognised = any(line.recognised for line in lines)
    return Place(clause, tuple(headings), damaged, known, len(locator_parts(node)), weak, recognised)


def _weak(lines: Iterable[Line]) -> tuple[WeakWord, ...]:
    return tuple(word for line in lines for word in line.weak)


def _sureness(content: str, lines: Sequence[Line]) -> float:
    """How sure the text of a clause is, as a whole and by its words."""
    whole = min((confidence_of(line) for line in lines), default=1.0)
    return min(whole, sure_of_content(content, _weak(lines)))


def _sure_of_number(node: Node) -> float:
    """How sure the number is that the node's line begins with."""
    if node.line is None or node.marker is None or not node.line.text:
        return 1.0
    if node.told_by_order:
        return 1.0
    sure = sure_of_field(node.line.text.split(maxsplit=1)[0], node.line.weak)
    return min(sure, MISREAD) if node.marker.misread is not None else sure


def _hides_number(line: Line, node: Node) -> bool:
    """Whether a recognised line looks as if a number or dash in or before it was not read.

    It begins or goes on with what may be one, it is set in capitals like a heading, or it stands without any beside
    numbered ones.
    """
    if line is node.line:
        return bool(_WITHIN.search(line.text[node.marker.end if node.marker else 0 :]))
    beside = bool(node.children) and not line.text.endswith(":")
    several = len(node.paragraphs) > 1 and node.marker is not None
    alike = _LIKE_NUMBER.match(line.text) or _WITHIN.search(line.text) or is_upper(line.text)
    return beside or several or bool(alike)
