"""The end of a document: recipients and signature."""

from __future__ import annotations

import re

from knowledge_base.ingest.structuring.clauses import confidence_of
from knowledge_base.ingest.structuring.draft import Found
from knowledge_base.ingest.structuring.folded import cue
from knowledge_base.ingest.structuring.lines import Line
from knowledge_base.ingest.structuring.sections import is_signing

_BULLET = re.compile(r"^\s*[-–—•+*]\s*")
_NAME = re.compile(r"^(?:(?:ThS|TS|PGS|GS|BS|KS|CN)\.?\s*)*[^\W\d_]+(?:\s+[^\W\d_]+){1,5}$")
_NOTE = re.compile(r"\(\s*(?:đã ký|da ky|ký tên|chữ ký).*?\)", re.IGNORECASE)
_SHORT = re.compile(r"\b(TM|KT|TL|TUQ|Q)\s*\.\s*", re.IGNORECASE)


def read_recipients(lines: list[Line]) -> tuple[Found[str], ...]:
    """Who gets the document, line by line."""
    found: list[Found[str]] = []
    for line in lines:
        text = line.text
        opened = cue("recipients").match(line.folded, damaged=line.damaged)
        if opened:
            text = text[opened.end() :].lstrip(" :*.")
        for part in re.split(r";\s*(?=[-–])|;\s+(?=\S)", text):
            name = _BULLET.sub("", part).strip(" ;")
            name = name.removesuffix(".")
            if name and not _is_name(line, name):
                value: Found[str] = Found(value=name, confidence=confidence_of(line), page=line.page, text=part.strip())
                found.append(value)
    return tuple(found)


def read_signature(signature: list[Line], recipients: list[Line]) -> tuple[Found[str], Found[str]]:
    """Who signed, in which role; a name among the recipients' lines belongs to the signature beside them."""
    roles = [line for line in signature if is_signing(line)]
    names = [line for line in [*signature, *recipients] if not is_signing(line) and _is_name(line, line.text)]
    role = Found[str](confidence=0.0)
    if roles:
        said = [_role(line.text) for line in roles]
        title = ", ".join(one for one in said if not _is_body(one)) or said[-1]
        sure = min(confidence_of(line) for line in roles)
        role = Found(value=title, confidence=sure, page=roles[0].page, text="\n".join(one.original for one in roles))
    if not names:
        return Found(confidence=0.0), role
    last = names[-1]
    return Found(value=last.text.strip(" *"), confidence=confidence_of(last), page=last.page, text=last.original), role


def _is_name(line: Line, text: str) -> bool:
    """Whether the line is a person's name: two to six words, each with a capital, no bullet."""
    text = _NOTE.sub("", text).strip(" *")
    if _BULLET.match(line.text) or not _NAME.match(text) or is_signing(line):
        return False
    return all(word[0].isupper() for word in text.split())


def _role(text: str) -> str:
    """The role as records write it: "KT. Chủ tịch" for "KT. CHỦ TỊCH"."""
    short = _SHORT.match(text)
    lead, rest = (text[: short.end()], text[short.end() :]) if short else ("", text)
    rest = rest.strip(" *:,")
    rest = f"{rest[:1].upper()}{rest[1:].lower()}" if rest.isupper() else rest
    rest = re.sub(r"^(Phó|Quyền) (\w)", lambda found: f"{found[1]} {found[2].upper()}", rest)
    return f"{lead.strip().upper()} {rest}".strip()


def _is_body(role: str) -> bool:
    """Whether a line names the body signed for ("TM. Ủy ban nhân dân"), not the signer's own role."""
    return role.upper().startswith("TM.")
