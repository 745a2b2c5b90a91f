"""Lines: the paragraphs and tables of a document in order, each paragraph cleaned and folded once.

Paragraphs that a page break cut in two are joined here, so that no reader has to.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge_base.ingest.reading.document import Document, Paragraph, Table, WeakWord
from knowledge_base.ingest.structuring.folded import UPPER, cue, folded, is_upper, sound_share

_ENDS = re.compile(r"[.;:!?…]\s*[\"”’)\]]?$|/\.?\s*$")
_OPEN_END = re.compile(
    r"(?:[,(“\-–]|(?<!\w)(?:và|của|các|cho|với|hoặc|trong|theo|tại|từ|đến|bằng|do|về))$", re.IGNORECASE
)
_STARTS_ANEW = re.compile(r"\W{0,2}(?:[-–—•+*]|\w{1,6}\s*[.)/:](?:\s|$)|\w{1,3}\W?\))")
_DASHES = ("- ", "– ", "— ")
_NEXT_DASH = re.compile(rf"(?<=[.;])\s+(?=[-–—]\s+[{UPPER}])")
LETTERS = "abcdđeghiklmnopqrstuvxy"
_POINT = re.compile(rf"([{LETTERS}])\)\s")
_LOOKS_LIKE = {"c": "[cC]?[c¢€]", "a": "[aä@]", "đ": "[đd]"}
"""A point's letter as scanners read it."""
_SIGNED = re.compile(rf"((?:(?:TM|KT|TL|TUQ|Q)\s*\.\s*)?(?:[{UPPER}]{{2,}}[\s,]+){{2,}})([{UPPER}][^{UPPER}].*)")
_LONGEST_SIGNATURE = 90
_LONGEST_BRACKET = 300
_NUMBERED = re.compile(r"(?:[IVXLl1|!\d]{1,5}|[A-ZĐ])\s*[.)]\s|PHẦN\b|CHƯƠNG\b")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)(.+?)(?<=\S)\1")
_JUNK = re.compile(r"[\s\W_]*")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Line:
    """A paragraph ready for recognising: ``text`` as it is to be used, ``original`` as it was read."""

    text: str
    original: str
    page: int | None = None
    confidence: float = 1.0
    bold: bool = False
    centred: bool = False
    heading: bool = False
    damaged: bool = False
    weak: tuple[WeakWord, ...] = ()

    @property
    def recognised(self) -> bool:
        """Whether the line was read on a picture or repaired: what looks odd in it may be misread."""
        return self.confidence < 1

    @cached_property
    def folded(self) -> str:
        """The text folded, position by position."""
        return folded(self.text, damaged=self.damaged)

    @cached_property
    def upper(self) -> bool:
        """Whether the line is set in capitals."""
        return is_upper(self.text)

    def starting(self, at: int) -> Line:
        """The line without its first ``at`` characters."""
        return replace(self, text=self.text[at:].strip())


Item = Line | Table


def lines_of(document: Document) -> tuple[Item, ...]:
    """The items of ``document`` in order; empty paragraphs and those of punctuation alone left out."""
    damaged = is_damaged(document)
    items: list[Item] = []
    for block in document.blocks:
        if isinstance(block, Table):
            items.append(block)
            continue
        for line in _apart(_line(block, damaged=damaged)):
            if _JUNK.fullmatch(line.text):
                continue
            before = items[-1] if items else None
            if isinstance(before, Line) and _goes_on(before, line):
                items[-1] = _joined(before, line)
            else:
                items.append(line)
    return tuple(items)


def is_damaged(document: Document) -> bool:
    """Whether the text as a whole has lost its diacritics."""
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    cells = [cell.text for block in document.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    return sound_share("\n".join(texts + cells)) < 0.6


def clean(text: str) -> str:
    """One spelling of blanks and characters, no Markdown emphasis."""
    text = unicodedata.normalize("NFC", text)
    return _BLANKS.sub(" ", _EMPHASIS.sub(r"\2", text)).strip()


def _line(block: Paragraph, *, damaged: bool) -> Line:
    return Line(
        text=clean(block.text),
        original=block.original or block.text,
        page=block.page,
        confidence=block.confidence,
        bold=block.bold,
        centred=block.centred,
        heading=block.heading_level is not None,
        damaged=damaged,
        weak=block.weak,
    )


def _apart(line: Line) -> list[Line]:
    """Dashes that a reader ran together, and a signer's name behind the role: "CHỦ TỊCH Lê Văn Mẫu - Lưu: VT."."""
    if line.text.startswith(_DASHES):
        return [replace(line, text=text) for text in _NEXT_DASH.split(line.text)]
    if point := _POINT.match(line.text):
        return [replace(line, text=text) for text in _points(line.text, point[1])]
    signed = _SIGNED.match(line.text)
    if signed is None or len(line.text) > _LONGEST_SIGNATURE:
        return [line]
    if not any(cue(name).match(folded(signed[1])) for name in ("signing", "signing_role")):
        return [line]
    name, *rest = re.split(r"\s+(?=[-–—]\s)", signed[2], maxsplit=1)
    if not all(word[:1].isupper() for word in name.split()):
        return [line]
    return [replace(line, text=text.strip()) for text in (signed[1], name, *rest)]


def _points(text: str, letter: str) -> list[str]:
    """Points that a reader ran together: "b) …; c) …"."""
    following = LETTERS[LETTERS.index(letter) + 1 :][:1]
    looks = _LOOKS_LIKE.get(following, following)
    found = re.search(rf"(?<=[.;])\s+(?={looks}\W?\)\s*\S)", text) if following else None
    return [text[: found.start()], *_points(text[found.end() :], following)] if found else [text]


def _goes_on(before: Line, line: Line) -> bool:
    """Whether ``line`` continues the sentence of ``before``."""
    if line.heading or before.heading or _ENDS.search(before.text) or _STARTS_ANEW.match(line.text):
        return False
    if before.upper:
        return line.upper and bool(_NUMBERED.match(before.text))
    if _open_bracket(before.text):
        return True
    first = next(one for one in line.text if one.isalnum() or one in "(“")
    if line.centred != before.centred:
        return False
    return first.islower() or (bool(_OPEN_END.search(before.text)) and not line.upper)


def _open_bracket(text: str) -> bool:
    """Whether a bracket is open at the end: what follows stands in it."""
    opened = text.rfind("(")
    return opened > text.rfind(")") and len(text) - opened < _LONGEST_BRACKET


def _joined(before: Line, line: Line) -> Line:
    return replace(
        before,
        text=f"{before.text} {line.text}",
        original=f"{before.original} {line.original}",
        confidence=min(before.confidence, line.confidence),
        weak=(*before.weak, *line.weak),
    )
