"""The knowledge that the repository ships, read once for all tests: that takes seconds."""

from __future__ import annotations

from functools import cache

from knowledge_base.ingest.library import Library, load_library
from settings import REPOSITORY


@cache
def committed_library() -> Library:
    """All of it; not to be changed."""
    return load_library(REPOSITORY / "knowledge_base")
