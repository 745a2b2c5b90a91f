"""Values of a record in words: figures, dates, periods, units; and when two wordings count as the same."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence

from knowledge_base.ingest.records import NOT_STATED, Comparator, LegalBasis, Period, ReportDeadline, Target, Task
from knowledge_base.packaged import Sentences
from vietnamese import fold

LONGEST_NAME = 90  # characters
_SMALL = ("Các ", "Những ", "Mọi ", "Mỗi ", "Tất cả ", "Cơ quan", "Đơn vị")
_WORDS = re.compile(r"[^\W_]+")
_WORDINGS = Sentences("knowledge_base.publishing", "differences.vi.yml")


def word(key: str, **values: object) -> str:
    """The wording under ``key`` (``a.b`` for a nested one) with ``values`` filled in. Blanks at its ends stay."""
    return _WORDINGS.fill(key, **values)


def likened(text: str) -> str:
    """The words of ``text`` folded: what likeness is measured on."""
    return " ".join(_WORDS.findall(fold(text).lower()))


def same(one: str | None, other: str | None) -> bool:
    """Whether two texts say the same but for punctuation, blanks and capitals."""
    return plain(one) == plain(other)


def same_units(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists name the same units in whatever order."""
    return {plain(name) for name in one} == {plain(name) for name in other}


def figure(target: Target) -> str:
    """``trên 90%``, ``từ 80% đến 90%``, ``5 trạm``: comparator, value or values, and unit."""
    if target.value is None:
        return word("figures.qualitative")
    ends = {"value": target.value, "value_to": target.value_to}
    values = {name: _with_unit(value, target.unit or "") for name, value in ends.items() if value is not None}
    return word(f"figures.{Comparator(target.comparator)}", **values)


def target_name(target: Target) -> str:
    """What a target is told by: subject, of whom, by when."""
    parts = [target.subject, f"({target.population})" if target.population else ""]
    parts.append(word("by_year", year=target.year) if target.year else "")
    return " ".join(part for part in parts if part)


def day(deadline: ReportDeadline) -> str:
    """``15/12``, or that no day is given."""
    if deadline.day is None or deadline.month is None:
        return word("when_needed")
    return f"{deadline.day:02d}/{deadline.month:02d}"


def due(deadline: ReportDeadline) -> str:
    """Who reports to whom before when."""
    dated = deadline.day is not None and deadline.month is not None
    when = word("deadline.before_day", day=day(deadline)) if dated else word("deadline.no_day")
    return word("deadline.due", reporter=deadline.reporter, recipient=deadline.recipient, when=when)


def period(value: Period | None) -> str:
    """``2025–2030``, ``2025``, ``thường xuyên hằng năm``, or that none is given."""
    if value is None:
        return word("nothing")
    if value.every_year:
        return word("every_year")
    return str(value.start) if value.end in (None, value.start) else f"{value.start}–{value.end}"


def units(names: Sequence[str]) -> str:
    """Units in a row, or that none is given."""
    return "; ".join(names) or word("nothing")


def task_name(task: Task, number: str | None = None) -> str:
    """A task as sentences name it: its number and its beginning."""
    number = number or task.number
    name = shortened(task.content)
    return word("numbered", number=number, name=name) if number else word("unnumbered", name=name)


def basis_name(basis: LegalBasis) -> str:
    """A document by number, date and title."""
    date = f" ngày {basis.date:%d/%m/%Y}" if basis.date else ""
    return f"{basis.number}{date}, {shortened(basis.title)}"


def stated(value: object) -> str | None:
    """A value of the head in words; ``None`` for what the document leaves blank."""
    if value is None or value == NOT_STATED:
        return None
    return f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else str(value)


def shortened(text: str) -> str:
    """The beginning of ``text``, whole words, without the full stop."""
    text = text.strip().rstrip(".;,:")
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME].rsplit(' ', 1)[0]}…"


def in_sentence(name: str) -> str:
    """A unit's name as it stands within a sentence: "Các phòng" is "các phòng", "Phòng Nội vụ" stays."""
    return name[:1].lower() + name[1:] if name.startswith(_SMALL) else name


def _with_unit(value: float, unit: str) -> str:
    return f"{_number(value)}{unit}" if unit == "%" or not unit else f"{_number(value)} {unit}"


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",") if value < 1e6 and value != int(value) else f"{value:,.0f}".replace(",", ".")


def plain(text: str | None) -> str:
    """The words of ``text``, small, without punctuation: what counts when two texts are compared."""
    return " ".join(_WORDS.findall(unicodedata.normalize("NFC", text or "").lower()))
