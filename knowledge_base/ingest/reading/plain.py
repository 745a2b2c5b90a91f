"""Text files (.txt, .md): lines to paragraphs, lines with tabs or bars to tables.

A file that wraps its lines is told by its longest ones; there, lines of one paragraph are joined, elsewhere every line
is a paragraph. Form feeds count the pages. Markdown's emphasis and heading marks become hints.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from knowledge_base.ingest.reading.document import Block, Document, Finding, FindingCode, Paragraph
from knowledge_base.ingest.reading.encodings import decode
from knowledge_base.ingest.reading.plain_tables import Row, joined_tables

_MARKDOWN = {".md", ".markdown"}
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_BOLD = re.compile(r"\*{2,3}(?=\S)(.+?)(?<=\S)\*{2,3}", re.DOTALL)
_ITALIC = re.compile(r"(?<![*\w])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![*\w])|(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)")
# Lines are stripped before these look at them.
_BAR_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_RULE = re.compile(r"^([-_*=~.])(?: ?\1){3,}$")
_STARTS_ANEW = re.compile(
    r"\s*\W{0,2}(?:[-–—•+*●▪]|\d{1,2}(?:\.\d{1,2})*\s*[.)/](?:\s|$)|[IVXLl1]{1,5}\s*[.)]\s|[^\W\d_]\W?\s*[.)/]\s|"
    r"(?:Điều|Chương|Phần|Phụ lục|Căn cứ|Nơi nhận)\b)"
)
_PAGE_NUMBER = re.compile(r"^\s*(?:[-–]\s*)?\d{1,3}(?:\s*[-–])?\s*$")
_WRAPPED_AT_MOST = 130
_FULL_SHARE = 0.7
_LINES_TO_TELL = 8
_LONGEST_LABEL = 20


@dataclass
class _Gathering:
    """Blocks as they come; runs of table rows wait until the text goes on."""

    blocks: list[Block] = field(default_factory=list)
    runs: list[list[Row]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    page: int | None = None

    def add(self, paragraph: Paragraph) -> None:
        self.settle()
        self.blocks.append(paragraph)

    def settle(self) -> None:
        """Turn the waiting runs into tables."""
        if not self.runs:
            return
        tables, runs_joined, rows_joined = joined_tables(self.runs)
        self.blocks += tables
        counted = ((FindingCode.TABLE_JOINED, runs_joined), (FindingCode.TABLE_ROW_JOINED, rows_joined))
        self.findings += [Finding(code=code, page=self.page, details={"count": str(n)}) for code, n in counted if n]
        self.runs = []


def read_plain(path: Path) -> Document:
    """Read a text file. Raises ``OSError``; text in an old encoding is decoded as best as it can be, and reported."""
    data = path.read_bytes()
    text, guessed = decode(data)
    markdown = path.suffix.lower() in _MARKDOWN or bool(
        _BOLD.search(text) or re.search(r"^#{1,6} ", text, re.MULTILINE)
    )
    blocks, findings, pages = read_text(text, markdown=markdown)
    if guessed:
        findings = [Finding(code=FindingCode.ENCODING_GUESSED, details={"encoding": guessed}), *findings]
    return Document(
        name=path.name,
        media_type="text/markdown" if path.suffix.lower() in _MARKDOWN else "text/plain",
        sha256=hashlib.sha256(data).hexdigest(),
        page_count=pages,
        blocks=tuple(blocks),
        findings=tuple(findings),
    )


def read_text(text: str, *, markdown: bool = False) -> tuple[list[Block], list[Finding], int | None]:
    """The blocks of ``text``, what was noticed, and how many pages its form feeds make (``None`` without any)."""
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    lines = [line for page in pages for line in page.split("\n") if line.strip() and "\t" not in line.strip()]
    width = _wrapping_width([line for line in lines if "|" not in line])
    gathering = _Gathering()
    for number, page in enumerate(pages, start=1):
        gathering.page = number if len(pages) > 1 else None
        for chunk in _chunks(_without_page_number(page.split("\n"), paged=len(pages) > 1), markdown=markdown):
            if isinstance(chunk[0], list):
                gathering.runs.append([row for row in chunk if isinstance(row, list)])
            else:
                for paragraph in _paragraphs([one for one in chunk if isinstance(one, str)], width):
                    gathering.add(_paragraph(paragraph, gathering.page, markdown=markdown))
    gathering.settle()
    return gathering.blocks, gathering.findings, len(pages) if len(pages) > 1 else None


def _chunks(lines: list[str], *, markdown: bool) -> Iterator[list[str] | list[Row] | list[str | Row]]:
    """Lines that stand together: text up to a blank line or a table, rows up to anything else."""
    chunk: list[str | Row] = []
    for line in [*lines, ""]:
        if markdown and _BAR_RULE.match(line.strip()):
            continue
        row = _row(line, markdown=markdown)
        one: str | Row | None = row if row is not None else line.strip()
        if not one or (chunk and isinstance(chunk[-1], list) != isinstance(one, list)):
            if chunk:
                yield chunk
            chunk = []
        if one and not (isinstance(one, str) and _RULE.match(one)):
            chunk.append(one)


def _row(line: str, *, markdown: bool) -> Row | None:
    """The cells of a table row, ``None`` for other lines."""
    if "\t" in line.rstrip("\n").strip(" ") and line.strip():
        cells = line.split("\t")
        return cells if len(cells) > 2 or (len(cells) == 2 and all(cell.strip() for cell in cells)) else None
    bare = line.strip()
    if markdown and bare.startswith("|") and bare.endswith("|") and not _BAR_RULE.match(bare):
        return bare[1:-1].split("|")
    return None


def _wrapping_width(lines: list[str]) -> int | None:
    """The width at which the file wraps its lines, ``None`` where it does not."""
    lengths = sorted(len(line.strip()) for line in lines)
    if len(lengths) < _LINES_TO_TELL:
        return None
    longest = lengths[int(len(lengths) * 0.98)]
    return longest if 40 <= longest <= _WRAPPED_AT_MOST else None


def _paragraphs(lines: list[str], width: int | None) -> Iterator[str]:
    """The paragraphs of a chunk: the lines themselves, or what wrapping made of them."""
    gathered: list[str] = []
    for line in lines:
        full = gathered and width is not None and len(gathered[-1].strip()) >= _FULL_SHARE * width
        if gathered and (not full or _starts_anew(line, gathered[-1])):
            yield " ".join(one.strip() for one in gathered)
            gathered = []
        gathered.append(line)
    if gathered:
        yield " ".join(one.strip() for one in gathered)


def _starts_anew(line: str, before: str) -> bool:
    """Whether a line begins a paragraph though the one before is full: a marker, a change to capitals, "Nơi nhận:"."""
    label = len(line) < _LONGEST_LABEL and line.endswith(":")
    return label or line.isupper() != before.isupper() or _STARTS_ANEW.match(line) is not None


def _paragraph(text: str, page: int | None, *, markdown: bool) -> Paragraph:
    heading = _HEADING.match(text.strip()) if markdown else None
    level = len(heading[1]) if heading else None
    text = heading[2] if heading else text
    plain = _plain(text) if markdown else text
    bold = (markdown and bool(_BOLD.fullmatch(text.strip()))) or level is not None
    return Paragraph(text=" ".join(plain.split()), page=page, bold=bold, heading_level=level)


def _plain(text: str) -> str:
    """Text without Markdown's emphasis."""
    text = _ITALIC.sub(lambda found: found[1] or found[2], _BOLD.sub(r"\1", text))
    return re.sub(r"(?<!\S)\*{2,3}(?=\S)|(?<=\S)\*{2,3}(?!\S)", "", text)


def _without_page_number(lines: list[str], *, paged: bool) -> list[str]:
    """A page's lines without a number that stands alone in its first or last line."""
    told = [at for at, line in enumerate(lines) if line.strip()]
    if not paged or not told:
        return lines
    numbers = {at for at in (told[0], told[-1]) if _PAGE_NUMBER.match(lines[at])}
    return [line for at, line in enumerate(lines) if at not in numbers]
