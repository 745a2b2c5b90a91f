"""Lines into paragraphs, by how they stand: indented, ended early, centred, apart, numbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge_base.ingest.reading.document import Paragraph
from knowledge_base.ingest.reading.pages.lines import join_texts
from knowledge_base.ingest.reading.pages.margins import Margins
from knowledge_base.ingest.reading.pages.parts import Line, weak_words
from knowledge_base.ingest.reading.pages.shapes import is_marker, starts_with_marker

_ENDS = (".", ";", ":", "!", "?", "./.", "”", '"')


@dataclass(frozen=True)
class Flow:
    """A paragraph with its lines. ``open_end``: its last line is full, so it may go on; ``open_start``: likewise."""

    lines: tuple[Line, ...]
    page: int
    centred: bool
    open_start: bool
    open_end: bool

    def paragraph(self) -> Paragraph:
        words = [word for line in self.lines for word in line.words]
        return Paragraph(
            text=join_texts([line.text for line in self.lines]),
            page=self.page,
            confidence=min(1.0, sum(word.confidence for word in words) / len(words)),
            bold=all(line.bold for line in self.lines),
            centred=self.centred,
            weak=weak_words(words),
        )

    def joined(self, other: Flow) -> Flow:
        return Flow(self.lines + other.lines, self.page, self.centred, self.open_start, other.open_end)


def paragraphs_of(block: Sequence[Line], page: int, margins: Margins, *, side: bool = False) -> list[Flow]:
    """Split a block of lines, from top to bottom, into paragraphs.

    ``side``: the block is one of two columns at a document's head or end, where only a small letter goes on a line.
    """
    if not block:
        return []
    groups: list[list[Line]] = [[block[0]]]
    for before, line in pairwise(block):
        anew = not line.text[0].islower() if side else _starts_anew(before, line, groups[-1][0], margins)
        if anew:
            groups.append([line])
        else:
            groups[-1].append(line)
    return [_flow(group, page, margins) for group in groups]


def goes_on(before: Flow, after: Flow) -> bool:
    """Whether the paragraph that ends a page goes on at the top of the next."""
    if before.centred or after.centred or before.lines[-1].bold != after.lines[0].bold:
        return False
    begins = after.lines[0].text
    if starts_with_marker(begins) and not (begins[0] in "-–" and after.open_start):
        return False
    ended = before.lines[-1].text.endswith(_ENDS)
    if begins[:1].islower():
        return after.open_start or not ended
    return before.open_end and after.open_start and not before.lines[-1].text.endswith(("./.", ":"))


def _flow(group: Sequence[Line], page: int, margins: Margins) -> Flow:
    first, last = group[0], group[-1]
    centred = all(_centred(line, margins) for line in group)
    return Flow(
        lines=tuple(group),
        page=page,
        centred=centred,
        open_start=not centred and not _indented(first, margins),
        open_end=not centred and margins.right - last.box.x1 < 3 * last.letter_height,
    )


def _starts_anew(before: Line, line: Line, first: Line, margins: Margins) -> bool:
    if _apart(before, line, margins) or (before.bold != line.bold and _bold_matters(before, line)):
        return True
    if _fits_behind(before, line, margins):
        return True
    both_centred = _centred(before, margins) and _centred(line, margins)
    if both_centred:
        return line.letter_height > 1.25 * before.letter_height
    marked = starts_with_marker(line.text)
    if marked and line.box.x0 > margins.left + 0.8 * line.letter_height:
        # A hanging indent puts wrapped lines under the first one's text, where a dash may come to stand.
        return not _hangs(first, line) or before.text.endswith(_ENDS)
    if marked and before.text.endswith((*_ENDS, ",")):
        return True
    if marked and not line.text.startswith(("-", "–")):
        return abs(line.box.x0 - first.box.x0) < 0.5 * line.letter_height
    if not _indented(line, margins) or _hangs(first, line):
        return False
    # In a list, a line that stands where its items begin is one, even if its number was misread.
    item = before.text.endswith(_ENDS) and starts_with_marker(first.text)
    return item or not _same_indent(before, line)


def _bold_matters(before: Line, line: Line) -> bool:
    """A bold heading ends where plain text begins; a bold phrase that fills a whole line of running text does not."""
    return starts_with_marker(before.text) or starts_with_marker(line.text) or before.text.isupper()


def _fits_behind(before: Line, line: Line, margins: Margins) -> bool:
    """Whether the line's first word would have fitted behind the line before: then the break was meant."""
    first = line.words[0].box.width
    blank = 0.3 * before.letter_height
    slack = 0.6 * before.letter_height
    right = margins.right
    if _centred(before, margins):
        free = (before.box.x0 - margins.left) + (margins.right - before.box.x1)
        return free > first + blank + 2 * slack
    return before.box.x1 + blank + first + slack < right


def _apart(before: Line, line: Line, margins: Margins) -> bool:
    step = line.box.middle[1] - before.box.middle[1]
    return step > 1.45 * margins.leading


def _indented(line: Line, margins: Margins) -> bool:
    return line.box.x0 > margins.left + 0.8 * line.letter_height


def _same_indent(before: Line, line: Line) -> bool:
    return abs(before.box.x0 - line.box.x0) < 0.4 * line.letter_height


def _hangs(first: Line, line: Line) -> bool:
    """Whether the line begins where the text behind the first line's number begins."""
    if len(first.words) < 2 or not starts_with_marker(first.text):
        return False
    return abs(first.words[1].box.x0 - line.box.x0) < 0.35 * line.letter_height


def _centred(line: Line, margins: Margins) -> bool:
    if is_marker(line.words[0].text) or any(abs(line.box.x0 - indent) <= 3 for indent in margins.indents):
        return False
    before, behind = line.box.x0 - margins.left, margins.right - line.box.x1
    if min(before, behind) < 1.2 * line.letter_height:
        return False
    return abs(before - behind) < max(6.0, 0.06 * margins.width)
