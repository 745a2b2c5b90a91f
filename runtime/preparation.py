"""Before the start: train Rasa's model and build the index, each only when what it is made of has changed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from runtime.environments import BOT
from runtime.errors import PreparationError
from runtime.fingerprints import index_fingerprint, matches, rasa_fingerprint, remember
from runtime.process_manager import log_tail
from runtime.processes import model_path, tool_environment
from runtime.progress import Reporter
from runtime.state import waiting_turn
from settings import REPOSITORY, Settings

_BETWEEN_LOOKS = 0.2


@dataclass(frozen=True)
class Work:
    """Something to make: what from, by which command, and where the result goes."""

    title: str
    command: tuple[str, ...]
    log: Path
    fingerprint: str
    stamp: Path
    made: Path
    staged: Path | None = None

    @property
    def due(self) -> bool:
        """Whether the thing is missing or its inputs changed."""
        return not self.made.exists() or not matches(self.stamp, self.fingerprint)

    def accept(self) -> None:
        """Put the result in its place, in one step, and remember what it was made from."""
        if self.staged is not None:
            self.staged.replace(self.made)
        remember(self.stamp, self.fingerprint)


def training(settings: Settings) -> Work | None:
    """The training of Rasa's model; ``None`` when ``TROLY_RASA_MODEL`` names one that is ready."""
    if settings.rasa_model is not None:
        return None
    model = model_path(settings)
    staged = model.parent / "staged" / model.name
    return Work(
        title="Training the Rasa model",
        command=(
            str(BOT.python),
            *(
                "-m",
                "rasa",
                "train",
                "--config",
                "config.yml",
                "--domain",
                "domain.yml",
                "--data",
                *training_data(),
            ),
            *("--out", str(staged.parent), "--fixed-model-name", model.name.removesuffix(".tar.gz")),
        ),
        log=settings.log_dir / "train.log",
        fingerprint=rasa_fingerprint(),
        stamp=model.with_name("inputs.json"),
        made=model,
        staged=staged,
    )


def indexing(settings: Settings) -> Work:
    """The building of the search index from files and published plans. Raises ``DatabaseError``."""
    from knowledge_base.publishing.contents import fingerprint_at  # loads SQLAlchemy: not for every command

    return Work(
        title="Building the index",
        command=(sys.executable, "-m", "cli.app", "index"),
        log=settings.log_dir / "index.log",
        fingerprint=index_fingerprint(
            settings.knowledge_dir, settings.encoder, fingerprint_at(settings.knowledge_database_url)
        ),
        stamp=settings.index_dir / "inputs.json",
        made=settings.index_dir / "current",
    )


def training_data() -> list[str]:
    """What Rasa learns from: all of ``nlu_data/`` but its tests."""
    return [f"nlu_data/{place.name}" for place in sorted((REPOSITORY / "nlu_data").iterdir()) if place.name != "tests"]


def prepare(settings: Settings, reporter: Reporter) -> None:
    """Do what is due, side by side. Raises ``PreparationError`` with the end of the log of what failed."""
    if not BOT.built:
        raise PreparationError(
            f"{BOT.folder} is missing or still being installed. Run `make up`, or wait until it says ready."
        )
    work = [one for one in (training(settings), indexing(settings)) if one is not None]
    if any(one.due for one in work):
        with waiting_turn(settings.run_dir / "preparation.lock"):
            perform([one for one in work if one.due], settings, reporter)


def perform(work: Sequence[Work], settings: Settings, reporter: Reporter) -> None:
    """Do all of ``work`` now, due or not; when one fails or we are interrupted, the others are ended too."""
    settings.log_dir.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as running, reporter.steps() as steps:
        under_way = [(one, steps.begin(one.title), running.enter_context(_running(one, settings))) for one in work]
        while under_way:
            time.sleep(_BETWEEN_LOOKS)
            for one, step, process in list(under_way):
                status = process.poll()
                if status is None:
                    step.show_tail(one.log)
                    continue
                if status:
                    raise PreparationError(f"{one.title} failed (exit status {status}). {log_tail(one.log, 25)}")
                one.accept()
                step.done()
                under_way.remove((one, step, process))


@contextlib.contextmanager
def _running(work: Work, settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    process = None
    try:
        with work.log.open("wb") as log:
            process = subprocess.Popen(
                work.command,
                cwd=REPOSITORY,
                env=tool_environment(settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        yield process
    finally:
        if process is not None and process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()
