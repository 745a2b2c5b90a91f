"""``troly prepare``, ``train``, ``index``, ``check-knowledge``, ``lookups``: from files to what is served."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from runtime.preparation import indexing, perform, prepare, training
from runtime.progress import Reporter
from runtime.state import waiting_turn
from runtime.stopping import stop_signals
from settings import REPOSITORY, load_settings


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("prepare")(prepare_all)
    app.command()(train)
    app.command()(index)
    app.command("check-knowledge")(check_knowledge)
    app.command()(lookups)


def prepare_all() -> None:
    """Train and index what changed, and start nothing: `troly up` does this first."""
    with stop_signals():
        prepare(load_settings(), Reporter())


def train() -> None:
    """Train the Rasa model now, changed or not."""
    settings = load_settings()
    reporter = Reporter()
    work = training(settings)
    if work is None:
        reporter.say(f"TROLY_RASA_MODEL names a ready model: {settings.rasa_model}. Nothing to train.")
        return
    with stop_signals(), waiting_turn(settings.run_dir / "preparation.lock"):
        perform([work], settings, reporter)
    reporter.say(f"Model: {work.made}")


def index(
    rollback: Annotated[bool, typer.Option("--rollback", help="Put the previous index in force again.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Accept a source that has shrunk by more than half.")] = False,
) -> None:
    """Build the search index; what did not change is taken over."""
    from knowledge_base.publishing.contents import published_at
    from knowledge_base.search.indexer import build_index  # loads the encoder's libraries: seconds
    from knowledge_base.store.builds import Builds

    settings = load_settings()
    reporter = Reporter()
    if rollback:
        build = Builds(settings.index_dir).roll_back()
        reporter.say(f"In force again: {build.name}")
        return
    work = indexing(settings)
    manifest = build_index(
        settings.knowledge_dir,
        settings.index_dir,
        settings.encoder,
        published=lambda: published_at(settings.knowledge_database_url),
        force=force,
        progress=reporter.say,
    )
    work.accept()
    reporter.say(
        f"Index: {manifest.passages} passages, {manifest.touched} touched, {manifest.reused_vectors} vectors reused, "
        f"{manifest.build}"
    )


def check_knowledge(
    folder: Annotated[Path | None, typer.Argument(help="The knowledge folder; else the configured one.")] = None,
) -> None:
    """Read every knowledge file and name what is wrong, with file and line. Exit status 1 if anything is."""
    folder = folder or load_settings().knowledge_dir
    problems = knowledge_problems(folder)
    reporter = Reporter()
    for problem in problems:
        reporter.say(problem)
    reporter.say(f"{len(problems)} problems in {folder}" if problems else f"No problem in {folder}")
    raise typer.Exit(1 if problems else 0)


def knowledge_problems(folder: Path) -> list[str]:
    """The first problem of each file, then the first one between files, as ``file:line: problem``."""
    from knowledge_base.ingest.errors import KnowledgeError
    from knowledge_base.ingest.guides import load_guide
    from knowledge_base.ingest.library import load_library
    from knowledge_base.ingest.records import PlanRecord
    from knowledge_base.ingest.yaml_source import load_record

    reads: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
        *((load_record, (path, PlanRecord)) for path in sorted((folder / "plans").glob("*.yml"))),
        *((load_guide, (path,)) for path in sorted((folder / "guides").glob("*.md"))),
        (load_library, (folder,)),
    ]
    problems: dict[str, None] = {}
    for read, arguments in reads:
        try:
            read(*arguments)
        except KnowledgeError as error:
            problems[str(error)] = None
    return list(problems)


def lookups() -> None:
    """Write Rasa's lookup tables (agencies, units, topics) from the knowledge files."""
    from knowledge_base.ingest.lookups import write_lookups

    folder = REPOSITORY / "nlu_data" / "lookups"
    write_lookups(load_settings().knowledge_dir, folder)
    Reporter().say(f"Written: {folder.relative_to(REPOSITORY)}/")
