"""Guides: Markdown with front matter, read into sections that each answer one question."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import Field

from knowledge_base.ingest.errors import SourceError, UnknownKeyError
from knowledge_base.ingest.no_smartphone import WithoutSmartphone, read_no_smartphone
from knowledge_base.ingest.records import ProcedureCode, Record, Slug, Text
from knowledge_base.ingest.yaml_source import load_record

_HEADING = re.compile(r"^(?P<title>.+?)\s*\{#(?P<id>[a-z0-9-]+)\}$")
_COMMENT = re.compile(r"<!--\s*(?P<key>facts|asked|silent|procedures|no-phone):\s*(?P<value>.*?)\s*-->", re.DOTALL)
_PLACE = re.compile(r"\{\{\s*(?P<kind>fact|contact):(?P<key>[a-z0-9-]+)\s*\}\}")


class GuideHead(Record):
    """The front matter of a guide. ``without_smartphone`` is the section for all that has no such words of its own."""

    title: Text
    topic: Text
    topics: list[Text]
    audience: Literal["resident", "officer"]
    legal_basis: list[Slug] = Field(default_factory=list)
    checked: datetime.date
    review_by: datetime.date
    without_smartphone: Slug | None = None


class GuideSection(Record):
    """One question and its answer: a lead, steps short enough to read aloud, cautions.

    ``asked`` are other wordings of the question; they help the search and are never shown. ``silent`` marks a
    section that says that nothing verified is known: its outcome is ``not_in_documents``. ``laws`` are the laws,
    decrees and decisions that its facts stand in; the library fills them in. ``procedures`` are the codes of the
    administrative procedures it explains: asked about one of these, the section answers before the catalogue does.
    ``without_smartphone`` is set where the steps need one.
    """

    id: Slug
    title: Text
    lead: str
    steps: list[Text]
    cautions: list[Text]
    facts: list[Text]
    asked: list[Text]
    laws: list[Text] = Field(default_factory=list)
    procedures: list[ProcedureCode] = Field(default_factory=list)
    silent: bool = False
    without_smartphone: WithoutSmartphone | None = None
    line: int

    @property
    def answer(self) -> str:
        """The section as plain text, steps numbered from 1."""
        numbered = [f"{number}. {step}" for number, step in enumerate(self.steps, 1)]
        return "\n".join(part for part in (self.lead, *numbered, *self.cautions) if part)


class Guide(Record):
    """A guide (bài hướng dẫn); ``document_id`` is its file name."""

    document_id: Slug
    head: GuideHead
    sections: list[GuideSection]


def load_guide(path: Path) -> Guide:
    """Read a guide. Raises ``SourceError`` or ``FieldError`` with the file and the line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(path, 1, f"cannot be read as UTF-8 text: {error}") from None
    parts = re.split(r"^---[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise SourceError(path, 1, "a guide starts with front matter between two lines of '---'")
    head = load_record(path, GuideHead, text=parts[1], first_line=1)
    body_starts = parts[0].count("\n") + parts[1].count("\n")
    sections = _sections(path, parts[2], body_starts)
    if not sections:
        raise SourceError(path, body_starts + 1, "a guide has at least one section '## Title {#id}'")
    ids = [section.id for section in sections]
    for section in sections:
        if ids.count(section.id) > 1:
            raise SourceError(path, section.line, f"section id used twice: {section.id}")
    if head.without_smartphone is not None and head.without_smartphone not in ids:
        raise SourceError(path, 1, f"without_smartphone: no section has the id {head.without_smartphone!r}")
    return Guide(document_id=path.stem, head=head, sections=sections)


def fill_in(path: Path, line: int, text: str, values: dict[tuple[str, str], str]) -> str:
    """Put facts and contacts in the place of ``{{ fact:key }}``. Raises ``UnknownKeyError``."""

    def value(match: re.Match[str]) -> str:
        found = values.get((match["kind"], match["key"]))
        if found is None:
            raise UnknownKeyError(path, line, f"no {match['kind']} has the key {match['key']!r}")
        return found

    return _PLACE.sub(value, text)


def _sections(path: Path, body: str, body_starts: int) -> list[GuideSection]:
    tokens = MarkdownIt("commonmark").parse(body)
    starts = [index for index, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    ends = [*starts, len(tokens)][1:]
    return [
        _section(path, tokens[start:end], body_starts + _line(tokens[start]))
        for start, end in zip(starts, ends, strict=True)
    ]


def _section(path: Path, tokens: list[Token], line: int) -> GuideSection:
    heading = _HEADING.match(tokens[1].content)
    if heading is None:
        raise SourceError(path, line, f"a section heading reads 'Title {{#id}}' (value: {tokens[1].content!r})")
    parts: dict[str, list[str]] = {"lead": [], "steps": [], "cautions": []}
    comments: dict[str, str] = {}
    inside: list[str] = []
    for token in tokens[3:]:
        if token.type in {"ordered_list_open", "blockquote_open", "bullet_list_open"}:
            inside.append(token.type)
        elif token.type in {"ordered_list_close", "blockquote_close", "bullet_list_close"}:
            inside.pop()
        elif token.type == "html_block":
            comments |= {match["key"]: match["value"] for match in _COMMENT.finditer(token.content)}
        elif token.type == "inline":
            parts[_place(inside)].append(_plain(token, inside))
    for key in ("facts", "asked"):
        if not comments.get(key):
            raise SourceError(path, line, f"section {heading['id']}: the comment '<!-- {key}: … -->' is missing")
    return GuideSection(
        id=heading["id"],
        title=heading["title"],
        lead="\n".join(parts["lead"]),
        steps=parts["steps"],
        cautions=parts["cautions"],
        facts=comments["facts"].split(),
        asked=[one.strip() for one in comments["asked"].split("|") if one.strip()],
        procedures=comments.get("procedures", "").split(),
        silent=comments.get("silent") == "yes",
        without_smartphone=_without_smartphone(path, line, heading["id"], comments.get("no-phone")),
        line=line,
    )


def _without_smartphone(path: Path, line: int, section: str, value: str | None) -> WithoutSmartphone | None:
    if value is None:
        return None
    try:
        return read_no_smartphone(value)
    except ValueError as error:
        raise SourceError(path, line, f"section {section}: the comment '<!-- no-phone: … -->': {error}") from None


def _place(inside: list[str]) -> str:
    if "blockquote_open" in inside:
        return "cautions"
    return "steps" if "ordered_list_open" in inside else "lead"


def _plain(token: Token, inside: list[str]) -> str:
    children = token.children or []
    text = "".join(
        "\n" if child.type == "hardbreak" else " " if child.type == "softbreak" else child.content for child in children
    )
    return f"- {text}" if "bullet_list_open" in inside else text


def _line(token: Token) -> int:
    return (token.map[0] if token.map else 0) + 1
