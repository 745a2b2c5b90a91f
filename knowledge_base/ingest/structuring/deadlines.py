"""Reports: who has to report, to whom, through whom, before which day.

A report is due where "báo cáo" (or sending something "về …") meets a time: "định kỳ", "hằng năm", "trước ngày 15/12".
"Gửi báo cáo về …" without a time is a report when something happens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge_base.ingest.records import ClauseKind
from knowledge_base.ingest.structuring.clauses import Place
from knowledge_base.ingest.structuring.draft import DraftDeadline
from knowledge_base.ingest.structuring.duties import sentences, trouble_subject, unit_above
from knowledge_base.ingest.structuring.folded import cue, folded
from knowledge_base.ingest.structuring.locators import CLOSING
from knowledge_base.ingest.structuring.units import find_subject, starts_unit

_DAY = re.compile(
    r"(?<![\d/])(?:(?P<d>\d{1,2})\s*/\s*(?P<m>\d{1,2})(?:\s*/\s*(?P<y>\d{4}))?"
    r"|(?P<d2>\d{1,2})\s+th\S{1,2}ng\s+(?P<m2>\d{1,2}))(?![\d/])"
)
_DATED = re.compile(r"\S*\d\S*")
_DAY_OF_MONTH = re.compile(r"ng\S{1,2}y\s+(?P<d>\d{1,2})\s+(?=h.ng th.ng|h.ng qu|c.a th.ng)")
_RECORDED = (ClauseKind.ORGANISATION, ClauseKind.FUNDING, ClauseKind.TASK, ClauseKind.SOLUTION)
_ADDRESSED = re.compile(r"\s(?:về|vé|ve|cho|gửi|lên|đến|tới|với|voi)(?:\s+cho)?\s+(?=\S)")
_FALLBACK = "Kết quả thực hiện"
_SURE, _NO_RECIPIENT, _NO_REPORTER = 0.95, 0.6, 0.6
_LONGEST_SUBJECT = 25


@dataclass(frozen=True)
class _Said:
    """A sentence, where its verb of reporting stands, and the unit that has to do it."""

    text: str
    verb: int
    after: int
    sending: bool


def find_deadlines(places: Iterable[Place]) -> list[DraftDeadline]:
    """The reports in order."""
    found: list[DraftDeadline] = []
    for place in places:
        if place.clause.kind in _RECORDED or place.clause.locator.startswith(CLOSING):
            found += _in_place(place)
    return found


def _in_place(place: Place) -> Iterator[DraftDeadline]:
    count = 0
    subject_before: str | None = None
    for sentence in sentences(place.text):
        subject = find_subject(sentence, damaged=place.damaged)
        said = _reporting(sentence, place)
        if said:
            actor = trouble_subject(sentence, place) or subject
            reporter = actor.unit if actor and actor.start < said.verb else subject_before
            for deadline in _deadlines(place, said, reporter):
                yield deadline.model_copy(update={"id": f"r-{place.clause.id}" + (f"-{count + 1}" if count else "")})
                count += 1
        if subject:
            subject_before = subject.unit


def _reporting(sentence: str, place: Place) -> _Said | None:
    said = folded(sentence, damaged=place.damaged)

    def tells(name: str) -> re.Match[str] | None:
        return cue(name).search(said, damaged=place.damaged)

    days = [one for one in _DAY.finditer(sentence) if not one["y"] or tells("before_day")]
    yearly = any(tells(name) for name in ("every_year", "every_month", "every_quarter"))
    timed = bool(days and (yearly or tells("before_day"))) or yearly or bool(tells("periodic"))
    if sent := tells("sends_report"):
        return _Said(sentence, sent.start(), sent.end(), sending=True)
    if timed and (reported := _verb_of_reporting(sentence, said, place)):
        return _Said(sentence, reported.start(), reported.end(), sending=False)
    if days and yearly and (sent := tells("sends")):
        return _Said(sentence, sent.start(), sent.end(), sending=True)
    return None


def _verb_of_reporting(sentence: str, said: str, place: Place) -> re.Match[str] | None:
    """Where "báo cáo" is a verb; "chế độ báo cáo", "các báo cáo" name a thing."""
    for found in cue("reports").all(said, damaged=place.damaged):
        before = said[: found.start()].split()[-1:] or [""]
        if before[0] not in ("do", "cac", "nhung", "mau", "ban", "so") and not sentence[found.start()].isupper():
            return found
        if found.start() == 0:
            return found
    return None


def _deadlines(place: Place, said: _Said, reporter: str | None) -> Iterator[DraftDeadline]:
    above, sure_unit = unit_above(place)
    reporter, sure = (reporter, True) if reporter else (above, sure_unit)
    recipient, through, subject = _addressee(said, place)
    folded_text = folded(said.text, damaged=place.damaged)
    yearly = any(
        cue(name).search(folded_text, damaged=place.damaged)
        for name in ("every_year", "every_month", "every_quarter", "periodic")
    )
    named = (("reporter", reporter), ("recipient", recipient), ("through", through))
    doubtful = [name for name, value in named if (not value and name != "through") or place.unsure(value)]
    doubtful += ["day"] if place.unsure(" ".join(_DATED.findall(said.text))) else []
    confidence = place.clause.confidence * _SURE
    confidence *= 1.0 if recipient else _NO_RECIPIENT
    confidence *= 1.0 if reporter and sure else _NO_REPORTER
    for day, month, one_year in _days(said.text):
        yield DraftDeadline(
            id="",
            reporter=reporter or "",
            recipient=recipient or "",
            through=through,
            day=day,
            month=month,
            every_year=yearly and not one_year,
            subject=subject,
            clause=place.clause.id,
            confidence=confidence,
            page=place.clause.page,
            text=said.text,
            doubtful=tuple(doubtful),
        )


def _days(text: str) -> list[tuple[int | None, int | None, bool]]:
    """Day, month, and whether a year makes it a single occasion; one of ``None`` where no day is said."""
    found: list[tuple[int | None, int | None, bool]] = []
    for match in _DAY.finditer(text):
        day, month = int(match["d"] or match["d2"]), int(match["m"] or match["m2"])
        if 1 <= day <= 31 and 1 <= month <= 12 and not _names_document(text, match.start()):
            found.append((day, month, bool(match["y"])))
    if found:
        return list(dict.fromkeys(found))
    if monthly := _DAY_OF_MONTH.search(folded(text)):
        return [(int(monthly["d"]), None, False)]
    return [(None, None, False)]


def _names_document(text: str, at: int) -> bool:
    """Whether a date belongs to a document's number: "Kế hoạch số 5/KH-UBND ngày 01/02/2025"."""
    return bool(re.search(r"\d[/-][A-ZĐ][\w&./-]*\s+ng\S{1,2}y\s*$", text[:at]))


def _addressee(said: _Said, place: Place) -> tuple[str | None, str | None, str]:
    """Recipient, the unit it goes through, and what is reported."""
    rest = said.text[said.after :]
    start = len(rest) - len(rest.lstrip())
    recipient: str | None = None
    begins = [start] if starts_unit(rest, start, damaged=place.damaged) else []
    addressed = (one.end() for one in _ADDRESSED.finditer(rest))
    begins += [one for one in addressed if starts_unit(rest, one, damaged=place.damaged)]
    at = begins[0] if begins else None
    end = start
    if at is not None:
        end = _recipient_end(rest, at, place)
        recipient = rest[at:end].strip(" ,;(")
    through = _through(rest, place)
    subject = _subject(rest, recipient, at)
    return recipient or None, through, subject


def _recipient_end(rest: str, at: int, place: Place) -> int:
    stops = [len(rest)]
    stops += [found.start() for found in re.finditer(r"\s*\(|\.(?:\s|$)|;", rest) if found.start() > at]
    said = folded(rest, damaged=place.damaged)
    stops += [one.start() for one in cue("recipient_end").all(said, damaged=place.damaged) if one.start() > at + 3]
    return min(stops)


def _through(rest: str, place: Place) -> str | None:
    said = folded(rest, damaged=place.damaged)
    for found in cue("through").all(said, damaged=place.damaged):
        at = found.end() + 1
        if re.search(r"k\S{1,2}t\s+$", said[: found.start()]):
            continue  # "kết quả"
        if at >= len(rest) or not starts_unit(rest, at, damaged=place.damaged):
            continue
        inside = said.count("(", 0, at) > said.count(")", 0, at)
        end = r"[).;]|$" if inside else r"[),.;]|\s(?:trước|để|theo|về|chậm nhất|định kỳ)\s|$"
        bracket = re.search(end, rest[at:])
        unit = rest[at : at + (bracket.start() if bracket else len(rest))].strip()
        return unit[:1].upper() + unit[1:]
    return None


def _subject(rest: str, recipient: str | None, at: int | None) -> str:
    """What is reported: the words between verb and addressee, or after the addressee."""
    between = rest[:at] if at is not None else rest
    between = re.sub(r"\s(?:về|cho|gửi|lên|đến|tới|với)\s*$", "", f"{between} ").strip(" ,;:.(")
    if not between and recipient and at is not None:
        after = rest[at + len(recipient) :]
        after = re.sub(r"^[\s,]*\([^)]*\)", "", after)
        between = re.sub(r"^\W*(?:về|vé)\s+", "", after)
    words = re.split(r"[.;:(]|(?:^|\s)(?:trước ngày|trước \d|chậm nhất|định kỳ|h[ằà]ng năm)", between)[0].split()
    text = " ".join(words[:_LONGEST_SUBJECT]).strip(" ,./")
    text = "" if re.match(r"(?:để|xem xét)\b", text) else text
    return f"{text[:1].upper()}{text[1:]}" if text else _FALLBACK
