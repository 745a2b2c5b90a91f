"""Pages made of words with places, as readers hand them over; 12-point type on an A4 page."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_base.ingest.reading.document import Document, Finding, Paragraph, Table
from knowledge_base.ingest.reading.pages.assembling import assemble
from knowledge_base.ingest.reading.pages.layout import lay_out
from knowledge_base.ingest.reading.pages.parts import Box, Page, Rule, Word

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 85.0, 540.0
LETTER, BLANK, SIZE = 6.0, 4.0, 12.0


def line(text: str, top: float, x0: float = LEFT, *, bold: bool = False) -> list[Word]:
    """The words of a line that begins at ``x0``; every letter is six points wide."""
    words = []
    for text_of_word in text.split():
        x1 = x0 + LETTER * len(text_of_word)
        words.append(Word(text_of_word, Box(x0, top, x1, top + SIZE), bold=bold))
        x0 = x1 + BLANK
    return words


def width(text: str) -> float:
    return sum(LETTER * len(word) for word in text.split()) + BLANK * (len(text.split()) - 1)


def centred(text: str, top: float, *, bold: bool = False) -> list[Word]:
    return line(text, top, (LEFT + RIGHT - width(text)) / 2, bold=bold)


def wrapped(text: str, top: float, *, indent: float = 36.0, step: float = 18.0) -> tuple[list[Word], float]:
    """A justified paragraph: full lines end at the right margin. Also the top of the line after it."""
    words: list[Word] = []
    gathered: list[str] = []
    x0 = LEFT + indent
    for one in text.split():
        if gathered and x0 + width(" ".join([*gathered, one])) > RIGHT:
            words += _stretched(gathered, top, x0)
            gathered, x0, top = [], LEFT, top + step
        gathered.append(one)
    return words + line(" ".join(gathered), top, x0), top + step


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    """All the lines of a table."""
    across = [Rule(True, y, xs[0], xs[-1]) for y in ys]
    return across + [Rule(False, x, ys[0], ys[-1]) for x in xs]


def cells(xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> list[Word]:
    """Texts in the places of a table; "\\n" begins a new line in a cell."""
    return [
        word
        for top, row in zip(ys, rows, strict=False)
        for x, text in zip(xs, row, strict=False)
        for number, part in enumerate(text.split("\n"))
        for word in line(part, top + 3 + 14 * number, x + 4)
    ]


def page(words: Sequence[Word], rules: Sequence[Rule] = (), number: int = 1) -> Page:
    return Page(number, WIDTH, HEIGHT, words, rules)


def read(*pages: Page) -> tuple[Document, list[Finding]]:
    blocks, findings = assemble(lay_out(pages))
    document = Document(name="a.pdf", media_type="application/pdf", sha256="0", blocks=tuple(blocks))
    return document, findings


def paragraphs(document: Document) -> list[Paragraph]:
    return [block for block in document.blocks if isinstance(block, Paragraph)]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def _stretched(words: Sequence[str], top: float, x0: float) -> list[Word]:
    blank = (RIGHT - x0 - LETTER * sum(len(word) for word in words)) / max(1, len(words) - 1)
    made = []
    for text in words:
        made.append(Word(text, Box(x0, top, x0 + LETTER * len(text), top + SIZE)))
        x0 += LETTER * len(text) + blank
    return made
