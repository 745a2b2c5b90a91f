"""One assistant a home; a dead one blocks nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.errors import AlreadyRunningError
from runtime.state import RunningState, hold, holder, is_held, read_state, write_state
from settings import REPOSITORY

STATE = RunningState(url="http://127.0.0.1:8000", pid=1, supervisor_pid=2, rasa_port=3, action_port=4, ready=True)


def test_a_second_one_is_told_where_the_first_is(tmp_path: Path) -> None:
    with hold(tmp_path):
        write_state(tmp_path, STATE)
        with (
            pytest.raises(AlreadyRunningError, match=r"already running at http://127\.0\.0\.1:8000"),
            hold(tmp_path),
        ):
            pass
        assert read_state(tmp_path) == STATE


def test_a_second_one_is_told_that_the_first_is_still_starting(tmp_path: Path) -> None:
    with hold(tmp_path), pytest.raises(AlreadyRunningError, match="still starting"), hold(tmp_path):
        pass


def test_the_holder_is_known_while_it_holds(tmp_path: Path) -> None:
    with hold(tmp_path):
        assert holder(tmp_path) == os.getpid()
    assert holder(tmp_path) is None
    assert read_state(tmp_path) is None


def test_a_killed_one_leaves_the_home_free(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time; from runtime.state import *; "
        "held = hold(pathlib.Path(sys.argv[1])); held.__enter__(); "
        "write_state(pathlib.Path(sys.argv[1]), RunningState.model_validate_json(sys.argv[2])); "
        "print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(tmp_path), STATE.model_dump_json()]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert is_held(tmp_path)
        other.kill()
    assert not is_held(tmp_path)
    assert read_state(tmp_path) is None
    with hold(tmp_path):
        pass
