"""``troly ingest`` and ``troly plans``: from a clerk's file to a published plan, and back."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from runtime.preparation import indexing
from runtime.progress import Reporter
from settings import Settings, load_settings

if TYPE_CHECKING:
    from knowledge_base.publishing.desk import Desk, Done

By = Annotated[str | None, typer.Option("--by", help="Who does it; else the name of the system's user.")]
Reason = Annotated[str | None, typer.Option("--reason", help="Why, for the history.")]
Plan = Annotated[str, typer.Argument(help="A plan such as minh-long, or one of its versions: minh-long@2.")]

plans = typer.Typer(name="plans", help="List, compare, publish and withdraw plans.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command()(ingest)
    app.add_typer(plans)


def ingest(
    file: Annotated[Path, typer.Argument(help=".docx, .odt, .pdf, a scan or picture, .txt or .md.")],
    agency: Annotated[str, typer.Option(help="Whose plan it is, such as minh-long.")],
    document: Annotated[str | None, typer.Option(help="Which plan it is a version of; else guessed.")] = None,
    title: Annotated[str | None, typer.Option(help="The plan's title, where the document has none.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Read a file that was read before once more.")] = False,
    by: By = None,
) -> None:
    """Read a plan's file, report what was found, and write a draft for review."""
    from knowledge_base.publishing.ingesting import Intake, told

    with _room() as room:
        intake = Intake(room.desk.database, room.desk.shelf, room.settings.review_dir)
        done = intake.ingest(file, agency=agency, by=_who(by), document=document, title=title, again=again)
        for line in told(done, room.desk.database):
            room.reporter.say(line)


@plans.command("list")
def list_plans(
    document: Annotated[str | None, typer.Argument(help="Only this plan, with all its versions.")] = None,
) -> None:
    """List plans and their versions: state, file, who, when."""
    from knowledge_base.publishing.listing import rows
    from knowledge_base.publishing.texts import say

    with _room() as room:
        found = rows(room.desk, document)
        if not found:
            room.reporter.say(say("list.empty"))
            return
        names = ("version", "state", "title", "file", "who", "when", "doubts")
        table = Table(*(say(f"list.columns.{name}") for name in names))
        for row in found:
            table.add_row(*row)
        room.reporter.console.print(table, highlight=False, markup=False)


@plans.command()
def show(plan: Plan) -> None:
    """Show a version: where its review file is, what was reported, what was done to it."""
    from knowledge_base.publishing.listing import shown
    from knowledge_base.publishing.versions import read_name

    with _room() as room:
        for line in shown(room.desk, read_name(plan)):
            room.reporter.say(line)


@plans.command()
def diff(
    before: Annotated[str, typer.Argument(help="The older one: minh-long@1; minh-long@0 is the committed record.")],
    after: Annotated[str, typer.Argument(help="The newer one; without @ the record in force.")],
    wording: Annotated[bool, typer.Option("--wording", help="Tell changes of words alone as well.")] = False,
) -> None:
    """Say what changed between two versions, or two plans."""
    from knowledge_base.publishing.differences import compare, sentences
    from knowledge_base.publishing.versions import read_name

    with _room() as room:
        old, new = (room.desk.shelf.record(read_name(name)) for name in (before, after))
        for line in sentences(compare(old, new), wording=wording):
            room.reporter.say(line)


@plans.command()
def publish(
    plan: Plan,
    record: Annotated[Path | None, typer.Option(help="The edited YAML; else the version's review file.")] = None,
    keep_record: Annotated[
        bool, typer.Option("--keep-record", help="Keep the record in force; only add the original's wording.")
    ] = False,
    replaces: Annotated[str | None, typer.Option(help="Another plan that this one takes the place of.")] = None,
    by: By = None,
    reason: Reason = None,
) -> None:
    """Put a draft in force."""
    from knowledge_base.publishing.texts import say
    from knowledge_base.publishing.versions import read_name

    if record is not None and keep_record:
        raise typer.BadParameter("--record and --keep-record exclude each other")
    with _room() as room:
        done = room.desk.publish(
            read_name(plan),
            by=_who(by),
            reason=reason,
            review=record,
            keep_record=keep_record,
            replaces=read_name(replaces).document if replaces else None,
        )
        lines = [say("publish.done", version=done.version.name, title=done.version.title)]
        if keep_record:
            lines.append(say("publish.kept"))
        if replaces:
            lines.append(say("publish.replaced", other=replaces, document=done.version.document_id))
        count, places = len(done.silent), "; ".join(done.silent)
        lines.append(say("publish.silent", count=count, places=places) if count else say("publish.all_quoted"))
        room.tell(done, lines)


@plans.command()
def withdraw(plan: Plan, by: By = None, reason: Reason = None) -> None:
    """Take the version in force, or a draft, out."""
    from knowledge_base.publishing.texts import say
    from knowledge_base.publishing.versions import read_name

    with _room() as room:
        done = room.desk.withdraw(read_name(plan), by=_who(by), reason=reason)
        if done.indexed is None:
            room.tell(done, [say("publish.draft_withdrawn", version=done.version.name)])
            return
        after = "committed_again" if done.committed else "gone"
        lines = [say("publish.withdrawn", version=done.version.name)]
        room.tell(done, [*lines, say(f"publish.{after}", document=done.version.document_id)])


@plans.command()
def rollback(plan: Plan, by: By = None, reason: Reason = None) -> None:
    """Put the version before the one in force in force again."""
    from knowledge_base.publishing.texts import say
    from knowledge_base.publishing.versions import read_name

    with _room() as room:
        done = room.desk.roll_back(read_name(plan).document, by=_who(by), reason=reason)
        lines = [say("publish.withdrawn", version=done.version.name)]
        if done.back is not None:
            lines.append(say("publish.rolled_back", version=done.back.name))
        else:
            lines.append(say("publish.committed_again", document=done.version.document_id))
        room.tell(done, lines)


@plans.command()
def restore(plan: Plan, by: By = None, reason: Reason = None) -> None:
    """Put a version that was replaced or withdrawn in force again."""
    from knowledge_base.publishing.texts import say
    from knowledge_base.publishing.versions import read_name

    with _room() as room:
        done = room.desk.restore(read_name(plan), by=_who(by), reason=reason)
        key = "restored" if done.indexed is not None else "kept_draft"
        room.tell(done, [say(f"publish.{key}", version=done.version.name)])


@dataclass(frozen=True)
class _Room:
    """What every command works with."""

    settings: Settings
    desk: Desk
    reporter: Reporter

    def tell(self, done: Done, lines: list[str]) -> None:
        """Say what was done and what the index took; the next start finds nothing left to do."""
        from knowledge_base.publishing.texts import say

        for line in lines:
            self.reporter.say(line)
        if done.indexed is not None:
            indexing(self.settings).accept()
            self.reporter.say(say("publish.index", **done.indexed.figures()))


@contextmanager
def _room() -> Iterator[_Room]:
    """The desk of this home; a publication that was cut off is finished first."""
    from knowledge_base.publishing.building import Index  # loads the search's libraries: seconds
    from knowledge_base.publishing.database import KnowledgeDatabase
    from knowledge_base.publishing.desk import Desk
    from knowledge_base.publishing.texts import say

    settings, reporter = load_settings(), Reporter()
    database = KnowledgeDatabase(settings.knowledge_database_url)
    try:
        index = Index(settings.knowledge_dir, settings.index_dir, settings.encoder)
        desk = Desk(database, index, review_dir=settings.review_dir)
        if desk.heal() is not None:
            indexing(settings).accept()
            reporter.say(say("publish.healed"))
        yield _Room(settings, desk, reporter)
    finally:
        database.close()


def _who(by: str | None) -> str:
    """Who does it: as given, or the system's user."""
    if by and by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"
