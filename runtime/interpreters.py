"""Find a Python of the wanted version that really runs.

A name on the PATH is not enough: pyenv puts a ``python3.10`` there that only prints an error while another
version is active. So each candidate is asked what it is, and the first that answers rightly is taken.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_PROBE = "import bz2, ctypes, lzma, sqlite3, ssl, sys; print('%d.%d' % sys.version_info[:2])"
_USUAL_FOLDERS = ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin")


def find_interpreter(version: str) -> Path | None:
    """Return an interpreter of ``version`` (such as ``"3.10"``) that runs, or ``None``.

    ``TROLY_PYTHON310`` (``TROLY_PYTHON311``…) names one outright and is tried first.
    """
    seen = set()
    for candidate in candidates(version):
        if candidate in seen or not candidate.exists():
            continue
        seen.add(candidate)
        if runs_as(candidate, version):
            return candidate
    return None


def candidates(version: str) -> Iterator[Path]:
    """Every place where a Python ``version`` may stand, the most deliberate choice first."""
    named = os.environ.get("TROLY_PYTHON" + version.replace(".", ""))
    if named:
        yield Path(named)
    yield Path(sys.executable)
    for folder in [*os.environ.get("PATH", "").split(os.pathsep), *_USUAL_FOLDERS]:
        if folder:
            yield Path(folder) / f"python{version}"
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT", home / ".pyenv"))
    for pattern in (f"versions/{version}.*/bin/python", f"versions/{version}/bin/python"):
        yield from _newest_first(pyenv, pattern)
    managed = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", home / ".local" / "share" / "uv" / "python"))
    yield from _newest_first(managed, f"cpython-{version}*/bin/python{version}")
    for conda in ("miniforge3", "miniconda3", "anaconda3"):
        yield home / conda / "bin" / f"python{version}"


def runs_as(interpreter: Path, version: str) -> bool:
    """Whether ``interpreter`` starts, is of ``version`` and has the compiled modules that we need."""
    try:
        answer = subprocess.run(
            [str(interpreter), "-I", "-c", _PROBE], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == version


def _newest_first(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern), key=lambda path: [int(part) for part in _numbers(path)], reverse=True)


def _numbers(path: Path) -> list[str]:
    digits = "".join(character if character.isdigit() else " " for character in str(path))
    return digits.split()
