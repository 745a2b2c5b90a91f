"""The tree of a document's body: nodes by their markers, paragraphs and tables where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from knowledge_base.ingest.reading.document import Finding, FindingCode, Table
from knowledge_base.ingest.structuring.folded import is_upper
from knowledge_base.ingest.structuring.lines import LETTERS, Item, Line
from knowledge_base.ingest.structuring.marking import Kind, Marked, Marker

_HEADING_WORDS = 30
_HEADS_A_LIST = (Kind.DASH, Kind.PLUS)


@dataclass
class Node:
    """A numbered place: ``lead`` is the text beside the marker, the rest stands under it.

    ``out_of_order``: its number does not follow on the one before. ``before_gap``: the next number does not follow on
    this place, which may hold what is missing.
    """

    marker: Marker | None
    line: Line | None
    lead: str
    parent: Node | None = None
    paragraphs: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    out_of_order: bool = False
    before_gap: bool = False

    @property
    def has_inner(self) -> bool:
        """Whether anything stands under the marker's own line."""
        return bool(self.paragraphs or self.children or self.tables)

    @property
    def is_heading(self) -> bool:
        """Whether the lead is the heading of what stands under it."""
        if self.marker is None or not self.has_inner or not self.lead:
            return False
        if self.marker.kind in _HEADS_A_LIST or self.lead.endswith((":", ";")):
            return self.lead.endswith(":") and len(self.lead.split()) <= _HEADING_WORDS // 2
        return len(self.lead.split()) <= _HEADING_WORDS

    @property
    def told_by_order(self) -> bool:
        """Whether the numbers beside this one tell that it is read as it is meant, however it looked.

        They do when they count on from the nearest number before that was read as it is, or from the beginning, to the
        nearest one behind; at the end of a list, when no stroke of it was lost.
        """
        if self.marker is None or self.parent is None:
            return True
        same = [one.marker for one in self.parent.children if one.marker and one.marker.kind is self.marker.kind]
        at = next(at for at, one in enumerate(same) if one is self.marker)
        first = next((place for place in range(at - 1, -1, -1) if same[place].misread is None), None)
        last = next((place for place in range(at + 1, len(same)) if same[place].misread is None), None)
        values = [one.value for one in same[first if first is not None else 0 : at + 1 if last is None else last + 1]]
        counts_on = values == list(range(values[0], values[0] + len(values))) and (first is not None or values[0] == 1)
        recognised = self.line is not None and self.line.recognised
        whole = self.marker.misread is None or (self.marker.worn and recognised)
        return counts_on and (last is not None or whole)

    @property
    def heading(self) -> str:
        """The heading as records write it: "II. Mục tiêu", "a) Hạ tầng"; of a dash the text alone."""
        title = sentence_case(self.lead).rstrip(" .:")
        if self.marker is None or self.marker.kind in _HEADS_A_LIST:
            return title
        if self.marker.kind is Kind.LETTER:
            return f"{self.marker.label}) {title}"
        return f"{self.marker.label}. {title}"

    def ancestors(self) -> Iterator[Node]:
        """From the outermost part down to this node itself."""
        if self.parent is not None:
            yield from self.parent.ancestors()
        if self.marker is not None:
            yield self

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def build(marked: Iterable[Marked | Item]) -> tuple[Node, list[Finding]]:
    """The root of the body and what is odd about its numbering."""
    root = Node(None, None, "")
    findings: list[Finding] = []
    at = root
    for item in marked:
        if isinstance(item, Table):
            at.tables.append(item)
        elif isinstance(item, Marked) and item.marker:
            before, at = at, _place(at, item)
            odd = _odd(at)
            at.out_of_order = any(one.code is FindingCode.NUMBERING_SKIPPED for one in odd)
            before.before_gap = before.before_gap or at.out_of_order
            findings += odd
        else:
            line = item.line if isinstance(item, Marked) else item
            while at.marker and at.marker.kind in _HEADS_A_LIST and not at.lead.endswith(":") and at.parent:
                at = at.parent
            at.paragraphs.append(line)
    return root, findings


def locator_parts(node: Node) -> Sequence[Marker]:
    """The markers that make the node's locator, outermost first."""
    return [one.marker for one in node.ancestors() if one.marker]


def sentence_case(text: str) -> str:
    """A heading in capitals as a sentence writes it; other text unchanged.

    >>> sentence_case("MỤC TIÊU, CHỈ TIÊU CỤ THỂ")
    'Mục tiêu, chỉ tiêu cụ thể'
    """
    return text[:1].upper() + text[1:].lower() if is_upper(text) and len(text.split()) > 1 else text


def _place(at: Node, item: Marked) -> Node:
    marker = item.marker
    assert marker is not None  # noqa: S101  the caller asked
    while at.marker and at.marker.kind >= marker.kind and not _inside(at.marker, marker) and at.parent:
        at = at.parent
    node = Node(marker, item.line, item.text, parent=at)
    at.children.append(node)
    return node


def _inside(outer: Marker, inner: Marker) -> bool:
    """Whether a decimal stands under another: 1.1.2 under 1.1."""
    return outer.kind is inner.kind is Kind.DECIMAL and inner.label.startswith(f"{outer.label}.")


def _odd(node: Node) -> list[Finding]:
    marker, line = node.marker, node.line
    if marker is None or line is None or node.parent is None or marker.kind in _HEADS_A_LIST:
        return []
    findings = []
    if marker.misread is not None:
        details = {"read": marker.misread, "taken": marker.label}
        findings.append(Finding(code=FindingCode.NUMBERING_MISREAD, page=line.page, details=details))
    siblings = (one.marker for one in reversed(node.parent.children[:-1]) if one.marker)
    last = next((one for one in siblings if one.kind is marker.kind), None)
    before = last.value if last else 0
    if marker.value != before + 1 and not _without_dd(last, marker) and marker.kind is not Kind.PART:
        details = {
            "before": last.label if last else "",
            "found": marker.label,
            "missing": _missing(marker),
        }
        findings.append(Finding(code=FindingCode.NUMBERING_SKIPPED, page=line.page, details=details))
    return findings


def _without_dd(last: Marker | None, marker: Marker) -> bool:
    """Whether points go on from d to e: many count without đ."""
    return marker.kind is Kind.LETTER and marker.label == "e" and last is not None and last.label == "d"


def _missing(marker: Marker) -> str:
    if marker.kind is Kind.LETTER:
        return LETTERS[marker.value - 2] if marker.value > 1 else ""
    if marker.kind is Kind.ROMAN:
        return ""
    return str(marker.value - 1)
