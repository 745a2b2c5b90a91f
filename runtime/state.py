"""Who runs from this home: a lock held for as long as an assistant runs, and a file that says where it is.

The lock is the kernel's: it goes with its process, so a power cut leaves no stale "already running".
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from runtime.errors import AlreadyRunningError

_LOCK = "assistant.lock"
_STATE = "assistant.json"


class RunningState(BaseModel):
    """``var/run/assistant.json``: where an assistant answers and which process to tell to stop."""

    model_config = ConfigDict(frozen=True)

    url: str
    pid: int
    supervisor_pid: int
    rasa_port: int
    action_port: int
    ready: bool


def read_state(run_dir: Path) -> RunningState | None:
    """The state of the assistant that runs from here now, or ``None``."""
    if not is_held(run_dir):
        return None
    try:
        return RunningState.model_validate_json((run_dir / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None


def write_state(run_dir: Path, state: RunningState) -> None:
    """Publish ``state``; readers see the old one or this one, never a part."""
    staged = run_dir / f"{_STATE}.tmp"
    staged.write_text(state.model_dump_json(indent=1), encoding="utf-8")
    staged.replace(run_dir / _STATE)


def is_held(run_dir: Path) -> bool:
    """Whether an assistant runs, or is being started, from here."""
    try:
        with (run_dir / _LOCK).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def holder(run_dir: Path) -> int | None:
    """Process id of the command that holds the lock, or ``None`` when nobody does."""
    if not is_held(run_dir):
        return None
    content = (run_dir / _LOCK).read_text(encoding="ascii")
    return int(content) if content.isdigit() else None


@contextlib.contextmanager
def hold(run_dir: Path) -> Iterator[None]:
    """Be the one assistant of this home. Raises ``AlreadyRunningError`` with the other's address."""
    run_dir.mkdir(parents=True, exist_ok=True)
    with (run_dir / _LOCK).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = read_state(run_dir)
            raise AlreadyRunningError(other.url if other else None) from None
        file.truncate(0)
        file.write(str(os.getpid()).encode())
        file.flush()
        (run_dir / _STATE).unlink(missing_ok=True)
        try:
            yield
        finally:
            (run_dir / _STATE).unlink(missing_ok=True)


@contextlib.contextmanager
def waiting_turn(path: Path) -> Iterator[None]:
    """Do one thing at a time across processes, such as training: wait until the lock at ``path`` is free."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
