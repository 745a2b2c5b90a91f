"""What can be wrong with the knowledge's files.

KnowledgeError
└── SourceError          a file cannot be read as what it should be
    ├── FieldError       a value is missing, unknown or does not fit
    └── UnknownKeyError  a key that nothing defines
"""

from __future__ import annotations

from pathlib import Path


class KnowledgeError(Exception):
    """Base of everything the knowledge base raises."""


class SourceError(KnowledgeError):
    """A knowledge file is unusable; the message starts with ``file:line``."""

    def __init__(self, file: Path, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class FieldError(SourceError):
    """A field holds what it may not hold."""

    def __init__(self, file: Path, line: int, field: str, value: object, problem: str) -> None:
        shown = repr(value)
        shown = shown if len(shown) <= 80 else f"{shown[:77]}..."
        super().__init__(file, line, f"{field}: {problem} (value: {shown})")
        self.field = field
        self.value = value


class UnknownKeyError(SourceError):
    """A guide refers to a fact, a contact or a law that stands nowhere."""
