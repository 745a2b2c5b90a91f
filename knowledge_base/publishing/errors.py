"""What can go wrong between a file and a published plan. The clerk's sentences stand in ``texts.vi.yml``.

KnowledgeError
└── PublishingError
    ├── DatabaseError           the knowledge database cannot be opened, is locked or full
    ├── RefusedFileError        a file that was not read; says why and what to do
    ├── UnknownAgencyError      no agency has this slug
    ├── UnknownPlanError        no document has this id
    ├── UnknownVersionError     the document has no such version
    ├── WrongStateError         the version is not in a state that allows this
    ├── NothingToDoError        nothing to withdraw, to roll back to or to publish
    ├── ReviewError             the reviewed YAML is not a record; ``problems`` are ``file:line: …``
    ├── BadNameError            a document id that cannot be one, or a version that is not a number
    └── CircleError             a plan would replace itself, or the one that replaces it
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_base.ingest.errors import KnowledgeError
from knowledge_base.publishing.texts import say


class PublishingError(KnowledgeError):
    """Base of what publishing raises; the message is Vietnamese and says what to do next."""


class DatabaseError(PublishingError):
    """The knowledge database does not do what it was asked."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(say("errors.database", url=url, problem=problem))


class RefusedFileError(PublishingError):
    """A file was not read. The message is the reader's, in the clerk's words; the reader's error is the cause."""


class UnknownAgencyError(PublishingError):
    """No agency has this slug."""

    def __init__(self, agency: str, known: Sequence[str]) -> None:
        super().__init__(say("errors.unknown_agency", agency=agency, known=", ".join(known)))


class UnknownPlanError(PublishingError):
    """No document has this id."""

    def __init__(self, document: str, known: Sequence[str]) -> None:
        super().__init__(say("errors.unknown_plan", document=document, known=", ".join(known)))


class UnknownVersionError(PublishingError):
    """The document has no such version."""

    def __init__(self, document: str, number: int, known: Sequence[int]) -> None:
        listed = ", ".join(f"{document}@{one}" for one in known) or say("none")
        super().__init__(say("errors.unknown_version", document=document, number=number, known=listed))


class WrongStateError(PublishingError):
    """The version is in a state that does not allow what was asked. ``wanted`` is a key under ``errors.state``."""

    def __init__(self, wanted: str, document: str, number: int, state: str) -> None:
        super().__init__(say(f"errors.state.{wanted}", version=f"{document}@{number}", state=say(f"states.{state}")))


class NothingToDoError(PublishingError):
    """There is nothing to do it with. ``wanted`` is a key under ``errors.nothing``."""

    def __init__(self, wanted: str, document: str) -> None:
        super().__init__(say(f"errors.nothing.{wanted}", document=document))


class ReviewError(PublishingError):
    """The reviewed YAML cannot be published; ``problems`` name file, line, field and value."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join([say("errors.review", count=len(problems)), *problems]))
        self.problems = tuple(problems)


class BadNameError(PublishingError):
    """A document id or a version that cannot be one."""

    def __init__(self, name: str) -> None:
        super().__init__(say("errors.bad_name", name=name))


class CircleError(PublishingError):
    """A plan cannot replace itself, nor the plan that replaces it."""

    def __init__(self, document: str, other: str) -> None:
        super().__init__(say("errors.circle", document=document, other=other))
