"""Versions of a document: what was ingested, what state it is in, what happened to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge_base.publishing.errors import BadNameError

LONGEST_ID = 100
COMMITTED = 0
_NAME = re.compile(r"(?P<document>[a-z0-9]+(?:-[a-z0-9]+)*)(?:@(?P<number>\d{1,9}))?")


class State(StrEnum):
    """Where a version stands: a draft is published, then replaced by a newer one or withdrawn."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What was done to a version; ``KEPT``: a withdrawn draft became a draft again."""

    INGESTED = "ingested"
    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    KEPT = "kept"


@dataclass(frozen=True)
class Version:
    """One ingested version of a document; the heavy parts stay in the database."""

    id: int
    document_id: str
    number: int
    agency: str
    state: State
    file_sha256: str
    file_name: str
    title: str
    doubts: int
    created_at: datetime
    created_by: str
    keeps_committed: bool
    replaces: str | None
    publication: int | None
    published_at: datetime | None

    @property
    def name(self) -> str:
        """``minh-long@2``: how commands and messages name it."""
        return f"{self.document_id}@{self.number}"


@dataclass(frozen=True)
class Event:
    """Something that was done to version ``number``: by whom, when, why."""

    number: int
    action: Action
    at: datetime
    by: str
    reason: str | None


@dataclass(frozen=True)
class Name:
    """A document, and one of its versions when ``number`` is given (0: the committed record)."""

    document: str
    number: int | None = None


def read_name(text: str) -> Name:
    """Read ``minh-long`` or ``minh-long@2``. Raises ``BadNameError``.

    >>> read_name("minh-long@2")
    Name(document='minh-long', number=2)
    """
    found = _NAME.fullmatch(text.strip())
    if found is None or len(found["document"]) > LONGEST_ID:
        raise BadNameError(text)
    return Name(found["document"], int(found["number"]) if found["number"] else None)
