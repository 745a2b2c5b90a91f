"""Markers: the numbering a line starts with, read in the order of the document.

Decree 30/2020/NĐ-CP numbers parts (Phần, Chương), sections (I, II, III), articles (Điều 1), numbers (1, 2, 3), points
(a, b, c, d, đ, e, g…); practice adds decimals (1.1), dashes and pluses. A scanner reads "I11." for "III." and "l." for
"1.": such a marker is taken for what the order calls for, and remembered as misread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum

from knowledge_base.ingest.structuring.lines import LETTERS, Item, Line
from vietnamese import fold

_CAPITALS = "ABCDĐEGHIKLM"
_ROMAN = dict(enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"), start=1))
_ROMAN |= {10 + value: f"X{text}" for value, text in list(_ROMAN.items())[:9]} | {20: "XX"}
ROMAN_VALUES = {text: value for value, text in _ROMAN.items()}
_AS_ROMAN = str.maketrans({"l": "I", "1": "I", "|": "I", "!": "I", "Í": "I", "Ì": "I", "í": "I", "i": "I", "v": "V"})
# Two strokes side by side are an "H" to a scanner, the foot of a stroke makes it an "L".
_TOUCHING = str.maketrans({"H": "II", "L": "I", "T": "I", "Y": "V", "Ị": "I", "Ỉ": "I", "Ĩ": "I"})
_AS_NUMBER = str.maketrans({"l": "1", "I": "1", "|": "1", "!": "1", "O": "0", "o": "0", "S": "5", "Z": "2", "B": "8"})
_AS_LETTER = str.maketrans({"¢": "c", "€": "e", "ä": "a", "@": "a", "6": "b"})
_ROUND = ("e", "o")
"""Letters that a scanner takes a "c" for, or makes of it."""

_JUNK = r"[\s~'`.,_*\"]{0,3}"
_DASH = re.compile(rf"{_JUNK}[-–—•·●▪■◦⁃\uf0b7\uf02d\uf0a7]\s*(?=\S)")
_PLUS = re.compile(r"\s*\+\s*(?=\S)")
_ARTICLE = re.compile(r"\s*(?:đi.u|diéu|dieu)\s+(\d{1,3})\s*[.:]\s*", re.IGNORECASE)
_PART = re.compile(r"\s*(ph.n|chương|chuong)\s+(thứ\s+\w+|[IVX]+|\d{1,2}|[A-H])\b\s*[.:\-–]?\s*", re.IGNORECASE)
_DECIMAL = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2}){1,3})\s*[.):]?\s+(?=\S)")
_WAVE = re.compile(r"\s*[~¬]\s+(?=\S)")
_BARE_ROMAN = re.compile(r"\s*([IVXLHl1|!]{1,5})\s+(?=[^\W\d_])")
_TOKEN = re.compile(r"\s*([^\W_¢€]{0,4}[¢€|!@]?[^\W_]{0,4})\s*([.)/:,\-–])(\s*)(?=\S)")


class Kind(IntEnum):
    """Kinds of markers, the widest first."""

    PART = 0
    CAPITAL = 1
    ROMAN = 2
    ARTICLE = 3
    NUMBER = 4
    DECIMAL = 5
    LETTER = 6
    DASH = 7
    PLUS = 8


@dataclass(frozen=True)
class Marker:
    """A numbering as it is meant (``label``, ``value``) and, where that differs, as it was read."""

    kind: Kind
    label: str
    value: int
    end: int
    misread: str | None = None

    @property
    def worn(self) -> bool:
        """Whether only the look of a stroke was misread ("VIl"): the strokes themselves are all there."""
        return self.misread is not None and self.misread.translate(_AS_ROMAN) == self.label


@dataclass(frozen=True)
class Marked:
    """A line with its marker; ``text`` is what follows the marker."""

    line: Line
    marker: Marker | None

    @property
    def text(self) -> str:
        """The line without its marker."""
        return self.line.text[self.marker.end :].strip() if self.marker else self.line.text


class Marking:
    """Reads markers line by line; what came before decides between the readings of a doubtful one."""

    def __init__(self) -> None:
        self._last: dict[Kind, int] = {}

    def mark(self, line: Line) -> Marked:
        """``line`` with the marker it starts with, if any."""
        marker = self._read(line)
        if marker:
            self._last[marker.kind] = marker.value
            for kind in Kind:
                if kind > marker.kind:
                    self._last.pop(kind, None)
        return Marked(line, marker)

    def mark_first(self, line: Line) -> Marked:
        """``line`` as the first section, whose number was read as 1."""
        found = self.mark(line)
        if found.marker is None:
            return found
        self._last = {Kind.ROMAN: 1}
        return Marked(line, replace(found.marker, kind=Kind.ROMAN, label="I", misread=found.marker.label))

    def _read(self, line: Line) -> Marker | None:
        if (found := _DASH.match(line.text)) or (line.recognised and (found := _WAVE.match(line.text))):
            return Marker(Kind.DASH, "-", self._next(Kind.DASH), found.end())
        if found := _PLUS.match(line.text):
            return Marker(Kind.PLUS, "+", self._next(Kind.PLUS), found.end())
        if found := _PART.match(line.text):
            if line.upper or line.bold or line.heading or found.end() == len(line.text):
                label = f"{found[1].capitalize()} {found[2]}"
                return Marker(Kind.PART, label, self._next(Kind.PART), found.end())
            return None
        if found := _ARTICLE.match(line.text):
            return Marker(Kind.ARTICLE, f"Điều {found[1]}", int(found[1]), found.end())
        if found := _DECIMAL.match(line.text):
            return Marker(Kind.DECIMAL, found[1], int(found[1].rsplit(".", 1)[1]), found.end())
        if found := _BARE_ROMAN.match(line.text):
            return self._bare_roman(line, found[1], found.end())
        found = _TOKEN.match(line.text)
        if not found or not found[1] or (not found[3] and not _may_touch(found[2], line.text[found.end()])):
            return None
        return self._numbered(line, found[1], found[2], found.end())

    def _numbered(self, line: Line, token: str, mark: str, end: int) -> Marker | None:
        heading = is_heading_text(line, end)
        if mark == ",":
            return self._comma(line, token, end)
        if token.isdecimal() and len(token) <= 2:
            roman = ROMAN_VALUES.get(token.translate(_AS_ROMAN))
            if heading and roman and roman == self._next(Kind.ROMAN) != 1 and int(token) != self._next(Kind.NUMBER):
                return Marker(Kind.ROMAN, _ROMAN[roman], roman, end, misread=token)
            return Marker(Kind.NUMBER, str(int(token)), int(token), end) if mark in ".)/-–" else None
        if mark == ")" or (mark in "./" and token.islower() and len(token) <= 2):
            letter = self._letter(token, recognised=line.recognised)
            if letter:
                value = LETTERS.index(letter) + 1
                return Marker(Kind.LETTER, letter, value, end, misread=None if letter == token else token)
        if mark not in ".-–/:)":
            return None
        return (
            self._capital(token, heading, end)
            or self._roman(line, token, heading, end)
            or self._touching(token, heading, end)
            or self._number(token, end)
        )

    def _letter(self, token: str, *, recognised: bool) -> str | None:
        plain = token.translate(_AS_LETTER)
        plain = plain if plain == "đ" else fold(plain).lower()
        if len(plain) == 2 and (plain[0] == plain[1] or token[1] in "¢€"):
            plain = plain[0]
        last = self._last.get(Kind.LETTER)
        if (recognised or "€" in token) and plain in _ROUND and last == LETTERS.index("b") + 1:
            return "c"
        if recognised and plain == "đ" and last == LETTERS.index("c") + 1:
            return "d"
        if recognised and len(plain) == 2 and plain[0].isdigit() and plain[1] == LETTERS[last or 0]:
            return plain[1]
        if len(plain) != 1 or plain not in LETTERS:
            return None
        if plain == "d" and last == LETTERS.index("d") + 1:
            return "đ"
        if plain == "l" and last != LETTERS.index("k") + 1:
            return None
        return plain

    def _roman(self, line: Line, token: str, heading: bool, end: int) -> Marker | None:
        value = ROMAN_VALUES.get(token.translate(_AS_ROMAN))
        if value is None or (token.islower() and not heading):
            return None
        exact = token in ROMAN_VALUES
        if not heading and value != self._next(Kind.ROMAN) and not (exact and line.bold):
            return None
        return Marker(Kind.ROMAN, _ROMAN[value], value, end, misread=None if exact else token)

    def _comma(self, line: Line, token: str, end: int) -> Marker | None:
        """A number whose point was read as a comma: "5, Phòng Kinh tế", where 5 or 4 is due."""
        due = self._next(Kind.NUMBER)
        if not line.recognised or not token.isdecimal() or not line.text[end].isupper():
            return None
        if due == 1 or not due <= int(token) <= due + 1:
            return None
        return Marker(Kind.NUMBER, str(int(token)), int(token), end, misread=f"{token},")

    def _touching(self, token: str, heading: bool, end: int) -> Marker | None:
        """A section whose strokes ran into other letters, "HI." for "III."; only the one that is due."""
        value = ROMAN_VALUES.get(token.translate(_TOUCHING).translate(_AS_ROMAN))
        if not heading or not token.isupper() or value is None or value != self._next(Kind.ROMAN):
            return None
        return Marker(Kind.ROMAN, _ROMAN[value], value, end, misread=token)

    def _bare_roman(self, line: Line, token: str, end: int) -> Marker | None:
        """A section whose point a scanner lost: "II KINH PHÍ"; the number before may stand there once more."""
        value = ROMAN_VALUES.get(token.translate(_TOUCHING).translate(_AS_ROMAN))
        if (
            value is None
            or not is_heading_text(line, end)
            or not self._next(Kind.ROMAN) - 1 <= value <= self._next(Kind.ROMAN)
        ):
            return None
        return Marker(Kind.ROMAN, _ROMAN[value], value, end, misread=token)

    def _capital(self, token: str, heading: bool, end: int) -> Marker | None:
        if len(token) != 1 or not heading or token not in _CAPITALS:
            return None
        value = _CAPITALS.index(token) + 1
        if value != self._next(Kind.CAPITAL) or (token in ROMAN_VALUES and value == 1):
            return None
        return Marker(Kind.CAPITAL, token, value, end)

    def _number(self, token: str, end: int) -> Marker | None:
        read = token.translate(_AS_NUMBER)
        if not read.isdecimal() or int(read) != self._next(Kind.NUMBER):
            return None
        return Marker(Kind.NUMBER, read, int(read), end, misread=token)

    def _next(self, kind: Kind) -> int:
        return self._last.get(kind, 0) + 1


def mark_lines(items: tuple[Item, ...]) -> list[Marked | Item]:
    """Every line with its marker; tables stay as they are."""
    entries = _marked(items)
    first = _first_section(entries)
    if first is not None:
        entries = _marked(items, first)
    return _without_repeats(entries)


def _marked(items: tuple[Item, ...], first: int | None = None) -> list[Marked | Item]:
    marking = Marking()
    return [
        one if not isinstance(one, Line) else marking.mark_first(one) if at == first else marking.mark(one)
        for at, one in enumerate(items)
    ]


def _first_section(entries: list[Marked | Item]) -> int | None:
    """Where the first section was read as the number 1: the first that reads like a section is the second or third."""
    sections = (at for at, one in enumerate(entries) if isinstance(one, Marked) and _kind(one) is Kind.ROMAN)
    second = next(sections, None)
    if second is None or _value(entries[second]) not in (2, 3):
        return None
    for at, one in enumerate(entries[:second]):
        if isinstance(one, Marked) and _kind(one) is Kind.NUMBER and _value(one) == 1 and one.marker:
            return at if is_heading_text(one.line, one.marker.end) and one.line.recognised else None
    return None


def _value(one: Marked | Item) -> int:
    return one.marker.value if isinstance(one, Marked) and one.marker else 0


def _without_repeats(entries: list[Marked | Item]) -> list[Marked | Item]:
    """A section's number that stands there twice while the one after it is missing has lost a stroke: I, II, II, IV."""
    sections = [(at, one) for at, one in enumerate(entries) if isinstance(one, Marked) and _kind(one) is Kind.ROMAN]
    values = [one.marker.value for _, one in sections if one.marker]
    for place, (at, one) in enumerate(sections):
        if not one.marker or not place or values[place] != values[place - 1]:
            continue
        last = place + 1 == len(values)
        if (last and one.line.recognised) or (not last and values[place + 1] == values[place] + 2):
            values[place] += 1
            meant = replace(one.marker, value=values[place], label=_ROMAN[values[place]], misread=one.marker.label)
            entries[at] = replace(one, marker=meant)
    return entries


def _kind(one: Marked) -> Kind | None:
    return one.marker.kind if one.marker else None


def _may_touch(mark: str, following: str) -> bool:
    """Whether a marker may stand without a blank before its text: "a)Mở", "1.Mục đích", but not "1.500"."""
    return mark == ")" or (mark == "." and following.isupper())


def is_heading_text(line: Line, end: int) -> bool:
    """Whether what follows the marker looks like the heading of a part: capitals, or set as a heading."""
    return replace(line, text=line.text[end:]).upper or line.heading
