"""Numbers that mean something in a plan: years and the numbers of tasks and clauses."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Callable, Iterator, NamedTuple

from vietnamese import fold_keeping_length

VIETNAM = timezone(timedelta(hours=7))

_YEAR = re.compile(
    r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-]20\d\d(?!\d)"  # a day, matched to be passed over
    r"|(?<![\d.,])(?P<year>20(?:[23]\d|4[0-5]))(?!\d|[.,]\d)"
)
_RELATIVE_YEAR = re.compile(
    r"(?<!viet )(?<![\w-])(?P<before>sang nam)(?![\w-])"
    r"|(?<!viet )(?<!cac )(?<!nhung )(?<!may )(?<!vai )(?<!moi )(?<!nhieu )(?<!\b\d )(?<!\b\d\d )(?<!hai )(?<!ba )(?<!nam )"
    r"(?<![\w-])nam (?P<which>nay|sau|toi|ngoai)(?![\w-])"
)
_SHIFT = {"nay": 0, "sau": 1, "toi": 1, "ngoai": -1}

_LABEL = r"(?:nhiem vu|muc|dau viec|viec|tieu muc|noi dung)(?: so| thu)?"
_LABELLED = re.compile(
    rf"(?<!\w){_LABEL}\s+(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}|[ivx]+(?:\.\d{{1,2}}(?:\.[a-z])?)?)"
    r"(?![\w%]|[.,/-]\d)(?!\s*(?:%|phan tram|nam\b|thang\b|ngay\b|trieu|ty\b|nguoi|gi\b|nao\b))"
)
_BARE = re.compile(
    r"(?<![\w.,/:-])(?<!ngay )(?<!thang )(?<!hom )(?<!mung )(?<!android )(?<!ios )(?<!ban )(?<!windows )"
    r"(?<!nghiep )(?<!nghe )(?<!mang )(?<!khoang )(?<!hon )(?<!tren )"
    r"(?P<number>[1-9]\d?\.[1-9]\d?(?:\.[1-9]\d?)?)"
    r"(?![\w%]|[.,/-]\d)(?!\s*(?:%|phan tram|g\b|ghz|mhz|gb|mb|km|m\b|met|inch|tr\b|trieu|ty\b|ti\b|nghin|ngan|lan\b"
    r"|diem|nguoi|ha\b|dong|vnd|kwh))"
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
    """Find years 2020–2045 ("năm nay" too), task numbers ("nhiệm vụ 4.2", "mục III.1", bare "2.4") in ``text``.

    A year inside a full date (15/3/2025) names a day and is passed over; so are measures (2.4 GHz, 1.5 triệu).

    >>> [one.value for one in numbers("nhiệm vụ 4.2 làm trong năm 2026 à")]
    ['2026', '4.2']
    """
    folded = fold_keeping_length(text)
    for match in _YEAR.finditer(folded):
        if match.group("year"):
            yield Number("year", match.group(), match.start(), match.end())
    for match in _RELATIVE_YEAR.finditer(folded):
        shift = 1 if match.group("before") else _SHIFT[match.group("which")]
        if match.start() == 0 or not text.startswith("Nam", match.start()):  # the name Nam
            yield Number("year", str(this_year() + shift), match.start(), match.end())
    taken = []
    for match in _LABELLED.finditer(folded):
        taken.append(match.start("number"))
        yield Number("task_number", match.group("number").upper(), match.start("number"), match.end("number"))
    for match in _BARE.finditer(folded):
        if match.start("number") not in taken:
            yield Number("task_number", match.group("number"), match.start("number"), match.end("number"))
