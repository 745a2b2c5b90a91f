"""The published originals of the index build in force, and their pages: each rendered once per build."""

from __future__ import annotations

import gzip
import hashlib
import logging
import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from connectors.errors import ProblemError
from connectors.logs import event, get_logger
from connectors.web.document_view import view_of
from connectors.web.pages import Templates
from knowledge_base.ingest.originals import Original
from knowledge_base.ingest.records import Agency, PlanRecord
from knowledge_base.store.builds import Builds, IndexMissingError
from knowledge_base.store.database import Store

log = get_logger(__name__)

KEPT_PAGES = 48
RETRY_SECONDS = "30"


@dataclass(frozen=True)
class Page:
    """A rendered page. ``etag`` is of its content, whatever its encoding."""

    body: bytes
    zipped: bytes
    etag: str


class Shelf:
    """The originals of one build."""

    def __init__(self, build: Path, since: float, templates: Templates) -> None:
        store = Store(build / "store.sqlite")
        store.close()
        self.build = build.name
        self.since = max(since, templates.changed)
        """When the pages last changed, in seconds of the epoch."""
        self._originals: Mapping[str, Original] = store.originals
        self._plans: Mapping[str, PlanRecord] = store.plans
        self._agencies: Mapping[str, Agency] = store.agencies
        self._templates = templates
        self.page = lru_cache(maxsize=KEPT_PAGES)(self._page)

    def _page(self, document: str, clause: str | None) -> Page:
        """The page of a document. Raises the problems ``unknown_document`` and ``unknown_clause``."""
        original, plan = self._originals.get(document), self._plans.get(document)
        if original is None:
            raise ProblemError("unknown_document")
        if clause is not None and clause not in _clauses(original, plan):
            raise ProblemError("unknown_clause")
        later = self._plans.get(plan.replaced_by) if plan and plan.replaced_by else None
        body = self._templates.render(
            "document.html",
            original=original,
            plan=plan,
            later=later,
            later_is_here=later is not None and later.document_id in self._originals,
            agency=self._agencies.get(plan.agency) if plan else None,
            view=view_of(original, plan, clause),
            root="../" * (2 if clause else 1),
        )
        return Page(body, gzip.compress(body, 6), f'W/"{hashlib.sha256(body).hexdigest()[:24]}"')


class Shelves:
    """The shelf of the build in force; a new build is taken up at the next request."""

    def __init__(self, index_dir: Path, templates: Templates) -> None:
        self._builds = Builds(index_dir)
        self._pointer = index_dir / "current"
        self._templates = templates
        self._lock = threading.Lock()
        self._shelf: Shelf | None = None

    def current(self) -> Shelf:
        """Raises the problem ``documents_not_ready`` when no build is in force or it cannot be read."""
        try:
            build = self._builds.current()
            with self._lock:
                if self._shelf is None or self._shelf.build != build.name:
                    self._shelf = Shelf(build, self._pointer.stat().st_mtime, self._templates)
                return self._shelf
        except (IndexMissingError, OSError, sqlite3.Error, ValueError):
            event(log, "documents.unreadable", logging.WARNING, error=True)
            raise ProblemError("documents_not_ready", headers={"Retry-After": RETRY_SECONDS}) from None


def _clauses(original: Original, plan: PlanRecord | None) -> set[str | None]:
    known: set[str | None] = {one.id for one in plan.clauses} if plan else set()
    return known.union(*([part.clause, *part.row_clauses] for part in original.parts)) - {None}
