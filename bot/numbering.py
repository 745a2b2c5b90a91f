"""Numbers that mean something in a plan: years and the numbers of tasks and clauses."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Callable, Iterator, NamedTuple

from vietnamese import fold_keeping_length, spoken_years

VIETNAM = timezone(timedelta(hours=7))

# "hai năm nay" is a span of time, "Việt Nam" a name.
_COUNTED = "cac nhung may vai moi nhieu hai ba bon nam muoi chuc tram viet"
_NOT_TASKS = "ngay thang hom mung android ios ban windows nghiep nghe mang khoang hon tren gan"
_MEASURES = "% phan g ghz mhz gb mb km m met inch tr trieu ty ti nghin ngan lan diem nguoi ha dong vnd kwh"


def _not_after(words: str) -> str:
    return "".join(rf"(?<!\b{word} )" for word in words.split())


def _not_before(words: str) -> str:
    return rf"(?!\s*(?:{'|'.join(words.split())})(?!\w))"


_YEAR = re.compile(
    r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-]20\d\d(?!\d)"  # a day, matched to be passed over
    r"|(?<![\d.,])(?P<year>2[0o](?:[23]\d|4[0-5]))(?!\d|[.,]\d|/[a-z]{2})"
)
_RELATIVE_YEAR = re.compile(
    r"(?<![\w-])(?:(?P<before>sang nam)|"
    rf"{_not_after(_COUNTED)}(?<!\b\d )(?<!\b\d\d )nam (?P<which>nay|sau|toi|ngoai))(?![\w-])"
)
_SHIFT = {"nay": 0, "sau": 1, "toi": 1, "ngoai": -1}
_LABELLED = re.compile(
    r"(?<!\w)(?:nhiem vu|muc|dau viec|viec|tieu muc|noi dung)(?: so| thu)?\s+"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,2}|[ivx]+(?:\.\d{1,2}(?:\.[a-z])?)?)(?![\w%]|[.,/-]\d)"
    + _not_before(f"{_MEASURES} nam thang ngay gi nao")
)
_BARE = re.compile(
    rf"(?<![\w.,/:-]){_not_after(_NOT_TASKS)}"
    r"(?P<number>[1-9]\d?\.[1-9]\d?(?:\.[1-9]\d?)?)(?![\w%]|[.,/-]\d)" + _not_before(_MEASURES)
)


class Number(NamedTuple):
    """One number in a text: what kind, its value, where it stands (end exclusive)."""

    entity: str
    value: str
    start: int
    end: int


def vietnam_year() -> int:
    """The year it is in Viet Nam."""
    return datetime.now(VIETNAM).year


def numbers(text: str, this_year: Callable[[], int] = vietnam_year) -> Iterator[Number]:
    """Find years 2020–2045 ("năm nay", "hai nghìn ba mươi") and task numbers ("nhiệm vụ 4.2", "mục III.1", bare "2.4").

    A year inside a full date (15/3/2025) names a day and is passed over; so are measures (2.4 GHz, 1.5 tỷ).

    >>> [one.value for one in numbers("nhiệm vụ 4.2 làm trong năm 2026 à")]
    ['2026', '4.2']
    """
    folded = fold_keeping_length(text)
    for match in _YEAR.finditer(folded):
        if match.group("year"):
            yield Number("year", match.group().replace("o", "0"), match.start(), match.end())
    for year, start, end in spoken_years(text):
        if _YEAR.fullmatch(year):
            yield Number("year", year, start, end)
    for match in _RELATIVE_YEAR.finditer(folded):
        shift = 1 if match.group("before") else _SHIFT[match.group("which")]
        if match.start() == 0 or not text.startswith("Nam", match.start()):  # the name Nam
            yield Number("year", str(this_year() + shift), match.start(), match.end())
    taken = []
    for match in _LABELLED.finditer(folded):
        start, end = match.span("number")
        if text[start].isdigit() or "." in match.group("number") or text[start:end].isupper():  # not "mục vi phạm"
            taken.append(start)
            yield Number("task_number", match.group("number").upper(), start, end)
    for match in _BARE.finditer(folded):
        if match.start("number") not in taken:
            yield Number("task_number", match.group("number"), match.start("number"), match.end("number"))
