"""Being told to stop, in every way a person or a system does it."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runtime.errors import NotRunningError
from runtime.state import hold, is_held
from runtime.stopping import StopRequested, stop_running, stop_signals, terminal_watch
from settings import REPOSITORY

HOLDER = """
import sys, time
from pathlib import Path
from runtime.state import hold
from runtime.stopping import StopRequested, stop_signals
try:
    with stop_signals(), hold(Path(sys.argv[1])):
        print("held", flush=True)
        time.sleep(60)
except StopRequested:
    print("stopped", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_ends_the_block(number: signal.Signals) -> None:
    with pytest.raises(StopRequested), stop_signals():
        os.kill(os.getpid(), number)
        time.sleep(5)


def test_a_second_signal_does_not_disturb_the_cleaning_up() -> None:
    cleaned = False
    with pytest.raises(StopRequested), stop_signals():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(5)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            cleaned = True
    assert cleaned


def test_signals_mean_afterwards_what_they_meant_before() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with stop_signals():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def test_nohup_is_respected() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stop_signals():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_another_process_is_stopped_and_waited_for(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        stop_running(tmp_path)
        assert not is_held(tmp_path)
        assert other.stdout.readline() == "stopped\n"


def test_nothing_to_stop_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotRunningError):
        stop_running(tmp_path)
    with hold(tmp_path):
        pass
    with pytest.raises(NotRunningError):
        stop_running(tmp_path)


def test_a_closed_terminal_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    controller, terminal = pty.openpty()
    kept = os.dup(0)
    os.dup2(terminal, 0)
    try:
        gone = terminal_watch()
        assert not gone()
        os.close(controller)
        assert gone()
    finally:
        os.dup2(kept, 0)
        os.close(kept)
        os.close(terminal)


def test_without_a_terminal_there_is_none_to_lose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: False)
    assert not terminal_watch()()
