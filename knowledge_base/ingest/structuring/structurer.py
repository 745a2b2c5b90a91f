"""The one door: a document as it was read, to the draft of a plan record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from knowledge_base.ingest.reading.document import Document, Finding, FindingCode, Table
from knowledge_base.ingest.records import ClauseKind
from knowledge_base.ingest.structuring.appendix import Rows, read_tables
from knowledge_base.ingest.structuring.bases import find_bases
from knowledge_base.ingest.structuring.clauses import OUT_OF_ORDER, Place, finished, place, places_of
from knowledge_base.ingest.structuring.deadlines import find_deadlines
from knowledge_base.ingest.structuring.draft import Draft, DraftDeadline, DraftDuty, DraftTarget, DraftTask
from knowledge_base.ingest.structuring.duties import find_duties, ids_apart
from knowledge_base.ingest.structuring.ends import read_recipients, read_signature
from knowledge_base.ingest.structuring.head import read_head
from knowledge_base.ingest.structuring.lines import Line, is_damaged, lines_of
from knowledge_base.ingest.structuring.locators import (
    CLOSING,
    FIXED_IDS,
    HEAD,
    PREAMBLE,
    RECIPIENTS,
    SIGNATURE,
    id_of,
    locator_of,
    unused,
)
from knowledge_base.ingest.structuring.marking import mark_lines
from knowledge_base.ingest.structuring.sections import Sections, divide
from knowledge_base.ingest.structuring.targets import find_targets
from knowledge_base.ingest.structuring.tasks import find_tasks
from knowledge_base.ingest.structuring.tree import Node, build, locator_parts

LONGEST_CLAUSE = 20_000  # characters; a longer paragraph is kept as a clause, but nothing is looked for in it
Listed = TypeVar("Listed", DraftTarget, DraftTask, DraftDeadline, DraftDuty)


def structure(document: Document) -> Draft:
    """Find the parts of a plan in ``document``. Never raises for what a document may hold; see ``Draft.findings``."""
    rooms = divide(mark_lines(lines_of(document)))
    damaged = is_damaged(document)
    root, numbering = build(rooms.body)
    head = read_head(rooms)
    signatory, role = read_signature(rooms.signature, rooms.recipients)
    taken = set(FIXED_IDS.values())
    inside = [_apart_from(taken, one) for one in places_of(root)]
    rows = _rows(root, rooms, taken, damaged=damaged, start=head.period_start.value)
    before, after = _opening(rooms), _ending(rooms)
    places = [one for one in [*before, *inside, *after] if len(one.text) <= LONGEST_CLAUSE]
    drafts = [*before, *inside, *_rows_of_body(rows), *after, *_rows_of_appendix(rows)]
    targets = [
        *find_targets(places),
        *find_targets(_without_indicators(rows)),
        *(one for part in rows for one in part.targets),
    ]
    tasks = find_tasks(one for one in inside if len(one.text) <= LONGEST_CLAUSE)
    tasks += [one for part in rows for one in part.tasks]
    findings = [*_damage(damaged), *head.findings, *numbering, *(one for part in rows for one in part.findings)]
    findings += [_too_long(one) for one in drafts if len(one.text) > LONGEST_CLAUSE]
    findings += _unsigned(rooms, signatory.value) + _unplaced(rooms)
    return Draft(
        title=head.title,
        number=head.number,
        date=head.date,
        issuer=head.issuer,
        signatory=signatory,
        signatory_role=role,
        period_start=head.period_start,
        period_end=head.period_end,
        carries_out=tuple(find_bases(places)),
        recipients=read_recipients(rooms.recipients),
        clauses=tuple(one.clause for one in drafts),
        targets=_apart(targets),
        tasks=_apart(tasks),
        report_deadlines=_apart(find_deadlines(places)),
        duties=_apart(find_duties(places)),
        findings=tuple(document.findings) + tuple(findings),
    )


def _rows_of_body(parts: list[Rows]) -> list[Place]:
    """The rows of tables that stand in the body."""
    return [place for part in parts if part is parts[0] for place in part.places]


def _rows_of_appendix(parts: list[Rows]) -> list[Place]:
    """The rows of the appendices' tables."""
    return [place for part in parts[1:] for place in part.places]


def _apart_from(taken: set[str], place: Place) -> Place:
    """The place with a locator and an id of its own: a document may number two places alike."""
    locator = unused(place.clause.locator, taken)
    if locator == place.clause.locator:
        return place
    made = {"locator": locator, "id": id_of(locator), "confidence": place.clause.confidence * OUT_OF_ORDER}
    return replace(place, clause=place.clause.model_copy(update=made))


def _rows(root: Node, rooms: Sections, taken: set[str], *, damaged: bool, start: int | None) -> list[Rows]:
    """The rows of the body's tables first, then those of each appendix."""
    body, count = Rows(), 1
    for node in root.walk():
        if node.tables:
            label = locator_of(locator_parts(node)) or "Bảng"
            found = read_tables(node.tables, label, damaged=damaged, start=start, first=count, taken=taken)
            for one, other in ((body.places, found.places), (body.findings, found.findings)):
                one.extend(other)  # type: ignore[arg-type]
            body.tasks += found.tasks
            body.targets += found.targets
            count += len(node.tables)
    parts = [body]
    for appendix in rooms.appendices:
        tables = [one for one in appendix.items if isinstance(one, Table)]
        parts.append(read_tables(tables, appendix.label, damaged=damaged, start=start, first=count, taken=taken))
        count += len(tables)
    return parts


def _without_indicators(parts: list[Rows]) -> list[Place]:
    """Rows whose words may hold a target; those of a table of indicators have theirs already."""
    return [place for part in parts if not part.targets for place in part.places]


def _opening(rooms: Sections) -> list[Place]:
    places = []
    if rooms.head or rooms.title:
        lines = [*rooms.head, *rooms.title]
        places.append(place(HEAD, ClauseKind.PREAMBLE, _text(lines, "; "), lines))
    if rooms.preamble:
        places.append(place(PREAMBLE, ClauseKind.PREAMBLE, _text(rooms.preamble), rooms.preamble))
    return places


def _ending(rooms: Sections) -> list[Place]:
    places = []
    if rooms.closing:
        places.append(place(CLOSING, ClauseKind.CLOSING, finished(_text(rooms.closing)), rooms.closing))
    if rooms.recipients:
        names = "; ".join(one.value for one in read_recipients(rooms.recipients) if one.value)
        content = f"{RECIPIENTS}: {names}."
        places.append(place(RECIPIENTS, ClauseKind.RECIPIENTS, content, rooms.recipients))
    if rooms.signature:
        places.append(place(SIGNATURE, ClauseKind.CLOSING, _text(rooms.signature, ", "), rooms.signature))
    return places


def _text(lines: Iterable[Line], joint: str = " ") -> str:
    return joint.join(line.text for line in lines)


def _too_long(place: Place) -> Finding:
    details = {"place": place.clause.locator, "text": place.text[:80]}
    return Finding(code=FindingCode.TEXT_UNPLACED, page=place.clause.page, details=details)


def _damage(damaged: bool) -> list[Finding]:
    return [Finding(code=FindingCode.DIACRITICS_MISSING)] if damaged else []


def _unsigned(rooms: Sections, signatory: str | None) -> list[Finding]:
    if signatory:
        return []
    page = rooms.signature[0].page if rooms.signature else None
    return [Finding(code=FindingCode.FIELD_BLANK, page=page, details={"field": "signatory", "text": ""})]


def _unplaced(rooms: Sections) -> list[Finding]:
    """Paragraphs of an appendix that introduces no table: nothing here reads them."""
    found = []
    for appendix in rooms.appendices:
        if not any(isinstance(one, Table) for one in appendix.items):
            lines = [one for one in appendix.items if isinstance(one, Line)]
            details = {"place": appendix.label, "text": _text(lines)[:80]}
            page = lines[0].page if lines else None
            found.append(Finding(code=FindingCode.TEXT_UNPLACED, page=page, details=details))
    return found


def _apart(parts: list[Listed]) -> tuple[Listed, ...]:
    ids = ids_apart([one.id for one in parts])
    return tuple(
        one if one.id == made else one.model_copy(update={"id": made}) for one, made in zip(parts, ids, strict=True)
    )
