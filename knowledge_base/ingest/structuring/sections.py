"""The rooms of an administrative document: head, preamble, body, closing, recipients, signature, appendices.

The order and the looks are those of Decree 30/2020/NĐ-CP, appendix I; any room may be missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge_base.ingest.reading.document import Table
from knowledge_base.ingest.structuring.folded import cue
from knowledge_base.ingest.structuring.lines import Item, Line
from knowledge_base.ingest.structuring.marking import Kind, Marked

_BODY_KINDS = (Kind.PART, Kind.CAPITAL, Kind.ROMAN, Kind.ARTICLE, Kind.NUMBER)
_FULL_END = re.compile(r"\.\s*/\s*\.?\s*$")
_LONGEST_TITLE = 6
_HEAD_LINES = 25
_SIGNATURE_WORDS = 12
_HEADING_WORDS = 18
Entry = Marked | Item


@dataclass
class Appendix:
    """One appendix: its label ("Phụ lục", "Phụ lục II", "Biểu 1"), the lines and tables under it."""

    label: str
    items: list[Item] = field(default_factory=list)


@dataclass
class Sections:
    """The rooms; each keeps its lines in order."""

    head: list[Line] = field(default_factory=list)
    title: list[Line] = field(default_factory=list)
    preamble: list[Line] = field(default_factory=list)
    body: list[Entry] = field(default_factory=list)
    closing: list[Line] = field(default_factory=list)
    recipients: list[Line] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    appendices: list[Appendix] = field(default_factory=list)


def divide(entries: list[Entry]) -> Sections:
    """Cut a document's entries into its rooms."""
    rooms = Sections()
    start = _body_start(entries)
    tail = _tail_start(entries, start)
    _head(rooms, [line_of(one) for one in entries[:start] if not isinstance(one, Table)])
    rooms.body = entries[start:tail]
    rooms.closing = _closing(rooms.body)
    _tail(rooms, entries[tail:])
    return rooms


def line_of(entry: Entry) -> Line:
    """The line of an entry that is not a table."""
    if isinstance(entry, Table):
        raise TypeError("a table has no line")
    return entry.line if isinstance(entry, Marked) else entry


def is_document_kind(line: Line) -> bool:
    """Whether the line is, or begins with, the kind of document in capitals: "KẾ HOẠCH"."""
    found = cue("document_kind").match(line.folded, damaged=line.damaged)
    if not found:
        return False
    named = line.text[: found.end()]
    return named.isupper() or (line.centred and len(line.text.split()) <= _LONGEST_TITLE)


def appendix_label(line: Line) -> str | None:
    """The label of the line that opens an appendix ("Phụ lục II"), ``None`` for any other line."""
    found = cue("appendix").match(line.folded, damaged=line.damaged)
    if not found:
        return None
    rest = re.match(r"\s*(?:số\s*)?([IVX]+|\d{1,2}|[A-H])?\b\s*[.:)\-–]?\s*", line.text[found.end() :], re.IGNORECASE)
    label, end = (rest[1], found.end() + rest.end()) if rest else (None, found.end())
    standing_alone = end >= len(line.text) or line.text[end:].startswith("(")
    if not (standing_alone or line.text[: found.end()].isupper() or (line.centred and line.bold)):
        return None
    if found[0].startswith("danh muc") and not line.upper:
        return None
    name = "Biểu" if found[0].startswith("bi") else "Phụ lục"
    return f"{name} {label}" if label else name


def _body_start(entries: list[Entry]) -> int:
    kinds = [at for at, one in enumerate(entries[:_HEAD_LINES]) if _is_line(one) and is_document_kind(line_of(one))]
    after_title = kinds[0] + 1 if kinds else 0
    for at in range(after_title, len(entries)):
        one = entries[at]
        if isinstance(one, Marked) and one.marker and one.marker.kind in _BODY_KINDS:
            return at
    return after_title


def _tail_start(entries: list[Entry], start: int) -> int:
    for at in range(start, len(entries)):
        if _is_line(entries[at]):
            line = line_of(entries[at])
            if _opens_recipients(line) or is_signing(line) or (at > start and appendix_label(line)):
                return at
    return len(entries)


def _opens_recipients(line: Line) -> bool:
    found = cue("recipients").match(line.folded, damaged=line.damaged)
    return found is not None and (line.text[found.end() :].lstrip(" *.")[:1] in (":", ""))


def is_signing(line: Line) -> bool:
    """Whether the line belongs to the signature's heading: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"."""
    if not line.upper or len(line.text.split()) > _SIGNATURE_WORDS:
        return False
    if cue("signing").match(line.folded):
        return True
    found = cue("signing_role").match(line.folded, damaged=line.damaged)
    return found is not None and len(line.text) - found.end() < 40 and not line.text.endswith(":")


def _head(rooms: Sections, lines: list[Line]) -> None:
    titled = next((at for at, line in enumerate(lines) if is_document_kind(line)), None)
    if titled is None:
        rooms.preamble = lines
        return
    end = titled + 1
    while end < len(lines) and end - titled < _LONGEST_TITLE and not _opens_preamble(lines[end], end - titled):
        end += 1
    rooms.head, rooms.title, rooms.preamble = lines[:titled], lines[titled:end], lines[end:]


def _opens_preamble(line: Line, place: int) -> bool:
    if line.text.endswith((";", ":", "./.")) or (line.upper and cue("signing_role").match(line.folded)):
        return True
    found = cue("preamble").match(line.folded, damaged=line.damaged)
    if not found or line.centred:
        return False
    return place > 1 or len(line.text.split()) > 2 * _SIGNATURE_WORDS


def _closing(body: list[Entry]) -> list[Line]:
    """Take the closing paragraphs off the end of ``body``: "Yêu cầu các cơ quan … thực hiện./."."""
    taken: list[Line] = []
    while len(body) > 1 and _is_line(body[-1]) and not _marker(body[-1]):
        line = line_of(body[-1])
        opened = cue("closing").match(line.folded, damaged=line.damaged)
        only_content = not taken and _marker(body[-2]) in _BODY_KINDS and _short(body[-2])
        ends_all = not taken and bool(_FULL_END.search(line.text)) and not only_content
        if not opened and not ends_all:
            break
        taken.insert(0, line)
        body.pop()
    return taken


def _tail(rooms: Sections, entries: list[Entry]) -> None:
    room: list[Line] | None = None
    for entry in entries:
        label = appendix_label(line_of(entry)) if _is_line(entry) else None
        if label and not (rooms.appendices and not rooms.appendices[-1].items):
            rooms.appendices.append(Appendix(label))
        elif rooms.appendices and _is_line(entry) and _signs_late(rooms, line_of(entry)):
            rooms.signature.append(line_of(entry))
        elif rooms.appendices:
            rooms.appendices[-1].items.append(entry if isinstance(entry, Table) else line_of(entry))
        elif isinstance(entry, Table):
            rooms.appendices.append(Appendix("Phụ lục", [entry]))
        else:
            line = line_of(entry)
            if _opens_recipients(line):
                room = rooms.recipients
            elif is_signing(line):
                room = rooms.signature
            elif _marker(entry) is Kind.DASH and rooms.recipients:
                room = rooms.recipients
            (rooms.signature if room is None else room).append(line)


def _signs_late(rooms: Sections, line: Line) -> bool:
    """Whether a line under "PHỤ LỤC" is of the signature, which stands beside the recipients above it."""
    if rooms.appendices[-1].items:
        return False
    named = bool(rooms.signature) and is_signing(rooms.signature[-1]) and is_capitalised(line.text)
    return is_signing(line) or named


def is_capitalised(text: str) -> bool:
    """Whether every word begins with a capital, as in a name."""
    return all(word[0].isupper() for word in text.split())


def _short(entry: Entry) -> bool:
    return len(line_of(entry).text.split()) <= _HEADING_WORDS


def _is_line(entry: Entry) -> bool:
    return not isinstance(entry, Table)


def _marker(entry: Entry) -> Kind | None:
    return entry.marker.kind if isinstance(entry, Marked) and entry.marker else None
