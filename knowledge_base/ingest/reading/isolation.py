"""Reading in a process of its own: whatever a hostile file does there ends with that process."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from knowledge_base.ingest.reading.document import Document
from knowledge_base.ingest.reading.errors import MemoryLimitError, ReaderCrashedError, TimeLimitError, revived
from knowledge_base.ingest.reading.limits import Limits

REFUSED = 3
"""Exit status of a reading process that says why it did not read the file."""
OUT_OF_MEMORY = 4

_NO_MEMORY = (
    "MemoryError",
    "bad_alloc",
    "Insufficient memory",
    "Cannot allocate memory",
    "can't start new thread",
    "failed to map",
)
"""How libraries complain that the address space is used up."""

_ROOT = Path(__file__).resolve().parents[3]
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "MALLOC_ARENA_MAX": "2"}
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TESSDATA_PREFIX", "VIRTUAL_ENV", "SYSTEMROOT")
"""What the reading process sees of the environment: nothing secret."""


def in_child(path: Path, limits: Limits) -> Document:
    """Read ``path`` in a child process. Raises ``ReadingError``."""
    command = [
        sys.executable,
        "-m",
        "knowledge_base.ingest.reading",
        "--limits",
        limits.model_dump_json(),
        str(path.resolve()),
    ]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | _ONE_THREAD
    environment |= {"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"}
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaint:
        status = _run(command, environment, answer, complaint, limits)
        answer.seek(0)
        said = answer.read(limits.answer_bytes + 1)
        complaint.seek(0)
        complained = complaint.read(20_000).decode("utf-8", errors="replace")
    if status == OUT_OF_MEMORY or (status != REFUSED and any(sign in complained for sign in _NO_MEMORY)):
        raise MemoryLimitError(limits.memory_bytes)
    if status == REFUSED:
        raise revived(_json(said, status))
    if status == -signal.SIGXCPU:
        raise TimeLimitError(limits.seconds)
    if status != 0 or len(said) > limits.answer_bytes:
        raise ReaderCrashedError(_how(status, complained))
    try:
        return Document.model_validate_json(said)
    except ValidationError as error:
        raise ReaderCrashedError(f"an answer that is no document: {error.error_count()} errors") from None


def _run(
    command: list[str], environment: dict[str, str], answer: IO[bytes], complaint: IO[bytes], limits: Limits
) -> int:
    """Run to the end, or to the end of the time; programs the process started go down with it."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=answer,
        stderr=complaint,
        env=environment,
        cwd=_ROOT,
        start_new_session=True,
    ) as process:
        try:
            return process.wait(timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise TimeLimitError(limits.seconds) from None
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)


def _json(said: bytes, status: int) -> dict[str, Any]:
    try:
        loaded = json.loads(said)
    except ValueError:
        raise ReaderCrashedError(_how(status, "")) from None
    if not isinstance(loaded, dict):
        raise ReaderCrashedError(_how(status, ""))
    return loaded


def _how(status: int, complained: str) -> str:
    last = next((line for line in reversed(complained.splitlines()) if line.strip()), "")
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"signal {signal.Signals(-status).name}"
    return f"exit status {status}: {last[:300]}"
