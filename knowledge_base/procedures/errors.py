"""What can go wrong with the catalogue of procedures; the tree stands in the package's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_base.ingest.errors import KnowledgeError, SourceError

SHOWN_PROBLEMS = 20


class CatalogueError(KnowledgeError):
    """The catalogue cannot be used as asked."""


class ImportRefusedError(CatalogueError):
    """A file was not taken in, none of it. ``problems`` holds every one found, in the file's order."""

    def __init__(self, problems: Sequence[SourceError]) -> None:
        shown = [str(one) for one in problems[:SHOWN_PROBLEMS]]
        more = len(problems) - len(shown)
        lines = [f"{len(problems)} problems, nothing imported:", *shown, *([f"… and {more} more"] if more else [])]
        super().__init__("\n".join(lines))
        self.problems = list(problems)


class CatalogueMissingError(CatalogueError):
    """Nothing was imported yet."""


class UnknownCodeError(CatalogueError):
    """No procedure has this code."""
