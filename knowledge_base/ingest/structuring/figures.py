"""Figures in a sentence: value, unit and how they bind: "trên 90%", "80 - 90%", "tối thiểu 40 Mb/s", "01 lớp"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge_base.ingest.records import Comparator
from knowledge_base.ingest.structuring.folded import cue, folded

_FIGURE = re.compile(
    r"(?<![\w/.,\-–])(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?:(?P<percent>\s*%)|(?=[KMGT]?b/s)|(?!\w))"
    r"(?![\d/.]*\d)"
)
_UP_TO_ANOTHER = re.compile(
    r"(?:\s*%|\s+(?:phần trăm|phan tram))?(?:\s+(?:đến|den|tới|toi)\s+|\s*[-–—]\s*)"
    r"(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?:(?P<percent>\s*%)|(?=[KMGT]?b/s)|(?!\w))"
    r"(?!\s*[-–—/.]?\d)",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?<!\w)(?:(?:trong\s+)?khoảng\s+)?(?:t[ừu]|khoảng|khoang)\s+$", re.IGNORECASE)
_PERCENT_AS_WORD = re.compile(r"\s*(?:phần trăm|phan tram)\b", re.IGNORECASE)
_MEASURE = re.compile(
    r"\s*(?P<unit>[KMGT]?b(?:it)?/s|[KMGT]bps|km²?|m²|m2|m3|ha|kg|kW|MW|tấn|tỷ đồng|triệu đồng|đồng)(?!\w)"
)
_NOUN = re.compile(r"\s+(?P<unit>[^\W\d_][\w\- ]*?(?:\s*\([^()]{1,60}\))?)(?=[,.;:()/]|$)")
_NOUN_END = re.compile(
    r"(?<!hiện)\s(?:trở lên|trở xuống|cho|của|tại|trên|mỗi|trong|được|có|để|với|và|phục vụ|do|ở|theo(?! dõi)|hoặc|/)"
    r"(?:\s|$)"
)
_UNIT_BEFORE = re.compile(r"(?P<unit>Tier|cấp độ|mức độ|hạng)\s+$", re.IGNORECASE)
_IS_MEASURE = re.compile(r"[%/²A-Z]|^(?:km|ha|kg|tấn|tỷ đồng|triệu đồng|đồng|cấp độ|mức độ)$")
_PER = re.compile(r"\s*/\s*(?P<per>[^\W\d_]+)")
_MOST = 40  # figures of one statement; more are no statement
_YEAR = range(1990, 2100)
_LONGEST_UNIT = 8
_NEAR = 40  # characters before a figure that can bind it
_NOT_COUNTED = re.compile(
    r"(?:năm|nam|số|biểu|bảng|phụ lục|mẫu|chương|phần|điều|khoản|mục|điểm|quý|tháng|thang|ngày|ngay|khóa|lần thứ|"
    r"giai đoạn)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Figure:
    """A figure: ``start`` to ``end`` with what binds it; ``bound`` where a word says how it binds.

    ``value_to``: the upper end of a range, whose lower end is ``value``.
    """

    value: float
    unit: str | None
    comparator: Comparator
    start: int
    end: int
    bound: bool
    value_to: float | None = None

    @property
    def counts(self) -> bool:
        """Whether the unit is what is counted ("định danh số"), not a measure ("%", "Mb/s", "Tier")."""
        return bool(self.unit) and not _IS_MEASURE.search(self.unit or "")

    @property
    def percent(self) -> bool:
        """Whether it is a percentage."""
        return self.unit == "%"


def figures_of(text: str, *, damaged: bool = False) -> list[Figure]:
    """The figures of ``text`` in order; years, dates, numbers of documents and names like "5G" are none."""
    said = folded(text, damaged=False)
    found: list[Figure] = []
    taken = 0
    for match in _FIGURE.finditer(text):
        if match.start() < taken or _NOT_COUNTED.search(text[max(match.start() - _NEAR, 0) : match.start()]):
            continue
        upper = _upper(text, match)
        taken = upper.end() if upper else match.end()
        figure = _figure(text, said, match, upper, damaged)
        if figure is not None:
            found.append(figure)
        if len(found) == _MOST:
            break
    return found


def number_of(text: str) -> float:
    """A number as Vietnamese documents write it: "1.500" is 1500, "2,5" is 2.5, "01" is 1."""
    return float(text.replace(".", "").replace(",", "."))


def shown(value: float) -> str:
    """The number as documents write it: 1500 is "1.500", 2.5 is "2,5".

    >>> shown(2500.0), shown(0.5)
    ('2.500', '0,5')
    """
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def _upper(text: str, lower: re.Match[str]) -> re.Match[str] | None:
    """The upper end of the range that ``lower`` begins: "80 - 90%", "từ 80% đến 90%"; two years are none."""
    found = _UP_TO_ANOTHER.match(text, lower.end("number"))
    if not found or number_of(found["number"]) <= number_of(lower["number"]):
        return None
    percent = bool(found["percent"] or lower["percent"] or _PERCENT_AS_WORD.match(text, found.end()))
    year = "." not in found["number"] and number_of(found["number"]) in _YEAR
    return found if percent or not year else None


def _figure(text: str, said: str, match: re.Match[str], upper: re.Match[str] | None, damaged: bool) -> Figure | None:
    last = upper or match
    value, end = number_of(match["number"]), last.end()
    start = match.start()
    if last["percent"] or (match["percent"] and not upper):
        unit: str | None = "%"
    elif word := _PERCENT_AS_WORD.match(text, end):
        unit, end = "%", word.end()
    elif not upper and value in _YEAR and value == int(value) and "." not in match["number"]:
        return None
    elif named := _UNIT_BEFORE.search(text, max(start - _NEAR, 0), start):
        unit, start = named["unit"], named.start()
    elif measured := _MEASURE.match(text, end):
        unit, end = measured["unit"], measured.end()
    else:
        unit, end = _noun(text, end)
    if upper is None:
        return Figure(value, unit, *_binding(said, start, end, damaged))
    before = max(start - _NEAR, 0)
    begun = _FROM.search(text[before:start])
    start = before + begun.start() if begun else start
    return Figure(value, unit, Comparator.BETWEEN, start, end, True, number_of(upper["number"]))


def _noun(text: str, at: int) -> tuple[str | None, int]:
    """What is counted: "kết nối IoT" of "04 kết nối IoT", with "/năm" where it is a rate."""
    found = _NOUN.match(text, at)
    if not found:
        return None, at
    unit = found["unit"]
    if stop := _NOUN_END.search(f"{unit} "):
        unit = unit[: stop.start()]
    bare = unit.split("(")[0].split()
    unit = (unit if len(bare) <= _LONGEST_UNIT else " ".join(bare[:_LONGEST_UNIT])).strip(" -")
    end = text.index(unit, at) + len(unit) if unit else at
    if unit and (per := _PER.match(text, end)):
        return f"{unit}/{per['per']}", per.end()
    return unit or None, end


def _binding(said: str, start: int, end: int, damaged: bool) -> tuple[Comparator, int, int, bool]:
    shift = max(start - _NEAR, 0)
    lead = said[shift:start]
    for name, comparator in (
        ("at_least", Comparator.AT_LEAST),
        ("above", Comparator.ABOVE),
        ("up_to", Comparator.UP_TO),
    ):
        places = [one for one in cue(name).all(lead, damaged=damaged) if not lead[one.end() :].strip()]
        if not places:
            continue
        begin = places[0].start()
        more = cue("or_more").match(said, _skip_blanks(said, end), damaged=damaged)
        if lead[begin:].strip() == "tu" and not more:
            continue
        return comparator, shift + begin, more.end() if more else end, True
    following = _skip_blanks(said, end)
    if more := cue("or_more").match(said, following, damaged=damaged):
        return Comparator.AT_LEAST, start, more.end(), True
    if less := cue("or_less").match(said, following, damaged=damaged):
        return Comparator.UP_TO, start, less.end(), True
    return Comparator.EXACTLY, start, end, False


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
