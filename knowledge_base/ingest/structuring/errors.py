"""What can go wrong between a document and a record.

KnowledgeError
└── StructuringError
    └── IncompleteDraftError   a draft lacks what a record has to have
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_base.ingest.errors import KnowledgeError


class StructuringError(KnowledgeError):
    """Base of what structuring raises."""


class IncompleteDraftError(StructuringError):
    """The draft cannot become a record; ``problems`` name the fields."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(f"the draft is not complete: {', '.join(problems)}")
        self.problems = tuple(problems)
