"""Training and indexing: side by side, only when due, never half in place."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from runtime.environments import BOT
from runtime.errors import PreparationError
from runtime.preparation import Work, indexing, perform, prepare, training, training_data
from runtime.progress import Reporter
from runtime.stopping import StopRequested, stop_signals
from settings import Settings
from tests.runtime.conftest import exists


@pytest.fixture
def reporter() -> Reporter:
    quiet = Reporter()
    quiet.console = Console(file=io.StringIO(), width=200)
    return quiet


def said(reporter: Reporter) -> str:
    assert isinstance(reporter.console.file, io.StringIO)
    return reporter.console.file.getvalue()


def work(folder: Path, code: str, title: str = "Making it") -> Work:
    folder.mkdir(parents=True, exist_ok=True)
    return Work(
        title=title,
        command=(sys.executable, "-c", code, str(folder / "staged")),
        log=folder / "log",
        fingerprint="today",
        stamp=folder / "inputs.json",
        made=folder / "made",
        staged=folder / "staged",
    )


MAKES = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text('new')"
FAILS = "import sys; print('line 3: unknown intent'); sys.exit(2)"
LASTS = "import os, time; print(os.getpid(), flush=True); time.sleep(60); print('came to its end')"


def cut_short(one: Work) -> bool:
    """Whether the process of ``LASTS`` is gone and never came to its end."""
    pid, *more = one.log.read_text().split()
    return not more and not exists(int(pid))


def test_what_is_made_is_put_in_place_and_not_made_again(
    settings: Settings, reporter: Reporter, tmp_path: Path
) -> None:
    one = work(tmp_path, MAKES)
    assert one.due
    perform([one], settings, reporter)
    assert one.made.read_text() == "new"
    assert not one.due
    assert "Making it: done in" in said(reporter)


def test_a_failure_shows_the_end_of_the_log_and_keeps_what_was_there(
    settings: Settings, reporter: Reporter, tmp_path: Path
) -> None:
    one = work(tmp_path, FAILS)
    one.made.write_text("old")
    with pytest.raises(PreparationError, match=r"(?s)Making it failed \(exit status 2\).*line 3: unknown intent"):
        perform([one], settings, reporter)
    assert one.made.read_text() == "old"
    assert one.due


def test_a_failure_ends_the_other_work(settings: Settings, reporter: Reporter, tmp_path: Path) -> None:
    lasting = work(tmp_path / "a", LASTS)
    fails = f"import pathlib, time\nwhile not pathlib.Path({str(lasting.log)!r}).read_text(): time.sleep(0.02)\n{FAILS}"
    with pytest.raises(PreparationError):
        perform([lasting, work(tmp_path / "b", fails)], settings, reporter)
    assert cut_short(lasting)


def test_a_signal_ends_the_work(settings: Settings, reporter: Reporter, tmp_path: Path) -> None:
    signals_parent = "import os, signal; os.kill(os.getppid(), signal.SIGTERM)"
    lasting = work(tmp_path, LASTS.replace("; time.sleep", f"; {signals_parent}; time.sleep"))
    with pytest.raises(StopRequested), stop_signals():
        perform([lasting], settings, reporter)
    assert cut_short(lasting)


def test_a_ready_model_is_not_trained(settings: Settings) -> None:
    assert training(settings.model_copy(update={"rasa_model": Path("/models/ours.tar.gz")})) is None


def test_nothing_is_done_when_nothing_changed(settings: Settings, reporter: Reporter) -> None:
    for one in (training(settings), indexing(settings)):
        assert one is not None
        one.made.parent.mkdir(parents=True, exist_ok=True)
        if one.staged is not None:
            one.staged.parent.mkdir(parents=True)
            one.staged.write_text("")
        one.made.write_text("")
        one.accept()
    prepare(settings, reporter)
    assert said(reporter) == ""


def test_rasas_own_tests_are_no_training_data() -> None:
    assert "nlu_data/nlu" in training_data()
    assert "nlu_data/tests" not in training_data()


def test_an_environment_that_is_still_being_installed_is_named(
    settings: Settings, reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unfinished = replace(BOT, folder=tmp_path / "half-built")
    monkeypatch.setattr("runtime.preparation.BOT", unfinished)
    with pytest.raises(PreparationError, match=r"half-built is missing or still being installed.*make up"):
        prepare(settings, reporter)
