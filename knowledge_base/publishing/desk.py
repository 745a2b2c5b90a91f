"""The desk: what an operator does with versions. Each change is one transaction with the index it leads to.

>>> desk = Desk(database, index, review_dir=Path("var/review"))  # doctest: +SKIP
>>> desk.publish(read_name("minh-long@2"), by="lan", reason="kế hoạch năm 2026")  # doctest: +SKIP
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from knowledge_base.ingest.records import PlanRecord
from knowledge_base.publishing import contents, ledger
from knowledge_base.publishing.building import Index, Indexed
from knowledge_base.publishing.database import KnowledgeDatabase
from knowledge_base.publishing.errors import CircleError, NothingToDoError, UnknownPlanError, WrongStateError
from knowledge_base.publishing.ledger import Publication
from knowledge_base.publishing.review import read_review
from knowledge_base.publishing.shelf import Shelf
from knowledge_base.publishing.versions import Name, State, Version
from knowledge_base.publishing.wording import Wording, tie
from knowledge_base.store.builds import Manifest


@dataclass(frozen=True)
class Done:
    """What a command changed. ``silent`` are locators of clauses without wording, ``back`` what is in force again."""

    version: Version
    indexed: Indexed | None = None
    silent: tuple[str, ...] = ()
    back: Version | None = None
    committed: bool = False


class Desk:
    """Publishes, withdraws, rolls back and restores versions; ``review_dir`` is where edited drafts lie."""

    def __init__(self, database: KnowledgeDatabase, index: Index, *, review_dir: Path) -> None:
        self.database = database
        self.index = index
        self.shelf = Shelf(database, index.knowledge_dir, review_dir)

    def heal(self) -> Manifest | None:
        """Finish a publication that a crash cut off before its index was in force; ``None`` when there is none."""
        return self.index.heal(self.database)

    def publish(
        self,
        name: Name,
        *,
        by: str,
        reason: str | None = None,
        review: Path | None = None,
        keep_record: bool = False,
        replaces: str | None = None,
    ) -> Done:
        """Put a draft in force: the edited review file, ``review``, or with ``keep_record`` the record in force now.

        Raises ``NothingToDoError``, ``WrongStateError``, ``UnknownPlanError``, ``CircleError`` or ``ReviewError``.
        """
        version = self._draft(name)
        library = self.shelf.library()
        plans = {plan.document_id: plan for plan in library.plans}
        _check_replacement(version.document_id, replaces, plans)
        if keep_record:
            record, keeps_committed = self._kept(version.document_id, plans)
        else:
            path = review or self.shelf.review_file(version)
            record = read_review(path, document=version.document_id, agency=version.agency, plans=plans)
            keeps_committed = False
        wording = self._wording(version, record)
        what = Publication(record, wording.original, keeps_committed, replaces)

        def work(connection: Connection) -> Version:
            fresh = _still(connection, version, {State.DRAFT}, "publish")
            return ledger.publish(connection, fresh, what, by, reason)

        done, indexed = self.index.change(self.database, work)
        return Done(done, indexed, wording.silent)

    def withdraw(self, name: Name, *, by: str, reason: str | None = None) -> Done:
        """Take the version in force (or the one named) out. The committed record, if there is one, is in force again.

        Raises ``NothingToDoError`` or ``WrongStateError``.
        """
        version = self._named(name) if name.number is not None else self._in_force(name.document, "withdraw")
        allowed = {State.PUBLISHED, State.DRAFT}
        if version.state not in allowed:
            raise WrongStateError("withdraw", version.document_id, version.number, version.state)

        def work(connection: Connection) -> Version:
            return ledger.withdraw(connection, _still(connection, version, allowed, "withdraw"), by, reason)

        if version.state is State.DRAFT:
            with self.database.write() as connection:
                return Done(work(connection))
        done, indexed = self.index.change(self.database, work)
        return Done(done, indexed, committed=self.shelf.is_committed(version.document_id))

    def roll_back(self, document: str, *, by: str, reason: str | None = None) -> Done:
        """Take the version in force out and put the one before in force again: a version, or the committed record.

        Raises ``NothingToDoError``.
        """
        version = self._in_force(document, "rollback")
        with self.database.read() as connection:
            before = ledger.earlier(connection, version)
        committed = before is None and self.shelf.is_committed(document)
        if before is None and not committed:
            raise NothingToDoError("earlier", document)

        def work(connection: Connection) -> tuple[Version, Version | None]:
            taken = ledger.withdraw(connection, _still(connection, version, {State.PUBLISHED}, "withdraw"), by, reason)
            if before is None:
                return taken, None
            fresh = _still(connection, before, {State.REPLACED}, "restore")
            return taken, ledger.reinstate(connection, fresh, by, reason)

        (taken, back), indexed = self.index.change(self.database, work)
        return Done(taken, indexed, back=back, committed=committed)

    def restore(self, name: Name, *, by: str, reason: str | None = None) -> Done:
        """Put a replaced or withdrawn version in force again; a withdrawn draft is a draft again.

        Raises ``NothingToDoError``, ``UnknownVersionError`` or ``WrongStateError``.
        """
        version = self._named(name)
        allowed = {State.REPLACED, State.WITHDRAWN}
        if version.state not in allowed:
            raise WrongStateError("restore", version.document_id, version.number, version.state)
        if version.publication is not None and version.replaces is not None:
            others = {plan.document_id: plan for plan in self.shelf.library().plans}
            _check_replacement(version.document_id, version.replaces, others)

        def work(connection: Connection) -> Version:
            return ledger.restore(connection, _still(connection, version, allowed, "restore"), by, reason)

        if version.publication is None:
            with self.database.write() as connection:
                return Done(work(connection))
        done, indexed = self.index.change(self.database, work)
        return Done(done, indexed)

    def _draft(self, name: Name) -> Version:
        """The draft that is meant: the one named, or the document's latest."""
        if name.number is not None:
            version = self._named(name)
            if version.state is not State.DRAFT:
                raise WrongStateError("publish", version.document_id, version.number, version.state)
            return version
        with self.database.read() as connection:
            drafts = [one for one in ledger.all_versions(connection, name.document) if one.state is State.DRAFT]
        if not drafts:
            raise NothingToDoError("publish", name.document)
        return drafts[-1]

    def _named(self, name: Name) -> Version:
        with self.database.read() as connection:
            if name.number is None:
                own = ledger.all_versions(connection, name.document)
                return own[-1] if own else ledger.get(connection, name.document, 1)
            return ledger.get(connection, name.document, name.number)

    def _in_force(self, document: str, wanted: str) -> Version:
        with self.database.read() as connection:
            version = ledger.in_force(connection, document)
        if version is None:
            raise NothingToDoError(wanted, document)
        return version

    def _kept(self, document: str, plans: Mapping[str, PlanRecord]) -> tuple[PlanRecord, bool]:
        """The record in force, and whether it is the committed one."""
        if document not in plans:
            raise NothingToDoError("keep", document)
        with self.database.read() as connection:
            current = ledger.in_force(connection, document)
        record = plans[document].model_copy(update={"in_force": True, "replaced_by": None})
        return record, current is None or current.keeps_committed

    def _wording(self, version: Version, record: PlanRecord) -> Wording:
        with self.database.read() as connection:
            document = contents.document_of(connection, version)
            draft = contents.draft_of(connection, version)
        today = datetime.datetime.now(tz=datetime.UTC).date()
        return tie(document.model_copy(update={"name": version.file_name}), draft, record, published=today)


def _still(connection: Connection, version: Version, allowed: set[State], wanted: str) -> Version:
    """The version as it stands in this transaction: somebody else may have been faster."""
    fresh = ledger.get(connection, version.document_id, version.number)
    if fresh.state not in allowed:
        raise WrongStateError(wanted, fresh.document_id, fresh.number, fresh.state)
    return fresh


def _check_replacement(document: str, other: str | None, plans: Mapping[str, PlanRecord]) -> None:
    """A plan that is replaced has to be there, and the chain of replacements must not come back."""
    if other is None:
        return
    if other not in plans and other != document:
        raise UnknownPlanError(other, sorted(plans))
    at: str | None = document
    seen: set[str] = set()
    while at is not None and at not in seen:
        seen.add(at)
        at = plans[at].replaced_by if at in plans else None
    if other in seen:
        raise CircleError(document, other)
