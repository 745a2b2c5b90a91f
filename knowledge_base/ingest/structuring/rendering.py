"""A record as a document in the layout of Decree 30/2020/NĐ-CP: the way back from what structuring found.

The clauses of the body are written under their headings with the marker their locator ends in; the rows of the
appendices come from the tasks and targets. Reading the result gives the record again, as far as a document says it:
``short_title``, ``issuer_now`` and ``notes`` are the project's own, and the head is written from the record's fields.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator

from knowledge_base.ingest.reading.document import Block, Document, Paragraph
from knowledge_base.ingest.records import NOT_STATED, Clause, PlanRecord
from knowledge_base.ingest.structuring.folded import cue, folded
from knowledge_base.ingest.structuring.locators import CLOSING, FIXED_IDS, PREAMBLE
from knowledge_base.ingest.structuring.rendering_tables import appendix_blocks, in_appendix

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_DEFAULT_KIND = "KẾ HOẠCH"
_NAMED = re.compile(r"^(?P<base>.*?),?\s*(?P<what>gạch đầu dòng|dấu cộng|đoạn) (?P<place>\d+)$", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:[IVX]+|\d+(?:\.\d+)*|[A-ZĐ]|Điều \d+|(?:Phần|Chương) \w+)\.\s|[a-zđ]\)\s")
_FULL_STOP = re.compile(r"\.?$")


def render(record: PlanRecord) -> Document:
    """The document of ``record``."""
    blocks: list[Block] = [*_head(record), *_preamble(record), *_body(record), *_closing(record), *_end(record)]
    blocks += appendix_blocks(record)
    told = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
    return Document(
        name=f"{record.document_id}.txt",
        media_type="text/plain",
        sha256=hashlib.sha256(told.encode()).hexdigest(),
        blocks=tuple(blocks),
    )


def _head(record: PlanRecord) -> Iterator[Block]:
    yield _centred(record.issuer, bold=True)
    if record.number != NOT_STATED:
        yield _centred(f"Số: {record.number}")
    for line in MOTTO:
        yield _centred(line, bold=True)
    if date := _date(record):
        yield _centred(date)
    kind, subject = _kind(record.title)
    yield _centred(kind, bold=True)
    if subject:
        yield _centred(subject, bold=True)


def _date(record: PlanRecord) -> str:
    if isinstance(record.date, datetime.date):
        said = f"ngày {record.date.day:02} tháng {record.date.month:02} năm {record.date.year}"
    elif record.date == NOT_STATED:
        return ""
    else:
        month = re.search(r"tháng (\d+)", record.date)
        year = re.search(r"\d{4}", record.date)
        said = f"ngày … tháng {month[1] if month else '…'} năm {year.group() if year else '…'}"
    level = max((found.end() for found in cue("level").all(folded(record.issuer))), default=None)
    place = record.issuer[level:].strip(" ,") if level is not None else ""
    return f"{place}, {said}" if place else said


def _kind(title: str) -> tuple[str, str]:
    """The kind of document in capitals, and the rest of the title."""
    found = cue("document_kind").match(folded(title))
    return (title[: found.end()].upper(), title[found.end() :].strip()) if found else (_DEFAULT_KIND, title)


def _preamble(record: PlanRecord) -> Iterator[Block]:
    yield from (Paragraph(text=one.content) for one in record.clauses if one.locator == PREAMBLE)


def _body(record: PlanRecord) -> Iterator[Block]:
    open_headings: list[str] = []
    for clause in record.clauses:
        if clause.id in FIXED_IDS.values() or in_appendix(clause):
            continue
        shared = 0
        for one, other in zip(open_headings, clause.heading_path, strict=False):
            if one != other:
                break
            shared += 1
        for heading in clause.heading_path[shared:]:
            yield Paragraph(text=_heading(heading), bold=True)
        open_headings = list(clause.heading_path)
        yield Paragraph(text=_marked(clause))


def _heading(heading: str) -> str:
    """A heading with its own marker stays, one without heads a list: "- Công trình liên xã:"."""
    return heading if _NUMBERED.match(heading) else f"- {heading}:"


def _marked(clause: Clause) -> str:
    """The clause's content behind the marker that its locator ends in and no heading above it bears."""
    named = _NAMED.match(clause.locator)
    if named and named["what"] == "gạch đầu dòng":
        return f"- {clause.content}"
    if named and named["what"] == "dấu cộng":
        return f"+ {clause.content}"
    if named:
        return clause.content
    last = re.split(r"\.(?!\d)|\.(?=\d)", clause.locator)[-1]
    headings = [re.split(r"[.)]\s", heading)[0] for heading in clause.heading_path]
    if (headings and headings[-1].split(".")[-1] == last) or (not headings and not last):
        return clause.content
    if clause.locator.startswith("Điều") and "." not in clause.locator:
        return f"{clause.locator}. {clause.content}"
    return f"{last}) {clause.content}" if last.isalpha() and last.islower() else f"{last}. {clause.content}"


def _closing(record: PlanRecord) -> Iterator[Block]:
    for clause in record.clauses:
        if clause.locator == CLOSING:
            yield Paragraph(text=_FULL_STOP.sub("./.", clause.content, count=1))


def _end(record: PlanRecord) -> Iterator[Block]:
    if record.recipients:
        yield Paragraph(text="Nơi nhận:", bold=True)
        ends = [*[";"] * (len(record.recipients) - 1), "."]
        yield from (Paragraph(text=f"- {one}{end}") for one, end in zip(record.recipients, ends, strict=True))
    for role in (record.signatory_role or "").split(", "):
        if role:
            yield _centred(role.upper(), bold=True)
    if record.signatory != NOT_STATED:
        yield _centred(record.signatory, bold=True)


def _centred(text: str, *, bold: bool = False) -> Paragraph:
    return Paragraph(text=text, centred=True, bold=bold)
