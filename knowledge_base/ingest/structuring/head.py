"""The head of a document: kind and title, number, place and date, issuer, period."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass

from knowledge_base.ingest.reading.document import Finding, FindingCode
from knowledge_base.ingest.structuring.clauses import confidence_of
from knowledge_base.ingest.structuring.draft import Found
from knowledge_base.ingest.structuring.folded import UPPER, cue, folded, is_upper
from knowledge_base.ingest.structuring.lines import Line
from knowledge_base.ingest.structuring.sections import Sections, is_document_kind
from knowledge_base.ingest.structuring.tree import sentence_case

_NUMBER = re.compile(
    r"(?P<blank>[\d\s.…_]*?)\s*(?P<code>[/-]\s*[A-ZĐa-z][\w&.]*(?:\s*[-/]\s*[A-ZĐ][\w&.]*)*)", re.UNICODE
)
_DATE = re.compile(r"ng\S{1,2}y\s*(?P<d>[\d\s.…_]*?)\s*th\S{1,2}ng\s*(?P<m>[\d\s.…_]*?)\s*n\S{1,2}m\s*(?P<y>\d{4})")
_YEAR = re.compile(r"(?<![\d/])(20\d\d)(?![\d/])")
_SPAN = re.compile(r"(20\d\d)\s*[-–—]\s*(20\d\d)")
_UNTIL = re.compile(r"\b(?:den|toi|dinh huong|tam nhin)\b")
_NAME = re.compile(rf"[{UPPER}][^\W\d_]*(?:\s+[{UPPER}][^\W\d_]*)*")
_TITLE_GUESSED = 0.7
_ISSUER_GUESSED = 0.75
_PERIOD_GUESSED = 0.7
FULL_NAMES = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "UỶ BAN NHÂN DÂN": "Ủy ban nhân dân"}


@dataclass(frozen=True)
class Head:
    """What the head says, each with its confidence."""

    title: Found[str]
    number: Found[str]
    date: Found[datetime.date | str]
    issuer: Found[str]
    period_start: Found[int]
    period_end: Found[int]
    findings: tuple[Finding, ...]


def read_head(rooms: Sections) -> Head:
    """Read the head, and what it leaves blank."""
    title = _title(rooms.title)
    number, date = _number(rooms.head), _date(rooms.head)
    issuer = _issuer(rooms, title)
    start, end = _period(title, date)
    blank: dict[str, Found[str] | Found[datetime.date | str]] = {
        "title": title,
        "number": number,
        "date": date,
        "issuer": issuer,
    }
    findings = [
        Finding(code=FindingCode.FIELD_BLANK, page=found.page, details={"field": name, "text": found.text})
        for name, found in blank.items()
        if found.value is None or (name == "date" and isinstance(found.value, str))
    ]
    return Head(title, number, date, issuer, start, end, tuple(findings))


def spelled_out(name: str) -> str:
    """An agency's name with the common abbreviations written out, starting with a capital."""
    for short, full in FULL_NAMES.items():
        name = re.sub(rf"\b{short}\b", full, name)
    return name[:1].upper() + name[1:]


def _title(lines: list[Line]) -> Found[str]:
    if not lines:
        return Found(confidence=0.0)
    first = lines[0]
    found = cue("document_kind").match(first.folded, damaged=first.damaged)
    kind_end = found.end() if found else 0
    kind = sentence_case(first.text[:kind_end]).strip(" *.:") or first.text[:kind_end]
    kind = kind[:1].upper() + kind[1:].lower()
    rest = " ".join([first.text[kind_end:].strip(" *.:"), *(_subject(line) for line in lines[1:])]).strip()
    sure = min(confidence_of(line) for line in lines) * (1.0 if rest else _TITLE_GUESSED)
    text = "\n".join(line.original for line in lines)
    return Found(value=f"{kind} {rest}".strip(), confidence=sure, page=first.page, text=text)


def _subject(line: Line) -> str:
    return sentence_case(line.text).strip(" *")


def _number(lines: list[Line]) -> Found[str]:
    for line in lines:
        begun = cue("number_line").match(line.folded.lstrip())
        if not begun:
            continue
        rest = line.text.lstrip()[begun.end() :].lstrip(" :.")
        if found := _NUMBER.match(rest):
            code = re.sub(r"\s+", "", found["code"])
            digits = re.sub(r"\D", "", found["blank"])
            value = f"{digits}{code}" if digits else None
            return Found(value=value, confidence=confidence_of(line), page=line.page, text=line.original)
    return Found(confidence=0.0)


def _date(lines: list[Line]) -> Found[datetime.date | str]:
    for line in lines:
        found = _DATE.search(line.folded)
        if not found:
            continue
        day, month = re.sub(r"\D", "", found["d"]), re.sub(r"\D", "", found["m"])
        year = int(found["y"])
        sure = confidence_of(line)
        if day and month:
            try:
                value: datetime.date | str = datetime.date(year, int(month), int(day))
            except ValueError:
                value, sure = f"ngày {day} tháng {month} năm {year}", 0.0
        else:
            value = f"tháng {month} năm {year}" if month else f"năm {year}"
        return Found(value=value, confidence=sure, page=line.page, text=line.original)
    return Found(confidence=0.0)


def _issuer(rooms: Sections, title: Found[str]) -> Found[str]:
    head = _agency_head(rooms.head)
    if head and head.value:
        return head.model_copy(update={"value": _as_written(head.value, rooms)})
    for line in rooms.preamble:
        for issued in cue("issues").all(line.folded, damaged=line.damaged):
            before = line.text[: issued.start()].rstrip(" ,")
            name = re.split(r"[,.;:]\s+", before)[-1].strip()
            if name and cue("agency_head").match(folded(name, damaged=line.damaged), damaged=line.damaged):
                full = _with_name(spelled_out(name), title.value or "", rooms)
                sure = confidence_of(line) * (1.0 if full == spelled_out(name) else _ISSUER_GUESSED + 0.1)
                return Found(value=full, confidence=sure, page=line.page, text=name)
    return Found(confidence=0.0)


def _agency_head(lines: list[Line]) -> Found[str] | None:
    """The agency above the number, from the left column of the head."""
    names: list[Line] = []
    for line in lines:
        motto = cue("motto").search(line.folded, damaged=line.damaged)
        if is_document_kind(line) or cue("number_line").match(line.folded) or _DATE.search(line.folded):
            if names:
                break
            continue
        text = line.text[: motto.start()] if motto else line.text
        text = text.split("  ")[0].strip(" -–—*_")
        if text and (names or cue("agency_head").match(line.folded, damaged=line.damaged)):
            names.append(
                line.starting(0)
                if not motto
                else Line(text, line.original, line.page, line.confidence, damaged=line.damaged)
            )
        elif motto and names:
            break
    if not names:
        return None
    # Two agencies stand one above the other where the issuer names its superior; the last one issues.
    value = _proper(" ".join(line.text for line in names))
    sure = min(confidence_of(line) for line in names)
    return Found(value=value, confidence=sure, page=names[0].page, text="\n".join(line.original for line in names))


def _proper(name: str) -> str:
    """A name in capitals as records write it: "Ủy ban nhân dân xã Vạn Hòa"."""
    if not name.isupper():
        return spelled_out(name)
    lowered = name.lower()
    made, at = lowered[:1].upper() + lowered[1:], len(lowered)
    for level in reversed(cue("level").all(folded(name))):
        stop = lowered.find(",", level.end(), at)
        stop = at if stop < 0 else stop
        made = made[: level.end()] + lowered[level.end() : stop].title() + made[stop:]
        at = level.start()
    return spelled_out(made)


def _as_written(name: str, rooms: Sections) -> str:
    """The name as running text writes it, where it does: "Sở Khoa học và Công nghệ"."""
    said = folded(name)
    for line in [*rooms.preamble, *rooms.title[1:], *rooms.closing]:
        at = line.folded.find(said)
        if at >= 0 and not is_upper(line.text[at : at + len(said)]):
            return spelled_out(line.text[at : at + len(said)])
    return name


def _with_name(name: str, title: str, rooms: Sections) -> str:
    """The issuer with the name of its place, where the preamble says only "UBND huyện"."""
    level = cue("level").search(folded(name))
    if level is None or folded(name)[level.end() :].strip():
        return name
    word = name[level.start() : level.end()]
    texts = [title] + [line.text for line in rooms.closing + rooms.preamble]
    seen: Counter[str] = Counter()
    for weight, text in zip([3] + [1] * len(texts), texts, strict=False):
        for found in re.finditer(rf"\b{word}\s+", text, re.IGNORECASE):
            if named := _NAME.match(text, found.end()):
                seen[named.group()] += weight
    return f"{name} {seen.most_common(1)[0][0]}" if seen else name


def _period(title: Found[str], date: Found[datetime.date | str]) -> tuple[Found[int], Found[int]]:
    text = title.value or ""
    issued = date.value.year if isinstance(date.value, datetime.date) else None
    if issued is None and isinstance(date.value, str) and (said := _YEAR.search(date.value)):
        issued = int(said[1])
    if span := _SPAN.search(text):
        start, end, sure = int(span[1]), int(span[2]), title.confidence
    elif years := [int(one) for one in _YEAR.findall(text)]:
        until = bool(_UNTIL.search(folded(text)))
        end = max(years)
        start = min([issued or min(years), *years]) if until else min(years)
        sure = title.confidence * (_PERIOD_GUESSED if until else 1.0)
    else:
        return Found(confidence=0.0), Found(confidence=0.0)
    return (
        Found(value=start, confidence=sure, page=title.page, text=title.text),
        Found(value=end, confidence=title.confidence, page=title.page, text=title.text),
    )
