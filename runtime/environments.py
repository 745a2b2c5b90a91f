"""The two Python environments: what each is made of, and building one from its lock file.

A stamp beside the environment says which lock and which Python it was built from; while it fits, nothing is
installed. The development lock holds everything the plain one does, so what is built from it serves both.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from runtime import uv
from runtime.interpreters import find_interpreter, runs_as
from runtime.uv import BootstrapError

REPOSITORY = Path(__file__).resolve().parent.parent
TOOLS = REPOSITORY / "var" / "tools" / "uv"
STAMP = ".built-from.json"


@dataclass(frozen=True)
class Environment:
    """One virtual environment of the project."""

    title: str
    folder: Path
    version: str
    lock: Path
    development_lock: Path
    installs_project: bool

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.folder / "bin" / "python"

    @property
    def built(self) -> bool:
        """Whether the environment was once built to its end; ``False`` while it is being installed."""
        return self._stamp() is not None

    def needs_building(self, development: bool) -> bool:
        """Whether the environment is missing, broken or made from other locks than today's."""
        wanted = [self._identity(self.development_lock)]
        if not development:
            wanted.append(self._identity(self.lock))
        return self._stamp() not in wanted or not runs_as(self.python, self.version)

    def build(self, development: bool, show: bool = True) -> None:
        """Make the environment hold exactly what the lock lists. Raises ``BootstrapError``."""
        lock = self.development_lock if development else self.lock
        installer = uv.find_uv(TOOLS)
        (self.folder / STAMP).unlink(missing_ok=True)
        if not runs_as(self.python, self.version):
            interpreter = self._interpreter(installer)
            shutil.rmtree(self.folder, ignore_errors=True)
            self._run([installer, "venv", "--quiet", "--python", interpreter, self.folder], show)
        # Compiled now, or every start compiles anew where PYTHONDONTWRITEBYTECODE is set or nobody may write.
        sync: tuple[Path | str, ...] = (
            "pip",
            "sync",
            "--compile-bytecode",
            "--python",
            self.python,
            *uv.options(),
        )
        self._run([installer, *sync, lock], show)
        if self.installs_project:
            install = (
                "pip",
                "install",
                "--quiet",
                "--no-deps",
                "--no-build-isolation",
                "--python",
                self.python,
            )
            self._run([installer, *install, "--editable", REPOSITORY], show)
        (self.folder / STAMP).write_text(json.dumps(self._identity(lock)), encoding="utf-8")

    def _interpreter(self, installer: Path) -> Path:
        found = find_interpreter(self.version)
        if found is not None:
            return found
        fetched = subprocess.run(
            [str(installer), "python", "install", "--no-bin", self.version], env=uv.environment(), check=False
        )
        found = find_interpreter(self.version) if fetched.returncode == 0 else None
        if found is None:
            raise BootstrapError(
                f"Python {self.version}, needed for {self.title}, is not here and could not be fetched.\n"
                f"Install it (python{self.version} of your system, pyenv, conda) or name it: "
                f"TROLY_PYTHON{self.version.replace('.', '')}=/path/to/python{self.version} make up"
            )
        return found

    def _run(self, command: Sequence[Path | str], show: bool) -> None:
        words = [str(word) for word in command]
        done = subprocess.run(
            words, cwd=REPOSITORY, env=uv.environment(), capture_output=not show, text=True, check=False
        )
        if done.returncode:
            said = "" if show else f": {done.stderr.strip()[-800:]}"
            raise BootstrapError(f"{self.title} could not be built: `{' '.join(words[:3])} …` failed{said}")

    def _identity(self, lock: Path) -> dict[str, str]:
        content = lock.read_bytes()
        if self.installs_project:
            content += (REPOSITORY / "pyproject.toml").read_bytes().split(b"[tool.ruff")[0]
        return {"lock": hashlib.sha256(content).hexdigest(), "python": self.version}

    def _stamp(self) -> dict[str, str] | None:
        try:
            stamp: dict[str, str] = json.loads((self.folder / STAMP).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return stamp


MAIN = Environment(
    title="the main environment",
    folder=REPOSITORY / ".venv",
    version="3.11",
    lock=REPOSITORY / "requirements.lock",
    development_lock=REPOSITORY / "requirements-dev.lock",
    installs_project=True,
)
BOT = Environment(
    title="Rasa's environment",
    folder=REPOSITORY / "bot" / ".venv",
    version="3.10",
    lock=REPOSITORY / "bot" / "requirements.lock",
    development_lock=REPOSITORY / "bot" / "requirements-dev.lock",
    installs_project=False,
)
ENVIRONMENTS = (MAIN, BOT)
